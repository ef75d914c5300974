from dataclasses import replace
from datetime import time

import pytest

from services.notifications.mail_hours.commands import SetMailHours
from services.notifications.mail_hours.decider import DECIDER, DigestOutsideHours
from services.notifications.mail_hours.events import MailHoursSet
from tests.scenario import Scenario

hours = Scenario(DECIDER)
SET = SetMailHours(digest_at=time(8, 30), opens_at=time(8), closes_at=time(18))
WAS_SET = MailHoursSet(digest_at=time(8, 30), opens_at=time(8), closes_at=time(18))


@pytest.mark.covers("PRA-09")
def test_the_office_sets_when_e_mail_goes_out() -> None:
    hours.given().when(SET).then(WAS_SET)


def test_other_hours_replace_them_and_the_same_change_nothing() -> None:
    earlier = replace(SET, digest_at=time(8))

    hours.given(WAS_SET).when(earlier).then(replace(WAS_SET, digest_at=time(8)))
    hours.given(WAS_SET).when(SET).then_nothing()


@pytest.mark.parametrize("digest_at", [time(7, 59), time(18), time(23)])
def test_a_digest_outside_the_hours_is_refused(digest_at: time) -> None:
    hours.given().when(replace(SET, digest_at=digest_at)).then_rejected(DigestOutsideHours)

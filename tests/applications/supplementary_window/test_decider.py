"""The rules of the window in which supplementary forms are taken."""

from dataclasses import replace
from datetime import timedelta

from services.applications.supplementary_window.commands import ExtendWindow
from services.applications.supplementary_window.decider import DECIDER, NotLongerThanBefore
from services.applications.supplementary_window.events import SupplementaryWindowExtended
from shared.ids import AccountId
from tests.applications.participation.examples import PROGRAMME, SUPPLEMENT_CLOSES
from tests.scenario import Scenario

window = Scenario(DECIDER)
LATER = SUPPLEMENT_CLOSES + timedelta(days=97)
EXTEND = ExtendWindow(
    programme_id=PROGRAMME,
    announced_until=SUPPLEMENT_CLOSES,
    closes_at=LATER,
    reason="更换牵头后原牵头单位申请留任联办",
    by=AccountId("lingdao"),
)
EXTENDED = SupplementaryWindowExtended(
    programme_id=PROGRAMME,
    closes_at=LATER,
    reason="更换牵头后原牵头单位申请留任联办",
    approved_by=AccountId("lingdao"),
)


def test_a_leader_lets_it_close_later_with_a_reason() -> None:
    window.given().when(EXTEND).then(EXTENDED)


def test_the_same_again_changes_nothing() -> None:
    window.given(EXTENDED).when(EXTEND).then_nothing()


def test_it_never_closes_earlier_than_announced_or_extended() -> None:
    same = replace(EXTEND, closes_at=SUPPLEMENT_CLOSES)
    between = replace(EXTEND, closes_at=SUPPLEMENT_CLOSES + timedelta(days=1))
    window.given().when(same).then_rejected(NotLongerThanBefore)
    window.given(EXTENDED).when(between).then_rejected(NotLongerThanBefore)


def test_it_may_be_extended_again() -> None:
    again = LATER + timedelta(days=1)
    window.given(EXTENDED).when(replace(EXTEND, closes_at=again)).then(
        replace(EXTENDED, closes_at=again)
    )


def test_a_programme_that_takes_no_such_forms_may_take_them_after_all() -> None:
    window.given().when(replace(EXTEND, announced_until=None)).then(EXTENDED)

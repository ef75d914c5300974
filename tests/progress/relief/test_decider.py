"""The rules of being relieved of something owed, one example each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.progress.deadline_refusals import AlreadyWaived, NothingOwed
from services.progress.relief.commands import (
    ReleaseOwner,
    RequestRelief,
    TransferDeadline,
    WaiveDeadline,
)
from services.progress.relief.decider import (
    DECIDER,
    AnotherWaives,
    NobodyAsked,
    NothingToRelieveOf,
    OnlyTheOwnerAsks,
)
from shared.ids import AccountId
from tests.progress.deadline.examples import (
    ASKED,
    EXTENDED,
    GRACE,
    MET,
    MISSED,
    REMINDED,
    SET,
    TRANSFERRED,
    WAIVED,
    noted,
)
from tests.progress.examples import GONGAN, GUOZI, WEIJI, shanghai
from tests.scenario import Scenario

relief = Scenario(DECIDER)
ASK = RequestRelief(wish="waiver", reason=ASKED.reason, by=ASKED.by, for_unit=GUOZI)
WAIVE = WaiveDeadline(reason=WAIVED.reason, by=AccountId("leader"))
BEFORE = GRACE - timedelta(seconds=1)
RELEASE = ReleaseOwner(reason="职能调整", at=BEFORE)
RELEASED = replace(WAIVED, reason="职能调整", cause="participation_ended", approved_by="")
TRANSFER = TransferDeadline(to_unit=GONGAN, reason="职能划转", by="leader", at=BEFORE)


class TestAsking:
    def test_the_unit_that_owes_it_asks(self) -> None:
        relief.given(SET).when(ASK).then(ASKED)

    def test_the_staff_prepares_it(self) -> None:
        by_staff = replace(ASK, for_unit="", by=AccountId("staff"))
        asked = replace(ASKED, for_unit_id="", by=AccountId("staff"))
        relief.given(SET, REMINDED).when(by_staff).then(asked)

    def test_asking_the_same_again_changes_nothing(self) -> None:
        relief.given(SET, ASKED).when(ASK).then_nothing()

    def test_what_was_missed_can_be_waived_too(self) -> None:
        relief.given(SET, MISSED).when(ASK).then(ASKED)

    def test_another_unit_does_not_ask(self) -> None:
        relief.given(SET).when(replace(ASK, for_unit=WEIJI)).then_rejected(OnlyTheOwnerAsks)

    def test_the_former_lead_does_not_ask(self) -> None:
        relief.given(SET, TRANSFERRED).when(ASK).then_rejected(OnlyTheOwnerAsks)

    def test_nothing_is_asked_about_what_has_come_or_is_not_owed(self) -> None:
        relief.given(SET, MET).when(ASK).then_rejected(NothingToRelieveOf)
        relief.given(SET, WAIVED).when(ASK).then_rejected(AlreadyWaived)
        relief.given(noted(BEFORE)).when(ASK).then_rejected(NothingOwed)


class TestWaiving:
    @pytest.mark.covers("REQ-44")
    def test_a_leader_waives_what_was_asked(self) -> None:
        relief.given(SET, ASKED).when(WAIVE).then(WAIVED)

    def test_whoever_asked_does_not_waive(self) -> None:
        own = replace(ASKED, by=WAIVE.by)
        relief.given(SET, own).when(WAIVE).then_rejected(AnotherWaives)

    def test_nothing_is_waived_that_nobody_asked_for(self) -> None:
        relief.given(SET).when(WAIVE).then_rejected(NobodyAsked)

    def test_who_asked_for_time_did_not_ask_for_a_waiver(self) -> None:
        more_time = replace(ASKED, wish="more_time")
        relief.given(SET, more_time).when(WAIVE).then_rejected(NobodyAsked)

    def test_more_time_answers_a_request(self) -> None:
        relief.given(SET, ASKED, EXTENDED).when(WAIVE).then_rejected(NobodyAsked)

    def test_it_is_waived_once(self) -> None:
        relief.given(SET, ASKED, WAIVED).when(WAIVE).then_rejected(AlreadyWaived)


class TestLeaving:
    @pytest.mark.covers("AMB-11")
    def test_who_left_owes_it_no_more(self) -> None:
        relief.given(SET).when(RELEASE).then(RELEASED)

    def test_leaving_again_changes_nothing(self) -> None:
        relief.given(SET, RELEASED).when(RELEASE).then_nothing()

    def test_what_was_missed_before_stays_missed(self) -> None:
        relief.given(SET, MISSED).when(replace(RELEASE, at=GRACE)).then_nothing()

    def test_what_was_missed_since_was_owed_no_more(self) -> None:
        relief.given(SET, MISSED).when(RELEASE).then(RELEASED)

    def test_what_has_come_or_is_not_owed_needs_no_release(self) -> None:
        relief.given(SET, MET).when(RELEASE).then_nothing()
        relief.given().when(RELEASE).then_nothing()


class TestHandingOver:
    @pytest.mark.covers("REQ-44", "AMB-12")
    def test_the_new_lead_inherits_it_with_its_date(self) -> None:
        relief.given(SET).when(TRANSFER).then(TRANSFERRED)

    def test_the_date_in_force_is_inherited(self) -> None:
        extended = replace(TRANSFERRED, due_at=shanghai(7, 11), grace_until=shanghai(7, 11))
        relief.given(SET, EXTENDED).when(TRANSFER).then(extended)

    def test_handing_over_again_changes_nothing(self) -> None:
        relief.given(SET, TRANSFERRED).when(TRANSFER).then_nothing()

    def test_what_was_missed_before_stays_with_the_former_lead(self) -> None:
        relief.given(SET, MISSED).when(replace(TRANSFER, at=GRACE)).then_nothing()

    def test_what_was_missed_since_is_the_new_leads(self) -> None:
        relief.given(SET, MISSED).when(TRANSFER).then(TRANSFERRED)

    def test_what_has_come_is_waived_or_not_owed_stays_where_it_is(self) -> None:
        relief.given(SET, MET).when(TRANSFER).then_nothing()
        relief.given(SET, WAIVED).when(TRANSFER).then_nothing()
        relief.given().when(TRANSFER).then_nothing()


def test_for_a_cancelled_project_nobody_owes_what_was_not_missed_before() -> None:
    given_up = replace(RELEASE, reason="不再单列", cause="project_cancelled")
    waived = replace(RELEASED, reason="不再单列", cause="project_cancelled")
    relief.given(SET).when(given_up).then(waived)
    relief.given(SET, waived).when(given_up).then_nothing()
    relief.given(SET, MISSED).when(replace(given_up, at=GRACE)).then_nothing()
    relief.given(SET, MET).when(given_up).then_nothing()

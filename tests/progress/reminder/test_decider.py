"""The rules of reminding, one example each."""

from dataclasses import replace
from datetime import date

import pytest

from services.progress.deadline.events import DeadlineEvent
from services.progress.deadline_refusals import NothingOwed
from services.progress.reminder.commands import IssueReminder, RemindByClock
from services.progress.reminder.decider import (
    DECIDER,
    NothingToRemindOf,
    RemindedLately,
    RemindedToday,
)
from shared.ids import AccountId
from tests.progress.deadline.examples import (
    EXTENDED,
    MET,
    MET_LATE,
    MISSED,
    MORNING_AFTER,
    REMINDED,
    SET,
    noted,
)
from tests.progress.examples import shanghai
from tests.scenario import Scenario

reminder = Scenario(DECIDER)
STAFF = AccountId("staff")
REMIND = IssueReminder(remark="请抓紧", cooldown_days=1, by=STAFF, at=shanghai(7, 5, 10))
BY_HAND = replace(REMINDED, on=date(2017, 7, 5), by=STAFF, remark="请抓紧")
CLOCK = RemindByClock(at=MORNING_AFTER)


class TestByHand:
    @pytest.mark.parametrize("then", [(), (MISSED,), (REMINDED,), (REMINDED, MISSED)])
    def test_the_organiser_reminds_of_what_has_not_come(
        self, then: tuple[DeadlineEvent, ...]
    ) -> None:
        reminder.given(SET, *then).when(REMIND).then(BY_HAND)

    def test_before_it_is_due_as_well(self) -> None:
        early = replace(REMIND, at=shanghai(6, 20, 9))
        reminder.given(SET).when(early).then(replace(BY_HAND, on=date(2017, 6, 20)))

    def test_with_the_date_that_holds_now(self) -> None:
        reminder.given(SET, MISSED, EXTENDED).when(REMIND).then(
            replace(BY_HAND, due_at=EXTENDED.due_at)
        )

    @pytest.mark.covers("REQ-43")
    @pytest.mark.parametrize("first", [BY_HAND, replace(BY_HAND, by="")])
    def test_once_a_day_whoever_reminded_first(self, first: DeadlineEvent) -> None:
        reminder.given(SET, first).when(REMIND).then_rejected(RemindedToday)

    def test_again_on_the_day_after(self) -> None:
        again = replace(REMIND, at=shanghai(7, 6, 0))
        reminder.given(SET, BY_HAND).when(again).then(replace(BY_HAND, on=date(2017, 7, 6)))

    @pytest.mark.covers("REQ-43")
    def test_the_rules_may_let_more_days_pass(self) -> None:
        patient = replace(REMIND, cooldown_days=3)
        reminder.given(SET, BY_HAND).when(replace(patient, at=shanghai(7, 7, 9))).then_rejected(
            RemindedLately
        )
        reminder.given(SET, BY_HAND).when(replace(patient, at=shanghai(7, 8, 9))).then(
            replace(BY_HAND, on=date(2017, 7, 8))
        )

    @pytest.mark.parametrize("then", [(MET,), (MISSED, MET_LATE)])
    def test_not_of_what_has_come(self, then: tuple[DeadlineEvent, ...]) -> None:
        reminder.given(SET, *then).when(REMIND).then_rejected(NothingToRemindOf)

    @pytest.mark.parametrize("history", [(), (noted(MORNING_AFTER),)])
    def test_not_of_what_nobody_owes(self, history: tuple[DeadlineEvent, ...]) -> None:
        reminder.given(*history).when(REMIND).then_rejected(NothingOwed)


class TestByTheClock:
    @pytest.mark.covers("REQ-43")
    def test_what_is_overdue_is_reminded_of(self) -> None:
        reminder.given(SET).when(CLOCK).then(REMINDED)

    def test_what_was_missed_is_reminded_of_too(self) -> None:
        reminder.given(SET, MISSED).when(CLOCK).then(REMINDED)

    def test_not_what_has_come(self) -> None:
        reminder.given(SET, MET).when(CLOCK).then_nothing()

    def test_not_when_somebody_did_today(self) -> None:
        by_hand = replace(BY_HAND, on=REMINDED.on)
        reminder.given(SET, by_hand).when(CLOCK).then_nothing()

    def test_not_what_nobody_owes(self) -> None:
        reminder.given().when(CLOCK).then_rejected(NothingOwed)

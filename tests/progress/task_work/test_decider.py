"""The rules of working on a task, one example each."""

from dataclasses import replace

import pytest

from services.progress.task.events import TaskEvent
from services.progress.task_refusals import (
    AwaitsConfirmation,
    DisputePending,
    NoSuchTask,
    OnlyTheAssignee,
    OnlyTheLead,
    TaskIsClosed,
)
from services.progress.task_work.decider import (
    DECIDER,
    AcceptFirst,
    NotReportedDone,
    NoWorkingCalendar,
)
from tests.progress.examples import GONGAN, GUOZI, TIYU, WEIJI, shanghai
from tests.progress.task.examples import (
    ACCEPT,
    ACCEPTED,
    ASSIGNED,
    CANCELLED,
    CONFIRM,
    CONFIRMED,
    DISPUTED,
    PARTIES,
    REASSIGNED,
    REPORT,
    REPORTED,
    RETURN,
    RETURNED,
    RULED,
)
from tests.scenario import Scenario

work = Scenario(DECIDER)
VOID = replace(RULED, ruling="void")
CLOSED: tuple[tuple[TaskEvent, ...], ...] = (
    (CANCELLED,),
    (DISPUTED, VOID),
    (ACCEPTED, REPORTED, CONFIRMED),
)


class TestAccepting:
    def test_the_assignee_accepts(self) -> None:
        work.given(ASSIGNED).when(ACCEPT).then(ACCEPTED)

    @pytest.mark.parametrize("then", [(ACCEPTED,), (ACCEPTED, REPORTED), (DISPUTED, RULED)])
    def test_accepting_again_changes_nothing(self, then: tuple[TaskEvent, ...]) -> None:
        work.given(ASSIGNED, *then).when(ACCEPT).then_nothing()

    @pytest.mark.parametrize("unit", [GUOZI, GONGAN, ""])
    def test_nobody_accepts_for_another(self, unit: str) -> None:
        work.given(ASSIGNED).when(replace(ACCEPT, from_unit=unit)).then_rejected(OnlyTheAssignee)

    def test_a_reassigned_task_is_accepted_by_whoever_has_it_now(self) -> None:
        gongans = replace(ACCEPT, from_unit=GONGAN)
        work.given(ASSIGNED, ACCEPTED, REASSIGNED).when(gongans).then(
            replace(ACCEPTED, unit_id=GONGAN)
        )
        work.given(ASSIGNED, ACCEPTED, REASSIGNED).when(ACCEPT).then_rejected(OnlyTheAssignee)

    def test_what_is_in_dispute_waits_for_the_ruling(self) -> None:
        work.given(ASSIGNED, DISPUTED).when(ACCEPT).then_rejected(DisputePending)

    @pytest.mark.parametrize("then", CLOSED)
    def test_what_is_closed_is_not_accepted(self, then: tuple[TaskEvent, ...]) -> None:
        work.given(ASSIGNED, *then).when(ACCEPT).then_rejected(TaskIsClosed)

    def test_what_was_never_assigned_is_not_accepted(self) -> None:
        work.given().when(ACCEPT).then_rejected(NoSuchTask)


class TestReporting:
    @pytest.mark.parametrize("then", [(ACCEPTED,), (DISPUTED, RULED)])
    def test_the_assignee_reports_what_it_has_done(self, then: tuple[TaskEvent, ...]) -> None:
        work.given(ASSIGNED, *then).when(REPORT).then(REPORTED)

    def test_the_lead_has_so_many_working_days_to_answer(self) -> None:
        hurried = replace(REPORT, confirm_within=1)
        work.given(ASSIGNED, ACCEPTED).when(hurried).then(
            replace(REPORTED, confirm_by=shanghai(6, 22))
        )

    def test_a_year_without_a_calendar_is_not_guessed(self) -> None:
        far = replace(REPORT, at=shanghai(6, 20, 15).replace(year=2090))
        work.given(ASSIGNED, ACCEPTED).when(far).then_rejected(NoWorkingCalendar)

    def test_the_same_report_again_changes_nothing(self) -> None:
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(REPORT).then_nothing()

    def test_another_report_waits_until_the_first_is_answered(self) -> None:
        other = replace(REPORT, result="另有补充")
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(other).then_rejected(AwaitsConfirmation)

    def test_what_was_returned_is_reported_again(self) -> None:
        work.given(ASSIGNED, ACCEPTED, REPORTED, RETURNED).when(REPORT).then(REPORTED)

    @pytest.mark.parametrize("then", [(), (ACCEPTED, REASSIGNED)])
    def test_what_was_not_taken_on_is_not_reported(self, then: tuple[TaskEvent, ...]) -> None:
        unit = GONGAN if then else REPORT.from_unit
        report = replace(REPORT, from_unit=unit)
        work.given(ASSIGNED, *then).when(report).then_rejected(AcceptFirst)

    def test_nobody_reports_for_another(self) -> None:
        foreign = replace(REPORT, from_unit=GUOZI)
        work.given(ASSIGNED, ACCEPTED).when(foreign).then_rejected(OnlyTheAssignee)

    def test_what_is_in_dispute_waits_for_the_ruling(self) -> None:
        work.given(ASSIGNED, ACCEPTED, DISPUTED).when(REPORT).then_rejected(DisputePending)

    @pytest.mark.parametrize("then", CLOSED)
    def test_what_is_closed_is_not_reported(self, then: tuple[TaskEvent, ...]) -> None:
        work.given(ASSIGNED, *then).when(REPORT).then_rejected(TaskIsClosed)


class TestReturning:
    def test_the_lead_returns_with_advice(self) -> None:
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(RETURN).then(RETURNED)

    def test_the_same_advice_again_changes_nothing(self) -> None:
        work.given(ASSIGNED, ACCEPTED, REPORTED, RETURNED).when(RETURN).then_nothing()

    def test_only_the_lead_returns(self) -> None:
        foreign = replace(RETURN, from_unit=WEIJI)
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(foreign).then_rejected(OnlyTheLead)

    @pytest.mark.parametrize("then", [(), (ACCEPTED,)])
    def test_what_was_not_reported_is_not_returned(self, then: tuple[TaskEvent, ...]) -> None:
        work.given(ASSIGNED, *then).when(RETURN).then_rejected(NotReportedDone)

    def test_what_was_confirmed_is_not_returned(self) -> None:
        history = ASSIGNED, ACCEPTED, REPORTED, CONFIRMED
        work.given(*history).when(RETURN).then_rejected(TaskIsClosed)


class TestConfirming:
    def test_the_lead_confirms(self) -> None:
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(CONFIRM).then(CONFIRMED)

    def test_the_unit_that_acts_for_the_lead_confirms(self) -> None:
        parties = replace(PARTIES, executing_unit_id=TIYU)
        acting = replace(CONFIRM, parties=parties, from_unit=TIYU)
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(acting).then(
            replace(CONFIRMED, confirmed_by_unit_id=TIYU)
        )

    def test_a_new_lead_confirms_what_the_former_assigned(self) -> None:
        parties = replace(PARTIES, lead_unit_id=WEIJI)
        inherited = replace(CONFIRM, parties=parties, from_unit=WEIJI)
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(inherited).then(
            replace(CONFIRMED, confirmed_by_unit_id=WEIJI)
        )

    def test_confirming_again_changes_nothing(self) -> None:
        work.given(ASSIGNED, ACCEPTED, REPORTED, CONFIRMED).when(CONFIRM).then_nothing()

    @pytest.mark.parametrize("unit", [GONGAN, WEIJI, ""])
    def test_nobody_else_confirms(self, unit: str) -> None:
        foreign = replace(CONFIRM, from_unit=unit)
        work.given(ASSIGNED, ACCEPTED, REPORTED).when(foreign).then_rejected(OnlyTheLead)

    @pytest.mark.parametrize("then", [(), (ACCEPTED,), (ACCEPTED, REPORTED, RETURNED)])
    def test_what_was_not_reported_is_not_confirmed(self, then: tuple[TaskEvent, ...]) -> None:
        work.given(ASSIGNED, *then).when(CONFIRM).then_rejected(NotReportedDone)

    def test_what_was_never_assigned_is_not_confirmed(self) -> None:
        work.given().when(CONFIRM).then_rejected(NoSuchTask)

"""The rules of disputing a task, one example each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.progress.task.events import TaskEvent
from services.progress.task_dispute.decider import (
    DECIDER,
    ChangesNotCalledFor,
    DisputeTooLate,
    NewDateInThePast,
    NotDisputed,
    NothingChanged,
)
from services.progress.task_refusals import (
    AwaitsConfirmation,
    DisputePending,
    NoSuchTask,
    OnlyTheAssignee,
    TaskIsClosed,
)
from tests.progress.examples import GONGAN, GUOZI, JIAOTONG, shanghai
from tests.progress.task.examples import (
    ACCEPTED,
    ASSIGNED,
    CANCELLED,
    CONFIRMED,
    DISPUTE,
    DISPUTED,
    DUE,
    REASSIGNED,
    REPORTED,
    RETURNED,
    RULE,
    RULED,
    TERMS,
)
from tests.scenario import Scenario

task = Scenario(DECIDER)
STANDS = replace(RULE, ruling="stands", work="", due_at=None)
STOOD = replace(RULED, ruling="stands", work=TERMS.work, due_at=shanghai(6, 28))
VOID = replace(RULED, ruling="void", work=TERMS.work, due_at=shanghai(6, 28))


class TestDisputing:
    @pytest.mark.parametrize("then", [(), (ACCEPTED,), (ACCEPTED, REPORTED, RETURNED)])
    def test_the_assignee_disputes_an_open_task(self, then: tuple[TaskEvent, ...]) -> None:
        task.given(ASSIGNED, *then).when(DISPUTE).then(DISPUTED)

    def test_until_the_last_moment_before_it_is_due(self) -> None:
        last = DUE - timedelta(seconds=1)
        task.given(ASSIGNED).when(replace(DISPUTE, at=last)).then(
            replace(DISPUTED, clock_stopped_at=last)
        )

    def test_not_once_it_was_due(self) -> None:
        task.given(ASSIGNED).when(replace(DISPUTE, at=DUE)).then_rejected(DisputeTooLate)

    def test_a_new_date_reopens_the_dispute(self) -> None:
        reopened = replace(REASSIGNED, unit_id=JIAOTONG)
        again = replace(DISPUTE, at=DUE)
        task.given(ASSIGNED, reopened).when(again).then(replace(DISPUTED, clock_stopped_at=DUE))

    def test_the_same_dispute_again_changes_nothing(self) -> None:
        task.given(ASSIGNED, DISPUTED).when(DISPUTE).then_nothing()

    def test_another_reason_waits_for_the_ruling(self) -> None:
        other = replace(DISPUTE, reason="另有理由")
        task.given(ASSIGNED, DISPUTED).when(other).then_rejected(DisputePending)

    def test_what_was_ruled_on_can_be_disputed_anew(self) -> None:
        task.given(ASSIGNED, DISPUTED, RULED).when(DISPUTE).then(DISPUTED)

    @pytest.mark.parametrize("unit", [GUOZI, GONGAN, ""])
    def test_nobody_disputes_for_another(self, unit: str) -> None:
        foreign = replace(DISPUTE, from_unit=unit)
        task.given(ASSIGNED).when(foreign).then_rejected(OnlyTheAssignee)

    def test_what_was_reported_as_done_is_not_disputed(self) -> None:
        task.given(ASSIGNED, ACCEPTED, REPORTED).when(DISPUTE).then_rejected(AwaitsConfirmation)

    @pytest.mark.parametrize(
        "then", [(CANCELLED,), (ACCEPTED, REPORTED, CONFIRMED), (DISPUTED, VOID)]
    )
    def test_what_is_closed_is_not_disputed(self, then: tuple[TaskEvent, ...]) -> None:
        task.given(ASSIGNED, *then).when(DISPUTE).then_rejected(TaskIsClosed)

    def test_what_was_never_assigned_is_not_disputed(self) -> None:
        task.given().when(DISPUTE).then_rejected(NoSuchTask)


class TestRuling:
    def test_the_task_stands_changed(self) -> None:
        task.given(ASSIGNED, DISPUTED).when(RULE).then(RULED)

    def test_the_task_stands_and_the_days_lost_are_added(self) -> None:
        task.given(ASSIGNED, DISPUTED).when(STANDS).then(STOOD)

    def test_a_change_without_a_date_adds_the_days_lost_too(self) -> None:
        undated = replace(RULE, due_at=None)
        task.given(ASSIGNED, DISPUTED).when(undated).then(replace(RULED, due_at=shanghai(6, 28)))

    def test_the_task_is_void(self) -> None:
        task.given(ASSIGNED, DISPUTED).when(replace(STANDS, ruling="void")).then(VOID)

    @pytest.mark.parametrize("command", [RULE, STANDS, replace(STANDS, ruling="void")])
    def test_the_same_ruling_again_changes_nothing(self, command: object) -> None:
        first = DECIDER.decide(command, DECIDER.fold([ASSIGNED, DISPUTED]))  # type: ignore[arg-type]
        task.given(ASSIGNED, DISPUTED, *first).when(command).then_nothing()  # type: ignore[arg-type]

    @pytest.mark.parametrize("then", [(), (ACCEPTED,), (DISPUTED, CANCELLED), (DISPUTED, STOOD)])
    def test_only_what_is_in_dispute_is_ruled_on(self, then: tuple[TaskEvent, ...]) -> None:
        task.given(ASSIGNED, *then).when(RULE).then_rejected(NotDisputed)

    def test_a_change_names_what_changes(self) -> None:
        empty = replace(RULE, work="", due_at=None)
        task.given(ASSIGNED, DISPUTED).when(empty).then_rejected(NothingChanged)

    @pytest.mark.parametrize("ruling", ["stands", "void"])
    def test_nothing_else_changes_the_task(self, ruling: str) -> None:
        changing = replace(RULE, ruling=ruling)
        task.given(ASSIGNED, DISPUTED).when(changing).then_rejected(ChangesNotCalledFor)

    def test_a_new_date_lies_ahead(self) -> None:
        past = replace(RULE, due_at=RULE.at)
        task.given(ASSIGNED, DISPUTED).when(past).then_rejected(NewDateInThePast)

    def test_what_was_never_assigned_is_not_ruled_on(self) -> None:
        task.given().when(RULE).then_rejected(NoSuchTask)

"""The rules of assigning a task, one example each."""

from dataclasses import replace

import pytest

from services.progress.parties import Parties
from services.progress.task.decider import (
    DECIDER,
    DueInThePast,
    NotInTheProject,
    TaskIdTaken,
)
from services.progress.task.events import TaskEvent
from services.progress.task_refusals import NoSuchTask, OnlyTheLead, TaskIsClosed
from shared.ids import UnitId
from tests.progress.examples import GONGAN, GUOZI, JIAOTONG, TIYU, WEIJI
from tests.progress.task.examples import (
    ACCEPTED,
    ASSIGN,
    ASSIGNED,
    CANCEL,
    CANCELLED,
    CONFIRMED,
    DISPUTED,
    DUE,
    PARTIES,
    REASSIGN,
    REASSIGNED,
    REPORTED,
    RETURNED,
    RULED,
    TERMS,
)
from tests.scenario import Scenario

task = Scenario(DECIDER)
ACTED_FOR = replace(PARTIES, executing_unit_id=TIYU)
VOID = replace(RULED, ruling="void")
OPEN: tuple[tuple[TaskEvent, ...], ...] = (
    (),
    (ACCEPTED,),
    (DISPUTED,),
    (DISPUTED, RULED),
    (ACCEPTED, REPORTED),
    (ACCEPTED, REPORTED, RETURNED),
    (REASSIGNED,),
)
CLOSED: tuple[tuple[TaskEvent, ...], ...] = (
    (ACCEPTED, REPORTED, CONFIRMED),
    (DISPUTED, VOID),
)


class TestAssigning:
    def test_the_lead_assigns_a_task_to_a_co_lead(self) -> None:
        task.given().when(ASSIGN).then(ASSIGNED)

    def test_the_unit_that_acts_for_the_lead_assigns_it(self) -> None:
        acting = replace(ASSIGN, parties=ACTED_FOR, from_unit=TIYU)
        task.given().when(acting).then(replace(ASSIGNED, assigned_by_unit_id=TIYU))

    @pytest.mark.parametrize("unit", [JIAOTONG, WEIJI, ""])
    def test_nobody_else_assigns(self, unit: str) -> None:
        task.given().when(replace(ASSIGN, from_unit=unit)).then_rejected(OnlyTheLead)

    def test_in_a_project_that_nobody_leads_nothing_is_assigned(self) -> None:
        nobody = Parties(lead_unit_id="", executing_unit_id="", co_leads=frozenset())
        task.given().when(replace(ASSIGN, parties=nobody)).then_rejected(OnlyTheLead)
        silent = replace(ASSIGN, parties=nobody, from_unit="")
        task.given().when(silent).then_rejected(OnlyTheLead)

    def test_the_same_assignment_again_changes_nothing_whatever_became_of_it(self) -> None:
        task.given(ASSIGNED).when(ASSIGN).then_nothing()
        task.given(ASSIGNED, ACCEPTED, REASSIGNED).when(ASSIGN).then_nothing()

    def test_one_number_stands_for_one_task(self) -> None:
        other = replace(ASSIGN, terms=replace(TERMS, title="另一项"))
        task.given(ASSIGNED).when(other).then_rejected(TaskIdTaken)

    def test_a_task_ends_in_the_future(self) -> None:
        task.given().when(replace(ASSIGN, at=DUE)).then_rejected(DueInThePast)

    @pytest.mark.parametrize("unit", [WEIJI, GUOZI])
    def test_only_an_active_co_lead_is_given_a_task(self, unit: UnitId) -> None:
        task.given().when(replace(ASSIGN, unit_id=unit)).then_rejected(NotInTheProject)

    @pytest.mark.parametrize("unit", [GONGAN, GUOZI, JIAOTONG])
    def test_an_activity_may_be_led_by_any_unit_of_the_project(self, unit: UnitId) -> None:
        led = replace(TERMS, activity_lead_unit_id=unit, helping_unit_ids=(GONGAN,))
        task.given().when(replace(ASSIGN, terms=led)).then(replace(ASSIGNED, terms=led))

    @pytest.mark.parametrize(
        "change", [{"activity_lead_unit_id": WEIJI}, {"helping_unit_ids": (GONGAN, WEIJI)}]
    )
    def test_naming_a_unit_outside_the_project_is_refused(self, change: dict[str, str]) -> None:
        foreign = replace(TERMS, **change)
        task.given().when(replace(ASSIGN, terms=foreign)).then_rejected(NotInTheProject)

    def test_every_unit_outside_the_project_is_named(self) -> None:
        terms = replace(TERMS, activity_lead_unit_id=WEIJI, helping_unit_ids=(GONGAN, WEIJI))
        command = replace(ASSIGN, unit_id=WEIJI, terms=terms)

        with pytest.raises(NotInTheProject) as refused:
            DECIDER.decide(command, DECIDER.initial)

        assert [fault.field for fault in refused.value.faults] == [
            "/body/unit_id",
            "/body/activity_lead_unit_id",
            "/body/helping_unit_ids/1",
        ]


class TestReassigning:
    @pytest.mark.parametrize("then", OPEN[:-1])
    def test_the_lead_gives_an_open_task_to_another_co_lead(
        self, then: tuple[TaskEvent, ...]
    ) -> None:
        task.given(ASSIGNED, *then).when(REASSIGN).then(REASSIGNED)

    def test_a_new_lead_inherits_open_tasks(self) -> None:
        parties = replace(PARTIES, lead_unit_id=WEIJI)
        inherited = replace(REASSIGN, parties=parties, from_unit=WEIJI)
        former = replace(REASSIGN, parties=parties)

        task.given(ASSIGNED).when(inherited).then(REASSIGNED)
        task.given(ASSIGNED).when(former).then_rejected(OnlyTheLead)

    def test_the_organisers_leader_reassigns_too(self) -> None:
        leader = replace(REASSIGN, from_unit="", by_organiser=True)
        task.given(ASSIGNED).when(leader).then(REASSIGNED)

    def test_the_same_unit_may_get_a_later_date(self) -> None:
        later = replace(REASSIGN, unit_id=JIAOTONG)
        task.given(ASSIGNED).when(later).then(replace(REASSIGNED, unit_id=JIAOTONG))

    def test_reassigning_again_changes_nothing(self) -> None:
        task.given(ASSIGNED, REASSIGNED).when(REASSIGN).then_nothing()

    def test_nobody_else_reassigns(self) -> None:
        foreign = replace(REASSIGN, from_unit=JIAOTONG)
        task.given(ASSIGNED).when(foreign).then_rejected(OnlyTheLead)

    def test_only_an_active_co_lead_is_given_it(self) -> None:
        foreign = replace(REASSIGN, unit_id=WEIJI)
        task.given(ASSIGNED).when(foreign).then_rejected(NotInTheProject)

    def test_it_ends_in_the_future(self) -> None:
        late = replace(REASSIGN, at=REASSIGN.due_at)
        task.given(ASSIGNED).when(late).then_rejected(DueInThePast)

    @pytest.mark.parametrize("then", [*CLOSED, (CANCELLED,)])
    def test_what_is_closed_is_not_reassigned(self, then: tuple[TaskEvent, ...]) -> None:
        task.given(ASSIGNED, *then).when(REASSIGN).then_rejected(TaskIsClosed)

    def test_what_was_never_assigned_is_not_reassigned(self) -> None:
        task.given().when(REASSIGN).then_rejected(NoSuchTask)


class TestCancelling:
    @pytest.mark.parametrize("then", OPEN)
    def test_the_lead_takes_an_open_task_back(self, then: tuple[TaskEvent, ...]) -> None:
        task.given(ASSIGNED, *then).when(CANCEL).then(CANCELLED)

    def test_cancelling_again_changes_nothing(self) -> None:
        task.given(ASSIGNED, CANCELLED).when(CANCEL).then_nothing()

    @pytest.mark.parametrize("then", CLOSED)
    def test_what_is_closed_is_not_cancelled(self, then: tuple[TaskEvent, ...]) -> None:
        task.given(ASSIGNED, *then).when(CANCEL).then_rejected(TaskIsClosed)

    def test_nobody_else_cancels(self) -> None:
        foreign = replace(CANCEL, from_unit=JIAOTONG)
        task.given(ASSIGNED).when(foreign).then_rejected(OnlyTheLead)

    def test_what_was_never_assigned_is_not_cancelled(self) -> None:
        task.given().when(CANCEL).then_rejected(NoSuchTask)

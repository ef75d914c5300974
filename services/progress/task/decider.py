"""The rules of assigning a task (REQ-41).

The current lead of a project, or the unit that acts for it (AMB-13), gives an active co-lead of
the same project something to do by a day (X6). An open task can be given to another co-lead, also
by the organiser's leader, or taken back. A new lead inherits what is open (AMB-12). How the
co-lead answers for it is decided in `task_work`, a dispute in `task_dispute`.

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, assert_never

from services.progress.parties import Parties
from services.progress.task_refusals import NoSuchTask, OnlyTheLead, TaskIsClosed
from shared.domain import Decider, Fault, Incomplete, Rejection, value
from shared.ids import UnitId

from .commands import AssignTask, CancelTask, ReassignTask, TaskCommand
from .events import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskCompletionReported,
    TaskConfirmed,
    TaskDisputed,
    TaskDisputeRuled,
    TaskEvent,
    TaskReassigned,
    TaskReturned,
)

type Decision = tuple[TaskEvent, ...]
type Status = Literal["assigned", "in_hand", "closed"]

NOTHING_NEW: Decision = ()
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class TaskIdTaken(Rejection):
    """One number stands for one task."""

    zh = "该任务编号已用于另一项交办。请换用新的编号重新提交。"
    en = "This task's number stands for another assignment. Use a new number."
    rule = "P3"


class NotInTheProject(Incomplete):
    """A task is for units that take part in its project now."""

    zh = "所列单位目前不是本项目的参与单位。请从本项目的联办单位中选择。"
    en = "The units listed take no part in this project now. Choose among its co-leads."
    rule = "REQ-41 REQ-46 X6"


class DueInThePast(Incomplete):
    """A task ends in the future."""

    zh = "完成期限不能早于今天。请改选今天或以后的日期。"
    en = "The due date lies in the past. Choose today or a later day."
    rule = "REQ-41 AMB-08"


@value
class Task:
    """What the rules need to remember. A task that was never assigned has no assignment.

    `in_hand` is whatever the co-lead has answered; `reason` is why it was taken back.
    """

    assignment: TaskAssigned | None = None
    status: Status = "assigned"
    unit_id: str = ""
    due_at: datetime = LONG_AGO
    reason: str = ""


def evolve(task: Task, event: TaskEvent) -> Task:
    """Return the task as the event leaves it. A fact is never refused."""
    match event:
        case TaskAssigned():
            return Task(assignment=event, unit_id=event.unit_id, due_at=event.terms.due_at)
        case TaskAccepted() | TaskDisputed() | TaskCompletionReported() | TaskReturned():
            return replace(task, status="in_hand")
        case TaskDisputeRuled():
            status: Status = "closed" if event.ruling == "void" else "in_hand"
            return replace(task, status=status, due_at=event.due_at)
        case TaskReassigned():
            return replace(task, status="assigned", unit_id=event.unit_id, due_at=event.due_at)
        case TaskConfirmed():
            return replace(task, status="closed")
        case TaskCancelled():
            return replace(task, status="closed", reason=event.reason)
        case _:
            assert_never(event)


def decide(command: TaskCommand, task: Task) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case AssignTask():
            return assign_task(command, task)
        case ReassignTask():
            return reassign_task(command, task)
        case CancelTask():
            return cancel_task(command, task)
        case _:
            assert_never(command)


def assign_task(command: AssignTask, task: Task) -> Decision:
    """The lead gives a co-lead something to do; the same again changes nothing (P3)."""
    if not command.parties.lead_is(command.from_unit):
        raise OnlyTheLead
    assigned = TaskAssigned(
        project_id=command.project_id,
        task_id=command.task_id,
        unit_id=command.unit_id,
        terms=command.terms,
        lead_unit_id=command.parties.lead_unit_id,
        assigned_by_unit_id=command.from_unit,
    )
    if task.assignment == assigned:
        return NOTHING_NEW
    if task.assignment is not None:
        raise TaskIdTaken
    _ahead(command.terms.due_at, command.at)
    if faults := tuple(_strangers(command)):
        raise NotInTheProject(faults=faults)
    return (assigned,)


def reassign_task(command: ReassignTask, task: Task) -> Decision:
    """The lead or the organiser's leader gives an open task to a co-lead, with a date and reason.

    Given to the same unit with a later date, the task can be disputed anew (REQ-40).
    """
    parties = command.parties
    assigned = _assignment(task)
    if not command.by_organiser:
        _by_the_lead(task, parties, command.from_unit)
    same = (task.unit_id, task.due_at) == (command.unit_id, command.due_at)
    if task.status == "assigned" and same:
        return NOTHING_NEW
    _open(task)
    _ahead(command.due_at, command.at)
    if command.unit_id not in parties.co_leads:
        raise NotInTheProject(faults=(_stranger("/body/unit_id"),))
    reassigned = TaskReassigned(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        from_unit_id=UnitId(task.unit_id),
        unit_id=command.unit_id,
        due_at=command.due_at,
        reason=command.reason,
        by=command.by,
    )
    return (reassigned,)


def cancel_task(command: CancelTask, task: Task) -> Decision:
    """The lead takes an open task back, with a reason; the same again changes nothing."""
    assigned = _by_the_lead(task, command.parties, command.from_unit)
    if task.status == "closed" and task.reason == command.reason:
        return NOTHING_NEW
    _open(task)
    cancelled = TaskCancelled(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        reason=command.reason,
        cancelled_by_unit_id=command.from_unit,
    )
    return (cancelled,)


def _assignment(task: Task) -> TaskAssigned:
    if task.assignment is None:
        raise NoSuchTask
    return task.assignment


def _by_the_lead(task: Task, parties: Parties, unit: str) -> TaskAssigned:
    if not parties.lead_is(unit):
        raise OnlyTheLead
    return _assignment(task)


def _open(task: Task) -> None:
    if task.status == "closed":
        raise TaskIsClosed


def _ahead(due_at: datetime, at: datetime) -> None:
    if due_at <= at:
        fault = Fault(field="/body/due_on", zh=DueInThePast.zh, en=DueInThePast.en)
        raise DueInThePast(faults=(fault,))


def _strangers(command: AssignTask) -> Iterator[Fault]:
    """Name every unit of an assignment that takes no part in the project (REQ-46)."""
    parties, terms = command.parties, command.terms
    if command.unit_id not in parties.co_leads:
        yield _stranger("/body/unit_id")
    if terms.activity_lead_unit_id and not parties.include(terms.activity_lead_unit_id):
        yield _stranger("/body/activity_lead_unit_id")
    for number, unit in enumerate(terms.helping_unit_ids):
        if not parties.include(unit):
            yield _stranger(f"/body/helping_unit_ids/{number}")


def _stranger(field: str) -> Fault:
    return Fault(
        field=field,
        zh="该单位目前不是本项目的参与单位。",
        en="This unit takes no part in the project now.",
    )


DECIDER = Decider(initial=Task(), decide=decide, evolve=evolve)

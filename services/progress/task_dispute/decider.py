"""The rules of disputing a task (REQ-40).

The co-lead that a task was assigned to may say, before it is due and before it is reported as done,
that it is outside its remit. The clock then stands still until the organiser's leader rules that
the task stands, stands changed, or is void. The days lost are added to the date, unless the ruling
names another one.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, assert_never

from services.progress.standstill import made_up
from services.progress.task.events import (
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
from services.progress.task_refusals import (
    AwaitsConfirmation,
    DisputePending,
    NoSuchTask,
    OnlyTheAssignee,
    TaskIsClosed,
)
from shared.domain import Decider, Fault, Incomplete, Rejection, value
from shared.ids import UnitId

from .commands import DisputeCommand, DisputeTask, RuleOnDispute

type Decision = tuple[TaskEvent, ...]
type Status = Literal["open", "reported", "disputed", "closed"]

NOTHING_NEW: Decision = ()
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class DisputeTooLate(Rejection):
    """A task is disputed before it is due."""

    zh = "任务完成期限已过, 不能再提出异议。如确有理由, 请联系工委领导重新交办并另定期限。"
    en = "The task was due already. Ask the organiser's leader to assign it again with a new date."
    rule = "REQ-40"


class NotDisputed(Rejection):
    """The organiser rules on what is in dispute."""

    zh = "该任务没有待裁定的异议。请刷新后核对。"
    en = "There is no dispute to rule on. Reload and check."
    rule = "REQ-40"


class NothingChanged(Incomplete):
    """A task that stands changed differs in something."""

    zh = "裁定为“变更”时, 须写明新的标题、内容或期限; 如无变更, 请裁定为“维持”。"
    en = "Say what changes: title, work or date. If nothing does, rule that the task stands."
    rule = "REQ-40"


class ChangesNotCalledFor(Incomplete):
    """Only a task that stands changed differs in something."""

    zh = "裁定为“维持”或“撤销”时不能更改任务。如需更改, 请裁定为“变更”。"
    en = "A task that stands or is void is not changed. To change it, rule so."
    rule = "REQ-40"


class NewDateInThePast(Incomplete):
    """The date of a task that stands changed lies ahead."""

    zh = "新的完成期限不能早于今天。请改选今天或以后的日期。"
    en = "The new due date lies in the past. Choose today or a later day."
    rule = "REQ-40 AMB-08"


@value
class Disputable:
    """What the rules need to remember. A task that was never assigned has no assignment."""

    assignment: TaskAssigned | None = None
    status: Status = "open"
    unit_id: str = ""
    title: str = ""
    work: str = ""
    due_at: datetime = LONG_AGO
    dispute: TaskDisputed | None = None
    ruled: TaskDisputeRuled | None = None


def evolve(task: Disputable, event: TaskEvent) -> Disputable:
    """Return the task as the event leaves it. A fact is never refused."""
    match event:
        case TaskAssigned():
            terms = event.terms
            return Disputable(
                assignment=event,
                unit_id=event.unit_id,
                title=terms.title,
                work=terms.work,
                due_at=terms.due_at,
            )
        case TaskDisputed():
            return replace(task, status="disputed", dispute=event, ruled=None)
        case TaskDisputeRuled():
            return replace(
                task,
                status="closed" if event.ruling == "void" else "open",
                title=event.title,
                work=event.work,
                due_at=event.due_at,
                ruled=event,
            )
        case TaskAccepted() | TaskReturned() | TaskCompletionReported():
            reported = isinstance(event, TaskCompletionReported)
            return replace(task, status="reported" if reported else "open")
        case TaskReassigned():
            return replace(task, status="open", unit_id=event.unit_id, due_at=event.due_at)
        case TaskConfirmed() | TaskCancelled():
            return replace(task, status="closed")
        case _:
            assert_never(event)


def decide(command: DisputeCommand, task: Disputable) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case DisputeTask():
            return dispute_task(command, task)
        case RuleOnDispute():
            return rule_on_dispute(command, task)
        case _:
            assert_never(command)


def dispute_task(command: DisputeTask, task: Disputable) -> Decision:
    """The assignee disputes an open task before it is due; the same again changes nothing."""
    assigned = _assignment(task)
    if not command.from_unit or command.from_unit != task.unit_id:
        raise OnlyTheAssignee
    if task.status == "disputed" and task.dispute and task.dispute.reason == command.reason:
        return NOTHING_NEW
    _open_to_dispute(task, command.at)
    disputed = TaskDisputed(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        unit_id=UnitId(task.unit_id),
        reason=command.reason,
        clock_stopped_at=command.at,
    )
    return (disputed,)


def _open_to_dispute(task: Disputable, at: datetime) -> None:
    match task.status:
        case "disputed":
            raise DisputePending
        case "closed":
            raise TaskIsClosed
        case "reported":
            raise AwaitsConfirmation
        case "open":
            if at >= task.due_at:
                raise DisputeTooLate
        case _:
            assert_never(task.status)


def rule_on_dispute(command: RuleOnDispute, task: Disputable) -> Decision:
    """The organiser's leader rules on an open dispute, once; the same again changes nothing."""
    assigned, dispute = _assignment(task), task.dispute
    if _ruled_so(command, task.ruled):
        return NOTHING_NEW
    if task.status != "disputed" or dispute is None:
        raise NotDisputed
    _changes_fit(command)
    ruled = TaskDisputeRuled(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        ruling=command.ruling,
        title=command.title or task.title,
        work=command.work or task.work,
        due_at=command.due_at or made_up(task.due_at, dispute.clock_stopped_at, command.at),
        reason=command.reason,
        by=command.by,
    )
    return (ruled,)


def _ruled_so(command: RuleOnDispute, ruled: TaskDisputeRuled | None) -> bool:
    return (
        ruled is not None
        and (ruled.ruling, ruled.reason) == (command.ruling, command.reason)
        and command.title in ("", ruled.title)
        and command.work in ("", ruled.work)
        and command.due_at in (None, ruled.due_at)
    )


def _changes_fit(command: RuleOnDispute) -> None:
    changes = bool(command.title or command.work or command.due_at)
    if command.ruling == "changed" and not changes:
        raise NothingChanged(faults=(_fault("/body/ruling", NothingChanged),))
    if command.ruling != "changed" and changes:
        raise ChangesNotCalledFor(faults=(_fault("/body/ruling", ChangesNotCalledFor),))
    if command.due_at is not None and command.due_at <= command.at:
        raise NewDateInThePast(faults=(_fault("/body/due_on", NewDateInThePast),))


def _fault(field: str, refusal: type[Rejection]) -> Fault:
    return Fault(field=field, zh=refusal.zh, en=refusal.en)


def _assignment(task: Disputable) -> TaskAssigned:
    if task.assignment is None:
        raise NoSuchTask
    return task.assignment


DECIDER = Decider(initial=Disputable(), decide=decide, evolve=evolve)

"""The rules of working on a task (REQ-40, REQ-41).

The co-lead that a task was assigned to takes it on and reports it as done. The project's lead, or
the unit that acts for it (AMB-13), confirms that or returns it with advice. Nobody else does, and
nothing is confirmed by the passing of time.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, assert_never

from services.progress.parties import Parties
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
    OnlyTheLead,
    TaskIsClosed,
)
from shared.domain import Decider, Rejection, value
from shared.ids import UnitId
from shared.timing.workdays import CalendarUnknown, end_of, plus_working_days
from shared.timing.zone import SHANGHAI

from .commands import AcceptTask, ConfirmTask, ReportCompletion, ReturnTask, WorkCommand

type Decision = tuple[TaskEvent, ...]
type Status = Literal["assigned", "accepted", "disputed", "reported", "confirmed", "cancelled"]

NOTHING_NEW: Decision = ()


class AcceptFirst(Rejection):
    """What was not taken on is not reported as done."""

    zh = "请先接受任务, 再报告完成。"
    en = "Accept the task first, then report it as done."
    rule = "domain.md 3.2"


class NotReportedDone(Rejection):
    """The lead answers to what the co-lead has reported."""

    zh = "承担单位尚未报告完成, 不能确认或退回。请等待其报告, 或联系其联络员。"
    en = "The co-lead has not reported the task as done. Wait for its report, or ask its liaison."
    rule = "REQ-41"


class NoWorkingCalendar(Rejection):
    """Without the year's holidays no working day can be counted."""

    zh = "系统还没有 {year} 年的节假日安排, 无法计算确认期限。请联系管理员更新工作日历后重试。"
    en = "The holidays of {year} are not known yet. Ask the administrator to add them."
    rule = "REQ-41"


@value
class Work:
    """What the rules need to remember; `words` are the last result or advice."""

    assignment: TaskAssigned | None = None
    status: Status = "assigned"
    unit_id: str = ""
    words: str = ""


def evolve(work: Work, event: TaskEvent) -> Work:
    """Return the work as the event leaves it. A fact is never refused."""
    match event:
        case TaskAssigned():
            return Work(assignment=event, unit_id=event.unit_id)
        case TaskAccepted() | TaskDisputeRuled() | TaskReturned():
            return _answered(work, event)
        case TaskDisputed():
            return replace(work, status="disputed")
        case TaskCompletionReported():
            return replace(work, status="reported", words=event.result)
        case TaskReassigned():
            return replace(work, status="assigned", unit_id=event.unit_id, words="")
        case TaskConfirmed() | TaskCancelled():
            confirmed = isinstance(event, TaskConfirmed)
            return replace(work, status="confirmed" if confirmed else "cancelled")
        case _:
            assert_never(event)


def _answered(work: Work, event: TaskAccepted | TaskDisputeRuled | TaskReturned) -> Work:
    """The task is with the co-lead, unless the ruling ended it; advice is remembered."""
    match event:
        case TaskAccepted():
            return replace(work, status="accepted")
        case TaskDisputeRuled():
            return replace(work, status="cancelled" if event.ruling == "void" else "accepted")
        case TaskReturned():
            return replace(work, status="accepted", words=event.advice)
        case _:
            assert_never(event)


def decide(command: WorkCommand, work: Work) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case AcceptTask():
            return accept_task(command, work)
        case ReportCompletion():
            return report_completion(command, work)
        case ReturnTask():
            return return_task(command, work)
        case ConfirmTask():
            return confirm_task(command, work)
        case _:
            assert_never(command)


def accept_task(command: AcceptTask, work: Work) -> Decision:
    """The assignee takes the task on, once."""
    assigned = _by_the_assignee(work, command.from_unit)
    if work.status in ("accepted", "reported"):
        return NOTHING_NEW
    _running(work)
    accepted = TaskAccepted(
        project_id=assigned.project_id, task_id=assigned.task_id, unit_id=UnitId(work.unit_id)
    )
    return (accepted,)


def report_completion(command: ReportCompletion, work: Work) -> Decision:
    """The assignee reports what it has taken on as done; the lead's time to answer begins."""
    assigned = _by_the_assignee(work, command.from_unit)
    if work.status == "reported":
        if work.words == command.result:
            return NOTHING_NEW
        raise AwaitsConfirmation
    _running(work)
    if work.status == "assigned":
        raise AcceptFirst
    reported = TaskCompletionReported(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        unit_id=UnitId(work.unit_id),
        result=command.result,
        confirm_by=_confirm_by(command),
    )
    return (reported,)


def return_task(command: ReturnTask, work: Work) -> Decision:
    """The lead returns what was reported as done, with advice; the same again changes nothing."""
    assigned = _by_the_lead(work, command.parties, command.from_unit)
    if work.status == "accepted" and work.words == command.advice:
        return NOTHING_NEW
    _reported(work)
    returned = TaskReturned(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        advice=command.advice,
        returned_by_unit_id=command.from_unit,
    )
    return (returned,)


def confirm_task(command: ConfirmTask, work: Work) -> Decision:
    """The lead confirms what was reported as done, once."""
    assigned = _by_the_lead(work, command.parties, command.from_unit)
    if work.status == "confirmed":
        return NOTHING_NEW
    _reported(work)
    confirmed = TaskConfirmed(
        project_id=assigned.project_id,
        task_id=assigned.task_id,
        confirmed_by_unit_id=command.from_unit,
    )
    return (confirmed,)


def _assignment(work: Work) -> TaskAssigned:
    if work.assignment is None:
        raise NoSuchTask
    return work.assignment


def _by_the_assignee(work: Work, unit: str) -> TaskAssigned:
    assigned = _assignment(work)
    if not unit or unit != work.unit_id:
        raise OnlyTheAssignee
    return assigned


def _by_the_lead(work: Work, parties: Parties, unit: str) -> TaskAssigned:
    if not parties.lead_is(unit):
        raise OnlyTheLead
    return _assignment(work)


def _running(work: Work) -> None:
    if work.status in ("confirmed", "cancelled"):
        raise TaskIsClosed
    if work.status == "disputed":
        raise DisputePending


def _reported(work: Work) -> None:
    _running(work)
    if work.status != "reported":
        raise NotReportedDone


def _confirm_by(command: ReportCompletion) -> datetime:
    today = command.at.astimezone(SHANGHAI).date()
    try:
        last = plus_working_days(today, command.confirm_within)
    except CalendarUnknown as unknown:
        raise NoWorkingCalendar(year=unknown) from unknown
    return end_of(last).astimezone(UTC)


DECIDER = Decider(initial=Work(), decide=decide, evolve=evolve)

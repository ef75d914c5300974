"""Who is told what when something happens elsewhere.

Notices go out at once. A deadline has two reminders that wait: three days before and on its last day at
09:00 (Asia/Shanghai). They follow the dates and the owner in force: an extension or a transfer ends those
that wait and sets others. What was met is not reminded of any more, and a reminder whose time had passed
when the deadline was recorded is left out. That something is overdue is told when `progress` says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from services.notifications import wording
from services.notifications.receipts import asked_again_at
from services.notifications.recipients import account, unit
from services.notifications.wording import Terms, Wording
from shared.bus.subscription import Process
from shared.contracts import applications, evaluation, progress
from shared.contracts.applications import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationsEvent,
    LeadUnitReplaced,
    ParticipationEnded,
    ProgrammeAnnounced,
)
from shared.contracts.evaluation import EvaluationEvent, ReviewAssigned
from shared.contracts.progress import (
    ClockStopped,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    DeadlineTransferred,
    DeadlineWaived,
    ProgressEvent,
    ReminderIssued,
    TaskAssigned,
    TaskReassigned,
    WorkPlanAcknowledged,
    WorkPlanReturned,
)
from shared.store.events import Recorded, Stream
from shared.store.handle import Reaction
from shared.timing.zone import SHANGHAI

from .commands import CancelNotification, NotificationCommand, Notify
from .decider import DECIDER, Notice
from .events import (
    OWNER,
    NotificationEvent,
    NotificationScheduled,
    Rule,
    notification,
    notification_id,
    receipt_reminder,
)

type Source = Recorded[ApplicationsEvent] | Recorded[EvaluationEvent] | Recorded[ProgressEvent]
type Telling = Reaction[NotificationCommand, Notice, NotificationEvent]

MORNING = time(9)
type OfDeadline = (
    Terms | DeadlineMet | DeadlineMetLate | DeadlineMissed | DeadlineWaived | ClockStopped
)

REMINDERS: Sequence[tuple[Rule, int, Callable[[Terms], Wording]]] = (
    ("due-in-three-days", -3, wording.due_in_three_days),
    ("due-today", 0, wording.due_today),
)
"""Reminders of a deadline: the rule, how many days after the last day it shows, what it says."""


def react_to_applications(recorded: Recorded[ApplicationsEvent]) -> Iterable[Telling]:
    """Tell every unit of the programme (REQ-03), and an applicant what became of it."""
    match recorded.event:
        case ProgrammeAnnounced() as event:
            says = wording.announced(event)
            cause = f"programme~{event.programme_id}"
            for addressee in event.addressees:
                to = unit(addressee)
                first = told(recorded, "programme-announced", "REQ-03", cause, to, says)
                yield from (first, asked_again_of(first))
        case ApplicationAccepted() as event:
            yield applicant_told(recorded, event, "application-accepted", wording.accepted(event))
        case ApplicationReturned() as event:
            yield applicant_told(recorded, event, "application-returned", wording.returned(event))
        case ApplicationRejected() as event:
            yield applicant_told(recorded, event, "application-rejected", wording.rejected(event))
        case ParticipationEnded(cause="withdrawal" | "project_cancelled") as event:
            yield applicant_told(recorded, event, "participation-ended", wording.ended(event))
        case LeadUnitReplaced() as event:
            told_unit = of_project(recorded, event.project_id, "lead-replaced", "REQ-16")
            yield told_unit(event.former_unit_id, wording.no_longer_leads(event))
            yield told_unit(event.unit_id, wording.leads_now(event))
        case _:
            return


def react_to_evaluation(recorded: Recorded[EvaluationEvent]) -> Iterable[Telling]:
    """Tell a reviewer which project is to be scored (REQ-49)."""
    if isinstance(event := recorded.event, ReviewAssigned):
        cause = f"review~{event.project_id}~{event.reviewer_id}~{recorded.version}"
        says, to = wording.review_assigned(event), account(event.reviewer_id)
        yield told(recorded, "review-assigned", "REQ-49", cause, to, says, event.project_id)


def react_to_progress(recorded: Recorded[ProgressEvent]) -> Iterable[Telling]:
    """Remind of deadlines, and stop reminding of what came (REQ-38, REQ-43)."""
    match recorded.event:
        case DeadlineSet() | DeadlineExtended() as event:
            yield from cancelled(recorded, event, "截止时间有变，按新的截止时间提醒。")
            yield from reminders(recorded, event, event.owner_unit_id)
        case ClockStopped() as event:
            yield from cancelled(recorded, event, "正在处理异议，暂不提醒。")
        case DeadlineMet() | DeadlineMetLate() as event:
            yield from cancelled(recorded, event, "已按要求提交，无需再提醒。")
        case DeadlineWaived() as event:
            yield from cancelled(recorded, event, "该项任务已经免除，无需再提醒。")
        case DeadlineMissed() as event:
            yield from cancelled(recorded, event, "已记为逾期未交，另行通知。")
            told_unit = of_project(recorded, "", "missed", "REQ-43")
            yield told_unit(event.owner_unit_id, wording.missed(event))
        case DeadlineTransferred() as event:
            yield from cancelled(recorded, event, "改由其他单位提交，无需再提醒。")
            yield from reminders(recorded, event, event.to_unit_id)
            told_unit = of_project(recorded, event.project_id, "deadline-transferred", "X13")
            yield told_unit(event.from_unit_id, wording.owes_no_more(event))
            yield told_unit(event.to_unit_id, wording.owes_now(event))
        case ReminderIssued(by="") as event:
            told_unit = of_project(recorded, event.project_id, "overdue", "REQ-43")
            yield told_unit(event.owner_unit_id, wording.overdue(event))
        case ReminderIssued() as event:
            told_unit = of_project(recorded, event.project_id, "reminded-by-organiser", "REQ-43")
            yield told_unit(event.owner_unit_id, wording.reminded_by_organiser(event))
        case _:
            yield from told_of_work(recorded)


def told_of_work(recorded: Recorded[ProgressEvent]) -> Iterable[Telling]:
    """Tell a unit what became of its plan (REQ-24) and which tasks it has (REQ-41)."""
    match recorded.event:
        case WorkPlanReturned() as event:
            told_unit = of_project(recorded, event.project_id, "plan-returned", "REQ-24")
            yield told_unit(event.unit_id, wording.plan_returned(event))
        case WorkPlanAcknowledged() as event:
            told_unit = of_project(recorded, event.project_id, "plan-acknowledged", "REQ-24")
            yield told_unit(event.unit_id, wording.plan_acknowledged(event))
        case TaskAssigned() as event:
            told_unit = of_project(recorded, event.project_id, "task-assigned", "REQ-41")
            yield told_unit(event.unit_id, wording.task_assigned(event))
        case TaskReassigned() as event:
            told_unit = of_project(recorded, event.project_id, "task-reassigned", "REQ-41")
            yield told_unit(event.from_unit_id, wording.task_given_away(event))
            yield told_unit(event.unit_id, wording.task_taken_over(event))
        case _:
            return


def of_project(
    recorded: Source, project_id: str, rule: Rule, basis: str
) -> Callable[[str, Wording], Telling]:
    """Return what tells a unit of this event; the same event again leads to the same notice."""
    cause = f"{recorded.stream.feature}~{recorded.stream.id}~{recorded.version}"

    def told_unit(unit_id: str, says: Wording) -> Telling:
        return told(recorded, rule, basis, cause, unit(unit_id), says, project_id)

    return told_unit


def told(  # noqa: PLR0913 - the parts of a notice
    recorded: Source,
    rule: Rule,
    basis: str,
    cause: str,
    recipient: str,
    says: Wording,
    project_id: str = "",
) -> Telling:
    """Return the reaction that puts a notice into an inbox at once."""
    notice = NotificationScheduled(
        recipient=recipient,
        kind="notice",
        rule=rule,
        basis=basis,
        cause=cause,
        cause_event_id=recorded.event_id,
        project_id=project_id,
        title=says.title,
        text=says.text,
        label="",
        due_at=None,
        visible_at=recorded.recorded_at,
    )
    stream = notification(notification_id(rule, cause, recipient))
    return Reaction(Notify(notice=notice, at=recorded.recorded_at), DECIDER, stream)


def asked_again_of(first: Telling) -> Telling:
    """Return what reminds a recipient of a notice whose receipt is not confirmed in time."""
    assert isinstance(first.command, Notify)  # noqa: S101 - that is what tells
    notice = first.command.notice
    says = wording.confirm_receipt(notice.title)
    again = replace(
        notice,
        kind="reminder",
        rule="receipt-unconfirmed",
        title=says.title,
        text=says.text,
        visible_at=asked_again_at(notice.visible_at),
    )
    stream = receipt_reminder(notice.cause, notice.recipient)
    return Reaction(replace(first.command, notice=again), DECIDER, stream)


def applicant_told(
    recorded: Recorded[ApplicationsEvent],
    event: ApplicationAccepted | ApplicationReturned | ApplicationRejected | ParticipationEnded,
    rule: Rule,
    says: Wording,
) -> Telling:
    """Return the notice to a unit about its own application; each decision on it is told."""
    cause = f"participation~{event.project_id}~{event.unit_id}~{recorded.version}"
    return told(recorded, rule, "REQ-19", cause, unit(event.unit_id), says, event.project_id)


def cause_of(event: OfDeadline) -> str:
    """Return the cause that all notices of one deadline share."""
    return f"deadline~{event.obligation}~{event.subject}"


def morning(due_at: datetime, days: int) -> datetime:
    """Return 09:00 in Asia/Shanghai (as UTC), that many days after a deadline's last day."""
    day = wording.last_day_of(due_at).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, SHANGHAI).astimezone(UTC)


def reminders(
    recorded: Recorded[ProgressEvent], event: Terms, owner_unit_id: str
) -> Iterable[Telling]:
    """Return the reminders of a deadline that were still ahead when its terms were recorded.

    An extension that was recorded before it told the owner leads to none.
    """
    for rule, days, says in REMINDERS if owner_unit_id else ():
        visible_at = morning(event.due_at, days)
        if visible_at > recorded.recorded_at:
            yield reminded(recorded, event, owner_unit_id, rule, says(event), visible_at)


def reminded(
    recorded: Recorded[ProgressEvent],
    event: Terms,
    owner_unit_id: str,
    rule: Rule,
    says: Wording,
    visible_at: datetime,
) -> Telling:
    """Return the reaction that schedules one reminder for the owner of a deadline."""
    cause = cause_of(event)
    notice = NotificationScheduled(
        recipient=unit(owner_unit_id),
        kind="reminder",
        rule=rule,
        basis="REQ-43",
        cause=cause,
        cause_event_id=recorded.event_id,
        project_id=event.project_id,
        title=says.title,
        text=says.text,
        label=event.label,
        due_at=event.due_at,
        visible_at=visible_at,
    )
    stream = reminder(rule, cause, recorded.version)
    return Reaction(Notify(notice=notice, at=recorded.recorded_at), DECIDER, stream)


def reminder(rule: Rule, cause: str, version: int) -> Stream[NotificationEvent]:
    """Return the stream of what a deadline's owner is told by terms that its `version` has set."""
    return notification(notification_id(rule, f"{cause}~{version}", OWNER))


def cancelled(
    recorded: Recorded[ProgressEvent], event: OfDeadline, reason: str
) -> Iterable[Telling]:
    """Return the cancellations of a deadline's reminders, by whatever terms; those shown stay."""
    for version in range(1, recorded.version):
        for rule, _, _ in REMINDERS:
            stream = reminder(rule, cause_of(event), version)
            yield Reaction(CancelNotification(reason=reason), DECIDER, stream)


APPLICATIONS = Process("notices-of-applications", applications.CODEC, react_to_applications)
EVALUATION = Process("notices-of-evaluation", evaluation.CODEC, react_to_evaluation)
PROGRESS = Process("notices-of-deadlines", progress.CODEC, react_to_progress)

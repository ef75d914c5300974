"""Who is reminded of what is due. Whoever is told at once, the notice rules say.

A deadline has two reminders that wait: three days before and on its last day at
09:00 (Asia/Shanghai). They follow the dates and the owner in force: an extension or a transfer ends those
that wait and sets others. What was met is not reminded of any more, and a reminder whose time had passed
when the deadline was recorded is left out. That something is overdue is told when `progress` says so.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from services.notifications import wording
from services.notifications.receipts import asked_again_at
from services.notifications.recipients import unit
from services.notifications.wording import Terms, Wording
from shared.bus.subscription import Process
from shared.contracts import applications, progress
from shared.contracts.applications import ApplicationsEvent, ProgrammeAnnounced
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
    """Ask whoever has not confirmed the receipt of a programme's notice by then (REQ-03)."""
    if isinstance(event := recorded.event, ProgrammeAnnounced):
        for addressee in event.addressees:
            yield asked_again(recorded, event, unit(addressee))


def asked_again(
    recorded: Recorded[ApplicationsEvent], event: ProgrammeAnnounced, recipient: str
) -> Telling:
    """Return what reminds a recipient of a notice whose receipt is not confirmed in time."""
    says = wording.confirm_receipt(event.title)
    notice = NotificationScheduled(
        recipient=recipient,
        kind="reminder",
        rule="receipt-unconfirmed",
        basis="REQ-03",
        cause=f"programme~{event.programme_id}",
        cause_event_id=recorded.event_id,
        project_id="",
        title=says.title,
        text=says.text,
        label="",
        due_at=None,
        visible_at=asked_again_at(recorded.recorded_at),
    )
    stream = receipt_reminder(notice.cause, recipient)
    return Reaction(Notify(notice=notice, at=recorded.recorded_at), DECIDER, stream)


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
        case DeadlineTransferred() as event:
            yield from cancelled(recorded, event, "改由其他单位提交，无需再提醒。")
            yield from reminders(recorded, event, event.to_unit_id)
        case ReminderIssued(by="") as event:
            yield told_of_reminder(recorded, event, "overdue", wording.overdue(event))
        case ReminderIssued() as event:
            says = wording.reminded_by_organiser(event)
            yield told_of_reminder(recorded, event, "reminded-by-organiser", says)
        case _:
            return


def told_of_reminder(
    recorded: Recorded[ProgressEvent], event: ReminderIssued, rule: Rule, says: Wording
) -> Telling:
    """Return the notice that the owner was reminded; the same event leads to the same notice."""
    cause = f"{recorded.stream.feature}~{recorded.stream.id}~{recorded.version}"
    recipient = unit(event.owner_unit_id)
    notice = NotificationScheduled(
        recipient=recipient,
        kind="notice",
        rule=rule,
        basis="REQ-43",
        cause=cause,
        cause_event_id=recorded.event_id,
        project_id=event.project_id,
        title=says.title,
        text=says.text,
        label="",
        due_at=None,
        visible_at=recorded.recorded_at,
    )
    stream = notification(notification_id(rule, cause, recipient))
    return Reaction(Notify(notice=notice, at=recorded.recorded_at), DECIDER, stream)


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


APPLICATIONS = Process("reminders-of-receipts", applications.CODEC, react_to_applications)
PROGRESS = Process("notices-of-deadlines", progress.CODEC, react_to_progress)

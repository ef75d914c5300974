"""The rules of a notice.

A rule, a cause and a recipient lead to one notice and never to a second. It shows at its time unless it
was cancelled before; what was shown is never taken back. Its receipt is confirmed once.
It is delivered once to each further channel, in as many attempts as it takes.
"""

from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, NotFound, value

from .commands import (
    CancelNotification,
    ConfirmReceipt,
    NotificationCommand,
    Notify,
    RecordFailure,
    RecordSent,
    ShowNotification,
    Suppress,
)
from .events import (
    NotificationCancelled,
    NotificationEvent,
    NotificationFailed,
    NotificationQueued,
    NotificationReceiptConfirmed,
    NotificationScheduled,
    NotificationSent,
    NotificationSuppressed,
)

type Decision = tuple[NotificationEvent, ...]

NOTHING_NEW: Decision = ()


class NoSuchNotification(NotFound):
    """The notice does not exist, or this caller does not see it (yet)."""

    zh = "没有找到这条通知。请返回收件箱刷新后重试。"
    en = "There is no such notice for you. Go back to the inbox and reload."
    rule = "REQ-03"


@value
class Notice:
    """What the rules need to remember. `settled`: no more attempts at delivery by e-mail."""

    scheduled: bool = False
    visible: bool = False
    cancelled: bool = False
    confirmed: bool = False
    attempts: int = 0
    settled: bool = False

    @property
    def waits(self) -> bool:
        return self.scheduled and not self.visible and not self.cancelled

    @property
    def is_to_be_mailed(self) -> bool:
        return self.visible and not self.settled


def evolve(  # noqa: PLR0911 - one for each event
    notice: Notice, event: NotificationEvent
) -> Notice:
    """Return the notice as the event leaves it."""
    match event:
        case NotificationScheduled():
            return replace(notice, scheduled=True)
        case NotificationQueued():
            return replace(notice, visible=True)
        case NotificationSent():
            return replace(notice, attempts=event.attempt, settled=True)
        case NotificationFailed():
            return replace(notice, attempts=event.attempt, settled=event.retry_at is None)
        case NotificationSuppressed():
            return replace(notice, settled=True)
        case NotificationReceiptConfirmed():
            return replace(notice, confirmed=True)
        case NotificationCancelled():
            return replace(notice, cancelled=True)
        case _:
            assert_never(event)


def decide(  # noqa: PLR0911 - one for each command
    command: NotificationCommand, notice: Notice
) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case Notify():
            return notify(command, notice)
        case ShowNotification():
            return show_notification(notice)
        case CancelNotification():
            return cancel_notification(command, notice)
        case ConfirmReceipt():
            return confirm_receipt(command, notice)
        case RecordSent():
            return record_sent(command, notice)
        case RecordFailure():
            return record_failure(command, notice)
        case Suppress():
            return suppress(command, notice)
        case _:
            assert_never(command)


def notify(command: Notify, notice: Notice) -> Decision:
    """There is one notice for a cause; it is in the inbox at once if its time has come."""
    if notice.scheduled:
        return NOTHING_NEW
    if command.notice.visible_at <= command.at:
        return (command.notice, NotificationQueued())
    return (command.notice,)


def show_notification(notice: Notice) -> Decision:
    """A notice whose time has come is shown, unless it was cancelled or is there already."""
    return (NotificationQueued(),) if notice.waits else NOTHING_NEW


def cancel_notification(command: CancelNotification, notice: Notice) -> Decision:
    """Only what was not shown yet can be cancelled."""
    return (NotificationCancelled(reason=command.reason),) if notice.waits else NOTHING_NEW


def confirm_receipt(command: ConfirmReceipt, notice: Notice) -> Decision:
    """Receipt of a notice that is in the inbox is confirmed, once."""
    if not notice.visible:
        raise NoSuchNotification
    if notice.confirmed:
        return NOTHING_NEW
    return (NotificationReceiptConfirmed(by=command.by),)


def record_sent(command: RecordSent, notice: Notice) -> Decision:
    """One delivery is enough."""
    if not notice.is_to_be_mailed:
        return NOTHING_NEW
    sent = NotificationSent(
        channel=command.channel,
        attempt=notice.attempts + 1,
        answer=command.answer,
        message_id=command.message_id,
        together=command.together,
    )
    return (sent,)


def record_failure(command: RecordFailure, notice: Notice) -> Decision:
    """Every failed attempt is kept, with when to try again."""
    if not notice.is_to_be_mailed:
        return NOTHING_NEW
    failed = NotificationFailed(
        channel=command.channel,
        attempt=notice.attempts + 1,
        answer=command.answer,
        retry_at=command.retry_at,
    )
    return (failed,)


def suppress(command: Suppress, notice: Notice) -> Decision:
    """The same text goes to the same recipient once a day; the notice stays in the inbox."""
    if not notice.is_to_be_mailed:
        return NOTHING_NEW
    return (NotificationSuppressed(channel=command.channel, reason=command.reason),)


DECIDER: Decider[NotificationCommand, Notice, NotificationEvent] = Decider(
    initial=Notice(), decide=decide, evolve=evolve
)

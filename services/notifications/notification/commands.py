"""What can be wished of one notice."""

from datetime import datetime

from shared.domain import value

from .events import Channel, NotificationScheduled


@value
class Notify:
    """Show a notice from its time on; at once if that is not after `at`."""

    notice: NotificationScheduled
    at: datetime


@value
class ShowNotification:
    """The time of a scheduled notice has come."""


@value
class CancelNotification:
    """The notice is not needed any more."""

    reason: str


@value
class ConfirmReceipt:
    """The recipient says that the notice arrived."""

    by: str


@value
class RecordSent:
    """A channel took the notice; `message_id` and `together` as in `NotificationSent`."""

    channel: Channel
    answer: str
    message_id: str = ""
    together: int = 1


@value
class Suppress:
    """The recipient gets the same text on the same day without this notice."""

    channel: Channel
    reason: str


@value
class RecordFailure:
    """A channel did not take the notice; `retry_at` as in `NotificationFailed`."""

    channel: Channel
    answer: str
    retry_at: datetime | None


type NotificationCommand = (
    Notify
    | ShowNotification
    | CancelNotification
    | ConfirmReceipt
    | RecordSent
    | RecordFailure
    | Suppress
)

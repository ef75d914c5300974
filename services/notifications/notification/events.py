"""What can have happened to one notice to one recipient.

These classes are the stored format. Together they are the proof of notice: which rule fired, the text,
every attempt at delivery and the receipt.
"""

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from shared.domain import value
from shared.ids import derived_id
from shared.store.events import Stream

type Kind = Literal["notice", "reminder"]
type Rule = str
"""What fired: the name of a wording of the notice rules, or of a reminder."""

type Channel = Literal["email"]

OWNER = "owner"
"""Stands for whoever owes something: a deadline's reminders belong to it, not to a unit."""


@value
class NotificationScheduled:
    """A rule fired: the recipient is to see this notice from `visible_at` on.

    `basis` is the source of the rule ("REQ-03"), `cause` names what it is about
    (`programme~2017`, `deadline~results~2017-p08`), `cause_event_id` is the event it fired on.
    `label` and `due_at` describe a deadline, or are "" and None. `project_id` may be "".
    `role` is the role by which the recipient is told, by the version `rules_number` of the notice
    rules, or "" and 0 where no such rule is behind it; the office may have said `by_email` is not.
    """

    SCHEMA_VERSION: ClassVar[int] = 2

    recipient: str
    kind: Kind
    rule: Rule
    basis: str
    cause: str
    cause_event_id: UUID
    project_id: str
    title: str
    text: str
    label: str
    due_at: datetime | None
    visible_at: datetime
    title_en: str = ""
    text_en: str = ""
    role: str = ""
    rules_number: int = 0
    by_email: bool = True


@value
class NotificationQueued:
    """The notice is in the recipient's inbox, and waits for its other channels."""


@value
class NotificationSent:
    """A channel took the notice. `answer` is what the mail server said, without addresses.

    `message_id` is what it went under, shared by the `together` notices of a digest; "" is the notice's own.
    """

    channel: Channel
    attempt: int
    answer: str
    message_id: str = ""
    together: int = 1


@value
class NotificationFailed:
    """An attempt at delivery failed.

    The next attempt is not before `retry_at` on the system clock (retries do not follow a settable
    clock); None: no more attempts.
    """

    channel: Channel
    attempt: int
    answer: str
    retry_at: datetime | None


@value
class NotificationSuppressed:
    """A channel does not carry the notice: its recipient gets the same text on the same day (PRA-10)."""

    channel: Channel
    reason: str


@value
class NotificationReceiptConfirmed:
    """The recipient confirmed having received the notice; `by` is the account that did."""

    by: str


@value
class NotificationCancelled:
    """The notice is no longer needed and was never shown, for example: what it asked for came."""

    reason: str


def in_chinese_alone(first: dict[str, Any]) -> dict[str, Any]:
    """Return the first version of `NotificationScheduled`, which had no English and named no rules."""
    later = {"title_en": "", "text_en": "", "role": "", "rules_number": 0, "by_email": True}
    return first | later


UPCASTS = {("NotificationScheduled", 1): in_chinese_alone}

type NotificationEvent = (
    NotificationScheduled
    | NotificationQueued
    | NotificationSent
    | NotificationFailed
    | NotificationSuppressed
    | NotificationReceiptConfirmed
    | NotificationCancelled
)


def notification(notification_id: UUID | str) -> Stream[NotificationEvent]:
    """Return the stream of one notice."""
    return Stream("notification", str(notification_id))


def notification_id(rule: Rule, cause: str, addressee: str) -> UUID:
    """Return the id of the only notice that this rule can lead to for this cause and addressee.

    `addressee` is a recipient, or `OWNER`; then the cause says too which version of the deadline set the
    terms.
    """
    return derived_id("notification", rule, cause, addressee)


def receipt_reminder(cause: str, recipient: str) -> Stream[NotificationEvent]:
    """Return the stream of the only reminder to confirm the receipt of a notice."""
    return notification(notification_id("receipt-unconfirmed", cause, recipient))

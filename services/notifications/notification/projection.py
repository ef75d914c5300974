"""The inbox: one row for each notice; and the timers of those that wait for their time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, assert_never
from uuid import UUID

import sqlalchemy as sa

from services.notifications.tables import metadata
from shared.domain import value
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement
from shared.timing.timers import Timer, timer_table

from .events import (
    Kind,
    NotificationCancelled,
    NotificationEvent,
    NotificationFailed,
    NotificationQueued,
    NotificationReceiptConfirmed,
    NotificationScheduled,
    NotificationSent,
    NotificationSuppressed,
    Rule,
)

type State = Literal["scheduled", "visible", "cancelled"]
type EmailState = Literal["open", "retrying", "sent", "given_up", "suppressed", "off"]

FIRES = "notification"
"""The kind of this feature's timers."""

MOMENT = sa.DateTime(timezone=True)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
LAST_ID = UUID(int=2**128 - 1)

table = sa.Table(
    "notifications",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("project_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("due_at", MOMENT),
    sa.Column("visible_at", MOMENT, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("queued_at", MOMENT),
    sa.Column("confirmed_at", MOMENT),
    sa.Column("confirmed_by", sa.Text, nullable=False),
    sa.Column("email_state", sa.Text, nullable=False),
    sa.Column("email_attempts", sa.Integer, nullable=False),
    sa.Column("retry_at", MOMENT),
    sa.Column("mailed_at", MOMENT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("notifications_inbox", "recipient", "queued_at", "id"),
    sa.Index("notifications_cause", "cause", "recipient"),
)
timers = timer_table(metadata)
sa.Index("timer_due", timers.c.due_at)


@value
class InboxRow:
    """A notice as it stands. `queued_at` is when it came into the inbox, or None.

    `email_state` is "off" where the rules do not have it sent.
    """

    id: UUID
    recipient: str
    kind: Kind
    rule: Rule
    basis: str
    cause: str
    project_id: str
    title: str
    text: str
    title_en: str
    text_en: str
    label: str
    due_at: datetime | None
    visible_at: datetime
    state: State
    queued_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str
    email_state: EmailState
    email_attempts: int
    retry_at: datetime | None
    mailed_at: datetime | None
    version: int


def key(recorded: Recorded[NotificationEvent]) -> tuple[UUID]:
    """Return which notice an event is about."""
    return (UUID(recorded.stream.id),)


def fold(row: InboxRow | None, recorded: Recorded[NotificationEvent]) -> InboxRow | None:
    """Return the row after an event."""
    event = recorded.event
    if row is None:
        return scheduled(event, recorded) if isinstance(event, NotificationScheduled) else None
    return replace(row, version=recorded.version, **changes(event, recorded))


def scheduled(event: NotificationScheduled, recorded: Recorded[NotificationEvent]) -> InboxRow:
    """Return the row of a notice that waits for its time."""
    return InboxRow(
        id=UUID(recorded.stream.id),
        recipient=event.recipient,
        kind=event.kind,
        rule=event.rule,
        basis=event.basis,
        cause=event.cause,
        project_id=event.project_id,
        title=event.title,
        text=event.text,
        title_en=event.title_en,
        text_en=event.text_en,
        label=event.label,
        due_at=event.due_at,
        visible_at=event.visible_at,
        state="scheduled",
        queued_at=None,
        confirmed_at=None,
        confirmed_by="",
        email_state="open" if event.by_email else "off",
        email_attempts=0,
        retry_at=None,
        mailed_at=None,
        version=recorded.version,
    )


def changes(  # noqa: PLR0911 - one for each event
    event: NotificationEvent, recorded: Recorded[NotificationEvent]
) -> Mapping[str, Any]:
    """Return what an event changes in the row of its notice."""
    match event:
        case NotificationScheduled():
            return {}
        case NotificationQueued():
            return {"state": "visible", "queued_at": recorded.recorded_at}
        case NotificationSent():
            return {
                "email_state": "sent",
                "email_attempts": event.attempt,
                "retry_at": None,
                "mailed_at": recorded.recorded_at,
            }
        case NotificationFailed():
            return {
                "email_state": "retrying" if event.retry_at else "given_up",
                "email_attempts": event.attempt,
                "retry_at": event.retry_at,
            }
        case NotificationSuppressed():
            return {"email_state": "suppressed", "retry_at": None}
        case NotificationReceiptConfirmed():
            return {"confirmed_at": recorded.occurred_at, "confirmed_by": event.by}
        case NotificationCancelled():
            return {"state": "cancelled"}
        case _:
            assert_never(event)


NOTIFICATIONS = Projection(
    name="notifications",
    source="notifications",
    table=table,
    row=InboxRow,
    key=key,
    fold=fold,
    features=frozenset({"notification"}),
)


def timer_key(recorded: Recorded[NotificationEvent]) -> tuple[str, str] | None:
    """Return which timer an event touches: scheduling sets it, showing or cancelling ends it."""
    match recorded.event:
        case NotificationScheduled() | NotificationQueued() | NotificationCancelled():
            return (FIRES, recorded.stream.id)
        case _:
            return None


def timer_fold(_: Timer | None, recorded: Recorded[NotificationEvent]) -> Timer | None:
    """Return the timer after an event; none once the notice shows or is cancelled."""
    event = recorded.event
    if not isinstance(event, NotificationScheduled):
        return None
    return Timer(kind=FIRES, subject=recorded.stream.id, due_at=event.visible_at, details={})


TIMERS = Projection(
    name="notification-timers",
    source="notifications",
    table=timers,
    row=Timer,
    key=timer_key,
    fold=timer_fold,
    features=frozenset({"notification"}),
)

_OWN = table.c.recipient == sa.any_(sa.bindparam("recipients", type_=sa.ARRAY(sa.Text)))
_VISIBLE = table.c.state == "visible"

INBOX = Statement(
    sa.select(table)
    .where(_OWN, _VISIBLE)
    .where(
        sa.tuple_(table.c.queued_at, table.c.id)
        < sa.tuple_(
            sa.bindparam("before", END_OF_TIME, type_=MOMENT),
            sa.bindparam("before_id", LAST_ID, type_=sa.Uuid),
        )
    )
    .order_by(table.c.queued_at.desc(), table.c.id.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
"""What is in the inbox of some recipients, newest first, from a place on."""

UNREAD = Statement(
    sa.select(sa.func.count().label("unread"))
    .select_from(table)
    .where(_OWN, _VISIBLE, table.c.confirmed_at.is_(None))
)
"""How many notices of some recipients are not confirmed."""

NOTICE = Statement(sa.select(table).where(table.c.id == sa.bindparam("id", type_=sa.Uuid)))
"""One notice, in whatever state."""

RECEIPTS = Statement(
    sa.select(
        table.c.id,
        table.c.recipient,
        table.c.queued_at,
        table.c.confirmed_at,
        table.c.confirmed_by,
    )
    .where(
        table.c.cause == sa.bindparam("cause", type_=sa.Text), _VISIBLE, table.c.kind == "notice"
    )
    .order_by(table.c.confirmed_at.is_not(None), table.c.recipient, table.c.id)
)
"""Who was told of something and who confirmed it; those who did not come first."""

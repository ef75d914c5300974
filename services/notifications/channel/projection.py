"""Who is reached at which e-mail address (sealed)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables import metadata
from shared.domain import value
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import ChannelBound, ChannelEvent

table = sa.Table(
    "email_channels",
    metadata,
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("address", JSONB, nullable=False),
    sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class EmailChannel:
    """A bound address: its sealed form, since when, and the stream's version."""

    recipient: str
    address: Mapping[str, Any]
    bound_at: datetime
    version: int


def key(recorded: Recorded[ChannelEvent]) -> tuple[str]:
    """Return which recipient's row an event touches."""
    return (recorded.stream.id,)


def fold(_: EmailChannel | None, recorded: Recorded[ChannelEvent]) -> EmailChannel | None:
    """Return the row after an event; none once the channel is unbound."""
    event = recorded.event
    if not isinstance(event, ChannelBound):
        return None
    return EmailChannel(
        recipient=event.recipient,
        address={"subject": event.address.subject, "box": event.address.box},
        bound_at=recorded.recorded_at,
        version=recorded.version,
    )


EMAIL_CHANNELS = Projection(
    name="email-channels",
    source="notifications",
    table=table,
    row=EmailChannel,
    key=key,
    fold=fold,
    features=frozenset({"channel"}),
)

CHANNEL_OF = Statement(
    sa.select(table).where(table.c.recipient == sa.bindparam("recipient", type_=sa.Text))
)
"""The e-mail channel of one recipient."""

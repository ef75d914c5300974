"""Until when each programme takes supplementary forms, where that was extended."""

from datetime import datetime

import sqlalchemy as sa

from services.applications.tables import metadata
from shared.domain import value
from shared.ids import AccountId, ProgrammeId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded

from .events import WindowEvent

table = sa.Table(
    "supplementary_windows",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("approved_by", sa.Text, nullable=False),
)


@value
class Window:
    """A window that was extended, the last reason and who gave it."""

    programme_id: ProgrammeId
    version: int
    closes_at: datetime
    reason: str
    approved_by: AccountId


def key(recorded: Recorded[WindowEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.programme_id,)


def fold(_: Window | None, recorded: Recorded[WindowEvent]) -> Window:
    """Return the window after an event."""
    event = recorded.event
    return Window(
        programme_id=event.programme_id,
        version=recorded.version,
        closes_at=event.closes_at,
        reason=event.reason,
        approved_by=event.approved_by,
    )


WINDOWS = Projection(
    name="supplementary-windows",
    source="applications",
    table=table,
    row=Window,
    key=key,
    fold=fold,
    features=frozenset({"supplementary-window"}),
)

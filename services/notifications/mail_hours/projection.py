"""The hours of e-mail in force."""

from datetime import time

import sqlalchemy as sa

from services.notifications.tables import metadata
from shared.domain import value
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import OFFICE, MailHoursEvent

table = sa.Table(
    "mail_hours",
    metadata,
    sa.Column("office", sa.Text, primary_key=True),
    sa.Column("digest_at", sa.Time, nullable=False),
    sa.Column("opens_at", sa.Time, nullable=False),
    sa.Column("closes_at", sa.Time, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class MailHours:
    """When e-mail goes out on a working day in Asia/Shanghai; `version` 0 is what nobody has set."""

    office: str = OFFICE
    digest_at: time = time(8, 30)
    opens_at: time = time(8)
    closes_at: time = time(18)
    version: int = 0


USUAL = MailHours()


def key(recorded: Recorded[MailHoursEvent]) -> tuple[str]:
    """Return whose row an event touches."""
    return (recorded.stream.id,)


def fold(_: MailHours | None, recorded: Recorded[MailHoursEvent]) -> MailHours:
    """Return the row after an event."""
    event = recorded.event
    return MailHours(
        office=recorded.stream.id,
        digest_at=event.digest_at,
        opens_at=event.opens_at,
        closes_at=event.closes_at,
        version=recorded.version,
    )


MAIL_HOURS = Projection(
    name="mail-hours",
    source="notifications",
    table=table,
    row=MailHours,
    key=key,
    fold=fold,
    features=frozenset({"mail-hours"}),
)

IN_FORCE = Statement(
    sa.select(table).where(table.c.office == sa.bindparam("office", OFFICE, type_=sa.Text))
)
"""The hours that the office has set, if it has."""

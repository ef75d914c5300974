"""Whether each programme is closed, and what still keeps it open.

The second is joined when it is read, of projects and of copies of decisions and objections.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

import sqlalchemy as sa

from services.applications.judgement.projection import decided, objected
from services.applications.project.projection import table as projects
from services.applications.tables import metadata
from shared.domain import value
from shared.ids import AccountId, ProgrammeId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Row, Statement

from .commands import YearEnd
from .events import ClosingEvent, ClosingPrepared, FinalProject, ProgrammeClosed

table = sa.Table(
    "closings",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("prepared_by", sa.Text, nullable=False),
    sa.Column("closed_by", sa.Text, nullable=False),
    sa.Column("closed_at", sa.DateTime(timezone=True)),
)


@value
class ClosingRow:
    """Who put a programme forward to be closed, and who closed it and when; "" until then."""

    programme_id: ProgrammeId
    version: int
    prepared_by: AccountId
    closed_by: str = ""
    closed_at: datetime | None = None


def key(recorded: Recorded[ClosingEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.programme_id,)


def fold(row: ClosingRow | None, recorded: Recorded[ClosingEvent]) -> ClosingRow | None:
    """Return the closing after an event."""
    match recorded.event:
        case ClosingPrepared() as event:
            return ClosingRow(
                programme_id=event.programme_id,
                version=recorded.version,
                prepared_by=event.prepared_by,
            )
        case ProgrammeClosed() as event:
            return row and replace(
                row,
                version=recorded.version,
                closed_by=event.closed_by,
                closed_at=recorded.occurred_at,
            )
        case _:
            assert_never(recorded.event)


CLOSINGS = Projection(
    name="closings",
    source="applications",
    table=table,
    row=ClosingRow,
    key=key,
    fold=fold,
    features=frozenset({"closing"}),
)

_OBJECTED = sa.exists().where(
    objected.c.project_id == projects.c.project_id, objected.c.answered.is_(sa.false())
)
_PROJECTS = Statement(
    sa.select(
        projects.c.project_id,
        projects.c.cancelled_at,
        decided.c.outcome,
        decided.c.confirmed,
        _OBJECTED.label("objected"),
    )
    .join_from(projects, decided, decided.c.project_id == projects.c.project_id, isouter=True)
    .where(projects.c.programme_id == sa.bindparam("programme_id"))
    .order_by(projects.c.number)
)
_ONE = Statement(sa.select(table).where(table.c.programme_id == sa.bindparam("programme_id")))


async def closing_with(programme_id: ProgrammeId, connection: Connection) -> ClosingRow | None:
    """Return how far the programme's closing is, if it was put forward."""
    row = await _ONE.fetch_one(connection, programme_id=programme_id)
    return ClosingRow(**dict(row)) if row else None


async def year_end(programme_id: ProgrammeId, connection: Connection) -> YearEnd:
    """Return how the programme's projects stand, in the order of their numbers."""
    rows = await _PROJECTS.fetch(connection, programme_id=programme_id)
    running = [row for row in rows if row["cancelled_at"] is None]
    return YearEnd(
        programme_id=programme_id,
        final=tuple(final(row) for row in rows if row["cancelled_at"] or row["confirmed"]),
        undecided=tuple(row["project_id"] for row in running if not row["confirmed"]),
        objected=tuple(row["project_id"] for row in running if row["objected"]),
    )


def final(row: Row) -> FinalProject:
    """Return what became of a project."""
    outcome: Any = "cancelled" if row["cancelled_at"] else row["outcome"]
    return FinalProject(project_id=row["project_id"], outcome=outcome)

"""Each export of bonus sheets as it was made."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.tables import metadata
from shared.domain import value
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import ExportedLine, ExportEvent

table = sa.Table(
    "bonus_export",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("lines", JSONB, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
)


@value
class ExportRow:
    """An export: its lines, and what they come to in hundredths."""

    year: int
    number: int
    lines: Sequence[Mapping[str, Any]]
    total: int
    by: str
    exported_at: datetime


def plain(line: ExportedLine) -> dict[str, Any]:
    """Return a line as JSON."""
    return {
        "unit_id": line.unit_id,
        "programme_id": line.programme_id,
        "project_id": line.project_id,
        "role": line.role,
        "kind": line.kind,
        "points": line.points,
        "reason": line.reason,
        "rule": line.rule,
        "event_id": str(line.event_id),
    }


def fold(_: ExportRow | None, recorded: Recorded[ExportEvent]) -> ExportRow:
    """Return the export that an event made."""
    event = recorded.event
    return ExportRow(
        year=event.year,
        number=event.number,
        lines=[plain(line) for line in event.lines],
        total=sum(line.points for line in event.lines),
        by=event.by,
        exported_at=recorded.occurred_at,
    )


EXPORTS = Projection(
    name="bonus_export",
    source="evaluation",
    table=table,
    row=ExportRow,
    key=lambda recorded: (recorded.event.year, recorded.event.number),
    fold=fold,
    features=frozenset({"bonus-export"}),
)

_OF_YEAR = Statement(
    sa.select(table).where(table.c.year == sa.bindparam("year")).order_by(table.c.number.desc())
)


async def exports(pool: asyncpg.Pool, year: int) -> Sequence[ExportRow]:
    """Return a year's exports, the newest first."""
    return [ExportRow(**dict(row)) for row in await _OF_YEAR.fetch(pool, year=year)]

"""Each unit's sheet of a year, entry by entry."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.lines import BonusLine
from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    BonusAdjusted,
    BonusAwarded,
    BonusEvent,
    BonusHeld,
    BonusPrepared,
    BonusReleased,
    BonusRevoked,
)

type Entry = dict[str, Any]

table = sa.Table(
    "bonus_sheet",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("entries", JSONB, nullable=False),
    sa.Column("raw", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("prepared", JSONB),
    sa.Column("held", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class SheetRow:
    """A unit's points of a year, in hundredths: the sum of all entries is `total`.

    `raw` is what it would be without the cut. `prepared` is what waits for approval, or None;
    `held` are the projects whose lines have to be reckoned anew.
    """

    year: int
    unit_id: UnitId
    entries: Sequence[Mapping[str, Any]]
    raw: int
    total: int
    prepared: Mapping[str, Any] | None
    held: Sequence[str]
    version: int


def of_line(kind: str, line: BonusLine, points: int) -> Entry:
    """Return the entry that a line makes."""
    return {
        "kind": kind,
        "project_id": line.project_id,
        "role": line.role,
        "points": points,
        "because": [str(event_id) for event_id in line.because],
    }


def without_line(kind: str, project_id: str, points: int) -> Entry:
    """Return an entry that rests on no facts but the event itself."""
    return {"kind": kind, "project_id": project_id, "role": "", "points": points, "because": []}


def made_by(event: BonusAwarded | BonusRevoked | BonusAdjusted) -> Sequence[Entry]:
    """Return the entries that an event makes; what is cut is one of its own (REQ-53)."""
    match event:
        case BonusAwarded():
            entries = [of_line("award", line, line.points) for line in event.lines]
            cut = event.cut
        case BonusRevoked():
            entries = [without_line("revocation", event.project_id, event.points)]
            cut = 0
        case BonusAdjusted():
            entries = [of_line("adjustment", event.line, event.points)] if event.line else []
            cut = event.cut
        case _:
            assert_never(event)
    return [*entries, without_line("cut", "", cut)] if cut else entries


def fold(row: SheetRow | None, recorded: Recorded[BonusEvent]) -> SheetRow:
    """Return the sheet after an event."""
    event = recorded.event
    row = row or SheetRow(
        year=event.year,
        unit_id=event.unit_id,
        entries=[],
        raw=0,
        total=0,
        prepared=None,
        held=[],
        version=0,
    )
    row = replace(row, version=recorded.version)
    if isinstance(event, BonusPrepared):
        return replace(row, prepared=waiting(event))
    if isinstance(event, BonusHeld):
        return replace(row, held=sorted({*row.held, event.project_id}))
    if isinstance(event, BonusReleased):
        return replace(row, held=[held for held in row.held if held != event.project_id])
    said: Entry = {
        "programme_id": event.programme_id,
        "reason": "" if isinstance(event, BonusAwarded) else event.reason,
        "event_id": str(recorded.event_id),
        "prepared_by": event.prepared_by,
        "approved_by": event.approved_by,
    }
    entries = [*row.entries, *(entry | said for entry in made_by(event))]
    raw = sum(entry["points"] for entry in entries if entry["kind"] != "cut")
    total = sum(entry["points"] for entry in entries)
    said_of = {entry["project_id"] for entry in made_by(event)}
    held = [project for project in row.held if project not in said_of]
    return replace(row, entries=entries, raw=raw, total=total, prepared=None, held=held)


def waiting(event: BonusPrepared) -> Entry:
    """Return what waits for approval."""
    return {
        "programme_id": event.programme_id,
        "lines": [of_line("due", line, line.points) for line in event.lines],
        "held": list(event.held),
        "named": list(event.named),
        "reason": event.reason,
        "prepared_by": event.prepared_by,
    }


SHEETS = Projection(
    name="bonus_sheet",
    source="evaluation",
    table=table,
    row=SheetRow,
    key=lambda recorded: (recorded.event.year, recorded.event.unit_id),
    fold=fold,
    features=frozenset({"bonus"}),
)

_OF_YEAR = Statement(
    sa.select(table).where(table.c.year == sa.bindparam("year")).order_by(table.c.unit_id)
)


_CREDITED_FOR = Statement(
    sa.select(table.c.year, table.c.unit_id, table.c.entries)
    .where(table.c.entries.contains(sa.bindparam("of_project", type_=JSONB)))
    .order_by(table.c.year, table.c.unit_id)
)


async def credited_for(
    project_id: ProjectId, connection: Connection
) -> Sequence[tuple[int, UnitId, ProgrammeId]]:
    """Return year and unit of the sheets that speak of a project, with its programme."""
    rows = await _CREDITED_FOR.fetch(connection, of_project=[{"project_id": project_id}])
    return [
        (row["year"], row["unit_id"], entry["programme_id"])
        for row in rows
        for entry in row["entries"]
        if entry["kind"] == "award" and entry["project_id"] == project_id
    ]


async def sheets(pool: asyncpg.Pool, year: int) -> Sequence[SheetRow]:
    """Return all sheets of a year, by unit."""
    async with pool.acquire() as connection:
        rows = await _OF_YEAR.fetch(connection, year=year)
    return [SheetRow(**dict(row)) for row in rows]


def credited(rows: Sequence[SheetRow]) -> Mapping[UnitId, frozenset[ProjectId]]:
    """Return the projects that each sheet speaks of."""
    return {
        row.unit_id: frozenset(e["project_id"] for e in row.entries if e["project_id"])
        for row in rows
    }

"""Objections with their answers. The name of who signed stays sealed here too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, assert_never

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sealed import Sealed
from shared.store.sql import Statement

from .events import ObjectionDeclined, ObjectionEvent, ObjectionLodged, ObjectionRuled

type Status = Literal["open", "declined", "upheld", "dismissed"]

table = sa.Table(
    "objection",
    metadata,
    sa.Column("objection_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("project_id", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("lodged_by", sa.Text, nullable=False),
    sa.Column("name", JSONB),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("lack", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("answered_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("objection_project", "project_id"),
    sa.Index("objection_unit", "unit_id"),
)


@value
class ObjectionRow:
    """An objection. `lack` says why it was declined, `answer` what was said of it, or they are ""."""

    objection_id: str
    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: str
    lodged_by: AccountId
    name: Mapping[str, str] | None
    reason: str
    lodged_at: datetime
    status: Status = "open"
    lack: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    version: int = 1

    @property
    def signed(self) -> Sealed | None:
        """Return the sealed name of who signed, if somebody did."""
        return None if self.name is None else Sealed(**self.name)


def fold(row: ObjectionRow | None, recorded: Recorded[ObjectionEvent]) -> ObjectionRow | None:
    """Return the objection after an event."""
    event = recorded.event
    if isinstance(event, ObjectionLodged):
        return lodged(event, recorded)
    if row is None:
        return None
    row = replace(row, answered_at=recorded.occurred_at, version=recorded.version)
    match event:
        case ObjectionDeclined():
            return replace(row, status="declined", lack=event.lack)
        case ObjectionRuled():
            return replace(row, status=event.ruling, answer=event.answer)
        case _:
            assert_never(event)


def lodged(event: ObjectionLodged, recorded: Recorded[ObjectionEvent]) -> ObjectionRow:
    """Return the objection as it came."""
    name = event.name
    return ObjectionRow(
        objection_id=event.objection_id,
        programme_id=event.programme_id,
        project_id=event.project_id,
        unit_id=event.unit_id,
        lodged_by=event.by,
        name=None if name is None else {"subject": name.subject, "box": name.box},
        reason=event.reason,
        lodged_at=recorded.occurred_at,
        version=recorded.version,
    )


OBJECTIONS = Projection(
    name="objection",
    source="evaluation",
    table=table,
    row=ObjectionRow,
    key=lambda recorded: (recorded.event.objection_id,),
    fold=fold,
    features=frozenset({"objection"}),
)

_ORDER = (table.c.lodged_at, table.c.objection_id)
_OF_PROJECT = Statement(
    sa.select(table).where(table.c.project_id == sa.bindparam("project_id")).order_by(*_ORDER)
)
_OF_UNIT = Statement(
    sa.select(table)
    .where(
        table.c.project_id == sa.bindparam("project_id"),
        table.c.unit_id == sa.bindparam("unit_id"),
    )
    .order_by(*_ORDER)
)
_OPEN = Statement(
    sa.select(sa.func.count().label("open")).where(
        table.c.project_id == sa.bindparam("project_id"), table.c.status == "open"
    )
)
_OPEN_IN = Statement(
    sa.select(table.c.project_id, sa.func.count().label("open"))
    .where(table.c.programme_id == sa.bindparam("programme_id"), table.c.status == "open")
    .group_by(table.c.project_id)
)


async def objections_to(pool: asyncpg.Pool, project_id: str) -> Sequence[ObjectionRow]:
    """Return the objections to a project's result, oldest first."""
    rows = await _OF_PROJECT.fetch(pool, project_id=project_id)
    return [ObjectionRow(**dict(row)) for row in rows]


async def objections_by(
    pool: asyncpg.Pool, project_id: str, unit_id: str
) -> Sequence[ObjectionRow]:
    """Return a unit's objections to a project's result, oldest first."""
    rows = await _OF_UNIT.fetch(pool, project_id=project_id, unit_id=unit_id)
    return [ObjectionRow(**dict(row)) for row in rows]


async def open_objections(pool: asyncpg.Pool, project_id: str) -> int:
    """Return how many objections to a project's result await their ruling."""
    row = await _OPEN.fetch_one(pool, project_id=project_id)
    return 0 if row is None else row["open"]


async def open_objections_in(pool: asyncpg.Pool, programme_id: str) -> Mapping[str, int]:
    """Return how many objections await their ruling, for each project that has any."""
    rows = await _OPEN_IN.fetch(pool, programme_id=programme_id)
    return {row["project_id"]: row["open"] for row in rows}

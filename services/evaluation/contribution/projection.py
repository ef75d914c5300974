"""The co-leads' parts that were called into question, and how each question stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

import asyncpg
import sqlalchemy as sa

from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import (
    ContributionContested,
    ContributionEvent,
    ContributionProposed,
    ContributionRuled,
)

table = sa.Table(
    "contribution",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("proposed", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("contest_until", sa.DateTime(timezone=True), nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("ruled", sa.Text, nullable=False),
    sa.Column("ruling", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("contribution_programme", "programme_id"),
)


@value
class ContributionRow:
    """A co-lead's part in a project: what the lead proposed, the co-lead said, the leader ruled.

    `status` is `proposed`, `contested` or `ruled`; `ruled` how the part counts, "" before. `event_id`
    is the newest event.
    """

    project_id: ProjectId
    unit_id: UnitId
    programme_id: ProgrammeId
    status: str
    proposed: str
    reason: str
    contest_until: datetime
    statement: str = ""
    ruled: str = ""
    ruling: str = ""
    event_id: UUID
    version: int


def fold(
    row: ContributionRow | None, recorded: Recorded[ContributionEvent]
) -> ContributionRow | None:
    """Return the question after an event."""
    event = recorded.event
    if isinstance(event, ContributionProposed):
        return first(event, recorded)
    if row is None:
        return None
    row = replace(row, event_id=recorded.event_id, version=recorded.version)
    match event:
        case ContributionContested():
            return replace(row, status="contested", statement=event.statement)
        case ContributionRuled():
            return replace(row, status="ruled", ruled=event.standing, ruling=event.reason)
        case _:
            assert_never(event)


def first(event: ContributionProposed, recorded: Recorded[ContributionEvent]) -> ContributionRow:
    """Return the question as the lead has put it."""
    return ContributionRow(
        project_id=event.project_id,
        unit_id=event.unit_id,
        programme_id=event.programme_id,
        status="proposed",
        proposed=event.standing,
        reason=event.reason,
        contest_until=event.contest_until,
        event_id=recorded.event_id,
        version=recorded.version,
    )


CONTRIBUTIONS = Projection(
    name="contribution",
    source="evaluation",
    table=table,
    row=ContributionRow,
    key=lambda recorded: (recorded.event.project_id, recorded.event.unit_id),
    fold=fold,
    features=frozenset({"contribution"}),
)

_project: Any = table.c.project_id == sa.bindparam("project_id")
_OF_PROJECT = Statement(sa.select(table).where(_project).order_by(table.c.unit_id))


async def contributions(pool: asyncpg.Pool, project_id: str) -> Sequence[ContributionRow]:
    """Return the parts in a project that were called into question, by unit."""
    async with pool.acquire() as connection:
        rows = await _OF_PROJECT.fetch(connection, project_id=project_id)
    return [ContributionRow(**dict(row)) for row in rows]

"""The judgement on each project whose round is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import DecisionConfirmed, DecisionEvent, OpenedSheet

table = sa.Table(
    "decision",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("sheets", JSONB, nullable=False),
    sa.Column("mean", sa.Integer, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("aggregate", sa.Text, nullable=False),
    sa.Column("min_score", sa.Integer, nullable=False),
    sa.Column("min_valid", sa.Integer, nullable=False),
    sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("decision_programme", "programme_id"),
)


@value
class DecisionRow:
    """The judgement on a project, points in hundredths. `sheets` are the opened score sheets.

    `status` is `evaluated` or `confirmed`.
    """

    project_id: ProjectId
    programme_id: ProgrammeId
    category: str
    sheets: Sequence[Mapping[str, Any]]
    mean: int
    outcome: str
    status: str
    aggregate: str
    min_score: int
    min_valid: int
    evaluated_at: datetime
    event_id: UUID
    version: int


def plain(sheet: OpenedSheet) -> dict[str, Any]:
    """Return an opened sheet as JSON."""
    return {
        "reviewer_id": sheet.reviewer_id,
        "sheet": sheet.sheet,
        "review_version": sheet.review_version,
        "marks": {mark.criterion: mark.points for mark in sheet.marks},
        "total": sheet.total,
        "advice": sheet.advice,
        "salt": sheet.salt,
        "commitment": sheet.commitment,
        "standing": sheet.standing,
    }


def fold(row: DecisionRow | None, recorded: Recorded[DecisionEvent]) -> DecisionRow | None:
    """Return the judgement as the event says it."""
    event = recorded.event
    if isinstance(event, DecisionConfirmed):
        return row and replace(row, status="confirmed", version=recorded.version)
    return DecisionRow(
        project_id=event.project_id,
        programme_id=event.programme_id,
        category=event.category,
        sheets=[plain(sheet) for sheet in event.sheets],
        mean=event.mean,
        outcome=event.outcome,
        status="evaluated",
        aggregate=event.aggregate,
        min_score=event.min_score,
        min_valid=event.min_valid,
        evaluated_at=recorded.occurred_at,
        event_id=recorded.event_id,
        version=recorded.version,
    )


DECISIONS = Projection(
    name="decision",
    source="evaluation",
    table=table,
    row=DecisionRow,
    key=lambda recorded: (recorded.event.project_id,),
    fold=fold,
    features=frozenset({"decision"}),
)

_DECISION = Statement(sa.select(table).where(table.c.project_id == sa.bindparam("project_id")))


async def decision(pool: asyncpg.Pool, project_id: str) -> DecisionRow | None:
    """Return the judgement on a project, if its round is closed."""
    async with pool.acquire() as connection:
        row = await _DECISION.fetch_one(connection, project_id=project_id)
    return None if row is None else DecisionRow(**dict(row))

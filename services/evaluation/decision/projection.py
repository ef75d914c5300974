"""The judgement on each project whose round is closed, and how far it is from being final."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, assert_never
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.catalogue.projection import listed
from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import (
    DecisionConfirmed,
    DecisionEvent,
    DecisionRevised,
    OpenedSheet,
    ProcessFact,
    ProcessFactsNoted,
    ProjectEvaluated,
    ResultPublicised,
    ResultsFoundMissing,
)

type Status = Literal["evaluated", "in_publicity", "confirmed", "revised"]

table = sa.Table(
    "decision",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("sheets", JSONB, nullable=False),
    sa.Column("mean", sa.Integer, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("aggregate", sa.Text, nullable=False),
    sa.Column("min_score", sa.Integer, nullable=False),
    sa.Column("min_valid", sa.Integer, nullable=False),
    sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("facts", JSONB, nullable=False),
    sa.Column("public_from", sa.Date),
    sa.Column("public_until", sa.DateTime(timezone=True)),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("decision_programme", "programme_id"),
)


@value
class DecisionRow:
    """The judgement on a project, points in hundredths. `sheets` are the opened score sheets.

    `reason` says why the outcome is not what the sheets come to by themselves, or is "": why there
    were no results, or why the decision was revised. `facts` are what was known of the process.
    `event_id` is the event that the outcome comes from. An objection is in time before
    `public_until`.
    """

    project_id: ProjectId
    programme_id: ProgrammeId
    category: str
    sheets: Sequence[Mapping[str, Any]]
    mean: int
    outcome: str
    aggregate: str
    min_score: int
    min_valid: int
    evaluated_at: datetime
    status: Status
    reason: str
    facts: Sequence[Mapping[str, str]]
    public_from: date | None
    public_until: datetime | None
    event_id: UUID
    version: int


@value
class ListedDecision:
    """A line of the list of results, with its opened score sheets. The mean is in hundredths."""

    project_id: str
    number: int
    title: str
    category: str
    sheets: Sequence[Mapping[str, Any]]
    mean: int
    outcome: str
    status: Status
    reason: str
    public_from: date | None
    public_until: datetime | None


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


def fact_of(fact: ProcessFact) -> dict[str, str]:
    """Return a fact of the process as JSON."""
    return {
        "obligation": fact.obligation,
        "subject": fact.subject,
        "label": fact.label,
        "status": fact.status,
    }


def fold(row: DecisionRow | None, recorded: Recorded[DecisionEvent]) -> DecisionRow | None:
    """Return the judgement after an event."""
    event = recorded.event
    if isinstance(event, ProjectEvaluated):
        return evaluated(event, recorded)
    return None if row is None else later(replace(row, version=recorded.version), recorded)


def later(row: DecisionRow, recorded: Recorded[DecisionEvent]) -> DecisionRow:
    """Return the judgement after what followed on the round."""
    event = recorded.event
    match event:
        case ProjectEvaluated():
            return evaluated(event, recorded)
        case ResultsFoundMissing():
            return replace(row, reason=event.reason)
        case ProcessFactsNoted():
            return replace(row, facts=[fact_of(fact) for fact in event.facts])
        case ResultPublicised():
            return replace(
                row,
                status="in_publicity",
                public_from=event.begins_on,
                public_until=event.until,
            )
        case DecisionConfirmed():
            return replace(row, status="confirmed")
        case DecisionRevised():
            return revised(row, event, recorded)
        case _:
            assert_never(event)


def revised(
    row: DecisionRow, event: DecisionRevised, recorded: Recorded[DecisionEvent]
) -> DecisionRow:
    """Return the judgement as it was made anew."""
    return replace(
        row,
        status="revised",
        sheets=[plain(sheet) for sheet in event.sheets],
        mean=event.mean,
        outcome=event.outcome,
        aggregate=event.aggregate,
        reason=event.reason,
        event_id=recorded.event_id,
    )


def evaluated(event: ProjectEvaluated, recorded: Recorded[DecisionEvent]) -> DecisionRow:
    """Return the judgement as the round left it."""
    return DecisionRow(
        project_id=event.project_id,
        programme_id=event.programme_id,
        category=event.category,
        sheets=[plain(sheet) for sheet in event.sheets],
        mean=event.mean,
        outcome=event.outcome,
        aggregate=event.aggregate,
        min_score=event.min_score,
        min_valid=event.min_valid,
        evaluated_at=recorded.occurred_at,
        status="evaluated",
        reason="",
        facts=[],
        public_from=None,
        public_until=None,
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


def _asked_for(column: str) -> sa.ColumnElement[bool]:
    asked = sa.bindparam(column, type_=sa.Text)
    return sa.or_(asked == sa.literal_column("''"), table.c[column] == asked)


_DECISIONS = Statement(
    sa.select(
        table.c.project_id,
        sa.func.coalesce(listed.c.number, 0).label("number"),
        sa.func.coalesce(listed.c.title, "").label("title"),
        *(table.c[name] for name in ("category", "sheets")),
        *(table.c[name] for name in ("mean", "outcome", "status", "reason")),
        *(table.c[name] for name in ("public_from", "public_until")),
    )
    .join(listed, listed.c.project_id == table.c.project_id, isouter=True)
    .where(
        table.c.programme_id == sa.bindparam("programme_id"),
        table.c.project_id > sa.bindparam("after"),
        sa.or_(
            sa.bindparam("only_public", type_=sa.Boolean).is_(sa.false()),
            table.c.public_from.is_not(None),
        ),
        _asked_for("outcome"),
        _asked_for("status"),
    )
    .order_by(table.c.project_id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
_DECISION = Statement(sa.select(table).where(table.c.project_id == sa.bindparam("project_id")))


async def decision(pool: asyncpg.Pool, project_id: str) -> DecisionRow | None:
    """Return the judgement on a project, if its round is closed."""
    async with pool.acquire() as connection:
        row = await _DECISION.fetch_one(connection, project_id=project_id)
    return None if row is None else DecisionRow(**dict(row))


async def decisions(  # noqa: PLR0913 - a page and what it is cut down to
    pool: asyncpg.Pool,
    programme_id: str,
    after: str,
    limit: int,
    *,
    only_public: bool,
    outcome: str = "",
    status: str = "",
) -> Sequence[ListedDecision]:
    """Return a programme's results after a project id, by project; if asked, only public ones.

    With an outcome or a status only results that have it are returned.
    """
    rows = await _DECISIONS.fetch(
        pool,
        programme_id=programme_id,
        after=after,
        limit=limit,
        only_public=only_public,
        outcome=outcome,
        status=status,
    )
    return [ListedDecision(**dict(row)) for row in rows]

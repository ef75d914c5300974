"""Who is to score what, and how far each sheet is. Boxes stay sealed here too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.catalogue.projection import listed
from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sealed import Sealed
from shared.store.sql import Reader, Statement

from .events import (
    ReviewAssigned,
    ReviewClosed,
    ReviewEvent,
    ReviewVoided,
    ScoreReopened,
    ScoreSubmitted,
)

table = sa.Table(
    "review",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("reviewer_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("sheet", sa.Integer, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("box", JSONB),
    sa.Column("commitment", sa.Text, nullable=False),
    sa.Column("reopened", sa.Boolean, nullable=False),
    sa.Column("void", sa.Boolean, nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("review_reviewer", "reviewer_id"),
)


@value
class ReviewRow:
    """One reviewer's sheet for one project.

    `sheet` is 0 until one is handed in; `box` is the sealed sheet; `version` that of the stream.
    """

    project_id: ProjectId
    reviewer_id: str
    programme_id: ProgrammeId
    unit_id: str
    sheet: int = 0
    category: str = ""
    box: Mapping[str, str] | None = None
    commitment: str = ""
    reopened: bool = False
    void: bool = False
    closed: bool = False
    version: int = 1

    @property
    def handed_in(self) -> int:
        """Return the number of the sheet that counts, 0 for none."""
        return 0 if self.reopened or self.void else self.sheet

    @property
    def sealed(self) -> Sealed | None:
        """Return the sealed sheet, if one was handed in."""
        return None if self.box is None else Sealed(**self.box)


@value
class Assignment:
    """One line of a reviewer's list."""

    project_id: str
    number: int
    title: str
    category: str
    programme_id: str
    sheet: int
    reopened: bool
    void: bool
    closed: bool


def fold(row: ReviewRow | None, recorded: Recorded[ReviewEvent]) -> ReviewRow | None:
    """Return the review after an event."""
    event = recorded.event
    if isinstance(event, ReviewAssigned):
        return ReviewRow(
            project_id=event.project_id,
            reviewer_id=event.reviewer_id,
            programme_id=event.programme_id,
            unit_id=event.unit_id,
            version=recorded.version,
        )
    if row is None:
        return None
    match event:
        case ScoreSubmitted():
            return replace(
                row,
                sheet=event.sheet,
                category=event.category,
                box={"subject": event.sealed.subject, "box": event.sealed.box},
                commitment=event.commitment,
                reopened=False,
                version=recorded.version,
            )
        case ScoreReopened():
            return replace(row, reopened=True, version=recorded.version)
        case ReviewVoided():
            return replace(row, void=True, version=recorded.version)
        case ReviewClosed():
            return replace(row, closed=True, version=recorded.version)
        case _:
            assert_never(event)


REVIEWS = Projection(
    name="review",
    source="evaluation",
    table=table,
    row=ReviewRow,
    key=lambda recorded: (recorded.event.project_id, recorded.event.reviewer_id),
    fold=fold,
    features=frozenset({"review"}),
)

_REVIEW = Statement(
    sa.select(table).where(
        table.c.project_id == sa.bindparam("project_id"),
        table.c.reviewer_id == sa.bindparam("reviewer_id"),
    )
)
_REVIEWS = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .order_by(table.c.reviewer_id)
)
# Named here and not imported: a decision is made of reviews, so `decision` imports this feature.
judged = sa.table("decision", sa.column("project_id", sa.Text))
_JUDGED = Statement(
    sa.select(judged.c.project_id).where(judged.c.project_id == sa.bindparam("project_id"))
)
_ASSIGNMENTS = Statement(
    sa.select(
        table.c.project_id,
        listed.c.number,
        listed.c.title,
        listed.c.category,
        table.c.programme_id,
        table.c.sheet,
        table.c.reopened,
        table.c.void,
        table.c.closed,
    )
    .join(listed, listed.c.project_id == table.c.project_id)
    .where(
        table.c.reviewer_id == sa.bindparam("reviewer_id"),
        table.c.project_id > sa.bindparam("after"),
    )
    .order_by(table.c.project_id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


async def review(pool: asyncpg.Pool, project_id: str, reviewer_id: str) -> ReviewRow | None:
    """Return one reviewer's sheet for one project, if it was assigned."""
    async with pool.acquire() as connection:
        row = await _REVIEW.fetch_one(connection, project_id=project_id, reviewer_id=reviewer_id)
    return None if row is None else ReviewRow(**dict(row))


async def reviews(reader: Reader, project_id: str) -> Sequence[ReviewRow]:
    """Return all reviews of a project, by reviewer."""
    rows = await _REVIEWS.fetch(reader, project_id=project_id)
    return [ReviewRow(**dict(row)) for row in rows]


async def round_closed(reader: Reader, project_id: str) -> bool:
    """Return whether the project is judged; one without results is, and never had a review."""
    return await _JUDGED.fetch_one(reader, project_id=project_id) is not None


async def assignments(
    pool: asyncpg.Pool, reviewer_id: str, after: str, limit: int
) -> Sequence[Assignment]:
    """Return what a reviewer is to score, by project, after a project id."""
    async with pool.acquire() as connection:
        rows = await _ASSIGNMENTS.fetch(
            connection, reviewer_id=reviewer_id, after=after, limit=limit
        )
    return [Assignment(**dict(row)) for row in rows]

"""Copies of what is over.

Nothing is asked for cancelled projects, and no decision on them is waited for. In a closed programme nothing
is reviewed any more.
"""

from typing import Any

import asyncpg
import sqlalchemy as sa

from services.evaluation.catalogue.projection import listed
from services.evaluation.tables import metadata
from shared.contracts.applications import CODEC, ProgrammeClosed, ProjectCancelled
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

SOURCE = "applications"

table = sa.Table(
    "cancelled_project",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

closed = sa.Table(
    "closed_programme",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
)


@value
class CancelledProject:
    """A project that was cancelled, and why."""

    project_id: ProjectId
    programme_id: ProgrammeId
    reason: str


@value
class ClosedProgramme:
    """A programme whose year is over."""

    programme_id: ProgrammeId


def key(recorded: Recorded[Any]) -> Key | None:
    """Return the project that an event cancels, if it cancels one."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ProjectCancelled) else None


def fold(_: CancelledProject | None, recorded: Recorded[ProjectCancelled]) -> CancelledProject:
    """Return the project that was cancelled."""
    event = recorded.event
    return CancelledProject(
        project_id=event.project_id, programme_id=event.programme_id, reason=event.reason
    )


def closed_key(recorded: Recorded[Any]) -> Key | None:
    """Return the programme that an event closes, if it closes one."""
    event = recorded.event
    return (event.programme_id,) if isinstance(event, ProgrammeClosed) else None


def fold_closed(_: ClosedProgramme | None, recorded: Recorded[ProgrammeClosed]) -> ClosedProgramme:
    """Return the programme that was closed."""
    return ClosedProgramme(programme_id=recorded.event.programme_id)


CANCELLED = Projection(
    name="cancelled_project",
    source=SOURCE,
    table=table,
    row=CancelledProject,
    key=key,
    fold=fold,
    events=CODEC,
)
CLOSED = Projection(
    name="closed_programme",
    source=SOURCE,
    table=closed,
    row=ClosedProgramme,
    key=closed_key,
    fold=fold_closed,
    events=CODEC,
)
_CANCELLED = Statement(
    sa.select(sa.literal(1)).where(table.c.project_id == sa.bindparam("project_id"))
)
_CLOSED = Statement(
    sa.select(sa.literal(1))
    .join_from(listed, closed, listed.c.programme_id == closed.c.programme_id)
    .where(listed.c.project_id == sa.bindparam("project_id"))
)


async def is_cancelled(reader: Connection | asyncpg.Pool, project_id: str) -> bool:
    """Return whether a project was cancelled, as far as is known here."""
    return await _CANCELLED.fetch_one(reader, project_id=project_id) is not None


async def is_closed(reader: Connection | asyncpg.Pool, project_id: str) -> bool:
    """Return whether the year of a project's programme is over, as far as is known here."""
    return await _CLOSED.fetch_one(reader, project_id=project_id) is not None

"""Copies of cancelled projects and closed programmes. They may lag; the copy decides."""

from typing import Any

import sqlalchemy as sa

from services.progress.tables import metadata, projects
from shared.contracts.applications import CODEC, ProgrammeClosed, ProjectCancelled
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

cancelled_projects = sa.Table(
    "cancelled_projects",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
closed_programmes = sa.Table(
    "closed_programmes",
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


def cancelled_key(recorded: Recorded[Any]) -> Key | None:
    """Return the project that an event cancels, if it cancels one."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ProjectCancelled) else None


def cancelled_after(
    _: CancelledProject | None, recorded: Recorded[ProjectCancelled]
) -> CancelledProject:
    """Return the project that was cancelled."""
    event = recorded.event
    return CancelledProject(
        project_id=event.project_id, programme_id=event.programme_id, reason=event.reason
    )


def closed_key(recorded: Recorded[Any]) -> Key | None:
    """Return the programme that an event closes, if it closes one."""
    event = recorded.event
    return (event.programme_id,) if isinstance(event, ProgrammeClosed) else None


def closed_after(_: ClosedProgramme | None, recorded: Recorded[ProgrammeClosed]) -> ClosedProgramme:
    """Return the programme that was closed."""
    return ClosedProgramme(programme_id=recorded.event.programme_id)


CANCELLED = Projection(
    name="cancelled_projects",
    source="applications",
    table=cancelled_projects,
    row=CancelledProject,
    key=cancelled_key,
    fold=cancelled_after,
    events=CODEC,
)
CLOSED = Projection(
    name="closed_programmes",
    source="applications",
    table=closed_programmes,
    row=ClosedProgramme,
    key=closed_key,
    fold=closed_after,
    events=CODEC,
)
_CANCELLATION = Statement(
    sa.select(cancelled_projects.c.reason).where(
        cancelled_projects.c.project_id == sa.bindparam("project_id")
    )
)
_CLOSED = Statement(
    sa.select(sa.literal(1))
    .join_from(
        projects, closed_programmes, projects.c.programme_id == closed_programmes.c.programme_id
    )
    .where(projects.c.project_id == sa.bindparam("project_id"))
)


async def cancellation_of(project_id: str, connection: Connection) -> str | None:
    """Return why a project was cancelled; None for one that was not."""
    row = await _CANCELLATION.fetch_one(connection, project_id=project_id)
    return None if row is None else row["reason"]


async def is_closed(project_id: str, connection: Connection) -> bool:
    """Return whether the year of a project's programme is over."""
    return await _CLOSED.fetch_one(connection, project_id=project_id) is not None

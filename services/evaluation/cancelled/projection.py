"""Copies of cancelled projects: nothing is asked for them and no decision on them is waited for."""

from typing import Any

import sqlalchemy as sa

from services.evaluation.tables import metadata
from shared.contracts.applications import CODEC, ProjectCancelled
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded

SOURCE = "applications"

table = sa.Table(
    "cancelled_project",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)


@value
class CancelledProject:
    """A project that was cancelled, and why."""

    project_id: ProjectId
    programme_id: ProgrammeId
    reason: str


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


CANCELLED = Projection(
    name="cancelled_project",
    source=SOURCE,
    table=table,
    row=CancelledProject,
    key=key,
    fold=fold,
    events=CODEC,
)

"""Every listed project with its lead."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

import sqlalchemy as sa

from services.applications.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    ContactLeaderAssigned,
    LeadReplacementPrepared,
    LeadUnitDesignated,
    LeadUnitReplaced,
    ProjectCancelled,
    ProjectEvent,
    ProjectListed,
    ProjectTextCorrected,
)

table = sa.Table(
    "projects",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("category_basis", sa.Text, nullable=False),
    sa.Column("content_and_targets", sa.Text, nullable=False),
    sa.Column("lead_unit_id", sa.Text, nullable=False),
    sa.Column("executing_unit_id", sa.Text, nullable=False),
    sa.Column("lead_basis", sa.Text, nullable=False),
    sa.Column("lead_as_printed", sa.Text, nullable=False),
    sa.Column("lead_designated_at", sa.DateTime(timezone=True)),
    sa.Column("contact_leader", sa.Text, nullable=False),
    sa.Column("contact_since", sa.DateTime(timezone=True)),
    sa.Column("cancelled_at", sa.DateTime(timezone=True)),
    sa.Column("cancelled_because", sa.Text, nullable=False),
    sa.Index("projects_by_number", "programme_id", "number"),
)


@value
class Project:
    """A project, its current lead and its contact leader; "" until there is one.

    `cancelled_at` is when and `cancelled_because` why it was given up, if it was.
    """

    project_id: ProjectId
    version: int
    programme_id: ProgrammeId
    number: int
    title: str
    title_en: str
    category: str
    category_basis: str
    content_and_targets: str
    lead_unit_id: str = ""
    executing_unit_id: str = ""
    lead_basis: str = ""
    lead_as_printed: str = ""
    lead_designated_at: datetime | None = None
    contact_leader: str = ""
    contact_since: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_because: str = ""


def key(recorded: Recorded[ProjectEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.project_id,)


def fold(row: Project | None, recorded: Recorded[ProjectEvent]) -> Project | None:
    """Return the project after an event."""
    match recorded.event:
        case ProjectListed() as listed:
            return Project(
                project_id=listed.project_id,
                version=recorded.version,
                programme_id=listed.programme_id,
                number=listed.number,
                title=listed.title,
                title_en=listed.title_en,
                category=listed.category,
                category_basis=listed.category_basis,
                content_and_targets=listed.content_and_targets,
            )
        case ProjectTextCorrected() as corrected:
            return row and replace(
                row, version=recorded.version, **{corrected.field: corrected.text}
            )
        case LeadUnitDesignated() as lead:
            return row and replace(
                row,
                version=recorded.version,
                lead_unit_id=lead.unit_id,
                executing_unit_id=lead.executing_unit_id,
                lead_basis=lead.basis,
                lead_as_printed=lead.as_printed,
                lead_designated_at=recorded.occurred_at,
            )
        case ContactLeaderAssigned() as assigned:
            since = recorded.occurred_at
            return row and replace(
                row,
                version=recorded.version,
                contact_leader=assigned.account_id,
                contact_since=since,
            )
        case ProjectCancelled() as cancelled:
            return row and replace(
                row,
                version=recorded.version,
                cancelled_at=recorded.occurred_at,
                cancelled_because=cancelled.reason,
            )
        case LeadReplacementPrepared() | LeadUnitReplaced():
            return row and replace(row, version=recorded.version)
        case _:
            assert_never(recorded.event)


PROJECTS = Projection(
    name="projects",
    source="applications",
    table=table,
    row=Project,
    key=key,
    fold=fold,
    features=frozenset({"project"}),
)

_LEADS = Statement(
    sa.select(table.c.project_id, table.c.number, table.c.title, table.c.lead_unit_id)
    .where(table.c.programme_id == sa.bindparam("programme_id"))
    .where(table.c.lead_unit_id != "", table.c.cancelled_at.is_(None))
    .order_by(table.c.number)
)


@value
class LedProject:
    """A project that has a lead, as an announcement names it."""

    project_id: ProjectId
    number: int
    title: str
    lead_unit_id: UnitId


async def led_projects(programme_id: ProgrammeId, connection: Connection) -> tuple[LedProject, ...]:
    """Return a programme's projects with their leads, in the order of their numbers."""
    rows = await _LEADS.fetch(connection, programme_id=programme_id)
    return tuple(LedProject(**dict(row)) for row in rows)

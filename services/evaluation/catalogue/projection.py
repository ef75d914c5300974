"""Copies of programmes, projects, leads and accepted units. They may lag; what they say decides (X8).

Each row comes from one kind of event of one stream, so it does not matter in which order streams
arrive. Rows of units that take part are never removed: a former co-lead stays barred.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa

from services.evaluation.tables import metadata
from shared.contracts.applications import (
    CODEC,
    ApplicationAccepted,
    LeadUnitDesignated,
    ProgrammeAnnounced,
    ProjectListed,
)
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

SOURCE = "applications"

announced = sa.Table(
    "announced_programme",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
)

listed = sa.Table(
    "listed_project",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Index("listed_project_programme", "programme_id"),
)

leads = sa.Table(
    "lead_unit",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Text, nullable=False),
    sa.Column("executing_unit_id", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Index("lead_unit_unit", "unit_id"),
)

accepted = sa.Table(
    "accepted_unit",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Index("accepted_unit_unit", "unit_id"),
)


@value
class AnnouncedProgramme:
    """A programme that was announced, and its year."""

    programme_id: ProgrammeId
    year: int
    title: str


@value
class ListedProject:
    """A project of the catalogue."""

    project_id: ProjectId
    programme_id: ProgrammeId
    number: int
    title: str
    category: str


@value
class LeadUnit:
    """The unit that leads a project, and the one that may act for it (AMB-13) or ""."""

    project_id: ProjectId
    programme_id: ProgrammeId
    unit_id: UnitId
    executing_unit_id: str
    event_id: UUID


@value
class AcceptedUnit:
    """A unit that was accepted into a project, in a role."""

    project_id: ProjectId
    unit_id: UnitId
    programme_id: ProgrammeId
    role: str
    event_id: UUID


def _project_of(kind: type) -> Any:  # noqa: ANN401 - a key function
    def key(recorded: Recorded[Any]) -> tuple[str] | None:
        event = recorded.event
        return (event.project_id,) if isinstance(event, kind) else None

    return key


def _programme_of(recorded: Recorded[Any]) -> tuple[str] | None:
    event = recorded.event
    return (event.programme_id,) if isinstance(event, ProgrammeAnnounced) else None


def _unit_of(recorded: Recorded[Any]) -> tuple[str, str] | None:
    event = recorded.event
    return (event.project_id, event.unit_id) if isinstance(event, ApplicationAccepted) else None


def fold_announced(
    _: AnnouncedProgramme | None, recorded: Recorded[ProgrammeAnnounced]
) -> AnnouncedProgramme:
    """Return the programme as it was announced."""
    event = recorded.event
    return AnnouncedProgramme(programme_id=event.programme_id, year=event.year, title=event.title)


def fold_listed(_: ListedProject | None, recorded: Recorded[ProjectListed]) -> ListedProject:
    """Return the project as it was listed last."""
    event = recorded.event
    return ListedProject(
        project_id=event.project_id,
        programme_id=event.programme_id,
        number=event.number,
        title=event.title,
        category=event.category,
    )


def fold_lead(_: LeadUnit | None, recorded: Recorded[LeadUnitDesignated]) -> LeadUnit:
    """Return the lead that was designated last."""
    event = recorded.event
    return LeadUnit(
        project_id=event.project_id,
        programme_id=event.programme_id,
        unit_id=event.unit_id,
        executing_unit_id=event.executing_unit_id,
        event_id=recorded.event_id,
    )


def fold_accepted(_: AcceptedUnit | None, recorded: Recorded[ApplicationAccepted]) -> AcceptedUnit:
    """Return the unit as it was accepted last."""
    event = recorded.event
    return AcceptedUnit(
        project_id=event.project_id,
        unit_id=event.unit_id,
        programme_id=event.programme_id,
        role=event.role,
        event_id=recorded.event_id,
    )


ANNOUNCED = Projection(
    name="announced_programme",
    source=SOURCE,
    table=announced,
    row=AnnouncedProgramme,
    key=_programme_of,
    fold=fold_announced,
    events=CODEC,
)
LISTED = Projection(
    name="listed_project",
    source=SOURCE,
    table=listed,
    row=ListedProject,
    key=_project_of(ProjectListed),
    fold=fold_listed,
    events=CODEC,
)
LEADS = Projection(
    name="lead_unit",
    source=SOURCE,
    table=leads,
    row=LeadUnit,
    key=_project_of(LeadUnitDesignated),
    fold=fold_lead,
    events=CODEC,
)
ACCEPTED = Projection(
    name="accepted_unit",
    source=SOURCE,
    table=accepted,
    row=AcceptedUnit,
    key=_unit_of,
    fold=fold_accepted,
    events=CODEC,
)
_PROGRAMME = Statement(
    sa.select(announced).where(announced.c.programme_id == sa.bindparam("programme_id"))
)
_PROJECT = Statement(sa.select(listed).where(listed.c.project_id == sa.bindparam("project_id")))
_CATEGORIES = Statement(
    sa.select(listed.c.category)
    .distinct()
    .where(listed.c.programme_id == sa.bindparam("programme_id"))
)
_PARTIES = Statement(
    sa.union(
        sa.select(leads.c.unit_id, sa.literal("lead").label("role")).where(
            leads.c.project_id == sa.bindparam("project_id")
        ),
        sa.select(leads.c.executing_unit_id, sa.literal("executing")).where(
            leads.c.project_id == sa.bindparam("project_id"), leads.c.executing_unit_id != ""
        ),
        sa.select(accepted.c.unit_id, accepted.c.role).where(
            accepted.c.project_id == sa.bindparam("project_id")
        ),
    )
)


async def programme(pool: asyncpg.Pool, programme_id: str) -> AnnouncedProgramme | None:
    """Return a programme, if it was announced as far as is known here."""
    async with pool.acquire() as connection:
        row = await _PROGRAMME.fetch_one(connection, programme_id=programme_id)
    return None if row is None else AnnouncedProgramme(**dict(row))


async def project(pool: asyncpg.Pool, project_id: str) -> ListedProject | None:
    """Return a project, if it was listed as far as is known here."""
    async with pool.acquire() as connection:
        row = await _PROJECT.fetch_one(connection, project_id=project_id)
    return None if row is None else ListedProject(**dict(row))


async def categories(pool: asyncpg.Pool, programme_id: str) -> frozenset[str]:
    """Return the outcome categories that the programme's projects have (REQ-06)."""
    async with pool.acquire() as connection:
        rows = await _CATEGORIES.fetch(connection, programme_id=programme_id)
    return frozenset(row["category"] for row in rows)


async def parties(pool: asyncpg.Pool, project_id: str) -> Mapping[str, Sequence[str]]:
    """Return the units that have or had a part in a project, each with its roles."""
    async with pool.acquire() as connection:
        rows = await _PARTIES.fetch(connection, project_id=project_id)
    found: dict[str, list[str]] = {}
    for row in sorted(map(tuple, rows)):
        found.setdefault(row[0], []).append(row[1])
    return found

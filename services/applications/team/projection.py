"""Every unit's team in a project, with who is responsible and who is the liaison now."""

from collections.abc import Sequence
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

from .events import LiaisonNamed, ResponsibleLeaderNamed, TeamEvent, WorkTeamRegistered

table = sa.Table(
    "teams",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("composition", sa.Text, nullable=False),
    sa.Column("registered_at", sa.DateTime(timezone=True)),
    sa.Column("responsible_leader", sa.Text, nullable=False),
    sa.Column("responsible_since", sa.DateTime(timezone=True)),
    sa.Column("liaison", sa.Text, nullable=False),
    sa.Column("liaison_since", sa.DateTime(timezone=True)),
)


@value
class Team:
    """A unit's team in a project. People are accounts; what nobody has said yet is ""."""

    project_id: ProjectId
    unit_id: UnitId
    version: int
    programme_id: ProgrammeId
    role: str
    name: str = ""
    composition: str = ""
    registered_at: datetime | None = None
    responsible_leader: str = ""
    responsible_since: datetime | None = None
    liaison: str = ""
    liaison_since: datetime | None = None


def key(recorded: Recorded[TeamEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.project_id, recorded.event.unit_id)


def fold(row: Team | None, recorded: Recorded[TeamEvent]) -> Team:
    """Return the team after an event."""
    event, at = recorded.event, recorded.occurred_at
    team = Team(
        project_id=event.project_id,
        unit_id=event.unit_id,
        version=recorded.version,
        programme_id=event.programme_id,
        role=event.role,
    )
    team = replace(row, version=recorded.version, role=event.role) if row else team
    match event:
        case WorkTeamRegistered():
            name, composition = event.name, event.composition
            return replace(team, name=name, composition=composition, registered_at=at)
        case ResponsibleLeaderNamed():
            return replace(team, responsible_leader=event.account_id, responsible_since=at)
        case LiaisonNamed():
            return replace(team, liaison=event.account_id, liaison_since=at)
        case _:
            assert_never(event)


TEAMS = Projection(
    name="teams",
    source="applications",
    table=table,
    row=Team,
    key=key,
    fold=fold,
    features=frozenset({"team"}),
)

_OF_PROJECT = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .order_by(table.c.role.desc(), table.c.unit_id)
)


async def teams_in(project_id: ProjectId, connection: Connection) -> Sequence[Team]:
    """Return every unit's team in a project, the lead's first."""
    rows = await _OF_PROJECT.fetch(connection, project_id=project_id)
    return [Team(**dict(row)) for row in rows]


async def liaison_of(project_id: ProjectId, unit_id: UnitId, connection: Connection) -> str:
    """Return the account of a unit's liaison in a project; "" while none is named."""
    teams = await teams_in(project_id, connection)
    return next((team.liaison for team in teams if team.unit_id == unit_id), "")

"""The facts from which points follow, joined when they are read from rows that events made."""

from collections.abc import Mapping
from uuid import UUID

import asyncpg
import sqlalchemy as sa

from services.evaluation.catalogue.projection import AnnouncedProgramme
from services.evaluation.contribution.projection import table as contributions
from services.evaluation.decision.projection import table as decisions
from services.evaluation.expected_points.projection import expected
from services.evaluation.rules.projection import rules
from shared.ids import ProjectId, UnitId
from shared.store.sql import Row, Statement

from .commands import BonusFacts, PartTaken

_PARTS = Statement(
    sa.select(
        expected.c.unit_id,
        expected.c.project_id,
        expected.c.role,
        expected.c.points,
        expected.c.taking_part_event_id,
        expected.c.taken_in_event_id,
        expected.c.decision_event_id,
        expected.c.bonus_event_id,
        decisions.c.version.label("decision_version"),
        sa.func.coalesce(contributions.c.status, "").label("contribution"),
        sa.func.coalesce(contributions.c.ruled, "").label("ruled"),
        contributions.c.event_id.label("contribution_event_id"),
    )
    .join(decisions, decisions.c.project_id == expected.c.project_id)
    .join(
        contributions,
        sa.and_(
            contributions.c.project_id == expected.c.project_id,
            contributions.c.unit_id == expected.c.unit_id,
        ),
        isouter=True,
    )
    .where(
        expected.c.programme_id == sa.bindparam("programme_id"),
        decisions.c.status == "confirmed",
    )
    .order_by(expected.c.unit_id, expected.c.project_id)
)
_DECISIONS = Statement(
    sa.select(decisions.c.project_id, decisions.c.status, decisions.c.outcome).where(
        decisions.c.programme_id == sa.bindparam("programme_id")
    )
)


def plain(event_id: UUID) -> UUID:
    """Return an id as an event holds it: the driver's own kind of UUID is not written as JSON."""
    return UUID(int=event_id.int)


def part(row: Row) -> PartTaken:
    """Return a unit's part in a project, with the events it follows from."""
    because: tuple[UUID | None, ...] = (
        row["taking_part_event_id"],
        row["taken_in_event_id"],
        row["decision_event_id"],
        row["bonus_event_id"],
        row["contribution_event_id"],
    )
    return PartTaken(
        unit_id=row["unit_id"],
        project_id=row["project_id"],
        role=row["role"],
        points=row["points"],
        decision_version=row["decision_version"],
        because=tuple(plain(event_id) for event_id in because if event_id is not None),
        taken_in=row["taken_in_event_id"] is not None,
        contribution=row["contribution"],
        ruled=row["ruled"],
    )


async def bonus_facts(
    pool: asyncpg.Pool,
    programme: AnnouncedProgramme,
    credited: Mapping[UnitId, frozenset[ProjectId]],
) -> BonusFacts:
    """Return all from which a programme's points follow."""
    in_force = await rules(pool, programme.programme_id)
    async with pool.acquire() as connection:
        parts = await _PARTS.fetch(connection, programme_id=programme.programme_id)
        decided = await _DECISIONS.fetch(connection, programme_id=programme.programme_id)
    return BonusFacts(
        year=programme.year,
        programme_id=programme.programme_id,
        outcomes={d["project_id"]: d["outcome"] for d in decided if d["status"] == "confirmed"},
        undecided=frozenset(d["project_id"] for d in decided if d["status"] != "confirmed"),
        parts=tuple(part(row) for row in parts),
        credited=credited,
        contribution=in_force.contribution,
        cap=in_force.cap,
        cap_scope=in_force.cap_scope,
        rules_event_id=in_force.bonus_event_id and plain(in_force.bonus_event_id),
    )

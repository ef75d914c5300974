"""Who applied to which project, and what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, assert_never

import sqlalchemy as sa
from pydantic import TypeAdapter

from services.applications.programme.events import DatedRule
from services.applications.programme.projection import table as programmes
from services.applications.project.projection import table as projects
from services.applications.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .commands import ProjectFacts
from .events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    ParticipationEvent,
    ParticipationRole,
    UnitApplied,
)

table = sa.Table(
    "participations",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("functions_and_strengths", sa.Text, nullable=False),
    sa.Column("entry_point", sa.Text, nullable=False),
    sa.Column("plan_outline", sa.Text, nullable=False),
    sa.Column("resources", sa.Text, nullable=False),
    sa.Column("filed_by", sa.Text, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("applied_at", sa.DateTime(timezone=True)),
    sa.Column("accepted_at", sa.DateTime(timezone=True)),
    sa.Index("participations_by_unit", "unit_id"),
)


@value
class Participation:
    """A unit's part in a project. `remark` is the last advice or reason that was given."""

    project_id: ProjectId
    unit_id: UnitId
    version: int
    programme_id: ProgrammeId
    role: ParticipationRole
    status: Literal["applied", "returned", "active", "rejected", "withdrawn", "declined"]
    functions_and_strengths: str = ""
    entry_point: str = ""
    plan_outline: str = ""
    resources: str = ""
    filed_by: str = ""
    remark: str = ""
    applied_at: datetime | None = None
    accepted_at: datetime | None = None


def key(recorded: Recorded[ParticipationEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.project_id, recorded.event.unit_id)


def fold(row: Participation | None, recorded: Recorded[ParticipationEvent]) -> Participation | None:
    """Return the participation after an event."""
    event, version = recorded.event, recorded.version
    match event:
        case UnitApplied():
            return _applied(event, recorded)
        case ApplicationAccepted():
            at = recorded.occurred_at
            return row and replace(
                row, version=version, status="active", role=event.role, accepted_at=at
            )
        case ApplicationReturned():
            return row and replace(row, version=version, status="returned", remark=event.advice)
        case ApplicationRejected():
            return row and replace(row, version=version, status="rejected", remark=event.reason)
        case ApplicationWithdrawn():
            return row and replace(row, version=version, status="withdrawn", remark="")
        case DesignationDeclined():
            return Participation(
                project_id=event.project_id,
                unit_id=event.unit_id,
                version=version,
                programme_id=event.programme_id,
                role="lead",
                status="declined",
                remark=event.reason,
            )
        case _:
            assert_never(event)


def _applied(event: UnitApplied, recorded: Recorded[ParticipationEvent]) -> Participation:
    return Participation(
        project_id=event.project_id,
        unit_id=event.unit_id,
        version=recorded.version,
        programme_id=event.programme_id,
        role=event.role,
        status="applied",
        functions_and_strengths=event.functions_and_strengths,
        entry_point=event.entry_point,
        plan_outline=event.plan_outline,
        resources=event.resources,
        filed_by=event.filed_by,
        applied_at=recorded.occurred_at,
    )


PARTICIPATIONS = Projection(
    name="participations",
    source="applications",
    table=table,
    row=Participation,
    key=key,
    fold=fold,
    features=frozenset({"participation"}),
)

_DATED_RULE = TypeAdapter(DatedRule)
_FACTS = Statement(
    sa.select(
        projects.c.programme_id,
        projects.c.project_id,
        projects.c.lead_unit_id,
        projects.c.executing_unit_id,
        projects.c.lead_designated_at.label("designated_at"),
        programmes.c.announced_at,
        programmes.c.lead_applications_close_at,
        programmes.c.applications_close_at,
        programmes.c.rules,
    )
    .join_from(projects, programmes, projects.c.programme_id == programmes.c.programme_id)
    .where(projects.c.project_id == sa.bindparam("project_id"))
)
_OF_PROJECT = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .order_by(table.c.applied_at.nulls_last(), table.c.unit_id)
)


async def facts_of(project_id: ProjectId, connection: Connection) -> ProjectFacts | None:
    """Return what the rules need to know of a project, if it is listed."""
    row = await _FACTS.fetch_one(connection, project_id=project_id)
    if row is None:
        return None
    facts = dict(row)
    rule = _plan_rule(facts.pop("rules"))
    return ProjectFacts(**facts, co_lead_plan=rule)


def _plan_rule(rules: dict[str, Any]) -> DatedRule | None:
    """Return the rule for a co-lead's plan among a programme's rules as they are stored."""
    filings = (filing for filing in rules.get("filings", ()) if filing["kind"] == "co_lead_plan")
    return next((_DATED_RULE.validate_python(filing) for filing in filings), None)


async def participations_in(
    project_id: ProjectId, connection: Connection
) -> Sequence[Participation]:
    """Return every unit's part in a project, in the order in which they applied."""
    rows = await _OF_PROJECT.fetch(connection, project_id=project_id)
    return [Participation(**dict(row)) for row in rows]

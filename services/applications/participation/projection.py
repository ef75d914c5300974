"""Who applied to which project, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, assert_never

import sqlalchemy as sa
from pydantic import TypeAdapter

from services.applications.closing.projection import table as closings
from services.applications.programme.events import DatedRule
from services.applications.programme.projection import table as programmes
from services.applications.project.projection import table as projects
from services.applications.rule_parts import ParticipationRules
from services.applications.standing import ParticipationRole, ProjectFacts
from services.applications.supplementary_window.projection import table as windows
from services.applications.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    EndCause,
    PaperApplicationEntered,
    ParticipationEnded,
    ParticipationEvent,
    SupplementaryApplicationFiled,
    SupplementaryCase,
    UnitApplied,
)

type Status = Literal["applied", "returned", "active", "rejected", "withdrawn", "declined", "ended"]

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
    sa.Column("supplementary_case", sa.Text),
    sa.Column("supplementary_reason", sa.Text, nullable=False),
    sa.Column("on_paper", sa.Boolean, nullable=False),
    sa.Column("scan", sa.Text, nullable=False),
    sa.Column("end_cause", sa.Text),
    sa.Column("ended_on", sa.Date),
    sa.Index("participations_by_unit", "unit_id"),
)


@value
class Participation:
    """A unit's part in a project. `remark` is the last advice or reason that was given.

    `supplementary_case` is set if the application is a supplement; `scan` is the SHA-256 of a form
    that came on paper, or "".
    """

    project_id: ProjectId
    unit_id: UnitId
    version: int
    programme_id: ProgrammeId
    role: ParticipationRole
    status: Status
    functions_and_strengths: str = ""
    entry_point: str = ""
    plan_outline: str = ""
    resources: str = ""
    filed_by: str = ""
    remark: str = ""
    applied_at: datetime | None = None
    accepted_at: datetime | None = None
    supplementary_case: SupplementaryCase | None = None
    supplementary_reason: str = ""
    on_paper: bool = False
    scan: str = ""
    end_cause: EndCause | None = None
    ended_on: date | None = None


def key(recorded: Recorded[ParticipationEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.project_id, recorded.event.unit_id)


def fold(  # noqa: PLR0911 - one for each event
    row: Participation | None, recorded: Recorded[ParticipationEvent]
) -> Participation | None:
    """Return the participation after an event."""
    event, version = recorded.event, recorded.version
    match event:
        case UnitApplied():
            return _applied(event, recorded)
        case SupplementaryApplicationFiled():
            case, why = event.case, event.reason
            return row and replace(
                row, version=version, supplementary_case=case, supplementary_reason=why
            )
        case PaperApplicationEntered():
            return row and replace(row, version=version, on_paper=True, scan=event.scan)
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
        case ParticipationEnded():
            return row and _ended(row, event, version)
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


def _ended(row: Participation, event: ParticipationEnded, version: int) -> Participation:
    return replace(
        row,
        version=version,
        status="ended",
        remark=event.reason,
        end_cause=event.cause,
        ended_on=event.ended_on,
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
        sa.func.coalesce(windows.c.closes_at, programmes.c.supplementary_close_at).label(
            "supplementary_close_at"
        ),
        programmes.c.rules,
        projects.c.cancelled_at,
        closings.c.closed_at,
    )
    .join_from(projects, programmes, projects.c.programme_id == programmes.c.programme_id)
    .outerjoin(windows, windows.c.programme_id == programmes.c.programme_id)
    .outerjoin(closings, closings.c.programme_id == programmes.c.programme_id)
    .where(projects.c.project_id == sa.bindparam("project_id"))
)
_OF_PROJECT = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .order_by(table.c.applied_at.nulls_last(), table.c.unit_id)
)


_ONE = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .where(table.c.unit_id == sa.bindparam("unit_id"))
)
_ALIVE = tuple(map(sa.literal, ("applied", "returned", "active")))
_OTHERS = Statement(
    sa.select(table.c.project_id)
    .where(table.c.programme_id == sa.bindparam("programme_id"))
    .where(table.c.unit_id == sa.bindparam("unit_id"))
    .where(table.c.project_id != sa.bindparam("project_id"))
    .where(table.c.status.in_(_ALIVE))
)
_RULES = TypeAdapter(ParticipationRules)


def rules_in(rules: Mapping[str, Any]) -> ParticipationRules:
    """Return how units come and go by a programme's rules as they are stored."""
    return _RULES.validate_python(rules.get("participation") or {})


async def facts_of(project_id: ProjectId, connection: Connection) -> ProjectFacts | None:
    """Return what the rules need to know of a project, if it is listed."""
    row = await _FACTS.fetch_one(connection, project_id=project_id)
    if row is None:
        return None
    facts: dict[str, Any] = dict(row)
    rules = facts.pop("rules")
    return ProjectFacts(**facts, co_lead_plan=_plan_rule(rules), rules=rules_in(rules))


def _plan_rule(rules: Mapping[str, Any]) -> DatedRule | None:
    """Return the rule for a co-lead's plan among a programme's rules as they are stored."""
    filings = (filing for filing in rules.get("filings", ()) if filing["kind"] == "co_lead_plan")
    return next((_DATED_RULE.validate_python(filing) for filing in filings), None)


async def participations_in(
    project_id: ProjectId, connection: Connection
) -> Sequence[Participation]:
    """Return every unit's part in a project, in the order in which they applied."""
    rows = await _OF_PROJECT.fetch(connection, project_id=project_id)
    return [Participation(**dict(row)) for row in rows]


async def participation_with(
    project_id: ProjectId, unit_id: UnitId, connection: Connection
) -> Participation | None:
    """Return a unit's part in a project, if it ever had one."""
    row = await _ONE.fetch_one(connection, project_id=project_id, unit_id=unit_id)
    return Participation(**dict(row)) if row else None


async def others_of(project: ProjectFacts, unit_id: UnitId, connection: Connection) -> int:
    """Return in how many other projects of the programme a unit has a part, or has asked for one."""
    rows = await _OTHERS.fetch(
        connection,
        programme_id=project.programme_id,
        project_id=project.project_id,
        unit_id=unit_id,
    )
    return len(rows)

"""Each commendation with all its versions, and what could be commended now.

What a commendation names wrongly since a decision was revised (X10) is joined when it is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Literal, assert_never

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.cancelled.projection import table as cancelled
from services.evaluation.catalogue.projection import leads, listed
from services.evaluation.decision.projection import table as decisions
from services.evaluation.objection.projection import table as objections
from services.evaluation.participation.projection import joining, leading
from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Row, Statement

from .commands import Commendable
from .events import (
    CommendationCorrected,
    CommendationDrafted,
    CommendationEvent,
    CommendationIssued,
    CommendedProject,
)

type Status = Literal["drafted", "issued", "corrected"]

table = sa.Table(
    "commendation",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("programme_year", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("document", JSONB, nullable=False),
    sa.Column("projects", JSONB, nullable=False),
    sa.Column("versions", JSONB, nullable=False),
    sa.Column("drafted_by", sa.Text, nullable=False),
    sa.Column("issued_at", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class CommendationRow:
    """A commendation: `document` and `projects` as they are in force, or drafted.

    `versions` are all that went out, oldest first, each with its reason and who decided on it.
    """

    programme_id: ProgrammeId
    sequence: int
    programme_year: int
    status: Status
    document: Mapping[str, Any]
    projects: Sequence[Mapping[str, Any]]
    versions: Sequence[Mapping[str, Any]]
    drafted_by: str
    issued_at: datetime | None
    version: int


def key(recorded: Recorded[CommendationEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.programme_id, recorded.event.sequence)


def plain(projects: Sequence[CommendedProject]) -> list[dict[str, Any]]:
    """Return projects as JSON."""
    return [asdict(each) | {"co_leads": list(each.co_leads)} for each in projects]


def fold(
    row: CommendationRow | None, recorded: Recorded[CommendationEvent]
) -> CommendationRow | None:
    """Return the commendation after an event."""
    event = recorded.event
    match event:
        case CommendationDrafted():
            return drafted(event, recorded.version)
        case CommendationIssued():
            return row and replace(went_out(row, event, recorded), issued_at=recorded.occurred_at)
        case CommendationCorrected():
            return row and replace(went_out(row, event, recorded), status="corrected")
        case _:
            assert_never(event)


def drafted(event: CommendationDrafted, version: int) -> CommendationRow:
    """Return the commendation as it was drawn up."""
    return CommendationRow(
        programme_id=event.programme_id,
        sequence=event.sequence,
        programme_year=event.programme_year,
        status="drafted",
        document=asdict(event.document),
        projects=plain(event.projects),
        versions=[],
        drafted_by=event.drafted_by,
        issued_at=None,
        version=version,
    )


def went_out(
    row: CommendationRow,
    event: CommendationIssued | CommendationCorrected,
    recorded: Recorded[CommendationEvent],
) -> CommendationRow:
    """Return the commendation with one version more."""
    corrected = event if isinstance(event, CommendationCorrected) else None
    said = {
        "number": corrected.number if corrected else 1,
        "document": asdict(event.document),
        "projects": plain(event.projects),
        "removed": list(corrected.removed) if corrected else [],
        "reason": corrected.reason if corrected else "",
        "approved_by": event.approved_by,
        "at": recorded.occurred_at.isoformat(),
    }
    return replace(
        row,
        status="issued",
        document=said["document"],
        projects=said["projects"],
        versions=[*row.versions, said],
        version=recorded.version,
    )


COMMENDATIONS = Projection(
    name="commendation",
    source="evaluation",
    table=table,
    row=CommendationRow,
    key=key,
    fold=fold,
    features=frozenset({"commendation"}),
)

_OF_PROGRAMME = Statement(
    sa.select(table)
    .where(table.c.programme_id == sa.bindparam("programme_id"))
    .order_by(table.c.sequence)
)
_OPEN = sa.exists().where(
    objections.c.project_id == listed.c.project_id, objections.c.status == "open"
)
_PROJECTS = Statement(
    sa.select(
        listed.c.project_id,
        listed.c.number,
        listed.c.title,
        sa.func.coalesce(leading.c.unit_id, leads.c.unit_id).label("lead"),
        sa.func.coalesce(leading.c.executing_unit_id, leads.c.executing_unit_id).label("executing"),
        decisions.c.status,
        decisions.c.outcome,
        decisions.c.version,
        _OPEN.label("objected"),
    )
    .join(leads, leads.c.project_id == listed.c.project_id, isouter=True)
    .join(leading, leading.c.project_id == listed.c.project_id, isouter=True)
    .join(decisions, decisions.c.project_id == listed.c.project_id, isouter=True)
    .join(cancelled, cancelled.c.project_id == listed.c.project_id, isouter=True)
    .where(listed.c.programme_id == sa.bindparam("programme_id"), cancelled.c.project_id.is_(None))
    .order_by(listed.c.number, listed.c.project_id)
)
_CO_LEADS = Statement(
    sa.select(joining.c.project_id, joining.c.unit_id)
    .join(leads, leads.c.project_id == joining.c.project_id, isouter=True)
    .where(
        joining.c.programme_id == sa.bindparam("programme_id"),
        joining.c.unit_id.is_distinct_from(leads.c.unit_id),  # AMB-36: one role for a unit
    )
    .order_by(joining.c.project_id, joining.c.unit_id)
)


async def commendations(pool: asyncpg.Pool, programme_id: str) -> Sequence[CommendationRow]:
    """Return a programme's commendations, by sequence."""
    async with pool.acquire() as connection:
        rows = await _OF_PROGRAMME.fetch(connection, programme_id=programme_id)
    return [CommendationRow(**dict(row)) for row in rows]


async def commendable(
    pool: asyncpg.Pool, programme_id: str, sequence: int, *, in_parts: bool
) -> Commendable:
    """Return what a commendation can name now; in parts, nothing that another one named."""
    others = await commendations(pool, programme_id) if in_parts else ()
    async with pool.acquire() as connection:
        rows = await _PROJECTS.fetch(connection, programme_id=programme_id)
        co_leads = await _CO_LEADS.fetch(connection, programme_id=programme_id)
    named = {p["project_id"] for each in others if each.sequence != sequence for p in each.projects}
    stands = [row for row in rows if row["status"] == "confirmed" and not row["objected"]]
    return Commendable(
        passes=tuple(
            commended(row, [c["unit_id"] for c in co_leads if c["project_id"] == row["project_id"]])
            for row in stands
            if row["outcome"] == "pass" and row["project_id"] not in named
        ),
        unsettled=tuple(row["project_id"] for row in rows if row not in stands),
        in_parts=in_parts,
    )


def commended(row: Row, co_leads: Sequence[UnitId]) -> CommendedProject:
    """Return a project as a commendation names it."""
    return CommendedProject(
        project_id=row["project_id"],
        number=row["number"],
        title=row["title"],
        lead_unit_id=row["lead"] or "",
        executing_unit_id=row["executing"] or "",
        co_leads=tuple(co_leads),
        decision_version=row["version"],
    )

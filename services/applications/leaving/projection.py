"""Who asked to leave which project, and what was decided."""

from dataclasses import replace
from datetime import date, datetime
from typing import Literal, assert_never

import sqlalchemy as sa

from services.applications.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    LeavingEvent,
    WithdrawalApproved,
    WithdrawalOpinionGiven,
    WithdrawalRefused,
    WithdrawalRequested,
)

table = sa.Table(
    "leavings",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("programme_id", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("lead_agrees", sa.Boolean),
    sa.Column("lead_opinion", sa.Text, nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("ended_on", sa.Date),
)


@value
class Leaving:
    """A unit's last request to leave a project: why, what the lead thinks, what was decided."""

    project_id: ProjectId
    unit_id: UnitId
    version: int
    programme_id: ProgrammeId
    status: Literal["requested", "refused", "approved"]
    reason: str
    requested_at: datetime
    lead_agrees: bool | None = None
    lead_opinion: str = ""
    decision: str = ""
    decided_at: datetime | None = None
    ended_on: date | None = None


def key(recorded: Recorded[LeavingEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.project_id, recorded.event.unit_id)


def fold(row: Leaving | None, recorded: Recorded[LeavingEvent]) -> Leaving | None:
    """Return the request after an event."""
    event, version, at = recorded.event, recorded.version, recorded.occurred_at
    match event:
        case WithdrawalRequested():
            return Leaving(
                project_id=event.project_id,
                unit_id=event.unit_id,
                version=version,
                programme_id=event.programme_id,
                status="requested",
                reason=event.reason,
                requested_at=at,
            )
        case WithdrawalOpinionGiven():
            agrees, opinion = event.agrees, event.opinion
            return row and replace(row, version=version, lead_agrees=agrees, lead_opinion=opinion)
        case WithdrawalRefused():
            refused = row and replace(row, version=version, status="refused")
            return refused and replace(refused, decision=event.reason, decided_at=at)
        case WithdrawalApproved():
            approved = row and replace(row, version=version, status="approved", decided_at=at)
            return approved and replace(approved, decision=event.reason, ended_on=event.ended_on)
        case _:
            assert_never(event)


LEAVINGS = Projection(
    name="leavings",
    source="applications",
    table=table,
    row=Leaving,
    key=key,
    fold=fold,
    features=frozenset({"leaving"}),
)

_ONE = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .where(table.c.unit_id == sa.bindparam("unit_id"))
)


async def leaving_with(
    project_id: ProjectId, unit_id: UnitId, connection: Connection
) -> Leaving | None:
    """Return a unit's last request to leave a project, if it ever asked."""
    row = await _ONE.fetch_one(connection, project_id=project_id, unit_id=unit_id)
    return Leaving(**dict(row)) if row else None

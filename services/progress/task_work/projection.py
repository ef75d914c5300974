"""Who has had nothing to do: a question to tasks and participations, with no table of its own."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from services.progress.scope import visible_to
from services.progress.tables import participations, projects, tasks
from shared.domain import value
from shared.http.caller import Caller
from shared.store.sql import Connection, dynamic


@value
class IdleCoLead:
    """A co-lead that had no task in a project for a whole reporting period (REQ-27)."""

    project_id: str
    unit_id: str


async def idle_co_leads(
    programme_id: str, begins: datetime, ends: datetime, caller: Caller, connection: Connection
) -> Sequence[IdleCoLead]:
    """Return a programme's co-leads of today that held no task at any moment of a span."""
    in_programme = sa.select(projects.c.project_id).where(projects.c.programme_id == programme_id)
    busy = sa.exists().where(
        tasks.c.project_id == participations.c.project_id,
        tasks.c.unit_id == participations.c.unit_id,
        tasks.c.assigned_at < ends,
        sa.or_(tasks.c.closed_at.is_(None), tasks.c.closed_at >= begins),
    )
    query = (
        sa.select(*(participations.c[column.name] for column in fields(IdleCoLead)))
        .where(
            participations.c.role == "co_lead",
            participations.c.project_id.in_(in_programme),
            visible_to(caller, participations.c.project_id),
            ~busy,
        )
        .order_by(participations.c.project_id, participations.c.unit_id)
    )
    sql, arguments = dynamic(query)
    return [IdleCoLead(**dict(row)) for row in await connection.fetch(sql, *arguments)]

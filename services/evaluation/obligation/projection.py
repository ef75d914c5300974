"""Copies of what leads owed, from the deadlines of `progress`: facts for those who judge (REQ-50).

Nothing else of `progress` is read here: posts, pictures, and log-ins are never judged (X14).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, assert_never

import asyncpg
import sqlalchemy as sa

from services.evaluation.tables import metadata
from shared.contracts.progress import (
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    DeadlineWaived,
)
from shared.domain import value
from shared.ids import ProjectId
from shared.readmodels.projection import Key, Projection
from shared.store.codec import EventCodec
from shared.store.events import Recorded
from shared.store.sql import Statement

SOURCE = "progress"
TASK = "task"
"""What co-leads owe their lead is no fact about the lead."""

type ObligationEvent = (
    DeadlineSet | DeadlineExtended | DeadlineMet | DeadlineMissed | DeadlineMetLate | DeadlineWaived
)
type Status = Literal["open", "met", "within_grace", "missed", "met_late", "waived"]

CODEC = EventCodec(ObligationEvent, ignore_unknown=True)

table = sa.Table(
    "obligation",
    metadata,
    sa.Column("obligation", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("project_id", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Index("obligation_project", "project_id"),
)


@value
class ObligationRow:
    """Something that the lead of a project owed, and whether and when it came."""

    obligation: str
    subject: str
    project_id: ProjectId
    label: str
    status: Status


def key(recorded: Recorded[ObligationEvent | None]) -> Key | None:
    """Return the obligation that an event is about, if it is about one of a lead."""
    event = recorded.event
    if event is None or event.obligation == TASK:
        return None
    return (event.obligation, event.subject)


def fold(row: ObligationRow | None, recorded: Recorded[ObligationEvent]) -> ObligationRow | None:
    """Return the obligation after an event."""
    event = recorded.event
    if isinstance(event, DeadlineSet):
        return ObligationRow(
            obligation=event.obligation,
            subject=event.subject,
            project_id=event.project_id,
            label=event.label,
            status="open",
        )
    return None if row is None else replace(row, status=status_after(event))


def status_after(
    event: DeadlineExtended | DeadlineMet | DeadlineMissed | DeadlineMetLate | DeadlineWaived,
) -> Status:
    """Return what an event makes of what was owed."""
    match event:
        case DeadlineExtended():
            return "open"
        case DeadlineMet():
            return "within_grace" if event.within_grace else "met"
        case DeadlineMissed():
            return "missed"
        case DeadlineMetLate():
            return "met_late"
        case DeadlineWaived():
            return "waived"
        case _:
            assert_never(event)


OBLIGATIONS = Projection(
    name="obligation",
    source=SOURCE,
    table=table,
    row=ObligationRow,
    key=key,
    fold=fold,
    events=CODEC,
)

_OF_PROJECT = Statement(
    sa.select(table)
    .where(table.c.project_id == sa.bindparam("project_id"))
    .order_by(table.c.obligation, table.c.subject)
)


async def obligations(pool: asyncpg.Pool, project_id: str) -> Sequence[ObligationRow]:
    """Return what a project owed, by kind and subject."""
    rows = await _OF_PROJECT.fetch(pool, project_id=project_id)
    return [ObligationRow(**dict(row)) for row in rows]


async def time_for_results_over(pool: asyncpg.Pool, project_id: str) -> bool:
    """Return whether the results of a project were due, grace included, and are no longer waited for."""
    owed = await obligations(pool, project_id)
    return any(row.obligation == "results" and row.status in {"missed", "waived"} for row in owed)

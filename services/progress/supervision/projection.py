"""Cases of supervision as they stand, joined with their dates when they are read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, assert_never

import sqlalchemy as sa

from services.progress.scope import seen_by_lead
from services.progress.tables import deadlines, supervisions
from shared.domain import value
from shared.http.caller import Caller
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, dynamic

from .events import (
    RectificationClosed,
    RectificationRequired,
    SupervisionAnswered,
    SupervisionEvent,
    SupervisionRecorded,
)

type State = Literal["recorded", "rectifying", "closed"]

RECTIFICATION = "rectification"
"""The obligation to put something right, in the ledger of deadlines."""


@value
class SupervisionRow:
    """A case as it stands: `demand` is what has to be put right, `evidence` by what it was seen."""

    project_id: str
    supervision_id: str
    held_on: date
    met: str
    finding: str
    recorded_by: str
    answer: str
    answered_by_unit_id: str
    state: str
    demand: str
    evidence: str
    recorded_at: datetime
    closed_at: datetime | None
    version: int


@value
class SupervisionLine:
    """A case with the date of what has to be put right, and whether that has passed (REQ-44)."""

    supervision: SupervisionRow
    due_at: datetime | None
    overdue: bool


def subject_of(project_id: str, supervision_id: str) -> str:
    """Return what the obligation to put something right is for."""
    return f"{project_id}~{supervision_id}"


def key(recorded: Recorded[SupervisionEvent]) -> Key:
    """Return the row of the case that the event is about."""
    return (recorded.event.project_id, recorded.event.supervision_id)


def case_after(
    row: SupervisionRow | None, recorded: Recorded[SupervisionEvent]
) -> SupervisionRow | None:
    """Return the case after an event."""
    event = recorded.event
    if isinstance(event, SupervisionRecorded):
        return _recorded(event, recorded)
    return row and _moved(replace(row, version=recorded.version), event, recorded.occurred_at)


def _recorded(event: SupervisionRecorded, recorded: Recorded[SupervisionEvent]) -> SupervisionRow:
    return SupervisionRow(
        project_id=event.project_id,
        supervision_id=event.supervision_id,
        held_on=event.held_on,
        met=event.met,
        finding=event.finding,
        recorded_by=event.by,
        answer="",
        answered_by_unit_id="",
        state="recorded",
        demand="",
        evidence="",
        recorded_at=recorded.occurred_at,
        closed_at=None,
        version=recorded.version,
    )


def _moved(
    row: SupervisionRow,
    event: SupervisionAnswered | RectificationRequired | RectificationClosed,
    at: datetime,
) -> SupervisionRow:
    match event:
        case SupervisionAnswered():
            unit = event.answered_by_unit_id
            return replace(row, answer=event.answer, answered_by_unit_id=unit)
        case RectificationRequired():
            return replace(row, state="rectifying", demand=event.demand)
        case RectificationClosed():
            return replace(row, state="closed", evidence=event.evidence, closed_at=at)
        case _:
            assert_never(event)


SUPERVISIONS = Projection(
    name="supervisions",
    source="progress",
    table=supervisions,
    row=SupervisionRow,
    key=key,
    fold=case_after,
    features=frozenset({"supervision"}),
)

DUE = sa.and_(
    deadlines.c.obligation == RECTIFICATION,
    deadlines.c.subject == supervisions.c.project_id + "~" + supervisions.c.supervision_id,
)


@value
class Wanted:
    """Which cases are asked for; "" asks for all. `after` is the last one already seen."""

    project: str = ""
    supervision: str = ""
    state: str = ""
    overdue_at: datetime | None = None
    after: tuple[date, str, str] | None = None
    limit: int = 1


async def listed(
    wanted: Wanted, caller: Caller, now: datetime, connection: Connection
) -> Sequence[SupervisionLine]:
    """Return the cases that are asked for and may be seen, the oldest first."""
    order = (supervisions.c.held_on, supervisions.c.project_id, supervisions.c.supervision_id)
    query = (
        sa.select(supervisions, deadlines.c.due_at)
        .outerjoin(deadlines, DUE)
        .where(seen_by_lead(caller, supervisions.c.project_id))
        .order_by(*order)
        .limit(wanted.limit)
    )
    asked = {
        supervisions.c.project_id: wanted.project,
        supervisions.c.supervision_id: wanted.supervision,
        supervisions.c.state: wanted.state,
    }
    query = query.where(*(column == name for column, name in asked.items() if name))
    if wanted.overdue_at is not None:
        late = deadlines.c.due_at <= wanted.overdue_at
        query = query.where(supervisions.c.state == "rectifying", late)
    if wanted.after is not None:
        query = query.where(sa.tuple_(*order) > sa.tuple_(*wanted.after))
    sql, arguments = dynamic(query)
    return [_line(dict(row), now) for row in await connection.fetch(sql, *arguments)]


def _line(columns: dict[str, Any], now: datetime) -> SupervisionLine:
    due_at: datetime | None = columns.pop("due_at")
    row = SupervisionRow(**columns)
    overdue = row.state == "rectifying" and due_at is not None and now >= due_at
    return SupervisionLine(supervision=row, due_at=due_at, overdue=overdue)

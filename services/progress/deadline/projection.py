"""The ledger of deadlines: who owes what by when, and whether it came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

import sqlalchemy as sa

from services.progress.scope import own_unit, visible_to
from services.progress.tables import deadlines
from shared.domain import value
from shared.http.caller import Caller
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement, dynamic

from .events import (
    TASK,
    ClockStopped,
    DeadlineEvent,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    DeadlineTransferred,
    DeadlineWaived,
    FulfilmentNoted,
    ReliefRequested,
    ReminderIssued,
)

type State = Literal["open", "stopped", "met", "missed", "met_late", "waived"]
type Light = Literal["green", "amber", "red"]

CO_LEAD_PLAN = "co_lead_plan"


@value
class DeadlineRow:
    """One line of the ledger. `fulfilled_at` is when what was owed came, `owner_unit_id` who owes it."""

    obligation: str
    subject: str
    programme_id: str
    project_id: str
    owner_unit_id: str
    label: str
    due_at: datetime
    grace_until: datetime
    state: str
    within_grace: bool
    fulfilled_at: datetime | None
    version: int


def key(recorded: Recorded[DeadlineEvent]) -> Key:
    """Return the line of the deadline that the event is about."""
    return (recorded.event.obligation, recorded.event.subject)


def line_after(row: DeadlineRow | None, recorded: Recorded[DeadlineEvent]) -> DeadlineRow | None:
    """Return the line of the ledger after an event."""
    event = recorded.event
    if isinstance(event, DeadlineSet):
        return _set(event, recorded.version)
    if row is None or isinstance(event, FulfilmentNoted):
        return row
    return _moved(replace(row, version=recorded.version), event, recorded.occurred_at)


def _moved(  # noqa: PLR0911 - one for each event
    row: DeadlineRow,
    event: DeadlineExtended
    | ClockStopped
    | DeadlineMet
    | DeadlineMissed
    | DeadlineMetLate
    | DeadlineWaived
    | DeadlineTransferred
    | ReliefRequested
    | ReminderIssued,
    at: datetime,
) -> DeadlineRow:
    match event:
        case DeadlineExtended():
            return replace(row, due_at=event.due_at, grace_until=event.grace_until, state="open")
        case DeadlineMet():
            return replace(
                row,
                state="met",
                within_grace=event.within_grace,
                fulfilled_at=event.fulfilled_at or at,
            )
        case DeadlineMissed():
            return replace(row, state="missed")
        case ClockStopped():
            return replace(row, state="stopped")
        case DeadlineMetLate():
            return replace(row, state="met_late", fulfilled_at=event.fulfilled_at or at)
        case DeadlineWaived():
            return replace(row, state="waived")
        case DeadlineTransferred():
            return replace(row, owner_unit_id=event.to_unit_id)
        case ReminderIssued() | ReliefRequested():
            return row
        case _:
            assert_never(event)


def _set(event: DeadlineSet, version: int) -> DeadlineRow:
    return DeadlineRow(
        obligation=event.obligation,
        subject=event.subject,
        programme_id=event.programme_id,
        project_id=event.project_id,
        owner_unit_id=event.owner_unit_id,
        label=event.label,
        due_at=event.due_at,
        grace_until=event.grace_until,
        state="open",
        within_grace=False,
        fulfilled_at=None,
        version=version,
    )


DEADLINES = Projection(
    name="deadlines",
    source="progress",
    table=deadlines,
    row=DeadlineRow,
    key=key,
    fold=line_after,
    features=frozenset({"deadline"}),
)


def light_of(row: DeadlineRow, now: datetime, amber_days: int) -> Light:
    """Return green, amber or red, by date only: amber so many days before the due date (PRA-05).

    What is in dispute has no clock.
    """
    if row.state in ("stopped", "met", "met_late", "waived"):
        return "green"
    if row.state == "missed" or now >= row.due_at:
        return "red"
    return "amber" if now >= row.due_at - timedelta(days=amber_days) else "green"


@value
class Wanted:
    """Which deadlines are asked for; "" asks for all. `after` is the last one already seen."""

    unit: str
    project: str
    state: str
    after: tuple[datetime, str, str] | None
    limit: int


def open_to(caller: Caller) -> sa.ColumnElement[bool]:
    """Return the condition under which a deadline may be seen: the project's, or the own unit's."""
    seen = visible_to(caller, deadlines.c.project_id)
    unit = own_unit(caller)
    return sa.or_(seen, deadlines.c.owner_unit_id == unit) if unit else seen


async def listed(wanted: Wanted, caller: Caller, connection: Connection) -> Sequence[DeadlineRow]:
    """Return the deadlines that are asked for and may be seen, the next due first."""
    order = (deadlines.c.due_at, deadlines.c.obligation, deadlines.c.subject)
    query = sa.select(deadlines).where(open_to(caller)).order_by(*order).limit(wanted.limit)
    if wanted.unit:
        query = query.where(deadlines.c.owner_unit_id == wanted.unit)
    if wanted.project:
        query = query.where(deadlines.c.project_id == wanted.project)
    if wanted.state:
        query = query.where(deadlines.c.state == wanted.state)
    if wanted.after is not None:
        query = query.where(sa.tuple_(*order) > sa.tuple_(*wanted.after))
    sql, arguments = dynamic(query)
    return [DeadlineRow(**dict(row)) for row in await connection.fetch(sql, *arguments)]


async def one(
    obligation: str, subject: str, caller: Caller, connection: Connection
) -> DeadlineRow | None:
    """Return a deadline; None if there is none or this person may not see it."""
    query = sa.select(deadlines).where(
        deadlines.c.obligation == obligation, deadlines.c.subject == subject, open_to(caller)
    )
    sql, arguments = dynamic(query)
    row = await connection.fetchrow(sql, *arguments)
    return None if row is None else DeadlineRow(**dict(row))


_NOT_BROUGHT = (
    sa.select(deadlines)
    .where(deadlines.c.project_id == sa.bindparam("project_id"))
    .where(sa.or_(deadlines.c.state == "open", deadlines.c.state == "missed"))
    .order_by(deadlines.c.obligation, deadlines.c.subject)
)
_OF_ALL = Statement(_NOT_BROUGHT)
_OPEN_IN = Statement(
    _NOT_BROUGHT.where(deadlines.c.obligation != CO_LEAD_PLAN, deadlines.c.obligation != TASK)
)


async def owed_in(project_id: str, connection: Connection) -> Sequence[DeadlineRow]:
    """Return what lead and co-leads owe in a project and have not brought, missed or not."""
    rows = await _OF_ALL.fetch(connection, project_id=project_id)
    return [DeadlineRow(**dict(row)) for row in rows]


async def open_in(project_id: str, connection: Connection) -> Sequence[DeadlineRow]:
    """Return what a project's lead owes and has not brought, missed or not."""
    rows = await _OPEN_IN.fetch(connection, project_id=project_id)
    return [DeadlineRow(**dict(row)) for row in rows]

"""Tasks as they stand, joined with who takes part when they are read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal, assert_never

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.progress.deadline.projection import Light
from services.progress.programme_rules.projection import amber_days
from services.progress.scope import visible_to
from services.progress.tables import participations, tasks
from shared.domain import value
from shared.http.caller import Caller
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, dynamic

from .events import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskCompletionReported,
    TaskConfirmed,
    TaskDisputed,
    TaskDisputeRuled,
    TaskEvent,
    TaskReassigned,
    TaskReturned,
)

type State = Literal["assigned", "accepted", "disputed", "reported", "confirmed", "cancelled"]
type Attention = Literal["overdue", "unconfirmed", "to_reassign"]

RUNNING = ("assigned", "accepted")
OPEN = (*RUNNING, "disputed", "reported")


@value
class TaskRow:
    """A task as it stands. `result` is what was last reported, `remark` the last reason or advice."""

    project_id: str
    task_id: str
    unit_id: str
    title: str
    work: str
    due_at: datetime
    activity_lead_unit_id: str
    helping_unit_ids: Sequence[str]
    state: str
    result: str
    remark: str
    assigned_at: datetime
    reported_at: datetime | None
    confirm_by: datetime | None
    closed_at: datetime | None
    version: int


@value
class TaskLine:
    """A task with what asks for attention.

    `light` goes by date only. `unconfirmed` says that the lead has not answered in its time;
    `to_reassign` that the task is open although its unit takes part no more (X6).
    """

    task: TaskRow
    light: Light
    unconfirmed: bool
    to_reassign: bool


def key(recorded: Recorded[TaskEvent]) -> Key:
    """Return the row of the task that the event is about."""
    return (recorded.event.project_id, recorded.event.task_id)


def task_after(row: TaskRow | None, recorded: Recorded[TaskEvent]) -> TaskRow | None:
    """Return the task after an event."""
    event = recorded.event
    if isinstance(event, TaskAssigned):
        return _assigned(event, recorded)
    return row and _moved(replace(row, version=recorded.version), event, recorded.occurred_at)


def _assigned(event: TaskAssigned, recorded: Recorded[TaskEvent]) -> TaskRow:
    terms = event.terms
    return TaskRow(
        project_id=event.project_id,
        task_id=event.task_id,
        unit_id=event.unit_id,
        title=terms.title,
        work=terms.work,
        due_at=terms.due_at,
        activity_lead_unit_id=terms.activity_lead_unit_id,
        helping_unit_ids=list(terms.helping_unit_ids),
        state="assigned",
        result="",
        remark="",
        assigned_at=recorded.occurred_at,
        reported_at=None,
        confirm_by=None,
        closed_at=None,
        version=recorded.version,
    )


def _moved(
    row: TaskRow,
    event: TaskAccepted
    | TaskDisputed
    | TaskDisputeRuled
    | TaskCompletionReported
    | TaskReturned
    | TaskConfirmed
    | TaskReassigned
    | TaskCancelled,
    at: datetime,
) -> TaskRow:
    match event:
        case TaskAccepted():
            return replace(row, state="accepted")
        case TaskDisputed():
            return replace(row, state="disputed", remark=event.reason)
        case TaskDisputeRuled():
            return _ruled(row, event, at)
        case TaskCompletionReported() | TaskReturned():
            return _reported(row, event, at)
        case TaskReassigned():
            return _reassigned(row, event)
        case TaskConfirmed() | TaskCancelled():
            return _closed(row, event, at)
        case _:
            assert_never(event)


def _ruled(row: TaskRow, event: TaskDisputeRuled, at: datetime) -> TaskRow:
    void = event.ruling == "void"
    return replace(
        row,
        state="cancelled" if void else "accepted",
        title=event.title,
        work=event.work,
        due_at=event.due_at,
        remark=event.reason,
        closed_at=at if void else None,
    )


def _reported(row: TaskRow, event: TaskCompletionReported | TaskReturned, at: datetime) -> TaskRow:
    if isinstance(event, TaskReturned):
        return replace(
            row, state="accepted", remark=event.advice, reported_at=None, confirm_by=None
        )
    return replace(
        row, state="reported", result=event.result, reported_at=at, confirm_by=event.confirm_by
    )


def _closed(row: TaskRow, event: TaskConfirmed | TaskCancelled, at: datetime) -> TaskRow:
    if isinstance(event, TaskConfirmed):
        return replace(row, state="confirmed", closed_at=at)
    return replace(row, state="cancelled", remark=event.reason, closed_at=at)


def _reassigned(row: TaskRow, event: TaskReassigned) -> TaskRow:
    return replace(
        row,
        state="assigned",
        unit_id=event.unit_id,
        due_at=event.due_at,
        result="",
        remark=event.reason,
        reported_at=None,
        confirm_by=None,
    )


TASKS = Projection(
    name="tasks",
    source="progress",
    table=tasks,
    row=TaskRow,
    key=key,
    fold=task_after,
    features=frozenset({"task"}),
)

TEXTS = ARRAY(sa.Text)
IS_RUNNING = tasks.c.state == sa.any_(sa.literal(list(RUNNING), TEXTS))
TO_REASSIGN = sa.and_(
    tasks.c.state == sa.any_(sa.literal(list(OPEN), TEXTS)),
    ~sa.exists().where(
        participations.c.project_id == tasks.c.project_id,
        participations.c.unit_id == tasks.c.unit_id,
        participations.c.role == "co_lead",
    ),
)


def light_of(row: TaskRow, now: datetime, days: int) -> Light:
    """Return green, amber or red, by date only; what is disputed or reported has no clock."""
    if row.state not in RUNNING:
        return "green"
    if now >= row.due_at:
        return "red"
    return "amber" if now >= row.due_at - timedelta(days=days) else "green"


def is_unconfirmed(row: TaskRow, now: datetime) -> bool:
    """Return whether the lead has let its time to answer pass (REQ-41)."""
    return row.state == "reported" and row.confirm_by is not None and now >= row.confirm_by


@value
class Wanted:
    """Which tasks are asked for; "" asks for all. `after` is the last one already seen."""

    project: str = ""
    task: str = ""
    unit: str = ""
    state: str = ""
    attention: Attention | None = None
    after: tuple[datetime, str, str] | None = None
    limit: int = 1


def _asking_for(attention: Attention, now: datetime) -> sa.ColumnElement[bool]:
    match attention:
        case "overdue":
            return sa.and_(IS_RUNNING, tasks.c.due_at <= now)
        case "unconfirmed":
            return sa.and_(tasks.c.state == "reported", tasks.c.confirm_by <= now)
        case "to_reassign":
            return TO_REASSIGN
        case _:
            assert_never(attention)


async def listed(
    wanted: Wanted, caller: Caller, now: datetime, connection: Connection
) -> Sequence[TaskLine]:
    """Return the tasks that are asked for and may be seen, the next due first."""
    order = (tasks.c.due_at, tasks.c.project_id, tasks.c.task_id)
    query = (
        sa.select(tasks, TO_REASSIGN.label("to_reassign"))
        .where(visible_to(caller, tasks.c.project_id))
        .order_by(*order)
        .limit(wanted.limit)
    )
    asked = {
        tasks.c.project_id: wanted.project,
        tasks.c.task_id: wanted.task,
        tasks.c.unit_id: wanted.unit,
        tasks.c.state: wanted.state,
    }
    query = query.where(*(column == name for column, name in asked.items() if name))
    if wanted.attention is not None:
        query = query.where(_asking_for(wanted.attention, now))
    if wanted.after is not None:
        query = query.where(sa.tuple_(*order) > sa.tuple_(*wanted.after))
    sql, arguments = dynamic(query)
    days = await amber_days(connection)
    found = await connection.fetch(sql, *arguments)
    return [_line(dict(row), now, days[row["project_id"]]) for row in found]


def _line(columns: dict[str, Any], now: datetime, days: int) -> TaskLine:
    to_reassign = columns.pop("to_reassign")
    row = TaskRow(**columns)
    return TaskLine(
        task=row,
        light=light_of(row, now, days),
        unconfirmed=is_unconfirmed(row, now),
        to_reassign=to_reassign,
    )

"""Deadlines over HTTP: the ledger, one deadline with its history, and giving more time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, assert_never

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict

from services.progress.deadline_refusals import AlreadyWaived, NothingOwed
from services.progress.programme_rules.projection import amber_days
from services.progress.running import running_routes
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, Now, Resources, SeenVersion, etag, in_utc, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId
from shared.store.events import Receipt, Recorded
from shared.store.handle import KeyReused, VersionMoved, handle
from shared.timing.workdays import end_of

from .commands import ExtendDeadline
from .decider import DECIDER, AlreadyFulfilled, NotMoreTime, TasksAreRedated
from .events import (
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
    deadline_of,
)
from .projection import DeadlineRow, Light, State, Wanted, light_of, listed, one

OBLIGATION = r"^[a-z]+(_[a-z]+)*$"
SUBJECT = r"^[a-z0-9]+([-~][a-z0-9]+)*$"
CURSOR = r"^\d{1,17}\.[a-z_]{1,40}\.[a-z0-9~-]{1,120}$"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

router = running_routes("deadlines", "/deadlines")

Reader = Annotated[Caller, Depends(may(Capability.DEADLINE, "R"))]
Leader = Annotated[Caller, Depends(may(Capability.DEADLINE, "A"))]
Kind = Annotated[str, Path(pattern=OBLIGATION, max_length=40, examples=["progress_report"])]
Subject = Annotated[str, Path(pattern=SUBJECT, max_length=120, examples=["2017-p08~2017q2"])]
Slug = Annotated[str, Query(pattern=SLUG_PATTERN, max_length=80)]


@value
class LedgerLine:
    """One line of the ledger, with its light: amber some days before, red when overdue."""

    deadline: DeadlineRow
    light: Light


class DeadlinePage(BaseModel):
    """Some lines of the ledger, the next due first. `next` is what to send as `after`, or null."""

    items: Sequence[LedgerLine]
    next: str | None


@value
class Happening:
    """One thing that happened to a deadline: what, when, who did it, and why if a reason was asked.

    `decided_by` is the account that decided it, or ""; `unit_id` the unit that owes it from then on, where
    that changed, or "".
    """

    type: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    reason: str
    due_at: datetime | None
    decided_by: str
    unit_id: str


@value
class DeadlineFile:
    """A deadline with everything that ever happened to it, oldest first."""

    deadline: DeadlineRow
    light: Light
    history: Sequence[Happening]


class Extension(BaseModel):
    """More time: through the end of this day in Asia/Shanghai, and why."""

    model_config = ConfigDict(extra="forbid")

    due_on: Day
    reason: Line


def _cursor(row: DeadlineRow) -> str:
    micros = (row.due_at - EPOCH) // timedelta(microseconds=1)
    return f"{micros}.{row.obligation}.{row.subject}"


def _place(cursor: str) -> tuple[datetime, str, str]:
    micros, obligation, subject = cursor.split(".")
    return EPOCH + timedelta(microseconds=int(micros)), obligation, subject


@router.get("")
async def list_deadlines(
    caller: Reader,
    resources: Resources,
    now: Now,
    unit: Slug | None = None,
    project: Slug | None = None,
    state: State | None = None,
    after: Annotated[str | None, Query(pattern=CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DeadlinePage:
    """List deadlines of the units and projects that the caller may see."""
    wanted = Wanted(
        unit=unit or "",
        project=project or "",
        state=state or "",
        after=None if after is None else _place(after),
        limit=limit + 1,
    )
    async with resources.pool.acquire() as connection:
        rows = await listed(wanted, caller, connection)
        days = await amber_days(connection)
    shown = rows[:limit]
    return DeadlinePage(
        items=[
            LedgerLine(deadline=row, light=light_of(row, now, days[row.project_id]))
            for row in shown
        ],
        next=_cursor(shown[-1]) if len(rows) > limit else None,
    )


@router.get("/{obligation}/{subject}", responses=refusals(NothingOwed))
async def read_deadline(
    obligation: Kind,
    subject: Subject,
    caller: Reader,
    resources: Resources,
    now: Now,
    response: Response,
) -> DeadlineFile:
    """Read a deadline and its history: who changed it, and why."""
    async with resources.pool.acquire() as connection:
        row = await one(obligation, subject, caller, connection)
        days = await amber_days(connection)
    if row is None:
        raise NothingOwed
    history = await resources.store.read(deadline_of(obligation, subject))
    response.headers.update(etag(row.version))
    return DeadlineFile(
        deadline=row,
        light=light_of(row, now, days[row.project_id]),
        history=[_happening(recorded) for recorded in history.recorded],
    )


def _happening(recorded: Recorded[DeadlineEvent]) -> Happening:
    event = recorded.event
    reason, due_at = _why(event)
    decided_by, unit_id = _who(event)
    return Happening(
        type=recorded.type,
        occurred_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        actor=recorded.actor,
        reason=reason,
        due_at=due_at,
        decided_by=decided_by,
        unit_id=unit_id,
    )


def _why(event: DeadlineEvent) -> tuple[str, datetime | None]:
    match event:
        case DeadlineSet():
            return "", event.due_at
        case DeadlineExtended():
            return event.reason, event.due_at
        case ReminderIssued():
            return event.remark, event.due_at
        case DeadlineWaived() | ReliefRequested() | ClockStopped():
            return event.reason, None
        case DeadlineTransferred():
            return event.reason, event.due_at
        case DeadlineMet() | DeadlineMissed() | DeadlineMetLate() | FulfilmentNoted():
            return "", None
        case _:
            assert_never(event)


def _who(event: DeadlineEvent) -> tuple[str, str]:
    match event:
        case DeadlineSet():
            return "", event.owner_unit_id
        case DeadlineTransferred():
            return event.approved_by, event.to_unit_id
        case DeadlineExtended() | DeadlineWaived():
            return event.approved_by, ""
        case _:
            return "", ""


@router.post(
    "/{obligation}/{subject}/extension",
    responses=refusals(
        NothingOwed,
        AlreadyFulfilled,
        AlreadyWaived,
        NotMoreTime,
        TasksAreRedated,
        KeyReused,
        VersionMoved,
    ),
)
async def extend_deadline(
    obligation: Kind,
    subject: Subject,
    extension: Extension,
    caller: Leader,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Give more time. Only the organiser's leader does, and says why (X13)."""
    command = ExtendDeadline(
        due_at=in_utc(end_of(extension.due_on)),
        reason=extension.reason,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    return await handle(
        command,
        DECIDER,
        deadline_of(obligation, subject),
        resources.store,
        context,
        expected_version=seen,
    )

"""Durable timers: rows that say when something is due, and whose firing *is* an appended event.

A timer is a read-model row of the event that set it, so it exists exactly when that event does, moves when
it moves, and goes when it is cancelled. Firing decides a command and appends its events in the
same transaction that removes the row. Any replica may fire; a process that was down fires late,
once, in order of the due times.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import JSONB

from shared.domain import value
from shared.ids import derived_id
from shared.store.events import CommandContext
from shared.store.handle import Reaction
from shared.store.sql import Connection
from shared.store.store import EventStore, lost_race
from shared.store.writing import Append
from shared.telemetry.metrics import TIMERS_FIRED
from shared.timing.clock import Clock

POLL = 0.25
"""Seconds at most between looks at the table."""

RETRY_SECONDS = 5

TAKE = """
  select t.kind, t.subject, t.due_at, t.details from timer t
   where t.due_at <= $1
     and not exists (select 1 from timer_failure f
                      where f.kind = t.kind and f.subject = t.subject and f.retry_at > clock_timestamp())
   order by t.due_at, t.kind, t.subject limit 1 for update of t skip locked"""
CLEAR = "delete from timer_failure where kind = $1 and subject = $2"
NEXT = "select min(due_at) from timer where due_at > $1"
FAILED = """
  insert into timer_failure as f (kind, subject, attempts, retry_at, error)
  values ($1, $2, 1, clock_timestamp() + make_interval(secs => $3), $4)
  on conflict (kind, subject) do update set attempts = f.attempts + 1, retry_at = excluded.retry_at,
    error = excluded.error"""

log = structlog.get_logger()


def timer_table(metadata: sa.MetaData) -> sa.Table:
    """Return the table of timers, for a projection of a service to keep."""
    return sa.Table(
        "timer",
        metadata,
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", JSONB, nullable=False),
    )


class FiredIntoNothing(Exception):
    """Nothing followed from a due timer, so nothing would ever end it: a bug in its decider."""


@value
class Timer:
    """Something that is due: `kind` says what fires, `subject` for whom or what."""

    kind: str
    subject: str
    due_at: datetime
    details: Mapping[str, Any]


type Firing = Callable[[Timer], Reaction[Any, Any, Any]]
"""Pure: which command a due timer stands for, and which stream decides on it."""


@dataclass
class TimerRunner:
    """Fires one service's timers, each exactly once."""

    service: str
    store: EventStore
    clock: Clock
    firings: Mapping[str, Firing]

    def __post_init__(self) -> None:
        """Start with nobody having called."""
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Fire what is due, for ever. Ends only when cancelled."""
        await self.store.ready.wait()
        while True:
            self.wake.clear()
            try:
                while await self.fire_one():
                    pass
                await self._sleep()
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
            ) as error:
                log.warning("timers start over", service=self.service, why=repr(error))
                await asyncio.sleep(POLL)

    async def _sleep(self) -> None:
        now = self.clock.now()
        due = await self.store.pool.fetchval(NEXT, now)
        wait = POLL if due is None else min(POLL, max(0.001, (due - now).total_seconds()))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), wait)

    async def fire_one(self) -> bool:
        """Fire the timer that is due longest; return whether there was one."""
        if not self.store.ready.is_set():
            return False
        now = self.clock.now()
        timer: Timer | None = None
        async with self.store.pool.acquire() as connection:
            try:
                async with connection.transaction():
                    row = await connection.fetchrow(TAKE, now)
                    if row is None:
                        return False
                    timer = Timer(**dict(row))
                    await self._fire(connection, timer, now)
            except (
                OSError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
                asyncpg.PostgresConnectionError,
            ):
                raise
            except Exception as error:  # one timer's bug must not stop the others
                if timer is None:
                    raise
                if not lost_race(error):
                    await self._failed(connection, timer, error)
                return True
        self.store.committed.set()
        TIMERS_FIRED.labels(self.service, timer.kind).inc()
        return True

    async def _failed(self, connection: Connection, timer: Timer, error: Exception) -> None:
        log.error("timer failed", service=self.service, timer=timer, why=repr(error))
        await connection.execute(FAILED, timer.kind, timer.subject, RETRY_SECONDS, repr(error))

    async def _fire(self, connection: Connection, timer: Timer, now: datetime) -> None:
        """Decide and append in the transaction that holds the timer.

        The event must end or move the timer: its row is a read model like any other.
        """
        reaction = self.firings[timer.kind](timer)
        history = await self.store.read(reaction.stream)
        command_id = derived_id(
            self.service, timer.kind, timer.subject, timer.due_at.isoformat(), history.version
        )
        context = CommandContext(
            command_id=command_id,
            fingerprint=timer.kind,
            actor="system",
            recorded_at=now,
            occurred_at=timer.due_at,
            correlation_id=command_id,
        )
        events = reaction.decider.decide(reaction.command, history.folded(reaction.decider))
        if not events:
            raise FiredIntoNothing(timer.kind, timer.subject)
        await self.store.append_in(connection, [Append(history, events)], context)
        await connection.execute(CLEAR, timer.kind, timer.subject)

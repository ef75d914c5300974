"""What time it is, from a clock that the process was built with.

Business time comes from here and from nowhere else. Sessions, lock-out and retries use the system clock.
Zone: Asia/Shanghai for people, UTC in store (AMB-08).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import asyncpg
import structlog

from shared.timing.zone import SHANGHAI

__all__ = ["SHANGHAI", "Clock", "SettableClock", "SystemClock"]

TABLE = """
  create table if not exists public.settable_clock (
    only_row boolean primary key default true check (only_row),
    ahead interval not null)"""
READ = "select ahead from public.settable_clock"
WRITE = """
  insert into public.settable_clock (ahead) values ($1)
  on conflict (only_row) do update set ahead = excluded.ahead"""

log = structlog.get_logger()


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Return the time."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)


class SettableClock:
    """A clock for demonstration and tests: the machine's time, shifted by what is set.

    It runs on after it was set. All processes of an installation share the shift through one row in
    the database; `changed` is called after every change seen here, to wake the timers.
    """

    def __init__(self, pool: asyncpg.Pool, changed: Callable[[], None]) -> None:
        self.pool = pool
        self.changed = changed
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the machine's time plus the shift."""
        return datetime.now(UTC) + self.ahead

    async def start(self, first: datetime | None) -> None:
        """Read the shift; the very first start sets the clock to `first`, if given."""
        await self.pool.execute(TABLE)
        if await self.pool.fetchval(READ) is None and first is not None:
            await self.set(first)
        await self.refresh()

    async def refresh(self) -> None:
        """Read the shift again, in case another process changed it."""
        ahead = await self.pool.fetchval(READ) or timedelta(0)
        if ahead != self.ahead:
            self.ahead = ahead
            self.changed()

    async def set(self, moment: datetime) -> None:
        """Make it this moment now."""
        self.ahead = moment - datetime.now(UTC)
        await self.pool.execute(WRITE, self.ahead)
        log.warning("clock set", to=moment.isoformat())
        self.changed()

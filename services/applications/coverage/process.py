"""Coverage is compared with its record from the cut-off on, whatever has changed it (REQ-13, X16).

The cut-off is a stored date and the record is events, so a process that was down makes up for it when it
is back, once; several processes that find the same gap record it once.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog

from shared.ids import derived_id
from shared.resources import OpenResources
from shared.store.events import CommandContext
from shared.store.handle import handle
from shared.store.store import NotReady, StaleVersion
from shared.timing.zone import SHANGHAI

from .decider import DECIDER
from .events import coverage_of
from .projection import Unsettled, unsettled

POLL = 0.5
"""Seconds between comparisons."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Watch:
    """Records the gaps of one service's programmes, and their ends."""

    resources: OpenResources

    async def run(self) -> None:
        """Compare, for ever. Ends only when cancelled."""
        await self.resources.store.ready.wait()
        while True:
            try:
                await self.compare()
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
                NotReady,
                StaleVersion,
            ) as error:
                log.warning("coverage starts over", why=repr(error))
            await asyncio.sleep(POLL)

    async def compare(self) -> None:
        """Record once what each unit's coverage is now, where that is not recorded yet."""
        now = self.resources.clock.now()
        day = now.astimezone(SHANGHAI).date()
        for found in await unsettled(now, day, self.resources.pool):
            await self.record(found)

    async def record(self, found: Unsettled) -> None:
        """Hand what was found to the rules. Whoever finds the same says so under the same id."""
        check = found.check
        command_id = derived_id("coverage", check.programme_id, check.unit_id, found.version)
        context = CommandContext(
            command_id=command_id,
            fingerprint="coverage",
            actor="system",
            recorded_at=check.at,
            occurred_at=check.at,
            correlation_id=command_id,
        )
        stream = coverage_of(check.programme_id, check.unit_id)
        await handle(check, DECIDER, stream, self.resources.store, context)


@contextlib.asynccontextmanager
async def watching(resources: OpenResources) -> AsyncGenerator[None]:
    """Watch the coverage while the service runs."""
    task: asyncio.Task[Any] = asyncio.create_task(Watch(resources).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

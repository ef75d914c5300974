"""Refusals for lack of rights, put on record in the history of the account or client (domain.md 3).

At most once for each of them, operation and minute, and ten operations a minute: a script that tries
every door cannot fill the log.
"""

import asyncio
import time
from collections import Counter

import structlog

from shared.domain import Rejection
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.resources import OpenResources
from shared.store.store import NotReady, StaleVersion

from .account.api import record_denial
from .client.api import record_client_denial

MOST_A_MINUTE = 10
LONGEST = 200

log = structlog.get_logger()


class Denials:
    """Takes note of refusals beside the requests that met them."""

    def __init__(self, resources: OpenResources) -> None:
        self._resources = resources
        self._minute = 0
        self._seen: set[tuple[str, str]] = set()
        self._counts: Counter[str] = Counter()
        self._writing: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()  # several of one account would race for its next version

    def note(self, caller: Caller, operation: str) -> None:
        """Put a refusal on record, unless it is there or the account has had its share."""
        minute = int(time.time() // 60)
        if minute != self._minute:
            self._minute = minute
            self._seen.clear()
            self._counts.clear()
        operation = operation[:LONGEST]
        if (caller.id, operation) in self._seen or self._counts[caller.id] >= MOST_A_MINUTE:
            return
        self._seen.add((caller.id, operation))
        self._counts[caller.id] += 1
        task = asyncio.create_task(self._record(caller, operation, minute))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _record(self, caller: Caller, operation: str, minute: int) -> None:
        record = record_client_denial if Role.CLIENT in caller.roles else record_denial
        try:
            async with self._turn:
                await record(caller.id, operation, minute, self._resources)
        except (Rejection, NotReady, StaleVersion, OSError) as error:
            log.warning("denial not recorded", who=caller.id, why=repr(error))

    async def finish(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._writing)

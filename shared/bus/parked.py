"""Poison: an event that cannot be applied is put aside with the later events of its stream.

The others flow on. An operator lists, shows, retries in order, or discards with a reason. Many parks in
a minute are a bug and not poison: the consumer stops and raises an alarm.
"""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import takewhile
from time import monotonic

import structlog

from shared.bus.applying import Applier, Checkpoint, NotTheOwner, moved
from shared.bus.envelope import Envelope
from shared.store.sql import Connection, Part
from shared.telemetry.metrics import PARKED

TRIES = 5
TOO_MANY = 20
WINDOW = 60.0

STREAMS = """
  select distinct stream from parked_event where subscription = $1 and status = 'parked'"""
WAITS = """
  select exists (select 1 from parked_event
                  where subscription = $1 and stream = $2 and status = 'parked')"""
PARK = """
  insert into parked_event (subscription, seq, stream, event, error, attempts)
  values ($1, $2, $3, $4, $5, $6)"""
LIST = """
  select subscription, seq, stream, event->>'type' as type, error, attempts, status, reason, parked_at
    from parked_event where $1 = '' or subscription = $1 order by subscription, seq"""
OF_STREAM = """
  select seq, event from parked_event
   where subscription = $1 and stream = $2 and status = 'parked' order by seq for update"""

log = structlog.get_logger()


class TooMuchPoison(Exception):
    """More streams were parked within a minute than poison explains."""


class Parking:
    """Applies events for one subscription and puts poison aside, in the same transaction."""

    def __init__(self, subscription: str, applier: Applier) -> None:
        self.subscription = subscription
        self.applier = applier
        self.streams: set[str] = set()
        self._recent: deque[float] = deque()

    async def load(self) -> None:
        """Read which streams have events waiting aside."""
        rows = await self.applier.store.pool.fetch(STREAMS, self.subscription)
        self.streams = {row["stream"] for row in rows}

    async def apply(
        self,
        before: Checkpoint,
        events: Sequence[Envelope],
        is_transient: Callable[[Exception], bool],
    ) -> Checkpoint:
        """Apply events; when one cannot be applied, find it, park it and go on.

        Errors that pass by themselves and lost ownership are raised, and nothing is parked.
        """
        checkpoint = before
        rest = list(events)
        while rest:
            run = list(takewhile(lambda envelope: envelope.stream not in self.streams, rest))
            if run:
                checkpoint = await self._together(checkpoint, run, is_transient)
            else:
                run = rest[:1]
                checkpoint = await self._one(checkpoint, run[0], is_transient)
            rest = rest[len(run) :]
        return checkpoint

    async def _together(
        self,
        before: Checkpoint,
        events: Sequence[Envelope],
        is_transient: Callable[[Exception], bool],
    ) -> Checkpoint:
        try:
            return await self.applier.apply(before, events)
        except NotTheOwner:
            raise
        except Exception as error:
            if is_transient(error):
                raise
            log.warning("isolating", subscription=self.subscription, why=repr(error))
        checkpoint = before
        for envelope in events:
            checkpoint = await self._one(checkpoint, envelope, is_transient)
        return checkpoint

    async def _one(
        self, before: Checkpoint, envelope: Envelope, is_transient: Callable[[Exception], bool]
    ) -> Checkpoint:
        if envelope.stream in self.streams:
            if await self._park_behind(before, envelope):
                return before.at(envelope)
            self.streams.discard(envelope.stream)
        why = ""
        for _ in range(TRIES):
            try:
                return await self.applier.apply(before, [envelope])
            except NotTheOwner:
                raise
            except Exception as error:
                if is_transient(error):
                    raise
                why = repr(error)
        self._count()
        async with self.applier.store.pool.acquire() as connection:
            await self._park(connection, before, envelope, why, TRIES)
        return before.at(envelope)

    def _count(self) -> None:
        now = monotonic()
        self._recent.append(now)
        while self._recent[0] < now - WINDOW:
            self._recent.popleft()
        if len(self._recent) > TOO_MANY:
            raise TooMuchPoison(f"{len(self._recent)} streams within {WINDOW:.0f} s")

    async def _park_behind(self, before: Checkpoint, envelope: Envelope) -> bool:
        """Park an event if its stream still has one aside, which a retry may just have applied."""
        async with self.applier.store.pool.acquire() as connection, connection.transaction():
            await self._lock(connection)
            if not await connection.fetchval(WAITS, self.subscription, envelope.stream):
                return False
            await self._park(connection, before, envelope, "behind a parked event of its stream", 0)
        return True

    async def _park(
        self,
        connection: Connection,
        before: Checkpoint,
        envelope: Envelope,
        error: str,
        attempts: int,
    ) -> None:
        park: Part = (
            PARK,
            (
                self.subscription,
                envelope.seq,
                envelope.stream,
                envelope.message(),
                error,
                attempts,
            ),
        )
        await moved(connection, before.move_to(before.at(envelope)), [park])
        self.streams.add(envelope.stream)
        PARKED.labels(self.subscription).inc()
        log.error(
            "parked",
            subscription=self.subscription,
            seq=envelope.seq,
            stream=envelope.stream,
            why=error,
        )

    async def retry(self, stream: str) -> int:
        """Apply a stream's parked events in order; return how many. All of them or none.

        The checkpoint is locked meanwhile, so that no later event of the stream slips past.
        """
        async with self.applier.store.pool.acquire() as connection, connection.transaction():
            await self._lock(connection)
            rows = await connection.fetch(OF_STREAM, self.subscription, stream)
            events = [Envelope.of(row["event"]) for row in rows]
            for envelope in events:
                await self.applier.react([envelope])
                for sql, arguments in await self.applier.parts(connection, [envelope]):
                    await connection.execute(sql, *arguments)
            await connection.execute(
                "delete from parked_event where subscription = $1 and stream = $2 "
                "and status = 'parked'",
                self.subscription,
                stream,
            )
        return len(events)

    async def discard(self, seq: int, reason: str) -> bool:
        """Give up one parked event, with the reason; return whether it was there.

        The later events of its stream stay parked until they are retried.
        """
        status = await self.applier.store.pool.execute(
            "update parked_event set status = 'discarded', reason = $3 "
            "where subscription = $1 and seq = $2 and status = 'parked'",
            self.subscription,
            seq,
            reason,
        )
        return status == "UPDATE 1"

    async def _lock(self, connection: Connection) -> None:
        await connection.execute(
            "select 1 from checkpoint where subscription = $1 for update", self.subscription
        )

"""The relay: from the outbox into the feed, and from the feed onto the bus.

One leader per service does it, chosen by an advisory lock; safety does not rest on the lock but on the
feed's primary key and on the expected sequence of every publish. There is no "published up to" column:
the stream's own last sequence says where to go on, so a stream that lost its tail, or everything, is
refilled under the same numbers.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from time import monotonic
from typing import Any

import asyncpg
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.adoption import Fork, adopt_tail, compare
from shared.bus.jetstream import OwnStream, StreamUnknown
from shared.bus.publisher import BATCH, Publisher, PublishFailed
from shared.bus.sequencer import AnotherSequencer, Sequencer
from shared.store.sql import Connection, Row
from shared.store.store import EventStore
from shared.telemetry.metrics import RELAY_ALARM, RELAY_HEAD, RELAY_LEADER, RELAY_PUBLISHED

POLL = 0.1
"""Seconds between looks at the outbox when nobody wakes the relay."""

RECHECK = 5.0
"""Seconds between looks at the stream's last sequence when nothing is published."""

RETRY = 0.1
STANDBY = 1.0

log = structlog.get_logger()

TROUBLE = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    NatsError,
    StreamUnknown,
    AnotherSequencer,
    TimeoutError,
)
"""What passes: the relay starts over. Anything else is a bug and is not swallowed."""

DATABASE_LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)
"""What may be the moment in which an older copy of the database is put in place: compare first."""


class Relay:
    """Carries one service's events to its stream, for ever, whatever breaks in between."""

    def __init__(
        self,
        service: str,
        store: EventStore,
        nats: Client,
        connect: Callable[[], Awaitable[asyncpg.Connection]],
    ) -> None:
        self.service = service
        self.store = store
        self.nats = nats
        self.connect = connect
        self.stream = OwnStream(service, nats)
        self.publisher = Publisher(service, nats)
        self.leading = False
        self.fork: str = ""
        self.published = 0
        self._checked = 0.0

    async def run(self) -> None:
        """Lead whenever the lock is free; stand by otherwise. Ends only when cancelled."""
        poke = await self.nats.subscribe(f"poke.{self.service}", cb=self._poked)
        try:
            while True:
                try:
                    async with self._session() as connection:
                        await self._stand_by(connection)
                        await self._lead(connection)
                except Fork as fork:
                    self._alarm(str(fork))
                    await asyncio.sleep(RECHECK)
                except TROUBLE as trouble:
                    if isinstance(trouble, DATABASE_LOST):
                        self.store.ready.clear()
                    log.warning("relay starts over", service=self.service, why=repr(trouble))
                    await asyncio.sleep(RETRY)
                finally:
                    self._leads(now=False)
        finally:
            with contextlib.suppress(NatsError):
                await poke.unsubscribe()

    async def _poked(self, _: Any) -> None:  # noqa: ANN401
        self.store.committed.set()

    @contextlib.asynccontextmanager
    async def _session(self) -> AsyncGenerator[Connection]:
        connection = await self.connect()
        try:
            yield connection
        finally:
            connection.terminate()

    def _alarm(self, why: str) -> None:
        self.store.ready.clear()
        self.fork = why
        RELAY_ALARM.labels(self.service).set(1)
        log.critical("fork", service=self.service, why=why)

    def _leads(self, *, now: bool) -> None:
        self.leading = now
        RELAY_LEADER.labels(self.service).set(int(now))

    async def _stand_by(self, connection: Connection) -> None:
        """Wait for the lock; meanwhile grant readiness and wake the leader after commits here."""
        lock = f"relay:{self.service}"
        while not await connection.fetchval("select pg_try_advisory_lock(hashtext($1))", lock):
            if await compare(self.store, self.stream) <= await connection.fetchval(
                "select coalesce(max(seq), 0) from feed"
            ):
                self._grant()
            until = monotonic() + STANDBY
            while (left := until - monotonic()) > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.store.committed.wait(), left)
                    self.store.committed.clear()
                    await self.nats.publish(f"poke.{self.service}", b"")

    def _grant(self) -> None:
        self.fork = ""
        RELAY_ALARM.labels(self.service).set(0)
        if not self.store.ready.is_set():
            self.store.forget()
        self.store.ready.set()

    async def _lead(self, connection: Connection) -> None:
        self._leads(now=True)
        sequencer = Sequencer(connection)
        await sequencer.start()
        await self._agree(sequencer)
        following: Sequence[Row] = ()
        while True:
            self.store.committed.clear()
            rows = following or await self._next(sequencer)
            following = ()
            if len(rows) == BATCH:  # a backlog: the next ones get their numbers meanwhile
                following = await self._publish_and_read_on(rows, sequencer)
            elif rows:
                await self._publish(rows, sequencer)
            elif monotonic() - self._checked > RECHECK:
                await self._agree(sequencer)
            if len(rows) < BATCH:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.store.committed.wait(), POLL)

    async def _agree(self, sequencer: Sequencer) -> None:
        """Make sure that stream and feed tell one history, and grant commands."""
        last_seq = await compare(self.store, self.stream)
        if last_seq > sequencer.head:  # another leader was here, or the database was restored
            await sequencer.start()
        if last_seq > sequencer.head:
            self.store.ready.clear()
            await adopt_tail(self.store, self.stream, last_seq)
            await sequencer.start()
        self.published = last_seq
        self._checked = monotonic()
        self._grant()

    async def _next(self, sequencer: Sequencer) -> Sequence[Row]:
        """Return what to publish next: first what the stream lacks, then what is new."""
        return await self._after(self.published, sequencer)

    async def _after(self, seq: int, sequencer: Sequencer) -> Sequence[Row]:
        if seq < sequencer.head:
            return await sequencer.after(seq, BATCH)
        return await sequencer.next(BATCH)

    async def _publish_and_read_on(
        self, rows: Sequence[Row], sequencer: Sequencer
    ) -> Sequence[Row]:
        """Publish rows and read the following ones meanwhile; nothing follows a failure.

        Rows that got their numbers and are not published here are in the feed: they are found again.
        """
        published, following = await asyncio.gather(
            self.publisher.publish(rows),
            self._after(rows[-1]["seq"], sequencer),
            return_exceptions=True,
        )
        if isinstance(following, BaseException):
            raise following
        if isinstance(published, PublishFailed):
            await self._doubt(published, sequencer)
            return ()
        if published is not None:
            raise published
        self._note(rows)
        return following

    async def _publish(self, rows: Sequence[Row], sequencer: Sequencer) -> None:
        try:
            await self.publisher.publish(rows)
        except PublishFailed as failure:
            await self._doubt(failure, sequencer)
        else:
            self._note(rows)

    async def _doubt(self, failure: PublishFailed, sequencer: Sequencer) -> None:
        log.warning("publish failed", service=self.service, why=str(failure))
        await asyncio.sleep(RETRY)
        await self._agree(sequencer)

    def _note(self, rows: Sequence[Row]) -> None:
        self.published = rows[-1]["seq"]
        self._checked = monotonic()
        RELAY_PUBLISHED.labels(self.service).inc(len(rows))
        RELAY_HEAD.labels(self.service).set(self.published)

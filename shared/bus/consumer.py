"""A durable consumer whose checkpoint in PostgreSQL is the truth.

On start, on a lost heartbeat and on any doubt it is reset to its checkpoint: a consumer that trusts the
server's acknowledgement floor lost events in every kill -9 run (`docs/decisions`). A hole in the
stream is filled from the source's feed. Poison is parked with the later events of its stream.
"""

import asyncio
import contextlib
from collections.abc import Sequence

import asyncpg
import httpx2
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.bus.applying import Applier, Checkpoint, NotTheOwner
from shared.bus.checkpoints import NotInStep, divide, load, unite
from shared.bus.envelope import Envelope, NotAnEnvelope
from shared.bus.feed import Feed
from shared.bus.parked import Parking, TooMuchPoison
from shared.bus.pull import Pull, Silent, pending
from shared.bus.topology import Subscription, stream_of
from shared.store.store import NotReady, StaleVersion
from shared.telemetry.metrics import (
    CONSUMER_LAG,
    CONSUMER_SEQ,
    CONSUMER_STOPPED,
    HOLES,
    RESETS,
)

WAIT = 0.5
RETRY = 0.2
QUIET = 2.0
"""Seconds after which a consumer that was reset and got nothing asks the source's feed."""

TRANSIENT_STATES = ("08", "40", "53", "55", "57", "58", "XX")
"""SQLSTATE classes that pass: connection, rollback, resources, locks, shutdown, system, internal."""

log = structlog.get_logger()


class SourceForked(Exception):
    """The source's history differs from what was applied here: rebuild from its feed."""


class Hole(Exception):
    """Events are missing on the bus and the source's feed did not have them either."""


def is_transient(error: Exception) -> bool:
    """Return whether trying again later may help without anybody changing anything."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in TRANSIENT_STATES
    return isinstance(
        error,
        OSError
        | asyncpg.InterfaceError
        | asyncpg.InternalClientError
        | NatsError
        | TimeoutError
        | NotReady
        | StaleVersion
        | httpx2.HTTPError
        | Hole
        | Silent,
    )


class Consumer:
    """Applies one source's events to one service, in order, each once.

    `partition` is -1 when one consumer takes the whole stream.
    """

    def __init__(
        self,
        subscription: Subscription,
        applier: Applier,
        feed: Feed,
        nats: Client,
        *,
        partition: int = -1,
    ) -> None:
        self.subscription = subscription
        self.applier = applier
        self.feed = feed
        self.partition = partition
        self.pool = applier.store.pool
        durable = (
            subscription.durable if partition < 0 else subscription.partition_durable(partition)
        )
        self.pull = Pull(nats, f"js.{subscription.source}", stream_of(subscription.source), durable)
        self.parking = Parking(subscription.durable, applier)
        self.labels = (subscription.durable, str(partition))
        self.checkpoint = Checkpoint(subscription=subscription.durable, partition=partition)
        self.stopped = ""
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask the consumer to end after the batch in hand."""
        self._stopping.set()

    async def run(self) -> None:
        """Consume until asked to stop, whatever breaks in between."""
        CONSUMER_STOPPED.labels(*self.labels).set(0)
        try:
            await self._run()
        finally:
            with contextlib.suppress(NatsError):
                await self.pull.stop()

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._consume()
            except (TooMuchPoison, SourceForked) as error:
                self.stopped = str(error) or type(error).__name__
                CONSUMER_STOPPED.labels(*self.labels).set(1)
                log.critical("consumer stopped", subscription=self.labels, why=self.stopped)
                return
            except NotTheOwner:
                log.warning("not the owner", subscription=self.labels)
                await asyncio.sleep(RETRY)
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("consumer starts over", subscription=self.labels, why=repr(error))
                await asyncio.sleep(RETRY)

    async def _consume(self) -> None:
        """Reset the durable to the checkpoint, then apply what comes."""
        await self._load()
        RESETS.labels(self.subscription.durable).inc()
        await self.pull.start(max(self.checkpoint.seq, 1))
        quiet = 0.0
        confirmed = self.checkpoint.seq == 0
        while not self._stopping.is_set():
            messages = await self.pull.batch(WAIT)
            if messages:
                await self._take(messages)
                confirmed = True
            elif not confirmed:
                quiet += WAIT
                if quiet >= QUIET:
                    await self._catch_up()
                    quiet = 0.0

    async def _load(self) -> None:
        key = self.subscription.durable, self.partition
        while (found := await load(self.pool, *key)) is None:
            await (self._unite() if self.partition < 0 else self._divide())
        self.checkpoint = found
        await self.parking.load()

    async def _divide(self) -> None:
        """Go on in partitions where one consumer of the whole stream has left off."""
        whole = await load(self.pool, self.subscription.durable, -1)
        if whole is None:
            return
        heads = await self.feed.heads_at(whole.seq)
        at = {head.seq: head.event_id for head in heads.values()}
        if whole.event_id not in {None, at.get(whole.seq, whole.event_id)}:
            raise SourceForked(f"seq {whole.seq} was {whole.event_id}, now {at[whole.seq]}")
        await divide(self.pool, whole, heads)

    async def _unite(self) -> None:
        """Go on alone where consumers of partitions have left off, after bringing them into step."""
        name = self.subscription.durable
        furthest = await self.pool.fetchval(
            "select max(seq) from checkpoint where subscription = $1", name
        )
        for head in (await self.feed.heads_at(furthest or 0)).values():
            await self._of_partition(head.partition).reach(head.partition_seq)
        await unite(self.pool, name)

    def _of_partition(self, partition: int) -> "Consumer":
        return Consumer(
            self.subscription, self.applier, self.feed, self.pull.nats, partition=partition
        )

    async def reach(self, number: int) -> None:
        """Apply what the source's feed has after the checkpoint, up to a number, and no more."""
        found = await load(self.pool, self.subscription.durable, self.partition)
        if found is None:
            raise NotInStep("the partitions are one again")
        self.checkpoint = found
        await self.parking.load()
        await self._catch_up(number)

    async def _take(self, messages: Sequence[Msg]) -> None:
        try:
            events = [Envelope.parse(message.data) for message in messages]
        except NotAnEnvelope as error:
            # Nothing but the source's relay can write to the stream: the feed has the real event.
            log.exception("not an event", subscription=self.labels, why=str(error))
            await self._catch_up()
            events = []
        await self._apply_in_order(events)
        await messages[-1].ack()
        CONSUMER_LAG.labels(*self.labels).set(pending(messages[-1]))

    async def _apply_in_order(self, events: Sequence[Envelope]) -> None:
        """Apply events by their dense numbers: skip what is known, fill what is missing."""
        fresh: list[Envelope] = []
        expected = self.checkpoint.number + 1
        for event in events:
            number = self.checkpoint.number_of(event)
            if number < expected:
                self._same(event)
                continue
            if number > expected:
                await self._apply(fresh)
                fresh = []
                await self._fill(expected, number - 1)
            fresh.append(event)
            expected = number + 1
        await self._apply(fresh)

    def _same(self, event: Envelope) -> None:
        at = self.checkpoint
        if event.seq == at.seq and at.event_id not in {None, event.event_id}:
            raise SourceForked(f"seq {at.seq} was {at.event_id}, now {event.event_id}")

    async def _fill(self, first: int, last: int) -> None:
        """Take what the bus lacks from the source's feed."""
        HOLES.labels(self.subscription.durable).inc()
        log.warning("hole", subscription=self.labels, first=first, last=last)
        await self._catch_up(last)
        if self.checkpoint.number < last:
            raise Hole(f"{first}..{last}")

    async def _catch_up(self, last: int | None = None) -> None:
        """Apply what the source's feed has after the checkpoint, up to a number or to its end.

        Nothing is applied unless the feed has, at the checkpoint, the event that was applied there.
        """
        partition = None if self.partition < 0 else self.partition
        if self.checkpoint.number:
            page = await self.feed.after(self.checkpoint.number - 1, 1, partition)
            if not page:  # the source was restored and has not taken its tail back yet
                return
            self._same(Envelope.parse(page[0]))
        while last is None or self.checkpoint.number < last:
            left = 500 if last is None else min(500, last - self.checkpoint.number)
            page = await self.feed.after(self.checkpoint.number, left, partition)
            if not page:
                return
            await self._apply([Envelope.parse(message) for message in page])

    async def _apply(self, events: Sequence[Envelope]) -> None:
        if not events:
            return
        self.checkpoint = await self.parking.apply(self.checkpoint, events, is_transient)
        CONSUMER_SEQ.labels(*self.labels).set(self.checkpoint.seq)

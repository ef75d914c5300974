"""One active owner for each partition, and fail-over when it is gone.

Replicas share out the partitions by advisory locks in the consumer's own database; whoever holds a
partition's lock runs its consumer, and nobody holds more than an equal share. The lock is an
optimisation: the checkpoint's compare-and-swap fences a former owner that does not know yet.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import structlog
from nats.aio.client import Client

from shared.bus.applying import Applier
from shared.bus.consumer import Consumer
from shared.bus.ending import end
from shared.bus.feed import Feed
from shared.bus.topology import PARTITIONS, Subscription

LOOK = 1.0

SEATS = """
  select count(*) from pg_locks l join unnest($1::text[]) name
      on l.classid::bigint << 32 | l.objid::bigint = hashtext(name)::bigint
   where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
     and l.database = (select oid from pg_database where datname = current_database())"""

log = structlog.get_logger()


class PartitionOwner:
    """Runs the consumers of those partitions whose locks this process holds."""

    def __init__(
        self,
        subscription: Subscription,
        applier: Applier,
        feed: Feed,
        nats: Client,
        connect: Callable[[], Awaitable[asyncpg.Connection]],
    ) -> None:
        self.subscription = subscription
        self.applier = applier
        self.feed = feed
        self.nats = nats
        self.connect = connect
        self.owned: dict[int, tuple[Consumer, asyncio.Task[None]]] = {}
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask all consumers to end after the batch in hand."""
        self._stopping.set()
        for consumer, _ in self.owned.values():
            consumer.stop()

    async def run(self) -> None:
        """Hold what can be held, until asked to stop."""
        while not self._stopping.is_set():
            try:
                session = await self.connect()
                try:
                    await self._own(session)
                finally:
                    await self._let_go()
                    session.terminate()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("partitions lost", subscription=self.subscription, why=repr(error))
                await asyncio.sleep(LOOK)

    async def _own(self, session: asyncpg.Connection) -> None:
        await self._sit_down(session)
        while not self._stopping.is_set():
            share = -(-PARTITIONS // max(1, await self._replicas(session)))
            for partition in list(self.owned)[share:]:
                await self._give_up(session, partition)
            for partition in range(PARTITIONS):
                if len(self.owned) >= share:
                    break
                if partition not in self.owned and await self._lock(session, self._name(partition)):
                    self._start(partition)
            for _, task in self.owned.values():
                if task.done() and task.exception():
                    task.result()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), LOOK)

    def _name(self, partition: int) -> str:
        return f"partition:{self.subscription.durable}:{partition}"

    def _seat(self, number: int) -> str:
        return f"replica:{self.subscription.durable}:{number}"

    async def _lock(self, session: asyncpg.Connection, name: str) -> bool:
        return await session.fetchval("select pg_try_advisory_lock(hashtext($1))", name)

    async def _sit_down(self, session: asyncpg.Connection) -> None:
        """Take a seat, so that the other replicas count this one and leave it a share."""
        for number in range(PARTITIONS):
            if await self._lock(session, self._seat(number)):
                return

    async def _replicas(self, session: asyncpg.Connection) -> int:
        return await session.fetchval(SEATS, [self._seat(number) for number in range(PARTITIONS)])

    async def _give_up(self, session: asyncpg.Connection, partition: int) -> None:
        """Hand a partition over after the batch in hand."""
        consumer, task = self.owned.pop(partition)
        consumer.stop()
        await asyncio.wait([task], timeout=3)
        await end(task)
        name = self._name(partition)
        await session.fetchval("select pg_advisory_unlock(hashtext($1))", name)
        log.info("partition handed over", subscription=self.subscription, partition=partition)

    def _start(self, partition: int) -> None:
        consumer = Consumer(
            self.subscription, self.applier, self.feed, self.nats, partition=partition
        )
        self.owned[partition] = (consumer, asyncio.create_task(consumer.run()))
        log.info("partition owned", subscription=self.subscription, partition=partition)

    async def _let_go(self) -> None:
        for consumer, _ in self.owned.values():
            consumer.stop()
        tasks: list[asyncio.Task[Any]] = [task for _, task in self.owned.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=3)
        await end(*tasks)
        self.owned.clear()

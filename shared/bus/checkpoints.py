"""How far consumers are, and the change between one consumer of a stream and one a partition.

A subscription has either one checkpoint (partition -1) or up to 16, never both. Whoever starts with the
other kind turns them over first, in one transaction and at exactly the same place, so that nothing
is applied twice or left out.
"""

from collections.abc import Mapping, Sequence

import asyncpg

from shared.bus.applying import Checkpoint
from shared.bus.feed import Head
from shared.store.events import PARTITIONS
from shared.store.sql import Connection

READ = """
  select seq, partition_seq, event_id, generation from checkpoint
   where subscription = $1 and partition = $2"""
ALL = """
  select subscription, partition, seq, partition_seq, event_id, generation from checkpoint
   where subscription = $1 order by partition for update"""
ADD = """
  insert into checkpoint (subscription, partition, seq, partition_seq, event_id, generation)
  values ($1, $2, $3, $4, $5, $6)"""
LOCK = "lock table checkpoint in share row exclusive mode"
"""Nobody else adds or moves a checkpoint until the transaction ends."""


class NotInStep(ConnectionError):
    """The checkpoints cannot be turned over at this moment: someone moves them, or the feed is behind."""


async def load(pool: asyncpg.Pool, subscription: str, partition: int) -> Checkpoint | None:
    """Return a checkpoint, made at first use; None if the subscription has the other kind."""
    row = await pool.fetchrow(READ, subscription, partition)
    if row is not None:
        return Checkpoint(subscription=subscription, partition=partition, **dict(row))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(LOCK)
        present = await of_subscription(connection, subscription)
        if any((found.partition < 0) != (partition < 0) for found in present):
            return None
        for found in present:
            if found.partition == partition:
                return found
        checkpoint = Checkpoint(subscription=subscription, partition=partition)
        await _add(connection, checkpoint)
        return checkpoint


async def of_subscription(connection: Connection, subscription: str) -> Sequence[Checkpoint]:
    """Return all checkpoints of a subscription, locked."""
    return [Checkpoint(**dict(row)) for row in await connection.fetch(ALL, subscription)]


async def divide(pool: asyncpg.Pool, whole: Checkpoint, heads: Mapping[int, Head]) -> None:
    """Replace the checkpoint of the whole stream by those of its partitions at the same place.

    `heads` are the newest events of the partitions up to that place. Raises `NotInStep` if the
    checkpoint has moved or the heads do not add up to it.
    """
    if sum(head.partition_seq for head in heads.values()) != whole.seq:
        raise NotInStep(f"the feed has no {whole.seq} events yet")
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(LOCK)
        if list(await of_subscription(connection, whole.subscription)) != [whole]:
            raise NotInStep(f"{whole.subscription} was moved")
        await _clear(connection, whole.subscription)
        for partition in range(PARTITIONS):
            head = heads.get(partition)
            await _add(
                connection,
                Checkpoint(
                    subscription=whole.subscription,
                    partition=partition,
                    seq=head.seq if head else 0,
                    partition_seq=head.partition_seq if head else 0,
                    event_id=head.event_id if head else None,
                    generation=whole.generation,
                ),
            )


async def unite(pool: asyncpg.Pool, subscription: str) -> None:
    """Replace the checkpoints of partitions by one of the whole stream at the same place.

    Raises `NotInStep` unless together they have applied exactly the feed's first n events.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(LOCK)
        parts = [c for c in await of_subscription(connection, subscription) if c.partition >= 0]
        if not parts:
            return
        last = max(parts, key=lambda part: part.seq)
        generations = {part.generation for part in parts}
        if len(generations) > 1 or sum(part.partition_seq for part in parts) != last.seq:
            raise NotInStep(f"the partitions of {subscription} are not at one place")
        await _clear(connection, subscription)
        await _add(
            connection,
            Checkpoint(
                subscription=subscription,
                partition=-1,
                seq=last.seq,
                event_id=last.event_id,
                generation=last.generation,
            ),
        )


async def _clear(connection: Connection, subscription: str) -> None:
    await connection.execute("delete from checkpoint where subscription = $1", subscription)


async def _add(connection: Connection, checkpoint: Checkpoint) -> None:
    await connection.execute(
        ADD,
        checkpoint.subscription,
        checkpoint.partition,
        checkpoint.seq,
        checkpoint.partition_seq,
        checkpoint.event_id,
        checkpoint.generation,
    )

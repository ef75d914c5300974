"""Giving committed events their dense numbers."""

from collections.abc import Sequence

import asyncpg

from shared.bus.envelope import COLUMNS
from shared.store.sql import Connection, Row

PLAN = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
}
"""The relay's statements are prepared on empty tables: their plans are pinned to the indexes."""

SEQUENCE = f"""
  with o as (
    delete from outbox where position in (select position from outbox order by position limit $2)
    returning position),
  n as (
    select o.position, e.partition from o join event e using (position)),
  f as (
    insert into feed (seq, position, partition, partition_seq)
    select $1 + row_number() over (order by position), position, partition,
           ($3::bigint[])[partition + 1] + row_number() over (partition by partition order by position)
      from n
    returning seq, position, partition, partition_seq)
  select {COLUMNS} from f join event e using (position) order by f.seq"""
READ = f"select {COLUMNS} from feed f join event e using (position) where f.seq > $1 order by f.seq limit $2"
HEADS = """
  select coalesce((select max(partition_seq) from feed where partition = p), 0) as head
    from generate_series(0, 15) p order by p"""
HEAD = "select coalesce(max(seq), 0) from feed"


class AnotherSequencer(Exception):
    """Someone else gave out these numbers: read the heads again."""


class Sequencer:
    """Moves outbox rows into the feed under the next dense numbers, committed before anything else.

    Only the relay's leader runs it; if two ever do, the feed's primary key stops one of them.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.head = 0
        self._heads = [0] * 16

    async def start(self) -> None:
        """Read where the numbers stand."""
        self.head = await self.connection.fetchval(HEAD)
        self._heads = [row["head"] for row in await self.connection.fetch(HEADS)]

    async def next(self, limit: int) -> Sequence[Row]:
        """Give numbers to up to `limit` waiting events and return them in order."""
        try:
            rows = await self.connection.fetch(SEQUENCE, self.head, limit, self._heads)
        except asyncpg.UniqueViolationError as error:
            raise AnotherSequencer from error
        if rows:
            self.head = rows[-1]["seq"]
            for row in rows:
                self._heads[row["partition"]] = row["partition_seq"]
        return rows

    async def after(self, seq: int, limit: int) -> Sequence[Row]:
        """Return feed rows that have numbers already."""
        return await self.connection.fetch(READ, seq, limit)

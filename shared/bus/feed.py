"""The feed: the service's log under dense numbers, readable from any position."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

import asyncpg
import httpx2

from shared.bus.envelope import COLUMNS, envelope_of
from shared.domain import value

MAX_PAGE = 1000

READ = f"""
  select {COLUMNS} from feed f join event e using (position)
   where f.seq > $1 order by f.seq limit $2"""
READ_PARTITION = f"""
  select {COLUMNS} from feed f join event e using (position)
   where f.partition = $3 and f.partition_seq > $1 order by f.partition_seq limit $2"""

HEADS_AT = """
  select h.* from generate_series(0, 15) p cross join lateral (
    select f.partition, f.seq, f.partition_seq, e.event_id from feed f join event e using (position)
     where f.partition = p and f.seq <= $1 order by f.partition_seq desc limit 1) h"""


@value
class Head:
    """The newest event of a partition up to some place in the feed."""

    partition: int
    seq: int
    partition_seq: int
    event_id: UUID


class Feed(Protocol):
    """A source's log, wherever it is read from."""

    async def after(self, seq: int, limit: int, partition: int | None = None) -> Sequence[bytes]:
        """Return CloudEvents after a sequence number, oldest first.

        With a partition, `seq` counts inside that partition.
        """
        ...

    async def heads_at(self, seq: int) -> Mapping[int, Head]:
        """Return the newest event of each partition among the feed's events up to `seq`."""
        ...


class OwnFeed:
    """The feed of a service whose database is at hand."""

    def __init__(self, service: str, pool: asyncpg.Pool) -> None:
        self.service = service
        self.pool = pool

    async def after(self, seq: int, limit: int, partition: int | None = None) -> Sequence[bytes]:
        """Return CloudEvents after a sequence number, oldest first."""
        rows = (
            await self.pool.fetch(READ, seq, limit)
            if partition is None
            else await self.pool.fetch(READ_PARTITION, seq, limit, partition)
        )
        return [envelope_of(self.service, row) for row in rows]

    async def heads_at(self, seq: int) -> Mapping[int, Head]:
        """Return the newest event of each partition up to `seq`."""
        rows = await self.pool.fetch(HEADS_AT, seq)
        return {row["partition"]: Head(**dict(row)) for row in rows}


class RemoteFeed:
    """The feed of a service elsewhere: `GET /api/<service>/events` with a service's own token."""

    def __init__(self, service: str, client: httpx2.AsyncClient) -> None:
        self.service = service
        self.client = client

    async def after(self, seq: int, limit: int, partition: int | None = None) -> Sequence[bytes]:
        """Return CloudEvents after a sequence number, oldest first."""
        parameters: dict[str, int] = {"after": seq, "limit": limit}
        if partition is not None:
            parameters["partition"] = partition
        answer = await self.client.get(
            f"/api/{self.service}/events",
            params=parameters,
            headers={"Accept": "application/x-ndjson"},
        )
        answer.raise_for_status()
        return [line for line in answer.content.split(b"\n") if line]

    async def heads_at(self, seq: int) -> Mapping[int, Head]:
        """Return the newest event of each partition up to `seq`."""
        answer = await self.client.get(f"/api/{self.service}/events/heads", params={"at": seq})
        answer.raise_for_status()
        heads = (Head(**head | {"event_id": UUID(head["event_id"])}) for head in answer.json())
        return {head.partition: head for head in heads}

"""Taking back from the stream what a restored database has lost.

After a restore from a backup the stream is ahead of the feed: it holds facts that were acknowledged and
that others have seen. They are put back under their numbers before any command is accepted. Where
the two histories differ, nothing is forked in silence: `Fork` stops the relay until a person decides.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
import orjson
import structlog

from shared.bus.envelope import Envelope
from shared.bus.jetstream import OwnStream, StreamUnknown
from shared.store.codec import canonical, digest
from shared.store.events import Stream
from shared.store.history import LOAD, History
from shared.store.sql import Connection, in_one_round_trip
from shared.store.store import EventStore

log = structlog.get_logger()

ADOPT = """
  with m as (
    select * from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::text[],
                         $6::int[], $7::uuid[], $8::text[], $9::smallint[], $10::text[],
                         $11::text[], $12::timestamptz[], $13::timestamptz[], $14::bytea[])
      u(seq, partition, partition_seq, feature, stream, version, event_id, type, schema_version,
        data, meta, occurred_at, recorded_at, hash)),
  added as (
    insert into event (feature, stream, version, event_id, type, schema_version, partition, data,
                       meta, occurred_at, recorded_at, hash)
    select feature, stream, version, event_id, type, schema_version, partition, data::jsonb,
           meta::jsonb, occurred_at, recorded_at, hash
      from m order by seq
    on conflict (event_id) do nothing
    returning position, event_id),
  placed as (
    select position, event_id from added
    union all
    select e.position, e.event_id from event e join m using (event_id)),
  waiting as (
    delete from outbox o using placed p where o.position = p.position)
  insert into feed (seq, position, partition, partition_seq)
  select m.seq, p.position, m.partition, m.partition_seq
    from m join placed p using (event_id) order by m.seq
  returning seq"""


class Fork(Exception):
    """Database and stream tell different histories. A person must decide which one is true."""


async def compare(store: EventStore, stream: OwnStream) -> int:
    """Return the stream's last sequence after checking that it agrees with the feed there.

    Raises `Fork` when the event under the last common number differs.
    """
    state = await stream.state()
    head = await store.pool.fetchval("select coalesce(max(seq), 0) from feed")
    common = min(state.last_seq, head)
    if common >= max(state.first_seq, 1) and state.messages:
        theirs = await stream.event_id(common)
        ours = await store.pool.fetchval(
            "select event_id from event join feed using (position) where seq = $1", common
        )
        if theirs is not None and theirs != ours:
            raise Fork(f"seq {common} is {ours} in the feed and {theirs} in the stream")
    return state.last_seq


async def adopt_tail(store: EventStore, stream: OwnStream, last_seq: int) -> int:
    """Put the stream's events after the feed's head back into the store; return how many.

    One transaction; no command is accepted meanwhile. Raises `Fork` when a stream version is
    already taken by another event, or when a message is not what its hash says.
    """
    async with store.pool.acquire() as connection, connection.transaction():
        await connection.execute("lock table event in share row exclusive mode")
        head = await connection.fetchval("select coalesce(max(seq), 0) from feed")
        adopted: list[Envelope] = []
        async for seq, message in stream.messages(head, last_seq):
            envelope = Envelope.parse(message)
            if envelope.seq != seq or seq != head + len(adopted) + 1:
                raise StreamUnknown(f"expected {head + len(adopted) + 1}, got {seq}")
            if not is_what_its_hash_says(envelope):
                raise Fork(f"seq {seq}: the event is not what its hash says")
            adopted.append(envelope)
        await _insert(connection, adopted)
        for name in dict.fromkeys(envelope.stream for envelope in adopted):
            await _fold_again(connection, store, name)
    log.warning("adopted", stream=stream.name, events=len(adopted), from_seq=head + 1)
    return len(adopted)


def is_what_its_hash_says(envelope: Envelope) -> bool:
    """Return whether the SHA-256 of the event's canonical form is the one that it carries."""
    expected = digest(
        {
            "id": envelope.event_id,
            "stream": envelope.stream,
            "version": envelope.version,
            "type": envelope.type,
            "schema_version": envelope.schema_version,
            "data": envelope.data,
            "meta": envelope.meta,
            "occurred_at": envelope.occurred_at,
            "recorded_at": envelope.recorded_at,
        }
    )
    return expected.hex() == envelope.hash


async def _insert(connection: Connection, adopted: Sequence[Envelope]) -> None:
    columns: list[list[Any]] = [
        [e.seq for e in adopted],
        [e.partition for e in adopted],
        [e.partition_seq for e in adopted],
        [e.stream.partition(":")[0] for e in adopted],
        [e.stream for e in adopted],
        [e.version for e in adopted],
        [e.event_id for e in adopted],
        [e.type for e in adopted],
        [e.schema_version for e in adopted],
        [canonical(e.data).decode() for e in adopted],
        [orjson.dumps(e.meta).decode() for e in adopted],
        [e.occurred_at for e in adopted],
        [e.recorded_at for e in adopted],
        [bytes.fromhex(e.hash) for e in adopted],
    ]
    try:
        placed = await connection.fetch(ADOPT, *columns)
    except asyncpg.UniqueViolationError as error:
        raise Fork(str(error)) from error
    if len(placed) != len(adopted):
        raise Fork(f"{len(adopted)} events in the stream, {len(placed)} could be placed")


async def _fold_again(connection: Connection, store: EventStore, name: str) -> None:
    """Bring the inline read models of one stream up to its newest event."""
    feature, _, stream_id = name.partition(":")
    stream: Stream[Any] = Stream(feature, stream_id)
    history = History(stream).read_on(await connection.fetch(LOAD, [name], [0]), store.codec)
    parts = store.inline.writes(history, history.recorded)
    if parts:
        await in_one_round_trip(connection, ("select 1", ()), parts)

"""Replaying history from zero into fresh tables, without touching the live ones.

Tables are named without their schema everywhere, so the same statements write into whatever schema
comes first in a connection's search path.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from shared.bus.feed import OwnFeed
from shared.readmodels.projection import Key, Projection, Rows
from shared.service import Service
from shared.store.codec import EventCodec
from shared.store.events import Recorded, Stream
from shared.store.sql import Connection, Reader, Row

CHUNK = 5000
"""Numbers of the feed that are read at once."""

HELD = 20_000
"""Rows that are folded in memory before they are written."""

COLUMNS = """e.stream, e.type, e.schema_version, e.data::text as data, e.version, e.event_id,
  e.occurred_at, e.recorded_at, e.meta->>'actor' as actor,
  (e.meta->>'command_id')::uuid as command_id"""
WHOLE = f"""
  select {COLUMNS} from feed f join event e using (position)
   where f.seq > $1 and f.seq <= $2
     and ($3::text[] = '{{}}' or e.feature = any($3)) and ($4::text[] = '{{}}' or e.type = any($4))
     and f.seq <> all($5::bigint[])
   order by f.seq"""
OF_PARTITION = f"""
  select {COLUMNS} from feed f join event e using (position)
   where f.partition_seq > $1 and f.partition_seq <= $2
     and ($3::text[] = '{{}}' or e.feature = any($3)) and ($4::text[] = '{{}}' or e.type = any($4))
     and f.seq <> all($5::bigint[]) and f.partition = $6
   order by f.partition_seq"""
HEAD = "select coalesce(max(seq), 0) from feed"
HEAD_OF_PARTITION = "select coalesce(max(partition_seq), 0) from feed where partition = $1"
WAITING = f"""
  select {COLUMNS} from outbox o join event e using (position)
   where $1::text[] = '{{}}' or e.feature = any($1) order by position"""
"""Own events that are committed but have no number yet."""

type Progress = Callable[[str, int, int], None]
"""Told after each chunk: the projection, events done, events in all."""


@dataclass(frozen=True)
class Site:
    """One service's read models and where they and their sources are.

    `connect` opens a connection whose search path starts with the given schemas.
    """

    service: Service
    connect: Callable[[Sequence[str]], Awaitable[Connection]]
    feeds: Callable[[str], OwnFeed]

    @property
    def projections(self) -> Sequence[Projection[Any]]:
        """Return all read models of the service, its own and those of foreign events."""
        foreign = [p for subscribed in self.service.subscribed for p in subscribed.projections]
        return [*self.service.projections, *foreign]

    def is_own(self, projection: Projection[Any]) -> bool:
        """Return whether a read model is folded from the service's own events."""
        return projection.source == self.service.name

    def subscription(self, projection: Projection[Any]) -> str:
        """Return the name of the consumer that keeps a read model of foreign events."""
        return f"{self.service.name}_{projection.source}"


@dataclass
class Replay:
    """Folds a projection's history into the table that comes first on this connection.

    The table is empty at first. Rows are folded in memory and reach it with `write`.
    """

    rows: Rows[Any]
    connection: Connection
    done: int = 0
    _held: dict[Key, Any] = field(default_factory=dict[Key, Any])
    _written: bool = False

    async def apply(self, history: Iterable[Recorded[Any]]) -> None:
        """Fold the next events onto what is there."""
        key_of, fold, held = self.rows.projection.key, self.rows.projection.fold, self._held
        touched = [(key, r) for r in history if (key := key_of(r)) is not None]
        if self._written and (missing := {key for key, _ in touched} - held.keys()):
            held |= await self.rows.load(self.connection, missing)
        for key, recorded in touched:
            held[key] = fold(held.get(key), recorded)
        if len(held) > HELD:
            await self.write()

    async def write(self) -> None:
        """Bring the table up to the events folded so far."""
        for sql, arguments in self.rows.writes(self._held):
            await self.connection.execute(sql, *arguments)
        self._held.clear()
        self._written = True


class Decoding:
    """Makes recorded events of rows with the columns of this module."""

    def __init__(self, codec: EventCodec | None) -> None:
        self._decode = as_json if codec is None else codec.decode
        self.types = list(codec.known) if codec is not None and codec.ignore_unknown else []
        self._streams: dict[str, Stream[Any]] = {}

    def recorded(self, rows: Iterable[Row]) -> list[Recorded[Any]]:
        """Return the events of these rows."""
        decode, stream_of = self._decode, self._stream_of
        return [
            Recorded(
                decode(type_name, schema_version, data),
                stream_of(name),
                version,
                event_id,
                occurred_at,
                recorded_at,
                actor,
                type_name,
                command_id,
            )
            for (
                name,
                type_name,
                schema_version,
                data,
                version,
                event_id,
                occurred_at,
                recorded_at,
                actor,
                command_id,
            ) in rows
        ]

    def _stream_of(self, name: str) -> Stream[Any]:
        stream = self._streams.get(name)
        if stream is None:
            if len(self._streams) > HELD:
                self._streams.clear()
            feature, _, stream_id = name.partition(":")
            stream = self._streams[name] = Stream(feature, stream_id)
        return stream


def as_json(type_name: str, schema_version: int, data: str) -> Any:  # noqa: ANN401 - any JSON
    """Return an event's plain JSON object, for those who do without a codec."""
    del type_name, schema_version
    return orjson.loads(data)


async def own_history(
    connection: Connection, projection: Projection[Any], codec: EventCodec, after: int
) -> AsyncIterator[tuple[int, list[Recorded[Any]]]]:
    """Give the service's own numbered events in chunks, each with the last number that was read."""
    decoding, features = Decoding(codec), list(projection.features)
    head = await connection.fetchval(HEAD)
    while after < head:
        start, after = after, min(after + CHUNK, head)
        rows = await connection.fetch(WHOLE, start, after, features, [], [])
        yield after, decoding.recorded(rows)


async def waiting_history(
    connection: Connection, projection: Projection[Any], codec: EventCodec
) -> list[Recorded[Any]]:
    """Return the service's own events that have no number yet."""
    rows = await connection.fetch(WAITING, list(projection.features))
    return Decoding(codec).recorded(rows)


async def foreign_history(
    source: Reader,
    projection: Projection[Any],
    after: int,
    upto: int,
    partition: int | None,
    skip: frozenset[int],
) -> AsyncIterator[tuple[int, list[Recorded[Any]]]]:
    """Give a source's events in chunks, up to a number, without the parked ones.

    It ends earlier when the source has no more: it was restored, and lacks its tail for a while.
    """
    decoding, lane = Decoding(projection.events), () if partition is None else (partition,)
    read, head_of = (OF_PARTITION, HEAD_OF_PARTITION) if lane else (WHOLE, HEAD)
    head = min(upto, await source.fetchval(head_of, *lane))
    while after < head:
        start, after = after, min(after + CHUNK, head)
        rows = await source.fetch(read, start, after, [], decoding.types, list(skip), *lane)
        yield after, decoding.recorded(rows)

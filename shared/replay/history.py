"""Replaying history from zero into fresh tables, without touching the live ones.

Tables are named without their schema everywhere, so the same statements write into whatever schema
comes first in a connection's search path.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.bus.envelope import Envelope
from shared.bus.feed import Feed
from shared.readmodels.projection import Key, Projection, Rows
from shared.service import Service
from shared.store.codec import EventCodec
from shared.store.events import Recorded, Stream
from shared.store.sql import Connection

CHUNK = 5000

COLUMNS = """
  e.position, e.feature, e.stream, e.version, e.event_id, e.type, e.schema_version,
  e.data::text as data, e.occurred_at, e.recorded_at, e.meta->>'actor' as actor,
  e.meta->>'command_id' as command_id"""
OWN_LOG = f"""
  select f.seq, {COLUMNS} from feed f join event e using (position)
   where f.seq > $1 order by f.seq limit $2"""
WAITING = f"""
  select {COLUMNS} from outbox o join event e using (position) order by position"""
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
    feeds: Callable[[str], Feed]

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
    """Folds a projection's history into the table that comes first on this connection."""

    rows: Rows[Any]
    connection: Connection
    done: int = 0
    skip: frozenset[int] = frozenset()
    applied: int = field(default=0)

    async def apply(self, history: Iterable[Recorded[Any]]) -> None:
        """Fold the next events onto what is there."""
        projection = self.rows.projection
        events = [r for r in history if projection.key(r) is not None]
        keys = {key for r in events if (key := projection.key(r)) is not None}
        if not keys:
            return
        rows: dict[Key, Any] = {**await self.rows.load(self.connection, keys)}
        for sql, arguments in self.rows.writes(self.rows.fold(rows, events)):
            await self.connection.execute(sql, *arguments)
        self.applied += len(events)


def own_event(row: Any, codec: EventCodec) -> Recorded[Any]:  # noqa: ANN401 - a database row
    """Return a stored event of the service itself."""
    feature, _, stream_id = row["stream"].partition(":")
    return Recorded(
        codec.decode(row["type"], row["schema_version"], row["data"]),
        Stream(feature, stream_id),
        row["version"],
        row["event_id"],
        row["occurred_at"],
        row["recorded_at"],
        row["actor"],
        row["type"],
        UUID(row["command_id"]),
    )


def concerns(projection: Projection[Any], feature: str) -> bool:
    """Return whether a projection reads streams of this feature."""
    return not projection.features or feature in projection.features


async def own_history(
    connection: Connection, projection: Projection[Any], codec: EventCodec, after: int
) -> AsyncIterator[tuple[int, list[Recorded[Any]]]]:
    """Give the service's own numbered events in chunks, each with its last number."""
    while rows := await connection.fetch(OWN_LOG, after, CHUNK):
        after = rows[-1]["seq"]
        yield after, [own_event(r, codec) for r in rows if concerns(projection, r["feature"])]


async def foreign_history(
    feed: Feed,
    projection: Projection[Any],
    after: int,
    upto: int,
    partition: int | None,
    skip: frozenset[int],
) -> AsyncIterator[tuple[int, list[Recorded[Any]]]]:
    """Give a source's events in chunks, up to a number, without the parked ones."""
    while after < upto:
        page = [
            Envelope.parse(m) for m in await feed.after(after, min(1000, upto - after), partition)
        ]
        if not page:
            return
        after = page[-1].seq if partition is None else page[-1].partition_seq
        recorded = [e.recorded(projection.events) for e in page if e.seq not in skip]
        yield after, [r for r in recorded if r.event is not None]

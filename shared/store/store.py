"""The event store of one service: reading streams, and committing what a command led to."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson

from shared.domain import Incomplete
from shared.store.codec import EventCodec, canonical, digest
from shared.store.events import CommandContext, Recorded, Stream
from shared.store.history import LOAD, History
from shared.store.sql import Connection, Part, in_one_round_trip

APPEND = "select append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
BY_EVENT = """
  select stream, meta->>'command_id' as command_id, meta->>'request' as request
    from event where event_id = $1"""


MANY = 1000
LONG = 1000
"""So many streams of up to so many events are kept at hand, the latest used."""

LOST_RACES = {"LB001", "40001", "40P01"}
"""SQLSTATEs after which a command is decided again: our own, serialization failure, deadlock."""


def constraint_of(error: Exception) -> str:
    """Return the unique constraint that an error is about, or nothing."""
    return (error.constraint_name or "") if isinstance(error, asyncpg.UniqueViolationError) else ""


def lost_race(error: Exception) -> bool:
    """Return whether an append failed because someone else wrote at the same time."""
    if constraint_of(error) == "event_stream_version_key":
        return True
    return isinstance(error, asyncpg.PostgresError) and error.sqlstate in LOST_RACES


class NotText(Incomplete):
    """A text holds the character NUL (U+0000), which no text of PostgreSQL can hold."""

    zh = "内容含有无法保存的字符(U+0000), 请删除后重新提交。"
    en = "The content holds a character that cannot be stored (U+0000). Remove it and send again."


class StaleVersion(Exception):
    """Someone else wrote to the stream first: read it again and decide again."""


class AlreadyDone(Exception):
    """The command was carried out before; its events are stored in `stream`."""

    def __init__(self, stream: str, fingerprint: str) -> None:
        self.stream = stream
        self.fingerprint = fingerprint
        super().__init__(stream)


class NotReady(Exception):
    """No command is accepted yet: store and stream have not been compared since the start."""


@dataclass(frozen=True)
class Append[Event]:
    """Events that follow from a command, and the history they follow on."""

    history: History[Event]
    events: Sequence[Event]


class InlineRows:
    """The read models of the own service that change in the command's transaction."""

    def writes(
        self, history: Sequence[Recorded[Any]], new: Sequence[Recorded[Any]]
    ) -> Sequence[Part]:
        """Return the writes that new events of one stream lead to. Here: none."""
        del history, new
        return ()


@dataclass
class EventStore:
    """The log of one service in its own PostgreSQL schema, divided into streams.

    `committed` is set after every commit and wakes the relay. `ready` is granted by the relay once
    the stream on the bus is known to hold nothing that this store lacks (a restored backup).
    """

    pool: asyncpg.Pool
    codec: EventCodec
    inline: InlineRows = field(default_factory=InlineRows)
    committed: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    _lately: dict[str, History[Any]] = field(default_factory=dict[str, History[Any]])

    async def read[Event](
        self, stream: Stream[Event], connection: Connection | None = None
    ) -> History[Event]:
        """Return the whole stream, oldest first; empty if nothing happened yet.

        Of a stream that was read lately only what came after is fetched. Events never change, and a
        history that is ahead of its stream (a restored database) loses the append that rests on it.
        """
        known = self._lately.pop(stream.name, None) if self.ready.is_set() else None
        known = known or History(stream, (), {})
        rows = await (connection or self.pool).fetch(LOAD, stream.name, known.version)
        history = known.followed_by(rows, self.codec)
        if 0 < history.version <= LONG:
            self._lately[stream.name] = history
            if len(self._lately) > MANY:
                del self._lately[next(iter(self._lately))]
        return history

    def forget(self) -> None:
        """Read every stream anew from now on: the database may be another than before."""
        self._lately.clear()

    async def commit(
        self,
        appends: Sequence[Append[Any]],
        context: CommandContext,
        connection: Connection | None = None,
    ) -> None:
        """Store events of one or several streams, with their rows, in one transaction.

        Raises `StaleVersion` when a stream has moved on, `AlreadyDone` when this command was
        carried out before, and `NotReady` while commands are not accepted. Nothing is kept then.
        """
        if connection is None:
            async with self.pool.acquire() as own:
                return await self.commit(appends, context, own)
        if not self.ready.is_set():
            raise NotReady
        try:
            if len(appends) == 1:
                first, rest = self.parts(appends[0], context, 0)
                await in_one_round_trip(connection, first, rest)
            else:
                async with connection.transaction():
                    await self.append_in(connection, appends, context)
        except asyncpg.UntranslatableCharacterError:
            raise NotText from None
        except asyncpg.PostgresError as error:
            if constraint_of(error) == "event_event_id_key":
                raise await _already_done(connection, context) from None
            if lost_race(error):
                for append in appends:
                    self._lately.pop(append.history.stream.name, None)
                raise StaleVersion from None
            raise
        self.committed.set()
        return None

    async def append_in(
        self, connection: Connection, appends: Sequence[Append[Any]], context: CommandContext
    ) -> None:
        """Append inside the caller's transaction. Database errors are the caller's to explain."""
        ordinal = 0
        for append in appends:
            first, rest = self.parts(append, context, ordinal)
            await in_one_round_trip(connection, first, rest)
            ordinal += len(append.events)

    def parts(
        self, append: Append[Any], context: CommandContext, ordinal: int
    ) -> tuple[Part, Sequence[Part]]:
        """Return the append and the row changes as SQL that can run in one round trip."""
        history, events = append.history, append.events
        stream, version = history.stream, history.version
        recorded = [
            Recorded(
                event,
                stream,
                version + number,
                context.event_id(ordinal + number - 1),
                context.occurred_at,
                context.recorded_at,
                context.actor,
                type(event).__name__,
                context.command_id,
            )
            for number, event in enumerate(events, 1)
        ]
        meta = meta_of(context)
        versions = [self.codec.schema_version(r.type) for r in recorded]
        bodies = [canonical(event) for event in events]
        first = (
            APPEND,
            (
                stream.feature,
                stream.name,
                stream.partition,
                version,
                [r.event_id for r in recorded],
                [r.type for r in recorded],
                versions,
                [body.decode() for body in bodies],
                [
                    hash_of(r, version, meta, body)
                    for r, version, body in zip(recorded, versions, bodies, strict=True)
                ],
                orjson.dumps(meta).decode(),
                context.occurred_at,
                context.recorded_at,
            ),
        )
        return first, self.inline.writes(history.recorded, recorded)


async def _already_done(connection: Connection, context: CommandContext) -> Exception:
    """Find out which stream holds the first event of a command that was carried out."""
    row = await connection.fetchrow(BY_EVENT, context.event_id(0))
    if row is None:  # a multi-stream command that overlaps another: decide again
        return StaleVersion()
    return AlreadyDone(row["stream"], row["request"])


def meta_of(context: CommandContext) -> dict[str, str]:
    """Return what is stored beside each event of a command about where it came from."""
    meta = {
        "actor": context.actor,
        "command_id": str(context.command_id),
        "request": context.fingerprint,
        "correlation_id": str(context.correlation_id),
    }
    if context.causation_id is not None:
        meta["causation_id"] = str(context.causation_id)
    if context.traceparent:
        meta["traceparent"] = context.traceparent
    return meta


def hash_of(
    recorded: Recorded[Any], schema_version: int, meta: Mapping[str, str], body: bytes
) -> bytes:
    """Return the SHA-256 of an event's canonical form: all that was known when it was stored.

    `body` is the canonical form of the event itself.
    """
    return digest(
        {
            "id": recorded.event_id,
            "stream": recorded.stream.name,
            "version": recorded.version,
            "type": recorded.type,
            "schema_version": schema_version,
            "data": orjson.Fragment(body),
            "meta": meta,
            "occurred_at": recorded.occurred_at,
            "recorded_at": recorded.recorded_at,
        }
    )

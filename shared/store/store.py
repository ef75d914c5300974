"""The event store of one service: reading streams, and committing what a command led to."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from shared.domain import Incomplete
from shared.store.codec import EventCodec
from shared.store.events import CommandContext, Stream
from shared.store.groups import Group, Groups, Waiting, everyone
from shared.store.history import LOAD, History
from shared.store.sql import Connection, Row
from shared.store.writing import Append, InlineRows, Writing, choose, store, writing_of

BY_EVENT = """
select stream, meta->>'request' as request from event where event_id = $1"""

MANY = 1000
LONG = 1000
"""So many streams of up to so many events are kept at hand, the latest used."""

LANES = 2
"""Groups of commits, and of reads, that are under way at a time; a third would only make them small."""

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


type Place = tuple[str, int]
"""A stream's name, and the version up to which it is known already."""


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

    def __post_init__(self) -> None:
        """Let commands that come together be read for and committed together."""
        acquire = self.pool.acquire
        self._reads = Groups[Connection, Place, Sequence[Row]](
            everyone(100), acquire, self._read_together, LANES
        )
        self._commits = Groups[Connection, Writing, None](
            choose, acquire, self._commit_together, LANES
        )

    def at_hand[Event](self, stream: Stream[Event]) -> History[Event] | None:
        """Return a stream as it was when it was last used here; others may have written since.

        Good enough to decide on: what is decided is stored only if nobody has.
        """
        return self._lately.get(stream.name) if self.ready.is_set() else None

    async def read[Event](self, stream: Stream[Event]) -> History[Event]:
        """Return the whole stream, oldest first; empty if nothing happened yet.

        Of a stream that is at hand only what came after is fetched. Events never change, and a
        history that is ahead of its stream (a restored database) loses the append that rests on it.
        """
        known = self.at_hand(stream) or History(stream)
        rows = await self._reads.ask((stream.name, known.version))
        history = known.read_on(rows, self.codec)
        self._keep(history)
        return history

    async def _read_together(
        self, connection: Connection, group: Group[Place, Sequence[Row]]
    ) -> None:
        after: dict[str, int] = {}
        for name, version in (waiting.ask for waiting in group):
            after[name] = min(after.get(name, version), version)
        found: dict[str, list[Row]] = defaultdict(list)
        for row in await connection.fetch(LOAD, list(after), list(after.values())):
            found[row["stream"]].append(row)
        for waiting in group:
            name, version = waiting.ask
            waiting.settle(found[name][version - after[name] :])

    def _keep(self, history: History[Any]) -> None:
        if self._has_moved_on(history):
            return
        self._lately.pop(history.stream.name, None)
        if 0 < history.version <= LONG:
            self._lately[history.stream.name] = history
            if len(self._lately) > MANY:
                del self._lately[next(iter(self._lately))]

    def forget(self) -> None:
        """Read every stream anew from now on: the database may be another than before."""
        self._lately.clear()

    async def commit(self, appends: Sequence[Append[Any]], context: CommandContext) -> None:
        """Store events of one or several streams, with their rows, in one transaction.

        Commands that come at the same time share it, unless one of them is refused. Raises
        `StaleVersion` when a stream has moved on, `AlreadyDone` when this command was carried out before,
        and `NotReady` while commands are not accepted. Nothing is kept then.
        """
        if any(self._has_moved_on(append.history) for append in appends):
            raise StaleVersion
        writing = writing_of(appends, context, self.codec, self.inline)
        try:
            await self._commits.ask(writing)
        except asyncpg.UntranslatableCharacterError:
            raise NotText from None
        except asyncpg.PostgresError as error:
            if constraint_of(error) == "event_event_id_key":
                # None: a multi-stream command that overlaps another, to be decided again
                raise await self.done_before(context) or StaleVersion() from None
            if lost_race(error):
                for append in appends:
                    self._doubt(append.history)
                raise StaleVersion from None
            raise

    def _has_moved_on(self, history: History[Any]) -> bool:
        at_hand = self.at_hand(history.stream)
        return at_hand is not None and at_hand.version > history.version

    def _doubt(self, history: History[Any]) -> None:
        if not self._has_moved_on(history):
            self._lately.pop(history.stream.name, None)

    async def _commit_together(self, connection: Connection, group: Group[Writing, None]) -> None:
        """Commit all; where one of several is refused, each of them for itself."""
        if not self.ready.is_set():
            raise NotReady
        try:
            await store(connection, [waiting.ask for waiting in group])
        except asyncpg.PostgresError:
            if len(group) == 1:
                raise
            for waiting in group:
                await self._commit_alone(connection, waiting)
            return
        for waiting in group:
            self._stored(waiting.ask)
            waiting.settle(None)

    async def _commit_alone(self, connection: Connection, waiting: Waiting[Writing, None]) -> None:
        try:
            await self._commit_together(connection, [waiting])
        except Exception as error:  # noqa: BLE001 - it is this one command's
            waiting.fail(error)

    def _stored(self, writing: Writing) -> None:
        for history in writing.after:
            self._keep(history)
        self.committed.set()

    async def append_in(
        self, connection: Connection, appends: Sequence[Append[Any]], context: CommandContext
    ) -> None:
        """Append inside the caller's transaction. Database errors are the caller's to explain."""
        await store(connection, [writing_of(appends, context, self.codec, self.inline)])

    async def done_before(self, context: CommandContext) -> AlreadyDone | None:
        """Find out which stream holds the first event of a command, if it was carried out before."""
        row = await self.pool.fetchrow(BY_EVENT, context.event_id(0))
        return AlreadyDone(row["stream"], row["request"]) if row else None

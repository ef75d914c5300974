"""What a command writes: its events, and the rows they lead to, as columns of one statement."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from shared.store.codec import EventCodec, canonical, digest
from shared.store.events import CommandContext, Recorded
from shared.store.groups import Group, Waiting
from shared.store.history import History
from shared.store.sql import Connection, Part, in_one_round_trip

APPEND = "select append($1)"

MOST = 64
"""Commands that are committed together at most."""


@dataclass(frozen=True)
class Append[Event]:
    """Events that follow from a command, and the history they follow on."""

    history: History[Event]
    events: Sequence[Event]


class InlineRows:
    """The read models of the own service that change in the command's transaction."""

    def writes(self, after: History[Any], new: Sequence[Recorded[Any]]) -> Sequence[Part]:
        """Return the writes that the new events at the end of a history lead to. Here: none.

        Every argument of a part is a column: writes of several streams become one by joining them.
        """
        del after, new
        return ()


@dataclass(frozen=True)
class Writing:
    """All that one command stores: the histories as they will be, and SQL that makes them so."""

    context: CommandContext
    after: Sequence[History[Any]]
    parts: Sequence[Part]

    @property
    def shape(self) -> Sequence[str]:
        """Return the statements: what has the same ones can be stored together."""
        return [sql for sql, _ in self.parts]

    @property
    def streams(self) -> set[str]:
        """Return the streams that are written."""
        return {history.stream.name for history in self.after}


def choose(waiting: deque[Waiting[Writing, None]]) -> Group[Writing, None]:
    """Take the first of those who wait, and all that can be stored together with it.

    Streams differ within a group, and groups write them in the order of their names, so that two
    processes do not wait for one another.
    """
    first = waiting.popleft()
    group, streams, shape = [first], first.ask.streams, first.ask.shape
    for _ in range(len(waiting)):
        other = waiting.popleft()
        fits = len(group) < MOST and other.ask.shape == shape
        if fits and streams.isdisjoint(other.ask.streams):
            group.append(other)
            streams |= other.ask.streams
        else:
            waiting.append(other)
    return sorted(group, key=lambda member: member.ask.after[0].stream.name)


async def store(connection: Connection, writings: Sequence[Writing]) -> None:
    """Store what these commands write, all or nothing, in one round trip."""
    first, *rest = writings[0].parts if len(writings) == 1 else _joined(writings)
    await in_one_round_trip(connection, first, rest)


def _joined(writings: Sequence[Writing]) -> Sequence[Part]:
    """Return parts of one shape as one, their columns joined."""
    return [
        (sql, [list[Any](chain(*columns)) for columns in zip(*arguments, strict=True)])
        for sql, arguments in (
            (same[0][0], [arguments for _, arguments in same])
            for same in zip(*(writing.parts for writing in writings), strict=True)
        )
    ]


def writing_of(
    appends: Sequence[Append[Any]], context: CommandContext, codec: EventCodec, inline: InlineRows
) -> Writing:
    """Return what a command writes that led to these events."""
    after: list[History[Any]] = []
    recorded: list[tuple[Recorded[Any], bool]] = []
    rows: list[Part] = []
    for append in appends:
        new = recorded_from(append, context, len(recorded))
        recorded += [(each, each is new[0]) for each in new]
        after.append(append.history.followed_by(new, {context.command_id: context.fingerprint}))
        rows += inline.writes(after[-1], new)
    return Writing(context, after, [(APPEND, [_new_events(recorded, context, codec)]), *rows])


def recorded_from(
    append: Append[Any], context: CommandContext, ordinal: int
) -> Sequence[Recorded[Any]]:
    """Return a command's events in their place; the first of them has this ordinal."""
    version = append.history.version + 1
    return [
        Recorded(
            event,
            append.history.stream,
            version + number,
            context.event_id(ordinal + number),
            context.occurred_at,
            context.recorded_at,
            context.actor,
            type(event).__name__,
            context.command_id,
        )
        for number, event in enumerate(append.events)
    ]


def _new_events(
    recorded: Sequence[tuple[Recorded[Any], bool]], context: CommandContext, codec: EventCodec
) -> list[tuple[Any, ...]]:
    """Return events as `append` takes them (`new_event` in schema.sql)."""
    meta = meta_of(context)
    stored_meta = orjson.dumps(meta).decode()
    return [
        (
            each.stream.feature,
            each.stream.name,
            each.stream.partition,
            each.version,
            is_first,
            each.event_id,
            each.type,
            (schema_version := codec.schema_version(each.type)),
            (body := canonical(each.event)).decode(),
            hash_of(each, schema_version, meta, body),
            stored_meta,
            each.occurred_at,
            each.recorded_at,
        )
        for each, is_first in recorded
    ]


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

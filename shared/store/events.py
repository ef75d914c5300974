"""Streams, what was recorded in them, and where a command came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID
from zlib import crc32

from shared.domain import value
from shared.ids import derived_id

PARTITIONS = 16
"""Streams are dealt out to this many partitions, for ever: it is part of every subject."""

type Json = bool | int | str | Sequence[Json] | Mapping[str, Json] | None


@dataclass(frozen=True)
class Stream[Event]:
    """The name of a stream. Its type remembers what kind of event it holds.

    `feature` is the kind of thing (`participation`), `id` its natural key in letters, digits,
    `-` and `~` (`2017-p08~gongan-ju`), so that both fit into one token of a NATS subject.
    """

    feature: str
    id: str

    @cached_property
    def name(self) -> str:
        """Return the name under which the store keeps the stream."""
        return f"{self.feature}:{self.id}"

    @cached_property
    def partition(self) -> int:
        """Return the stream's partition, 0 to 15."""
        return crc32(self.name.encode()) % PARTITIONS


class Recorded[Event](NamedTuple):
    """An event and its place in history.

    `occurred_at` is when it happened (the receipt date of a paper form, for example) and is what
    deadlines are judged by; `recorded_at` is this service's clock when the request arrived.
    """

    event: Event
    stream: Stream[Event]
    version: int
    event_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    type: str
    command_id: UUID


@value
class CommandContext:
    """Where a command comes from: everything about it that is not the wish itself.

    `command_id` makes a repetition recognisable; `fingerprint` (a keyed hash of method, path and body)
    tells a repetition from another command under the same id. `actor` is an account or client id,
    or `system`. `traceparent` is a W3C Trace Context header, or empty.
    """

    command_id: UUID
    fingerprint: str
    actor: str
    recorded_at: datetime
    occurred_at: datetime
    correlation_id: UUID
    causation_id: UUID | None = None
    traceparent: str = ""

    def event_id(self, ordinal: int) -> UUID:
        """Return the id of the command's event with this ordinal, counted from 0."""
        return derived_id(self.command_id, ordinal)


@value
class Receipt:
    """What the caller of an accepted command gets: proof of what was stored, and where.

    The same command sent again gets the same receipt, read back from the store.
    """

    stream: str
    version: int
    events: tuple[str, ...]
    recorded_at: datetime | None
    repeated: bool = False

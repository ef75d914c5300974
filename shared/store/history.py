"""What is read of a stream: its events, and who sent which command."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.store.codec import EventCodec
from shared.store.events import Receipt, Recorded, Stream
from shared.store.sql import Row

LOAD = """
  select version, event_id, type, schema_version, data::text as data, occurred_at, recorded_at,
         meta->>'actor' as actor, (meta->>'command_id')::uuid as command_id,
         meta->>'request' as request
    from event where stream = $1 and version > $2 order by version"""


@dataclass(frozen=True)
class History[Event]:
    """Everything that happened in one stream so far, oldest first."""

    stream: Stream[Event]
    recorded: Sequence[Recorded[Event]]
    fingerprints: Mapping[UUID, str]

    @property
    def version(self) -> int:
        """Return the version of the newest event; 0 if there is none."""
        return len(self.recorded)

    def followed_by(self, rows: Sequence[Row], codec: EventCodec) -> "History[Event]":
        """Return this history with the events after it, from rows as `LOAD` gives them."""
        if not rows:
            return self
        return History(
            self.stream,
            [*self.recorded, *recorded_of(rows, self.stream, codec)],
            {**self.fingerprints, **{row["command_id"]: row["request"] for row in rows}},
        )


def recorded_of[Event](
    rows: Iterable[Row], stream: Stream[Event], codec: EventCodec
) -> list[Recorded[Event]]:
    """Return the events of one stream from rows as `LOAD` gives them."""
    decode = codec.decode
    return [
        Recorded(
            decode(type_name, schema_version, data),
            stream,
            version,
            event_id,
            occurred_at,
            recorded_at,
            actor,
            type_name,
            command_id,
        )
        for (
            version,
            event_id,
            type_name,
            schema_version,
            data,
            occurred_at,
            recorded_at,
            actor,
            command_id,
            _,
        ) in rows
    ]


def receipt_of(history: History[Any], command_id: UUID, *, repeated: bool) -> Receipt:
    """Return the receipt of a command that this history holds the events of."""
    own = [r for r in history.recorded if r.command_id == command_id]
    return Receipt(
        stream=history.stream.name,
        version=own[-1].version,
        events=tuple(r.type for r in own),
        recorded_at=own[-1].recorded_at,
        repeated=repeated,
    )

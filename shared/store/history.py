"""What is read of a stream: its events, who sent which command, and what they were folded into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from shared.store.codec import EventCodec
from shared.store.events import Receipt, Recorded, Stream
from shared.store.sql import Row

LOAD = "select * from load($1, $2)"
"""Events of several streams, each after a version: columns as `recorded_of` takes them."""


class Folding[State](Protocol):
    """Something that history is folded into: a decider's state, a read model's rows."""

    def begin(self) -> State:
        """Return the state of a stream in which nothing happened yet."""
        ...

    def follow(self, state: State, recorded: Iterable[Recorded[Any]]) -> State:
        """Return the state after these events; the state before stays as it is."""
        ...


@dataclass(frozen=True)
class History[Event]:
    """Everything that happened in one stream so far, oldest first.

    Neither the events nor the code that folds them ever changes, so what they were folded into is
    remembered and carried on when events follow.
    """

    stream: Stream[Event]
    recorded: Sequence[Recorded[Event]] = ()
    fingerprints: Mapping[UUID, str] = field(default_factory=dict[UUID, str])
    _folded: dict[Folding[Any], Any] = field(
        default_factory=dict[Folding[Any], Any], compare=False, repr=False
    )

    @property
    def version(self) -> int:
        """Return the version of the newest event; 0 if there is none."""
        return len(self.recorded)

    def folded[State](self, folding: Folding[State]) -> State:
        """Return what this history is folded into."""
        if folding not in self._folded:
            self._folded[folding] = folding.follow(folding.begin(), self.recorded)
        return self._folded[folding]

    def followed_by(
        self, recorded: Sequence[Recorded[Event]], fingerprints: Mapping[UUID, str]
    ) -> "History[Event]":
        """Return this history with the events after it."""
        return History(
            self.stream,
            [*self.recorded, *recorded],
            {**self.fingerprints, **fingerprints},
            {folding: folding.follow(state, recorded) for folding, state in self._folded.items()},
        )

    def read_on(self, rows: Sequence[Row], codec: EventCodec) -> "History[Event]":
        """Return this history with the events after it, from rows as `LOAD` gives them."""
        if not rows:
            return self
        fingerprints = {row["command_id"]: row["request"] for row in rows}
        return self.followed_by(recorded_of(rows, self.stream, codec), fingerprints)


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
            _,
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

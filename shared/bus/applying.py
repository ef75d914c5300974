"""Applying a batch of foreign events: rows and checkpoint in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from shared.bus.envelope import Envelope
from shared.bus.subscription import Now, Subscribed, carry_out
from shared.domain import value
from shared.readmodels.projection import Rows
from shared.store.codec import EventCodec
from shared.store.events import Recorded
from shared.store.sql import Connection, Part, in_one_round_trip
from shared.store.store import EventStore

MOVE = "select move_checkpoint($1, $2, $3, $4, $5, $6, $7)"

log = structlog.get_logger()


class NotTheOwner(Exception):
    """Another process moved this checkpoint: this one must stop and start over."""


@value
class Checkpoint:
    """How far a consumer is: the place of the last event whose effects are stored."""

    subscription: str
    partition: int
    seq: int = 0
    partition_seq: int = 0
    event_id: UUID | None = None
    generation: int = 0

    @property
    def number(self) -> int:
        """Return the dense number that this consumer counts by."""
        return self.seq if self.partition < 0 else self.partition_seq

    def number_of(self, envelope: Envelope) -> int:
        """Return an event's dense number as this consumer counts."""
        return envelope.seq if self.partition < 0 else envelope.partition_seq

    def at(self, envelope: Envelope) -> "Checkpoint":
        """Return the checkpoint after this event."""
        return Checkpoint(
            subscription=self.subscription,
            partition=self.partition,
            seq=envelope.seq,
            partition_seq=envelope.partition_seq,
            event_id=envelope.event_id,
            generation=self.generation,
        )

    def move_to(self, other: "Checkpoint") -> Part:
        """Return the compare-and-swap to another checkpoint; it raises when this one is outdated."""
        return MOVE, (
            self.subscription,
            self.partition,
            self.seq,
            self.generation,
            other.seq,
            other.partition_seq,
            other.event_id,
        )


@dataclass
class Applier:
    """Applies events of one source to one service: reactions first, then rows and checkpoint."""

    subscribed: Subscribed
    store: EventStore
    now: Now

    def __post_init__(self) -> None:
        """Prepare the SQL of all read models."""
        self.rows: Sequence[Rows[Any]] = [
            Rows.of(projection) for projection in self.subscribed.projections
        ]

    async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
        """Apply events that follow the checkpoint, and return the new one.

        Reactions are commands of their own and idempotent; rows and checkpoint change together.
        Raises `NotTheOwner` if another process has moved the checkpoint.
        """
        await self.react(events)
        after = before.at(events[-1])
        async with self.store.pool.acquire() as connection:
            parts = await self.parts(connection, events)
            await moved(connection, before.move_to(after), parts)
        return after

    async def react(self, events: Iterable[Envelope]) -> None:
        """Carry out the commands that follow from events."""
        for envelope in events:
            for process in self.subscribed.processes:
                recorded = envelope.recorded(process.events)
                if recorded.event is not None:
                    await carry_out(process, recorded, self.store, self.now, _refused)

    async def parts(self, connection: Connection, events: Sequence[Envelope]) -> list[Part]:
        """Return the row changes that events lead to, folded onto the rows as they are now."""
        parts: list[Part] = []
        decoded: dict[EventCodec | None, list[Recorded[Any]]] = {}
        for rows in self.rows:
            projection = rows.projection
            codec = projection.events
            if codec not in decoded:
                every = (envelope.recorded(codec) for envelope in events)
                decoded[codec] = [r for r in every if r.event is not None]
            recorded = decoded[codec]
            keys = {key for r in recorded if (key := projection.key(r)) is not None}
            if keys:
                current: dict[Any, Any] = await rows.load(connection, keys)
                parts += rows.writes(rows.fold(current, recorded))
        return parts


async def moved(connection: Connection, move: Part, parts: Sequence[Part]) -> None:
    """Move a checkpoint and write rows in one statement."""
    try:
        await in_one_round_trip(connection, move, parts)
    except asyncpg.PostgresError as error:
        if error.sqlstate == "LB001":
            raise NotTheOwner from None
        raise


async def _refused(rejection: Exception) -> None:
    log.info("reaction refused", why=str(rejection))

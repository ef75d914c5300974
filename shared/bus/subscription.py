"""What a service does with the events of another: read models and reactions."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.domain import Rejection
from shared.ids import derived_id
from shared.readmodels.projection import Projection
from shared.store.codec import EventCodec
from shared.store.events import CommandContext, Recorded
from shared.store.handle import Reaction, handle
from shared.store.store import EventStore


@dataclass(frozen=True)
class Process:
    """A rule of the kind "whenever that happens there, do this here".

    `react` is pure: it names the commands that follow from one event. Their ids derive from the
    event's, so that an event delivered twice has one effect. A refusal is an answer, not a fault.
    """

    name: str
    events: EventCodec
    react: Callable[[Recorded[Any]], Iterable[Reaction[Any, Any, Any]]]


@dataclass(frozen=True)
class Subscribed:
    """One service's interest in another: one consumer, one checkpoint, one transaction a batch."""

    source: str
    projections: Sequence[Projection[Any]] = ()
    processes: Sequence[Process] = ()


type Now = Callable[[], Any]


async def carry_out(
    process: Process,
    recorded: Recorded[Any],
    store: EventStore,
    now: Now,
    refused: Callable[[Exception], Awaitable[None]],
) -> None:
    """Carry out what follows from one event; commands that were carried out before change nothing."""
    for number, reaction in enumerate(process.react(recorded)):
        context = CommandContext(
            command_id=derived_id(process.name, recorded.event_id, number),
            fingerprint=str(recorded.event_id),
            actor="system",
            recorded_at=now(),
            occurred_at=recorded.occurred_at,
            correlation_id=recorded.command_id,
            causation_id=recorded.event_id,
        )
        try:
            await handle(reaction.command, reaction.decider, reaction.stream, store, context)
        except Rejection as rejection:
            await refused(rejection)

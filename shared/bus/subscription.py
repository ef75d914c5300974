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
from shared.store.sql import Connection
from shared.store.store import EventStore

type Reactions = Iterable[Reaction[Any, Any, Any]]
type LookUp = Callable[[Recorded[Any], Connection], Awaitable[Reactions]]


def nothing(_: Recorded[Any]) -> Reactions:
    """Return no commands."""
    return ()


@dataclass(frozen=True)
class Process:
    """A rule of the kind "whenever that happens there, do this here".

    `react` is pure: it names the commands that follow from one event. Their ids derive from the
    event's, so that an event delivered twice has one effect. A refusal is an answer, not a fault.

    `look_up` does the same where the commands depend on this service's own rows, say one for every
    open plan of a project. The rows may lag: its commands must change nothing when they come twice
    or where they are not needed, and the decider must repair what they miss.
    """

    name: str
    events: EventCodec
    react: Callable[[Recorded[Any]], Reactions] = nothing
    look_up: LookUp | None = None


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
    reactions: list[tuple[int | str, Reaction[Any, Any, Any]]] = [
        *enumerate(process.react(recorded))
    ]
    if process.look_up is not None:
        async with store.pool.acquire() as connection:
            found = await process.look_up(recorded, connection)
        reactions += [(reaction.stream.name, reaction) for reaction in found]
    for name, reaction in reactions:
        context = CommandContext(
            command_id=derived_id(process.name, recorded.event_id, name),
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

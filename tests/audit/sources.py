"""What the services record that the log follows: their own events, and such that no contract knows."""

from datetime import datetime
from uuid import uuid4

from services.audit.log.projection import FOREIGN
from shared.domain import value
from shared.store.codec import EventCodec
from shared.store.events import CommandContext, Stream
from shared.store.sealed import Sealed
from shared.store.writing import Append
from tests.office import Office
from tools.codebase import services


@value
class Happened:
    """Something happened."""

    what: str
    parts: tuple[str, ...] = ()


@value
class HappenedSecretly:
    """Something happened to a person."""

    person: Sealed


type HappenedEvent = Happened | HappenedSecretly


def thing(name: str) -> Stream[HappenedEvent]:
    return Stream("thing", name)


PRODUCERS = {service.name: service for service in services()}
CODECS = {
    source: EventCodec(HappenedEvent, *(feature.events for feature in PRODUCERS[source].features))
    for source in FOREIGN
}


async def happen[E](
    office: Office,
    source: str,
    stream: Stream[E],
    *events: E,
    on: datetime,
    recorded: datetime | None = None,
    actor: str = "staff",
) -> None:
    """Let a service record what happened on a day, on that day or later."""
    store, command_id = office.sources.get(source) or office.resources(source).store, uuid4()
    context = CommandContext(
        command_id=command_id,
        fingerprint="",
        actor=actor,
        recorded_at=recorded or on,
        occurred_at=on,
        correlation_id=command_id,
    )
    await store.commit([Append(await store.read(stream), events)], context)

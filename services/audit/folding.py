"""Records as they were at a point on both axes of time, folded from the log's events.

Nothing here knows any event: what each does to its record is in `effects`. A record's events count in
the order of its stream, as its own service counts them; an event that happened later, or was
recorded later, than the point asked for is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from services.audit.effects import Effect, effect_of
from services.audit.facts import REASONS, why_of
from services.audit.log.projection import LoggedEvent
from shared.domain import value

type Fields = Mapping[str, Any]

IDENTITY = frozenset({"programme_id", "project_id"})
NOTHING: Mapping[str, Any] = MappingProxyType({})
STATE = "/state"
WHY = "/why"


@value
class AsOf:
    """A point on both axes of time: what was true at one moment, as it was known at another."""

    true_on: datetime
    known_on: datetime

    def has(self, event: LoggedEvent) -> bool:
        """Return whether the event had happened by then, and was recorded by then."""
        return event.occurred_at <= self.true_on and event.recorded_at <= self.known_on

    def latest(self, other: "AsOf") -> "AsOf":
        """Return the earliest point that has all that either of both has."""
        return AsOf(
            true_on=max(self.true_on, other.true_on), known_on=max(self.known_on, other.known_on)
        )


@value
class Record:
    """A record at some point: its fields, the event that brought its state, and who wrote what.

    `writers` names for each place (a JSON Pointer) the last event that wrote it, `latest` for each
    type the last event of it.
    """

    source: str
    stream: str
    feature: str
    version: int = 0
    state: LoggedEvent | None = None
    fields: Fields = NOTHING
    writers: Mapping[str, LoggedEvent] = NOTHING
    latest: Mapping[str, LoggedEvent] = NOTHING

    @property
    def why(self) -> str:
        """Return the reason that was given for the present state, or ""."""
        return "" if self.state is None else why_of(self.state.data)


type Key = tuple[str, str]


def key_of(event: LoggedEvent) -> Key:
    """Return which record an event happened to."""
    return (event.source, event.stream)


def rebuilt(events: Iterable[LoggedEvent], at: AsOf) -> Mapping[Key, Record]:
    """Return all records as they were; events of one stream come in their order."""
    records: dict[Key, Record] = {}
    for event in filter(at.has, events):
        records[key_of(event)] = after(records.get(key_of(event)), event)
    return records


def after(record: Record | None, event: LoggedEvent) -> Record:
    """Return a record after an event."""
    effect = effect_of(event.type)
    record = record or new(event)
    return replace(
        record,
        version=event.version,
        state=event if effect.turns else record.state,
        fields=_written(record.fields, effect, content_of(event)),
        writers={**record.writers, **dict.fromkeys(places_of(event), event)},
        latest={**record.latest, event.type: event},
    )


def new(event: LoggedEvent) -> Record:
    """Return the record of an event, to which nothing has happened yet."""
    return Record(source=event.source, stream=event.stream, feature=event.feature)


def content_of(event: LoggedEvent) -> Fields:
    """Return what an event says of its record.

    Which case it is of is said by the case; why a state was brought about stands beside the state.
    """
    effect = effect_of(event.type)
    left_out = IDENTITY if effect.part or not effect.turns else IDENTITY | set(REASONS)
    return {name: part for name, part in event.data.items() if name not in left_out}


def places_of(event: LoggedEvent) -> tuple[str, ...]:
    """Return the places of its record that an event writes, as JSON Pointers (RFC 6901)."""
    effect, content = effect_of(event.type), content_of(event)
    state = (STATE, WHY) if effect.turns else ()
    if not effect.part:
        return (*state, *(pointer("fields", name) for name in content))
    entry = (str(content.get(effect.by, "")),) if effect.by else ()
    return (*state, pointer("fields", effect.part, *entry))


def pointer(*names: str) -> str:
    """Return a JSON Pointer made of names."""
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in names)


def _written(fields: Fields, effect: Effect, content: Fields) -> Fields:
    if not effect.part:
        return {**fields, **content}
    if not effect.by:
        return {**fields, effect.part: content}
    return {**fields, effect.part: _entries(fields.get(effect.part, {}), effect, content)}


def _entries(entries: Fields, effect: Effect, content: Fields) -> Fields:
    entry = str(content.get(effect.by, ""))
    others = {name: part for name, part in entries.items() if name != entry}
    return others if effect.ends else {**others, entry: content}

"""What differs between a case at two points, field by field, and which events made the difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from services.audit.folding import (
    STATE,
    WHY,
    AsOf,
    Key,
    Record,
    key_of,
    places_of,
    pointer,
    rebuilt,
)
from services.audit.log.projection import LoggedEvent
from shared.domain import value


@value
class ChangedField:
    """A field of a record that is another one at the second point, or is only at one of both.

    `field` is a JSON Pointer into the record. `events` are the ids of those that the one point has and
    the other has not, and that wrote the field.
    """

    source: str
    stream: str
    feature: str
    field: str
    before: Any
    after: Any
    events: Sequence[UUID]


def between_points(
    events: Iterable[LoggedEvent], before: AsOf, after: AsOf
) -> Sequence[LoggedEvent]:
    """Return the events that one of two points has and the other has not."""
    return [event for event in events if before.has(event) != after.has(event)]


def changes(events: Sequence[LoggedEvent], before: AsOf, after: AsOf) -> Sequence[ChangedField]:
    """Return the fields of all records that changed, record by record."""
    old, new = rebuilt(events, before), rebuilt(events, after)
    between: dict[Key, list[LoggedEvent]] = {}
    for event in between_points(events, before, after):
        between.setdefault(key_of(event), []).append(event)
    return [
        changed
        for key, made_it in between.items()
        for changed in _of_record(old.get(key), new.get(key), made_it)
    ]


def _of_record(
    old: Record | None, new: Record | None, between: Sequence[LoggedEvent]
) -> Iterator[ChangedField]:
    was, now = leaves(old), leaves(new)
    wrote = [(event.event_id, places_of(event)) for event in between]
    for field in dict.fromkeys((*was, *now)):
        if was.get(field) != now.get(field):
            yield ChangedField(
                source=between[0].source,
                stream=between[0].stream,
                feature=between[0].feature,
                field=field,
                before=was.get(field),
                after=now.get(field),
                events=[event_id for event_id, places in wrote if _among(places, field)],
            )


def _among(places: Sequence[str], field: str) -> bool:
    return any(_inside(field, place) or _inside(place, field) for place in places)


def _inside(place: str, other: str) -> bool:
    return f"{place}/".startswith(f"{other}/")


def leaves(record: Record | None) -> Mapping[str, Any]:
    """Return a record as JSON Pointers with their values; a list is one value."""
    if record is None:
        return {}
    fields = dict(_leaves("/fields", record.fields)) if record.fields else {}
    state = {} if record.state is None else {STATE: record.state.type, WHY: record.why}
    return {**state, **fields}


def _leaves(place: str, part: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(part, Mapping) or not part:
        yield place, part
        return
    for name, inner in cast("Mapping[str, object]", part).items():
        yield from _leaves(f"{place}{pointer(name)}", inner)

"""What the code says about itself: services, their events, who relies on them."""

import importlib
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NewType, TypeAliasType, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from shared.domain import value
from shared.service import Feature, Service
from shared.store.codec import EventCodec, members

SERVICES = Path(__file__).parents[1] / "services"


def services() -> Sequence[Service]:
    """Return every service that has a `main.py`, by name."""
    names = sorted(main.parent.name for main in SERVICES.glob("*/main.py"))
    return [importlib.import_module(f"services.{name}.main").SERVICE for name in names]


@value
class Described:
    """One event of one feature, as documentation needs it."""

    service: str
    feature: str
    event: type

    @property
    def name(self) -> str:
        """Return the stored type name."""
        return self.event.__name__

    @property
    def version(self) -> int:
        """Return the schema version in which it is written now."""
        return getattr(self.event, "SCHEMA_VERSION", 1)


def events_of(service: Service) -> Iterator[Described]:
    """Give a service's events by feature, in the order in which they are written down."""
    for feature in service.features:
        yield from (
            Described(service=service.name, feature=feature.name, event=event)
            for event in members(feature.events)
        )


def feature_sense(service: Service, feature: Feature) -> str:
    """Return the first sentence of a feature's `events.py`."""
    for event in members(feature.events):
        module = importlib.import_module(event.__module__)
        return sense(module)
    return service.title


def sense(thing: object) -> str:
    """Return the first paragraph of a docstring on one line; values without one say nothing."""
    text = inspect.getdoc(thing) or ""
    if is_dataclass(thing) and text.startswith(f"{getattr(thing, '__name__', '')}("):
        return ""
    return " ".join(text.split("\n\n")[0].split())


def all_of(thing: object) -> str:
    """Return a whole docstring, a paragraph a line."""
    text = inspect.getdoc(thing) or ""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def relied_on(subscriber: Service, source: str) -> frozenset[str] | None:
    """Return the types of a source's events that a service understands.

    None means all of them: it takes events as they are, without a contract.
    """
    found: set[str] = set()
    for subscribed in subscriber.subscribed:
        if subscribed.source != source:
            continue
        codecs: list[EventCodec | None] = [p.events for p in subscribed.projections]
        codecs += [process.events for process in subscribed.processes]
        for codec in codecs:
            if codec is None:
                return None
            found |= set(codec.known)
    return frozenset(found)


def consumers_of(event: Described, known: Sequence[Service]) -> list[str]:
    """Return the services that rely on an event by contract, by name."""
    follows = [s for s in known if any(sub.source == event.service for sub in s.subscribed)]
    relied = {s.name: relied_on(s, event.service) for s in follows}
    return sorted(name for name, types in relied.items() if types is None or event.name in types)


def spelled(kind: Any) -> str:  # noqa: ANN401, PLR0911 - one line for each form of type
    """Return a field's type as a reader without Python would say it."""
    if isinstance(kind, TypeAliasType):
        return spelled(kind.__value__)
    if isinstance(kind, NewType):
        return f"{kind.__name__} ({spelled(kind.__supertype__)})"
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " or ".join(f'"{choice}"' for choice in inner)
    if origin in {tuple, list, frozenset, set}:
        return f"list of {spelled(inner[0])}"
    if origin in {Union, UnionType}:
        return " or ".join(spelled(part) for part in inner)
    if origin is not None:
        return f"object of {', '.join(spelled(part) for part in inner)}"
    return PLAIN.get(kind, getattr(kind, "__name__", str(kind)))


PLAIN: dict[Any, str] = {str: "text", int: "integer", bool: "true or false", NoneType: "nothing"}


def typed_fields(kind: type) -> Sequence[tuple[str, Any]]:
    """Return a value's fields with their types."""
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind)]


def parts_of(kind: type) -> list[type]:
    """Return the values inside a value, each once, outermost first."""
    found: list[type] = []
    for _, hint in typed_fields(kind):
        for part in _values_in(hint):
            for nested in (part, *parts_of(part)):
                if nested not in found:
                    found.append(nested)
    return found


def _values_in(kind: Any) -> Iterator[type]:  # noqa: ANN401
    if isinstance(kind, TypeAliasType):
        kind = kind.__value__
    if inspect.isclass(kind) and is_dataclass(kind) and not issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from _values_in(inner)

"""Events as bytes: how they are written, hashed, read back and upcast."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from typing import Any, TypeAliasType, get_args

import orjson
from pydantic import TypeAdapter

type Upcast = Callable[[dict[str, Any]], dict[str, Any]]
type Upcasts = Mapping[tuple[str, int], Upcast]

CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS


class UnknownEvent(Exception):
    """The code is older than the event: it does not know its type or its schema version."""


def canonical(content: object) -> bytes:
    """Return the canonical JSON of a value (RFC 8785).

    Events hold no floats and have ASCII keys; for such values sorted compact JSON *is* the
    canonical form, which a property test holds against the reference library.
    """
    return orjson.dumps(content, default=_fields, option=CANONICAL)


def _fields(event: Any) -> dict[str, Any]:  # noqa: ANN401 - any value
    """Return a value's fields as an object: only of those does orjson sort the keys."""
    return {name: getattr(event, name) for name in _names(event.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any dataclass
    """Return the names of a value's fields, without what belongs to its class (`SCHEMA_VERSION`)."""
    return tuple(field.name for field in fields(kind))


def digest(content: object) -> bytes:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256(canonical(content)).digest()


def members(union: TypeAliasType) -> tuple[type, ...]:
    """Return the event classes of a feature's `type XEvent = A | B`."""
    inner = union.__value__
    return get_args(inner) or (inner,)


@dataclass(frozen=True)
class _Known:
    version: int
    decode: Callable[[str | bytes], Any]
    from_python: Callable[[Any], Any]


class EventCodec:
    """The events that some code understands, each at its newest schema version.

    A class is version 1 unless it says `SCHEMA_VERSION: ClassVar[int] = 2`; `upcasts` maps
    (type name, old version) to a pure function from the old JSON object to the next version's.
    """

    def __init__(
        self, *unions: TypeAliasType, upcasts: Upcasts | None = None, ignore_unknown: bool = False
    ) -> None:
        self.upcasts = dict(upcasts or {})
        self.ignore_unknown = ignore_unknown
        self.known: dict[str, _Known] = {}
        for event in dict.fromkeys(self._classes(unions)):  # two kinds of stream may share a fact
            validator = TypeAdapter[Any](event).validator
            version: int = getattr(event, "SCHEMA_VERSION", 1)
            if event.__name__ in self.known:
                raise ValueError(f"two events are called {event.__name__}")
            self.known[event.__name__] = _Known(
                version, validator.validate_json, validator.validate_python
            )

    @staticmethod
    def _classes(unions: Iterable[TypeAliasType]) -> Iterable[type]:
        return (event for union in unions for event in members(union))

    def schema_version(self, type_name: str) -> int:
        """Return the schema version in which new events of this type are written."""
        return self.known[type_name].version

    def decode(self, type_name: str, schema_version: int, data: str | bytes) -> Any:  # noqa: ANN401
        """Return the event, upcast to its newest version, or None for one that is ignored.

        Raises `UnknownEvent` for a type or a newer schema version that this code does not know.
        """
        known = self.known.get(type_name)
        if known is None:
            if self.ignore_unknown:
                return None
            raise UnknownEvent(type_name)
        if schema_version == known.version:
            return known.decode(data)
        if schema_version > known.version:
            raise UnknownEvent(f"{type_name} version {schema_version}")
        content: dict[str, Any] = orjson.loads(data)
        for old in range(schema_version, known.version):
            content = self.upcasts[type_name, old](content)
        return known.from_python(content)

"""`docs/schemas/<service>/<Event>.v<N>.json`: the JSON Schema of every event as written now."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from shared.service import Service
from tools.codebase import Described, events_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATH = re.compile(r"docs/schemas/(?P<service>[^/]+)/(?P<event>\w+)\.v\d+\.json")


def files(known: Sequence[Service]) -> Mapping[str, str]:
    """Return the schema of every event, by path."""
    return {path_of(event): text(event) for service in known for event in events_of(service)}


def path_of(event: Described) -> str:
    """Return where an event's schema lies."""
    return f"docs/schemas/{event.service}/{event.name}.v{event.version}.json"


def event_of(path: str) -> str:
    """Return `service/Event` for the path of a schema, else the path itself."""
    found = PATH.fullmatch(path)
    return f"{found['service']}/{found['event']}" if found else path


def text(event: Described) -> str:
    """Return one schema as it stands in its file."""
    adapter: TypeAdapter[Any] = TypeAdapter(event.event)
    schema = adapter.json_schema(mode="serialization")
    head = {
        "$schema": DIALECT,
        "$id": f"urn:lingban:event:{event.service}:{event.name}:v{event.version}",
    }
    return json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"

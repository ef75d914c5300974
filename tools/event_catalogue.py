"""`docs/events.md`: everything that can happen, with its fields and who relies on it."""

from collections.abc import Iterator, Mapping, Sequence

from shared.service import Service
from tools.codebase import (
    Described,
    all_of,
    consumers_of,
    events_of,
    feature_sense,
    parts_of,
    spelled,
    typed_fields,
)

PAGE = "docs/events.md"
HEADER = """\
# Events

Everything that can happen, made from the code by `make docs`. Do not edit.

A stream is named `<feature>:<id>`. Each event is stored as JSON with the fields below and travels
as a CloudEvent ([integration.md](integration.md)); its JSON Schema is in [schemas/](schemas/),
channels and operations are in [asyncapi.yaml](asyncapi.yaml). "Relied on by" names the services
that read the event through their contract (`shared/contracts/`). Moments are RFC 3339 in UTC; there
are no floats: points and marks are integers in hundredths. A *sealed box* (`Sealed`) holds
content that only the holder of its subject's key can read.
"""


def pages(known: Sequence[Service]) -> Mapping[str, str]:
    """Return the catalogue."""
    return {PAGE: "\n".join(catalogue(known))}


def catalogue(known: Sequence[Service]) -> Iterator[str]:
    """Describe every event of every feature of every service."""
    yield HEADER
    yield from contents(known)
    for service in known:
        yield f"## {service.name}\n\n{service.title}\n"
        if not service.features:
            yield "Records nothing of its own.\n"
        events = list(events_of(service))
        for feature in service.features:
            yield f"### {service.name} / {feature.name}\n\n{feature_sense(service, feature)}\n"
            for event in events:
                if event.feature == feature.name:
                    yield from describe(event, known)


def contents(known: Sequence[Service]) -> Iterator[str]:
    """List the events of each service."""
    yield "| Service | Feature | Events |\n|---|---|---|"
    for service in known:
        for feature in service.features:
            names = [e.name for e in events_of(service) if e.feature == feature.name]
            links = ", ".join(f"[{n}](#{n.lower()})" for n in names)
            yield f"| {service.name} | {feature.name} | {links} |"
    yield ""


def describe(event: Described, known: Sequence[Service]) -> Iterator[str]:
    """Describe one event: what it means, what it carries, who relies on it."""
    consumers = ", ".join(consumers_of(event, known)) or "-"
    schema = f"schemas/{event.service}/{event.name}.v{event.version}.json"
    yield f"#### {event.name}\n\n{all_of(event.event)}\n"
    yield f"Version {event.version} ([schema]({schema})). Relied on by: {consumers}.\n"
    yield from table(event.event)
    for part in parts_of(event.event):
        yield f"Each `{part.__name__}`: {all_of(part)}\n"
        yield from table(part)


def table(kind: type) -> Iterator[str]:
    """Describe the fields of a value."""
    rows = [f"| `{name}` | {spelled(hint)} |" for name, hint in typed_fields(kind)]
    if rows:
        yield "\n".join(["| Field | Type |", "|---|---|", *rows, ""])

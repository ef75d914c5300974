"""`docs/asyncapi.yaml`: what travels on the bus (AsyncAPI 3.0), from events and subscriptions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from pydantic import TypeAdapter

from shared.bus.envelope import CONTENT_TYPE, META
from shared.service import Feature, Service
from shared.store.events import PARTITIONS
from tools.codebase import Described, consumers_of, events_of, feature_sense, sense

PAGE = "docs/asyncapi.yaml"
HEADER = "# Made from the code by `make docs`. Do not edit.\n"
ABOUT = """\
Facts of a yearly programme of joint projects. Each service has its own NATS account and its own
JetStream stream, named like the service in capitals; a stream's sequence is the number in the
service's feed. Other systems read the feed (`GET /api/<service>/events`): docs/integration.md.
"""

PARAMETERS = {
    "partition": {
        "description": f"CRC-32 of the stream's name modulo {PARTITIONS}.",
        "enum": [f"p{number:02d}" for number in range(PARTITIONS)],
    },
    "streamId": {"description": "The stream's natural key: letters, digits, - and ~."},
}

type Node = dict[str, Any]


def files(known: Sequence[Service]) -> Mapping[str, str]:
    """Return the document."""
    return {
        PAGE: HEADER
        + yaml.safe_dump(document(known), allow_unicode=True, sort_keys=False, width=100)
    }


def document(known: Sequence[Service]) -> Node:
    """Describe every channel, message and operation."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lingban",
            "version": "1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "nats": {
                "host": "localhost:4222",
                "protocol": "nats",
                "description": "One account per service; `make run` chooses a free port.",
                "security": [{"$ref": "#/components/securitySchemes/account"}],
            }
        },
        "channels": dict(channels(known)),
        "operations": {**dict(sends(known)), **dict(receives(known))},
        "components": {
            "parameters": PARAMETERS,
            "messages": dict(messages(known)),
            "schemas": {"CloudEvent": cloud_event(), **dict(schemas(known))},
            "securitySchemes": {"account": {"type": "userPassword"}},
        },
    }


def _features(known: Sequence[Service]) -> Iterator[tuple[Service, Feature, list[Described]]]:
    for service in known:
        events = list(events_of(service))
        for feature in service.features:
            yield service, feature, [e for e in events if e.feature == feature.name]


def channel_id(service: str, feature: str) -> str:
    """Return the name of the channel that carries a feature's events."""
    return f"{service}.{feature}"


def message_id(event: Described) -> str:
    """Return the name of an event's message."""
    return f"{event.service}.{event.name}"


def address(service: str, feature: str) -> str:
    """Return the subjects of a feature's events, as `subject_of` in the envelope makes them."""
    return f"lingban.{service}.{{partition}}.{feature}.{{streamId}}.{{type}}"


def channels(known: Sequence[Service]) -> Iterator[tuple[str, Node]]:
    """Give one channel for each feature: its subjects."""
    for service, feature, events in _features(known):
        yield (
            channel_id(service.name, feature.name),
            {
                "address": address(service.name, feature.name),
                "description": feature_sense(service, feature),
                "messages": {
                    e.name: {"$ref": f"#/components/messages/{message_id(e)}"} for e in events
                },
                "parameters": {
                    "partition": {"$ref": "#/components/parameters/partition"},
                    "streamId": {"$ref": "#/components/parameters/streamId"},
                    "type": {"description": "The event.", "enum": [e.name for e in events]},
                },
            },
        )


def sends(known: Sequence[Service]) -> Iterator[tuple[str, Node]]:
    """Give what each service's relay publishes."""
    for service, feature, events in _features(known):
        channel = channel_id(service.name, feature.name)
        yield (
            f"{service.name}.sends.{feature.name}",
            operation("send", service, channel, [e.name for e in events]),
        )


def receives(known: Sequence[Service]) -> Iterator[tuple[str, Node]]:
    """Give what each service follows by contract."""
    for service, feature, events in _features(known):
        channel = channel_id(service.name, feature.name)
        for subscriber in known:
            relied = [e.name for e in events if subscriber.name in consumers_of(e, known)]
            if relied:
                yield (
                    f"{subscriber.name}.receives.{channel}",
                    operation("receive", subscriber, channel, relied),
                )


def operation(action: str, service: Service, channel: str, names: Sequence[str]) -> Node:
    """Return one operation on a channel."""
    reference = f"#/channels/{channel}"
    return {
        "action": action,
        "channel": {"$ref": reference},
        "tags": [{"name": service.name}],
        "messages": [{"$ref": f"{reference}/messages/{name}"} for name in names],
    }


def messages(known: Sequence[Service]) -> Iterator[tuple[str, Node]]:
    """Give one message for each event: the envelope with the event's data."""
    for _, feature, events in _features(known):
        for event in events:
            fixed: Node = {
                "type": {"const": event.name},
                "source": {"const": f"/lingban/{event.service}"},
                "subject": {"pattern": f"^{feature.name}:[A-Za-z0-9~-]+$"},
                "schemaversion": {"const": event.version},
                "data": {"$ref": f"#/components/schemas/{schema_id(event)}"},
            }
            yield (
                message_id(event),
                {
                    "name": event.name,
                    "summary": sense(event.event),
                    "contentType": CONTENT_TYPE,
                    "payload": {
                        "allOf": [
                            {"$ref": "#/components/schemas/CloudEvent"},
                            {"type": "object", "properties": fixed},
                        ]
                    },
                },
            )


def schema_id(event: Described) -> str:
    """Return the name of the schema of an event's data."""
    return f"{event.service}.{event.name}.v{event.version}"


def schemas(known: Sequence[Service]) -> Iterator[tuple[str, Node]]:
    """Give the schema of every event's data and of the values inside."""
    for service in known:
        events = list(events_of(service))
        made, shared = TypeAdapter.json_schemas(
            [(schema_id(e), "serialization", TypeAdapter(e.event)) for e in events],
            ref_template=f"#/components/schemas/{service.name}.{{model}}",
        )
        for event in events:
            yield schema_id(event), made[schema_id(event), "serialization"]
        for name, schema in shared.get("$defs", {}).items():
            yield f"{service.name}.{name}", schema


def cloud_event() -> Node:
    """Return the schema of the envelope (CloudEvents 1.0, structured JSON)."""
    text, moment = {"type": "string"}, {"type": "string", "format": "date-time"}
    number = {"type": "string", "pattern": "^[0-9]{20}$"}
    attributes: Node = {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "Never two events with one id."},
        "source": {**text, "description": "/lingban/<service>"},
        "type": {**text, "description": "The event's name."},
        "subject": {**text, "description": "The stream: <feature>:<id>."},
        "time": {**moment, "description": "When it happened."},
        "datacontenttype": {"const": "application/json"},
        "sequence": {**number, "description": "Number in the service's feed, dense from 1."},
        "partition": {"type": "integer", "minimum": 0, "maximum": PARTITIONS - 1},
        "partitionsequence": {**number, "description": "Number in the partition, dense from 1."},
        "streamversion": {"type": "integer", "minimum": 1},
        "schemaversion": {"type": "integer", "minimum": 1},
        "recordedat": {**moment, "description": "When the request arrived."},
        "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        **dict.fromkeys(META.values(), text),
        "data": {"type": "object"},
    }
    optional = {"causationid", "traceparent"}
    return {
        "type": "object",
        "title": "CloudEvent",
        "required": [name for name in attributes if name not in optional],
        "properties": attributes,
    }

"""The message: a CloudEvents 1.0 event in structured JSON, the same bytes on the bus and in the feed.

It carries every column of the stored event, so that a restored database can take its lost tail back
from the stream. Extension attributes have lower-case names without separators, as CloudEvents asks.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import orjson

from shared.store.codec import EventCodec
from shared.store.events import Recorded, Stream

CONTENT_TYPE = "application/cloudevents+json"

COLUMNS = """f.seq, f.partition, f.partition_seq, e.feature, e.stream, e.version, e.event_id,
  e.type, e.schema_version, e.data::text as data, e.meta::text as meta, e.occurred_at,
  e.recorded_at, encode(e.hash, 'hex') as hash"""

META = {
    "actor": "actor",
    "command_id": "commandid",
    "request": "request",
    "correlation_id": "correlationid",
    "causation_id": "causationid",
    "traceparent": "traceparent",
}
"""Stored metadata and the extension attribute that carries it."""


class NotAnEnvelope(Exception):
    """The message is not an event of Lingban."""


def timestamp(moment: datetime) -> str:
    """Return a moment as RFC 3339 in UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


class FeedRow(Protocol):
    """A row of the feed with the columns of `COLUMNS`."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401
        """Return a column's value."""
        ...


def subject_of(service: str, row: FeedRow) -> str:
    """Return the NATS subject: `lingban.<service>.p<NN>.<feature>.<stream id>.<EventType>`."""
    feature, _, stream_id = row["stream"].partition(":")
    return f"lingban.{service}.p{row['partition']:02d}.{feature}.{stream_id}.{row['type']}"


def envelope_of(service: str, row: FeedRow) -> bytes:
    """Return the CloudEvent of a feed row (columns as in `COLUMNS`)."""
    meta = orjson.loads(row["meta"])
    head: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(row["event_id"]),
        "source": f"/lingban/{service}",
        "type": row["type"],
        "subject": row["stream"],
        "time": timestamp(row["occurred_at"]),
        "datacontenttype": "application/json",
        "sequence": f"{row['seq']:020d}",
        "partition": row["partition"],
        "partitionsequence": f"{row['partition_seq']:020d}",
        "streamversion": row["version"],
        "schemaversion": row["schema_version"],
        "recordedat": timestamp(row["recorded_at"]),
        "hash": row["hash"],
    }
    head |= {META[name]: meta[name] for name in META if name in meta}
    return orjson.dumps(head)[:-1] + b',"data":' + row["data"].encode() + b"}"


class Envelope(NamedTuple):
    """A CloudEvent as a consumer reads it."""

    seq: int
    partition: int
    partition_seq: int
    service: str
    stream: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    hash: str
    meta: Mapping[str, str]
    data: Any

    @classmethod
    def parse(cls, message: bytes) -> "Envelope":
        """Read the bytes of a message. Raises `NotAnEnvelope` with what is wrong."""
        try:
            return cls.of(orjson.loads(message))
        except ValueError as error:
            raise NotAnEnvelope(repr(error)) from error

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Envelope":
        """Read a CloudEvent's JSON object. Raises `NotAnEnvelope` with what is wrong."""
        try:
            return cls(
                int(event["sequence"]),
                event["partition"],
                int(event["partitionsequence"]),
                event["source"].rpartition("/")[2],
                event["subject"],
                event["streamversion"],
                UUID(event["id"]),
                event["type"],
                event["schemaversion"],
                datetime.fromisoformat(event["time"]),
                datetime.fromisoformat(event["recordedat"]),
                event["hash"],
                {name: event[attribute] for name, attribute in META.items() if attribute in event},
                event["data"],
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotAnEnvelope(repr(error)) from error

    def message(self) -> dict[str, Any]:
        """Return the CloudEvent's JSON object again."""
        row = {
            "seq": self.seq,
            "partition": self.partition,
            "partition_seq": self.partition_seq,
            "stream": self.stream,
            "version": self.version,
            "event_id": self.event_id,
            "type": self.type,
            "schema_version": self.schema_version,
            "occurred_at": self.occurred_at,
            "recorded_at": self.recorded_at,
            "hash": self.hash,
            "meta": orjson.dumps(self.meta),
            "data": orjson.dumps(self.data).decode(),
        }
        return orjson.loads(envelope_of(self.service, row))

    def recorded(self, codec: EventCodec | None) -> Recorded[Any]:
        """Return the event as this code understands it; without a codec, its plain JSON object."""
        feature, _, stream_id = self.stream.partition(":")
        event = (
            self.data
            if codec is None
            else codec.decode(self.type, self.schema_version, orjson.dumps(self.data))
        )
        return Recorded(
            event,
            Stream(feature, stream_id),
            self.version,
            self.event_id,
            self.occurred_at,
            self.recorded_at,
            self.meta["actor"],
            self.type,
            UUID(self.meta["command_id"]),
        )

"""Publishing feed rows to a JetStream stream so that its sequence numbers are the feed's."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.envelope import FeedRow, envelope_of, subject_of

SINGLES = 24
"""Up to this many messages go out as pipelined singles; more go as one atomic batch (ADR-50)."""

BATCH = 1000
TIMEOUT = 2.0


class PublishFailed(Exception):
    """What was published is unknown: read the stream's last sequence and go on from there."""


class Publisher:
    """Publishes rows with `Nats-Expected-Last-Sequence`, and believes only an exact answer.

    A message that was acknowledged under another sequence number than its row's is a failure too.
    """

    def __init__(self, service: str, nats: Client) -> None:
        self.service = service
        self.nats = nats

    async def publish(self, rows: Sequence[FeedRow]) -> None:
        """Publish rows that follow one another; raise `PublishFailed` unless all are stored."""
        try:
            if len(rows) <= SINGLES:
                await self._singles(rows)
            else:
                await self._batch(rows)
        except (NatsError, TimeoutError, ValueError, KeyError) as error:
            raise PublishFailed(repr(error)) from error

    async def _singles(self, rows: Sequence[FeedRow]) -> None:
        answers = await asyncio.gather(
            *(
                self.nats.request(
                    subject_of(self.service, row),
                    envelope_of(self.service, row),
                    timeout=TIMEOUT,
                    headers=_headers(row) | {"Nats-Expected-Last-Sequence": str(row["seq"] - 1)},
                )
                for row in rows
            )
        )
        stored = [int(orjson.loads(answer.data)["seq"]) for answer in answers]
        if stored != [row["seq"] for row in rows]:
            raise PublishFailed(f"stored as {stored}, not as {rows[0]['seq']}..")

    async def _batch(self, rows: Sequence[FeedRow]) -> None:
        batch = uuid4().hex
        last = len(rows)
        for number, row in enumerate(rows, 1):
            headers = _headers(row) | {
                "Nats-Batch-Id": batch,
                "Nats-Batch-Sequence": str(number),
            }
            if number == 1:
                headers["Nats-Expected-Last-Sequence"] = str(row["seq"] - 1)
            subject, body = subject_of(self.service, row), envelope_of(self.service, row)
            if number < last:
                await self.nats.publish(subject, body, headers=headers)
                continue
            headers["Nats-Batch-Commit"] = "1"
            answer = await self.nats.request(subject, body, timeout=5 * TIMEOUT, headers=headers)
            content = orjson.loads(answer.data)
            if content.get("seq") != row["seq"] or content.get("count") != last:
                raise PublishFailed(f"batch to {row['seq']} answered {answer.data!r}")


def _headers(row: FeedRow) -> dict[str, str]:
    return {"Nats-Msg-Id": str(row["event_id"])}

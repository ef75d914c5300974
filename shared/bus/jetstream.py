"""The few questions a service may ask about its own stream."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.topology import stream_of
from shared.domain import value

TIMEOUT = 1.0


class StreamUnknown(Exception):
    """The stream does not answer, or does not exist (yet)."""


@value
class StreamState:
    """What the stream holds. `whole` is false when messages are missing between first and last."""

    first_seq: int
    last_seq: int
    messages: int

    @property
    def whole(self) -> bool:
        """Return whether every sequence number from 1 to the last is there."""
        return self.messages == self.last_seq and (self.first_seq == 1 or self.messages == 0)


class OwnStream:
    """One service's JetStream stream, as its own restricted user sees it."""

    def __init__(self, service: str, nats: Client) -> None:
        self.nats = nats
        self.name = stream_of(service)

    async def state(self) -> StreamState:
        """Return the stream's state, or raise `StreamUnknown`."""
        content = await self._ask(f"$JS.API.STREAM.INFO.{self.name}", b"")
        if "error" in content:
            raise StreamUnknown(content["error"])
        state = content["state"]
        return StreamState(
            first_seq=state["first_seq"], last_seq=state["last_seq"], messages=state["messages"]
        )

    async def event_id(self, seq: int) -> UUID | None:
        """Return the id of the event stored under a sequence number; None if there is none."""
        try:
            answer = await self.nats.request(
                f"$JS.API.DIRECT.GET.{self.name}", orjson.dumps({"seq": seq}), timeout=TIMEOUT
            )
        except (NatsError, TimeoutError) as error:
            raise StreamUnknown(repr(error)) from error
        headers = answer.headers or {}
        if "Status" in headers or "Nats-Msg-Id" not in headers:
            return None
        return UUID(headers["Nats-Msg-Id"])

    async def messages(self, after: int, to: int) -> AsyncIterator[tuple[int, bytes]]:
        """Give the messages of a range with their sequence numbers (batched direct get, ADR-31)."""
        while after < to:
            inbox = self.nats.new_inbox()
            subscription = await self.nats.subscribe(inbox)
            try:
                request = {"seq": after + 1, "batch": min(500, to - after)}
                await self.nats.publish(
                    f"$JS.API.DIRECT.GET.{self.name}", orjson.dumps(request), reply=inbox
                )
                before = after
                while True:
                    message = await subscription.next_msg(timeout=5)
                    headers = message.headers or {}
                    if "Status" in headers:
                        break
                    after = int(headers["Nats-Sequence"])
                    yield after, message.data
            except (NatsError, TimeoutError) as error:
                raise StreamUnknown(repr(error)) from error
            finally:
                await subscription.unsubscribe()
            if after == before:
                raise StreamUnknown(f"no message after {after}")

    async def _ask(self, subject: str, body: bytes) -> dict[str, Any]:
        try:
            answer = await self.nats.request(subject, body, timeout=TIMEOUT)
            return orjson.loads(answer.data)
        except (NatsError, TimeoutError, ValueError) as error:
            raise StreamUnknown(repr(error)) from error

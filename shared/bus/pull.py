"""Pulling from a durable consumer without ever waiting for a full batch."""

import asyncio
from collections.abc import Sequence
from time import monotonic

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

SIZE = 2000
BATCH = 1000
EXPIRES = 5_000_000_000
"""A request of a process that died takes messages for as long as this; then nobody misses them."""

HEARTBEAT = 1_000_000_000
SILENCE = 3.0


ENDED = ("404", "408")
"""Statuses by which a request ends in order: nothing there, or expired."""


class Silent(ConnectionError):
    """No heartbeat for three seconds: the pull request is lost, as after a server restart."""


class Astray(ConnectionError):
    """Messages were delivered, but not to this inbox, as after the death of another consumer."""


class Refused(ConnectionError):
    """The server ended the request out of order: another leader, a deleted consumer, no answer."""


class Pull:
    """Keeps a pull request outstanding and hands over what has arrived.

    `prefix` is the API prefix under which the source account's consumer was imported, `js.<source>`.
    """

    def __init__(self, nats: Client, prefix: str, stream: str, durable: str) -> None:
        self.nats = nats
        self.next = f"{prefix}.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self.reset_to = f"{prefix}.CONSUMER.RESET.{stream}.{durable}"
        self._left = 0
        self._queue: asyncio.Queue[Msg] = asyncio.Queue()
        self._seen = monotonic()
        self._delivered = 0
        self._subscription: Subscription | None = None
        self._inbox = ""

    async def start(self, seq: int) -> None:
        """Rewind the consumer so that the next message is the one at `seq` (at least 1)."""
        await self.stop()
        answer = await self.nats.request(self.reset_to, orjson.dumps({"seq": seq}), timeout=2)
        if b'"error"' in answer.data:
            raise ConnectionError(answer.data.decode())
        self._queue = asyncio.Queue()
        self._left = 0
        self._delivered = 0
        self._seen = monotonic()
        self._inbox = self.nats.new_inbox()
        self._subscription = await self.nats.subscribe(self._inbox, cb=self._arrived)

    async def stop(self) -> None:
        """Let go of the inbox."""
        if self._subscription is not None:
            subscription, self._subscription = self._subscription, None
            await subscription.unsubscribe()

    async def _arrived(self, message: Msg) -> None:
        self._seen = monotonic()
        self._queue.put_nowait(message)

    async def _ask(self) -> None:
        wanted = SIZE - self._left
        self._left += wanted
        self._seen = monotonic()
        request = {"batch": wanted, "expires": EXPIRES, "idle_heartbeat": HEARTBEAT}
        await self.nats.publish(self.next, orjson.dumps(request), reply=self._inbox)

    async def batch(self, wait: float) -> Sequence[Msg]:
        """Return what has arrived, up to 1,000 messages; empty after `wait` seconds without any."""
        if self._left < SIZE // 2:
            await self._ask()
        try:
            message = await asyncio.wait_for(self._queue.get(), wait)
        except TimeoutError:
            if monotonic() - self._seen > SILENCE:
                raise Silent from None
            return ()
        batch: list[Msg] = []
        while True:
            self._take(message, batch)
            if len(batch) >= BATCH or self._queue.empty():
                return batch
            message = self._queue.get_nowait()

    def _take(self, message: Msg, batch: list[Msg]) -> None:
        status = (message.headers or {}).get("Status")
        if status is None:
            batch.append(message)
            self._left -= 1
            self._delivered = max(self._delivered, consumer_seq(message))
        elif status == "100":
            if int((message.headers or {}).get("Nats-Last-Consumer", 0)) > self._delivered:
                raise Astray(f"after {self._delivered}")
        elif status in ENDED:
            self._left = 0
        else:
            raise Refused(status)


def consumer_seq(message: Msg) -> int:
    """Return the number of this delivery since the consumer was last reset."""
    return int(message.reply.rsplit(".", 3)[1])


def pending(message: Msg) -> int:
    """Return how many messages wait behind this one (last token of the acknowledgement subject)."""
    return int(message.reply.rsplit(".", 1)[1])

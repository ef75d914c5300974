"""Services with a fault built in: `python -m tests.faults.sabotage KIND SERVICE`.

Some faults must do no harm (messages shuffled and repeated, a slow consumer). Others break a promise on
purpose, to show that the checks are able to fail.
"""

import asyncio
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nats.aio.msg import Msg

import shared.bus.consumer
import shared.runtime
from shared.bus.applying import Applier, Checkpoint
from shared.bus.consumer import Consumer
from shared.bus.envelope import Envelope
from shared.bus.pull import Pull
from shared.bus.sequencer import Sequencer
from shared.store.sql import Connection, Part, Row


class ShufflingPull(Pull):
    """Hands over every message three times, shuffled, and some of them much later again."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._late: list[Msg] = []
        self._random = random.Random(2017)

    async def batch(self, wait: float) -> Sequence[Msg]:
        messages = list(await super().batch(wait))
        if not messages:
            late, self._late = self._late, []
            return late
        self._late += self._random.sample(messages, k=max(1, len(messages) // 20))
        threefold = messages * 3
        self._random.shuffle(threefold)
        return threefold


class SlowApplier(Applier):
    """Applies one batch a second."""

    async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
        await asyncio.sleep(1)
        return await super().apply(before, events)


class PoisonedApplier(Applier):
    """Cannot apply the events of one stream, the first it sees."""

    poison = ""

    async def parts(self, connection: Connection, events: Sequence[Envelope]) -> list[Part]:
        for event in events:
            if event.stream.startswith("participation:"):
                self.poison = self.poison or event.stream
            if event.stream == self.poison:
                raise ValueError("this event is poison")
        return await super().parts(connection, events)


class SkippingSequencer(Sequencer):
    """Breaks a promise: forgets every seventh event it gives a number to."""

    async def next(self, limit: int) -> Sequence[Row]:
        await self.connection.execute("delete from outbox where position % 7 = 0")
        return await super().next(limit)


class TrustingConsumer(Consumer):
    """Breaks a promise: acknowledges first, applies a little later, and never looks at its checkpoint.

    What was acknowledged and not yet applied is gone after a kill.
    """

    async def _take(self, messages: Sequence[Msg]) -> None:
        await messages[-1].ack()
        await asyncio.sleep(0.5)
        events = [Envelope.parse(message.data) for message in messages]
        async with self.pool.acquire() as connection, connection.transaction():
            for sql, arguments in await self.applier.parts(connection, events):
                await connection.execute(sql, *arguments)
            await connection.execute(
                "update checkpoint set seq = $2, event_id = null where subscription = $1",
                self.subscription.durable,
                events[-1].seq,
            )


class TrustingPull(Pull):
    """Does not reset: goes on where the server says it was."""

    async def start(self, seq: int) -> None:
        del seq
        await self.stop()
        self._queue = asyncio.Queue()
        self._left = 0
        self._inbox = self.nats.new_inbox()
        self._subscription = await self.nats.subscribe(self._inbox, cb=self._arrived)


def shuffle() -> None:
    """Let every consumer of the process get its messages thrice and out of order."""
    shared.bus.consumer.Pull = ShufflingPull  # type: ignore[misc]


def slow() -> None:
    """Let every consumer of the process apply one batch a second."""
    shared.runtime.Applier = SlowApplier  # type: ignore[misc]


def poison() -> None:
    """Let every consumer of the process choke on one stream."""
    shared.runtime.Applier = PoisonedApplier  # type: ignore[misc]


def skip() -> None:
    """Let the relay lose events."""
    import shared.bus.relay  # noqa: PLC0415

    shared.bus.relay.Sequencer = SkippingSequencer  # type: ignore[misc]


def trust() -> None:
    """Let consumers trust the server's acknowledgement floor."""
    shared.bus.consumer.Pull = TrustingPull  # type: ignore[misc]
    shared.runtime.Consumer = TrustingConsumer  # type: ignore[misc]


KINDS: Mapping[str, Callable[[], None]] = {
    "shuffle": shuffle,
    "slow": slow,
    "poison": poison,
    "skip": skip,
    "trust": trust,
}

if __name__ == "__main__":
    from deploy.cli import app

    KINDS[sys.argv[1]]()
    app(["serve", sys.argv[2]])

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
from shared.bus.applying import Applier, Checkpoint, moved
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


class HastyApplier(Applier):
    """Breaks a promise: moves the checkpoint first, and writes the rows a little later.

    What was passed and not yet written is gone after a kill.
    """

    async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
        after = before.at(events[-1])
        async with self.store.pool.acquire() as connection:
            await moved(connection, before.move_to(after), [])
            await asyncio.sleep(0.5)
            for sql, arguments in await self.parts(connection, events):
                await connection.execute(sql, *arguments)
        return after


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


def hasty() -> None:
    """Let consumers keep their checkpoint apart from their rows."""
    shared.runtime.Applier = HastyApplier  # type: ignore[misc]


KINDS: Mapping[str, Callable[[], None]] = {
    "shuffle": shuffle,
    "slow": slow,
    "poison": poison,
    "skip": skip,
    "hasty": hasty,
}

if __name__ == "__main__":
    from deploy.cli import app

    KINDS[sys.argv[1]]()
    app(["serve", sys.argv[2]])

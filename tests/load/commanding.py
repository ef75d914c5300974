"""Commands through `handle`, beside the same command in the library `eventsourcing`."""

import asyncio
import random
from functools import partial
from uuid import uuid4

from shared.store.handle import handle
from shared.store.store import EventStore
from tests.load import library
from tests.load.desk import DECIDER, SUMMARY, Note, context, desk
from tests.load.ground import Ground, fill
from tests.load.measure import Figure, Goal, Reading, closed_loop, figure, interleaved
from tests.office import fresh_database

TASKS = 16
STREAMS = 192
LENGTH = 10
TEXT = "x" * 80

WARM_UP = 16
"""Rounds after which most pages of the big store's indexes have been written to."""


async def on_fresh_streams(store: EventStore, seconds: float) -> Reading:
    """Send commands to new streams, so that every round has streams of the same length."""
    names = [uuid4().hex for _ in range(STREAMS)]
    for name in names:
        await handle(Note(number=0, text=TEXT), DECIDER, desk(name), store, context())

    async def send(number: int) -> None:
        command = Note(number=number, text=TEXT)
        await handle(command, DECIDER, desk(names[number % STREAMS]), store, context())

    return await closed_loop(TASKS, seconds, send)


async def commands(ground: Ground) -> list[Figure]:
    """Load a stream, decide, append one event: 16 tasks in one process."""
    plain, with_row = await ground.store(), await ground.store(SUMMARY)
    desks = library.application(await fresh_database(ground.stack))

    async def theirs(threads: int) -> Reading:
        return await asyncio.to_thread(library.commands, desks, threads, STREAMS, ground.seconds)

    try:
        seen = await interleaved(
            {
                "handle": partial(on_fresh_streams, plain, ground.seconds),
                "library, 16 threads": partial(theirs, TASKS),
                "handle with row": partial(on_fresh_streams, with_row, ground.seconds),
                "library, 4 threads": partial(theirs, 4),
            },
            ground.rounds,
        )
    finally:
        desks.close()
    best = max(("library, 16 threads", "library, 4 threads"), key=lambda n: seen[n]["value"])
    goal = Goal(of="ratio", at_least=3)
    baseline = f"eventsourcing {best.removeprefix('library, ')}, the faster of 4 and 16"
    return [
        figure(
            "commands, 16 tasks",
            "commands/s",
            seen["handle"],
            baseline,
            seen[best],
            ground.rounds,
            goal,
        ),
        figure(
            "commands with row, 16 tasks",
            "commands/s",
            seen["handle with row"],
            baseline,
            seen[best],
            ground.rounds,
            goal,
        ),
    ]


async def on_streams(
    store: EventStore, streams: int, seconds: float, *, at_hand: bool, step: int = 1
) -> Reading:
    """Send commands to streams drawn from every `step`-th of those that there are."""
    draw = random.Random(7)

    async def send(number: int) -> None:
        if not at_hand:
            store.forget()
        stream = desk(draw.randint(1, streams) * step)
        await handle(Note(number=number, text=TEXT), DECIDER, stream, store, context())

    await closed_loop(TASKS, seconds / 4, send)
    return await closed_loop(TASKS, seconds, send)


async def size(ground: Ground) -> list[Figure]:
    """The same commands on 10 thousand and on 2 million stored events.

    The big store is first written to for a while: what a page costs that is written for the first time
    since a checkpoint (every quarter of an hour) belongs to the checkpoint. Once nothing is at hand and
    every stream is as likely: what the size of tables and indexes costs. Once the same thousand
    streams are worked on, as an office does in its tenth year.
    """
    few, many = (100, 1_000) if ground.quick else (1_000, 200_000)
    big = await ground.store()
    await fill(big.pool, many, LENGTH)
    await on_streams(big, many, WARM_UP * ground.seconds, at_hand=False)

    async def small(*, at_hand: bool) -> Reading:
        store = await ground.store()  # a new one each round: it would not stay small
        await fill(store.pool, few, LENGTH)
        try:
            return await on_streams(store, few, ground.seconds, at_hand=at_hand)
        finally:
            await store.pool.close()

    seen = {
        name: await interleaved(
            {"small": partial(small, at_hand=at_hand), "big": case}, ground.rounds
        )
        for name, at_hand, case in (
            ("all", False, partial(on_streams, big, many, ground.seconds, at_hand=False)),
            (
                "some",
                True,
                partial(on_streams, big, few, ground.seconds, at_hand=True, step=many // few),
            ),
        )
    }
    which = {"all": "any stream, none at hand", "some": f"{few:,} streams in work"}
    return [
        figure(
            f"commands on {many * LENGTH:,} stored events, {text}",
            "commands/s",
            seen[name]["big"],
            f"the same on {few * LENGTH:,} stored events",
            seen[name]["small"],
            ground.rounds,
            Goal(of="ratio", at_least=0.9),
        )
        for name, text in which.items()
    ]

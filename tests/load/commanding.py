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


async def on_any_stream(store: EventStore, streams: int, seconds: float) -> Reading:
    """Send commands to streams drawn from all that there are."""
    draw = random.Random(7)

    async def send(number: int) -> None:
        stream = desk(draw.randint(1, streams))
        await handle(Note(number=number, text=TEXT), DECIDER, stream, store, context())

    await closed_loop(TASKS, seconds / 4, send)
    return await closed_loop(TASKS, seconds, send)


async def size(ground: Ground) -> list[Figure]:
    """The same commands on 10 thousand and on 2 million stored events."""
    few, many = (100, 1_000) if ground.quick else (1_000, 200_000)
    big = await ground.store()
    await fill(big.pool, many, LENGTH)

    async def small() -> Reading:
        store = await ground.store()  # a new one each round: it would not stay small
        await fill(store.pool, few, LENGTH)
        try:
            return await on_any_stream(store, few, ground.seconds)
        finally:
            await store.pool.close()

    seen = await interleaved(
        {"small": small, "big": partial(on_any_stream, big, many, ground.seconds)},
        ground.rounds,
    )
    return [
        figure(
            f"commands on {many * LENGTH:,} stored events",
            "commands/s",
            seen["big"],
            f"commands on {few * LENGTH:,} stored events",
            seen["small"],
            ground.rounds,
            Goal(of="ratio", at_least=0.9),
        )
    ]

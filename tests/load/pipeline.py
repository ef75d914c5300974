"""From a command in one process to a committed row of another service in another process."""

import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial

import asyncpg

from shared.settings import Settings
from tests.load.appending import BARE, CREATE, BareInserts
from tests.load.children import Child, child, order_of
from tests.load.desk import WATCHED
from tests.load.ground import Ground, create_schema, fill, on_own_connections
from tests.load.measure import (
    Case,
    Figure,
    Goal,
    Reading,
    figure,
    interleaved,
    percentile,
)
from tests.office import fresh_streams

SERVICES = ("applications", "progress")


@dataclass
class Line:
    """The service where commands come in, by one process or two, and the one that watches."""

    settings: Settings
    leader: Child
    writer: Child
    watcher: Child
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def commands(self, rate: int, tasks: int, seconds: float) -> Reading:
        """Send commands; return the rate end to end, and command to visible row in ms."""
        first = next(self.numbers) * 10_000_000
        began = dict(
            (
                await self.writer.ask(
                    {
                        "do": "write",
                        "first": first,
                        "tasks": tasks,
                        "rate": rate,
                        "seconds": seconds,
                    }
                )
            )["began"]
        )
        seen = dict((await self.watcher.ask({"notes": len(began)}))["seen"])
        spans = [(seen[number] - moment) / 1e6 for number, moment in began.items()]
        taken = (max(seen.values()) - min(began.values())) / 1e9
        return {
            "value": len(seen) / taken,
            "p50_ms": percentile(spans, 50),
            "p99_ms": percentile(spans, 99),
        }


@contextlib.asynccontextmanager
async def bare_commits(ground: Ground) -> AsyncIterator[Case]:
    """Give the case that says what one bare commit costs at this minute."""
    dsn = (await ground.settings()).postgres_dsn.get_secret_value()
    async with on_own_connections(dsn, 1) as connections:
        await connections[0].execute(CREATE)
        yield BareInserts(connections, ground.seconds / 2).case


@contextlib.asynccontextmanager
async def a_line(ground: Ground, *, replica: bool = False) -> AsyncIterator[Line]:
    """Open a new database and new streams, and start the processes.

    With a `replica`, commands come in at a process that does not lead the relay.
    """
    settings = await ground.settings()
    await create_schema(settings, "applications", ())
    await create_schema(settings, "progress", (WATCHED,))
    await fresh_streams(settings, SERVICES)
    async with contextlib.AsyncExitStack() as exits:
        watcher, leader = [
            await exits.enter_async_context(child(role, order_of(ground, settings, service)))
            for role, service in (("watcher", "progress"), ("source", "applications"))
        ]
        writer = leader
        if replica:
            order = order_of(ground, settings, "applications")
            writer = await exits.enter_async_context(child("source", order))
        yield Line(settings, leader, writer, watcher)


async def visible(ground: Ground) -> list[Figure]:
    """Command to visible row at 100 and at 1,000 commands a second."""
    async with a_line(ground) as line, bare_commits(ground) as bare:
        seconds = 0.5 if ground.quick else 3.0
        seen = await interleaved(
            {
                "bare": bare,
                "100": partial(line.commands, 100, 16, seconds),
                "1000": partial(line.commands, 1000, 16, seconds),
            },
            ground.rounds,
        )
    p99 = Goal(of="p99_ms", at_most=15)
    return [
        figure(
            "command to row of another service, 100/s",
            "events/s",
            seen["100"],
            BARE,
            seen["bare"],
            ground.rounds,
            Goal(of="p50_ms", at_most=5),
            p99,
            baseline_p50_ms=seen["bare"]["p50_ms"],
            baseline_p99_ms=seen["bare"]["p99_ms"],
        ),
        figure(
            "command to row of another service, 1,000/s",
            "events/s",
            seen["1000"],
            BARE,
            seen["bare"],
            ground.rounds,
            Goal(of="p99_ms", at_most=25),
            baseline_p50_ms=seen["bare"]["p50_ms"],
            baseline_p99_ms=seen["bare"]["p99_ms"],
        ),
    ]


async def sustained(ground: Ground) -> list[Figure]:
    """As many commands as go through, from command to row."""
    seconds = 0.5 if ground.quick else 3.0
    figures: list[Figure] = []
    for replica in (False, True):
        async with a_line(ground, replica=replica) as line, bare_commits(ground) as bare:
            cases: dict[str, Case] = {
                "bare": bare,
                "commands": partial(line.commands, 0, 16, seconds),
            }
            seen = await interleaved(cases, ground.rounds)
        where = "a replica beside the relay" if replica else "the relay's process"
        figures.append(
            figure(
                f"single-event commands at {where} to rows of another service",
                "events/s",
                seen["commands"],
                BARE,
                seen["bare"],
                ground.rounds,
                Goal(of="value", at_least=5000),
            )
        )
    return figures


async def backlog(ground: Ground) -> list[Figure]:
    """Events that have waited: relay, bus and consumer as fast as they go."""
    size = 2_000 if ground.quick else 30_000

    async def drained() -> Reading:
        async with a_line(ground) as line:
            pool = await asyncpg.create_pool(
                line.settings.postgres_dsn.get_secret_value(),
                min_size=1,
                max_size=1,
                server_settings={"search_path": "applications"},
            )
            async with pool:
                await fill(pool, size // 10, 10, waiting=True)
            began = time.monotonic_ns()
            await line.leader.ask({"do": "poke"})
            seen = (await line.watcher.ask({"notes": size}))["seen"]
            return {"value": size / ((max(moment for _, moment in seen) - began) / 1e9)}

    async with bare_commits(ground) as bare:
        seen = await interleaved({"bare": bare, "drained": drained}, min(ground.rounds, 5))
    return [
        figure(
            f"backlog of {size:,} events to rows of another service",
            "events/s",
            seen["drained"],
            BARE,
            seen["bare"],
            min(ground.rounds, 5),
            Goal(of="value", at_least=15_000),
        )
    ]

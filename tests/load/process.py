"""Processes of the size and shape of production, told what to do in JSON lines.

`python -m tests.load.process <role>`: the first line of standard input says where the servers are;
each later line is answered with one line of standard output.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import asyncpg
import orjson
import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import SecretStr

from deploy.memory import collect_seldom
from shared.bus.applying import Applier, Checkpoint
from shared.bus.consumer import Consumer
from shared.bus.envelope import Envelope
from shared.bus.feed import OwnFeed
from shared.readmodels.projection import Projection
from shared.runtime import Running, running, verifier_of
from shared.service import Service
from shared.settings import Settings
from shared.store.handle import handle
from tests.load.client import closed_loop_over_http
from tests.load.desk import DECIDER, SUMMARY, WATCHING, Note, NoteBody, context, desk, taking
from tests.load.ground import StandingClock
from tests.load.logs import log_to_nowhere

type Order = Mapping[str, Any]
type Obey = Callable[[Order], Awaitable[Any]]


@dataclass
class TimedApplier(Applier):
    """Remembers when the rows of each note were committed (CLOCK_MONOTONIC, ns, machine-wide)."""

    seen: dict[int, int] = field(default_factory=dict)

    async def apply(self, before: Checkpoint, events: Sequence[Envelope]) -> Checkpoint:
        """Apply events and note the moment after their commit."""
        after = await super().apply(before, events)
        moment = time.monotonic_ns()
        self.seen.update((envelope.data["number"], moment) for envelope in events)
        return after


@contextlib.asynccontextmanager
async def service_of(order: Order, service: Service) -> AsyncIterator[Running]:
    """Run a service as its process in production would."""
    values = order["settings"]
    settings = Settings(
        **values["plain"], **{name: SecretStr(text) for name, text in values["secret"].items()}
    )

    async def clock_of(_: asyncpg.Pool) -> StandingClock:
        return StandingClock()

    feeds: dict[str, OwnFeed] = {}
    async with running(service, settings, clock_of, feeds) as run:
        async with asyncio.timeout(20):
            await run.resources.store.ready.wait()
        yield run


def inline_of(order: Order) -> tuple[Projection[Any], ...]:
    return (SUMMARY,) if order.get("inline") else ()


@contextlib.asynccontextmanager
async def source(order: Order) -> AsyncIterator[Obey]:
    """Where notes are taken: relay and writers in one process."""
    async with service_of(order, taking(*inline_of(order))) as run:
        store = run.resources.store

        async def write(load: Order) -> dict[str, Any]:
            """Send commands at a rate, or without a pause; return when each began."""
            began: dict[int, int] = {}
            tasks, rate, first = load["tasks"], load["rate"], load["first"]
            start = time.perf_counter()

            async def one(task: int) -> None:
                turn = 0
                while True:
                    if rate and (early := start + (turn * tasks + task) / rate - now()) > 0:
                        await asyncio.sleep(early)
                    if now() - start > load["seconds"]:
                        return
                    number = first + turn * tasks + task
                    began[number] = time.monotonic_ns()
                    command = Note(number=number, text="x" * 80)
                    stream = desk(f"{number}")
                    await handle(command, DECIDER, stream, store, context())
                    turn += 1

            await asyncio.gather(*(one(task) for task in range(tasks)))
            return {"began": [list(pair) for pair in began.items()]}

        async def poke(_: Order) -> dict[str, Any]:
            """Wake the relay, as a commit does."""
            store.committed.set()
            return {}

        async def obey(load: Order) -> dict[str, Any]:
            return await (poke(load) if load["do"] == "poke" else write(load))

        yield obey


now = time.perf_counter


@contextlib.asynccontextmanager
async def watcher(order: Order) -> AsyncIterator[Obey]:
    """Where notes become visible: a consumer and its read model."""
    async with service_of(order, WATCHING) as run:
        consumer = cast("Consumer", run.consumers[0])
        applier = TimedApplier(WATCHING.subscribed[0], run.resources.store, run.resources.clock.now)
        consumer.applier = consumer.parking.applier = applier

        async def seen(wish: Order) -> dict[str, Any]:
            """Wait until this many notes have been applied; return when each was."""
            async with asyncio.timeout(60):
                while len(applier.seen) < wish["notes"]:
                    if failure := run.failed():
                        raise failure
                    await asyncio.sleep(0.01)
            pairs = [list(pair) for pair in applier.seen.items()]
            applier.seen.clear()
            return {"seen": pairs}

        yield seen


@contextlib.asynccontextmanager
async def web(order: Order) -> AsyncIterator[Obey]:
    """One uvicorn worker with the service where notes are taken."""
    async with service_of(order, taking(*inline_of(order))) as run:
        verifier = verifier_of(run.settings)
        async with serving(run.app(verifier), order["port"]) as obey:
            yield obey


@contextlib.asynccontextmanager
async def nothing(order: Order) -> AsyncIterator[Obey]:
    """One uvicorn worker with a FastAPI route that does nothing."""
    app = FastAPI()

    @app.post("/nothing")
    async def nothing_at_all(body: NoteBody) -> None:
        del body

    async with serving(app, order["port"]) as obey:
        yield obey


@contextlib.asynccontextmanager
async def serving(app: FastAPI, port: int) -> AsyncIterator[Obey]:
    """Serve an application as the command line does."""
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)

    async def obey(_: Order) -> dict[str, Any]:
        return {}

    yield obey
    server.should_exit = True
    await task


@contextlib.asynccontextmanager
async def client(_: Order) -> AsyncIterator[Obey]:
    """Where requests come from."""

    async def send(wish: Order) -> Any:
        return await closed_loop_over_http(**wish)

    yield send


ROLES = {"source": source, "watcher": watcher, "web": web, "nothing": nothing, "client": client}


async def main(role: str) -> None:
    """Say that the role is ready, then answer line by line until standard input ends."""
    reader = asyncio.StreamReader(limit=2**26)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with ROLES[role](orjson.loads(await reader.readline())) as obey:
        print("{}", flush=True)
        while line := await reader.readline():
            print(orjson.dumps(await obey(orjson.loads(line))).decode(), flush=True)


if __name__ == "__main__":
    log_to_nowhere()
    collect_seldom()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))

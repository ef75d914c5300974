"""Running services and answering on a port, until a signal comes."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Mapping, Sequence
from datetime import datetime
from typing import Any, override

import asyncpg
import structlog
import uvicorn
from starlette.types import ASGIApp

from deploy.topology import own_of
from shared.bus.feed import OwnFeed
from shared.runtime import Running, running
from shared.service import Service
from shared.settings import Settings
from shared.timing.clock import Clock, SettableClock, SystemClock

READY_WITHIN = 60.0
FINISH_WITHIN = 2
"""Seconds that requests in hand have when the process ends; streams of events are cut then."""

CLOCK_READ_EVERY = 1.0
TRIES = 5

log = structlog.get_logger()


class PortTaken(RuntimeError):
    """Something else listens on the port."""


async def until_stopped(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Do work that ends, whatever it waits for, when SIGINT or SIGTERM sets its event."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    working = asyncio.create_task(work(stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if stop.is_set():
        working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working


def bound(host: str, port: int) -> socket.socket:
    """Take a port, before anything else is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise PortTaken(
            f"{host}:{port} 无法使用, 请以 LINGBAN_PORT 指定其他端口。"
            f" Cannot listen on {host}:{port} ({error.strerror}). Choose another LINGBAN_PORT."
        ) from None
    return taken


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers of its own."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@contextlib.asynccontextmanager
async def answering(app: ASGIApp, port: socket.socket) -> AsyncGenerator[None]:
    """Answer requests on a port that was taken, until the block ends."""
    server = _Server(
        uvicorn.Config(
            app,
            access_log=False,
            lifespan="off",
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=FINISH_WITHIN,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[port]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class Wakes:
    """Wakes the timers of all services here when the clock was set."""

    def __init__(self) -> None:
        self.runs: list[Running] = []

    def __call__(self) -> None:
        """Wake them."""
        for run in self.runs:
            run.timers.wake.set()


@contextlib.asynccontextmanager
async def clock_of(
    settings: Settings, changed: Callable[[], None], first: datetime | None = None
) -> AsyncGenerator[Clock]:
    """Open the clock that the settings ask for. A settable one is read again every second."""
    if settings.clock == "system":
        yield SystemClock()
        return
    dsn = settings.postgres_dsn.get_secret_value()
    async with asyncpg.create_pool(dsn, min_size=1, max_size=1) as pool:
        clock = SettableClock(pool, changed)
        await _started(clock, first)
        reading = asyncio.create_task(_reread(clock))
        try:
            yield clock
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _started(clock: SettableClock, first: datetime | None) -> None:
    """Start the clock; processes that start together may collide when they make its table."""
    for _ in range(TRIES):
        with contextlib.suppress(asyncpg.UniqueViolationError, asyncpg.DuplicateTableError):
            await clock.start(first)
            return
    await clock.start(first)


async def _reread(clock: SettableClock) -> None:
    while True:
        await asyncio.sleep(CLOCK_READ_EVERY)
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await clock.refresh()


@contextlib.asynccontextmanager
async def all_running(
    services: Sequence[Service],
    settings_for: Callable[[str], Settings],
    clock: Clock,
) -> AsyncGenerator[Mapping[str, Running]]:
    """Run services in this process, started and stopped side by side.

    Those that subscribe to each other read feeds from the database, not over HTTP.
    """
    feeds: dict[str, OwnFeed] = {}
    stop = asyncio.Event()
    opened = [asyncio.get_running_loop().create_future() for _ in services]

    async def the_clock(_: asyncpg.Pool) -> Clock:
        return clock

    async def keep(service: Service, running_now: asyncio.Future[Running]) -> None:
        settings = settings_for(service.name)
        own = own_of(service.name, settings)
        try:
            async with running(service, settings, the_clock, feeds, own=own) as run:
                running_now.set_result(run)
                await stop.wait()
        except Exception as error:
            if running_now.done():
                raise
            running_now.set_exception(error)

    tasks = [
        asyncio.create_task(keep(service, running_now))
        for service, running_now in zip(services, opened, strict=True)
    ]
    try:
        runs: Sequence[Running] = await asyncio.gather(*opened)
        yield {run.service.name: run for run in runs}
    finally:
        stop.set()
        for task, running_now in zip(tasks, opened, strict=True):
            if not running_now.done() or running_now.cancelled():
                task.cancel()
        for error in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(error, Exception):
                log.error("service did not stop cleanly", why=repr(error))


async def all_ready(runs: Mapping[str, Running]) -> None:
    """Wait until every service accepts commands."""
    async with asyncio.timeout(READY_WITHIN):
        for run in runs.values():
            await run.resources.store.ready.wait()

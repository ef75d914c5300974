"""Read models of a whole installation: verified against a replay, rebuilt beside the live ones."""

import contextlib
import os
from collections.abc import AsyncGenerator, Generator, Sequence
from pathlib import Path
from typing import Any

import asyncpg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from deploy.embedded.lease import FolderInUse
from deploy.embedded.postgres import PostgresServer
from deploy.topology import services
from shared.bus.feed import OwnFeed
from shared.readmodels.projection import Projection
from shared.replay.history import Site
from shared.replay.rebuild import rebuild
from shared.replay.verify import Verdict, verify
from shared.store.sql import Connection, set_up

DSN = "LINGBAN_POSTGRES_DSN"


@contextlib.contextmanager
def database_of(folder: Path) -> Generator[str]:
    """Give the DSN of the installation: from the environment, or of `lingban run` in this folder.

    When `lingban run` is not running there, its PostgreSQL is started for as long as it is needed.
    """
    if dsn := os.environ.get(DSN):
        yield dsn
        return
    server = PostgresServer(folder / "postgres")
    try:
        server.start()
    except FolderInUse:
        yield server.dsn()
        return
    try:
        yield server.dsn()
    finally:
        server.stop()


@contextlib.asynccontextmanager
async def sites_of(dsn: str) -> AsyncGenerator[Sequence[Site]]:
    """Open the read models of all services, whose schemas lie in one database."""
    async with contextlib.AsyncExitStack() as exits:
        feeds: dict[str, OwnFeed] = {}
        for service in services():
            pool = await exits.enter_async_context(
                asyncpg.create_pool(
                    dsn,
                    min_size=0,
                    max_size=2,
                    init=set_up,
                    server_settings={"search_path": service.name},
                )
            )
            feeds[service.name] = OwnFeed(service.name, pool)

        async def connect(schemas: Sequence[str]) -> Connection:
            settings = {"search_path": ", ".join(schemas), "application_name": "lingban-replay"}
            connection: Connection = await asyncpg.connect(dsn, server_settings=settings)
            await set_up(connection)
            return connection

        yield [Site(service, connect, feeds.__getitem__) for service in services()]


@contextlib.contextmanager
def shown() -> Generator[Progress]:
    """Show a bar for each read model on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bars:
        yield bars


class Bars:
    """Shows how far each read model is."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def __call__(self, projection: str, done: int, total: int) -> None:
        """Note how far a read model is."""
        if projection not in self._tasks:
            self._tasks[projection] = self._bars.add_task(projection, total=total)
        self._bars.update(self._tasks[projection], completed=done, total=total)


def chosen(
    sites: Sequence[Site], service: str, projection: str
) -> Sequence[tuple[Site, Projection[Any]]]:
    """Return the read models with this service and name; empty names mean all."""
    return [
        (site, one)
        for site in sites
        for one in site.projections
        if service in {"", site.service.name} and projection in {"", one.name}
    ]


async def verify_chosen(dsn: str, service: str, projection: str) -> Sequence[Verdict]:
    """Verify read models one after another, with progress shown."""
    async with sites_of(dsn) as sites:
        with shown() as bars:
            told = Bars(bars)
            return [await verify(*each, told) for each in chosen(sites, service, projection)]


async def rebuild_chosen(dsn: str, service: str, projection: str) -> Sequence[tuple[str, int]]:
    """Rebuild read models one after another; return each one's name and number of events."""
    async with sites_of(dsn) as sites:
        with shown() as bars:
            told = Bars(bars)
            return [
                (one.name, await rebuild(site, one, told))
                for site, one in chosen(sites, service, projection)
            ]

"""An office of its own for the season: servers, services and a clock that stands before it all."""

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import asyncpg

from deploy.bus import declared
from deploy.demo import Progress
from deploy.embedded.stack import EmbeddedStack
from deploy.keys import ensure_keys
from deploy.playing.acting import Cast
from deploy.playing.mailbox import a_mailbox
from deploy.playing.player import Player, Report
from deploy.playing.season import BEFORE_ALL
from deploy.projections import chosen, sites_of
from deploy.run import HOST, settings_for, settings_of
from deploy.serving import Wakes, all_ready, all_running, clock_of
from deploy.topology import NAMES, services, topology
from deploy.web import front_door
from shared.replay.verify import verify
from shared.runtime import verifier_of
from shared.store.migrate import migrate

NO_PORT = 1
"""Nobody listens: the season comes through the front door in this process."""


async def played(folder: Path, until: date | None, progress: Progress) -> Report:
    """Open an office in an empty folder, play the season there, close it."""
    progress("启动 PostgreSQL 与 NATS", 0, 1)
    with EmbeddedStack(folder, topology()) as stack:
        settings = settings_of(stack, ensure_keys(folder / "keys"), NO_PORT)
        for done, name in enumerate(NAMES):
            progress("准备数据库", done, len(NAMES))
            await migrate(stack.postgres_dsn, name)
        wakes = Wakes()
        async with contextlib.AsyncExitStack() as exits:
            port = await exits.enter_async_context(a_mailbox())
            settings = settings.model_copy(
                update={"smtp_host": HOST, "smtp_port": port, "smtp_tls": "none"}
            )
            clock = await exits.enter_async_context(clock_of(settings, wakes, BEFORE_ALL))
            await exits.enter_async_context(declared(settings, topology()))
            of_each = settings_for(settings, stack.secrets)
            runs = await exits.enter_async_context(all_running(services(), of_each, clock))
            wakes.runs.extend(runs.values())
            await all_ready(runs)
            verifier = verifier_of(settings)
            doors = {name: run.app(verifier) for name, run in runs.items()}
            door = front_door(runs["gateway"], doors, list(runs.values()))
            gateway = runs["gateway"].resources
            cast = await exits.enter_async_context(Cast(door, gateway, secrets.token_urlsafe(12)))
            report = await Player(cast).play(until, progress)
            parked = await parked_in(stack.postgres_dsn)
            unequal = await unequal_in(stack.postgres_dsn, progress)
            return replace(report, parked=parked, unequal=unequal)


async def parked_in(dsn: str) -> Sequence[str]:
    """Return what no consumer could apply: nothing, if contracts and events agree."""
    connection = await asyncpg.connect(dsn)
    try:
        found: list[str] = []
        for name in NAMES:
            rows = await connection.fetch(
                f"select distinct subscription, stream from {name}.parked_event"
            )
            found += [f"{row['subscription']}: {row['stream']}" for row in rows]
    finally:
        await connection.close()
    return found


async def unequal_in(dsn: str, progress: Progress) -> Sequence[str]:
    """Return the read models that do not equal a replay from zero (P4)."""
    async with sites_of(dsn) as sites:
        all_of_them = chosen(sites, "", "")
        wrong: list[str] = []
        for done, (site, projection) in enumerate(all_of_them):
            progress("核对读模型", done, len(all_of_them))
            if not (await verify(site, projection, untold)).equal:
                wrong.append(f"{site.service.name}/{projection.name}")
    return wrong


def untold(*_: object) -> None:
    """Tell nobody how far one read model is: there are many, and each is quick."""

"""Rebuilding a read model beside the live one, and comparing it with a replay."""

import time
from collections.abc import Sequence

import asyncpg

from shared.bus.feed import OwnFeed
from shared.replay.history import COLUMNS, Site
from shared.replay.rebuild import rebuild
from shared.replay.verify import verify
from shared.settings import Settings
from shared.store.sql import Connection, set_up
from tests.load.desk import SUMMARY, taking
from tests.load.ground import Ground, fill
from tests.load.measure import Case, Figure, Goal, Reading, figure, interleaved

CHUNK = 5000
READ = f"""select f.seq, {COLUMNS} from feed f join event e using (position)
            where f.seq > $1 order by f.seq limit $2"""


class ReadModelDiffers(Exception):
    """The replay made other rows than the rebuild: the figure would mean nothing."""


def site_of(settings: Settings, pool: asyncpg.Pool) -> Site:
    """Return where the read models of the measured service are."""

    async def connect(schemas: Sequence[str]) -> Connection:
        dsn = settings.postgres_dsn.get_secret_value()
        path = {"search_path": ", ".join(schemas)}
        connection = await asyncpg.connect(dsn, server_settings=path)
        await set_up(connection)
        return connection

    return Site(taking(SUMMARY), connect, lambda name: OwnFeed(name, pool))


async def replays(ground: Ground) -> list[Figure]:
    """Rebuild and verify, beside plainly reading the same rows."""
    streams, length = (50, 20) if ground.quick else (1_000, 100)
    events = streams * length
    settings = await ground.settings()
    store = await ground.store(SUMMARY, settings=settings)
    await fill(store.pool, streams, length)
    site = site_of(settings, store.pool)

    def silent(projection: str, done: int, total: int) -> None:
        del projection, done, total

    async def reading() -> Reading:
        began, after = time.perf_counter(), 0
        while rows := await store.pool.fetch(READ, after, CHUNK):
            after = rows[-1]["seq"]
        return {"value": events / (time.perf_counter() - began)}

    async def rebuilding() -> Reading:
        began = time.perf_counter()
        await rebuild(site, SUMMARY, silent)
        return {"value": events / (time.perf_counter() - began)}

    async def verifying() -> Reading:
        began = time.perf_counter()
        verdict = await verify(site, SUMMARY, silent)
        if not verdict.equal or verdict.rows != streams:
            raise ReadModelDiffers(verdict)
        return {"value": events / (time.perf_counter() - began)}

    cases: dict[str, Case] = {"read": reading, "rebuild": rebuilding, "verify": verifying}
    seen = await interleaved(cases, ground.rounds)
    return [
        figure(
            f"{name} a read model of {events:,} events",
            "events/s",
            seen[name],
            "reading the same rows and no more",
            seen["read"],
            ground.rounds,
            Goal(of="value", at_least=50_000),
        )
        for name in ("rebuild", "verify")
    ]

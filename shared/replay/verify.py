"""Comparing every read model with a replay from zero, byte for byte (P4)."""

from collections.abc import Iterable
from typing import Any

from shared.domain import value
from shared.readmodels.projection import Projection, Rows
from shared.replay.history import (
    Progress,
    Replay,
    Site,
    foreign_history,
    own_history,
    waiting_history,
)
from shared.replay.lanes import lanes_of
from shared.store.sql import Connection


@value
class Verdict:
    """Whether a read model is what a replay makes of its events.

    `differing` counts rows that are only in one of both or not the same in both.
    """

    service: str
    projection: str
    events: int
    rows: int
    differing: int

    @property
    def equal(self) -> bool:
        """Return whether not a byte differs."""
        return self.differing == 0


async def verify(site: Site, projection: Projection[Any], progress: Progress) -> Verdict:
    """Replay one read model into a temporary table and compare, all in one snapshot.

    The live table is only read, and nobody waits: a repeatable-read transaction sees rows,
    checkpoints and events as of one moment.
    """
    rows = Rows[Any].of(projection)
    connection = await site.connect([site.service.name])
    try:
        async with connection.transaction(isolation="repeatable_read"):
            name = projection.table.name
            await connection.execute(
                f"create temp table {name} (like {site.service.name}.{name} including all) "
                "on commit drop"
            )
            replay = Replay(rows, connection)
            events = await _replay(site, projection, replay, progress)
            await replay.write()
            return await _compare(connection, site, rows, events)
    finally:
        await connection.close()


async def _replay(
    site: Site, projection: Projection[Any], replay: Replay, progress: Progress
) -> int:
    connection = replay.connection
    if site.is_own(projection):
        codec = site.service.codec()
        total = await connection.fetchval("select count(*) from event")
        async for done, history in own_history(connection, projection, codec, 0):
            await replay.apply(history)
            progress(projection.name, done, total)
        await replay.apply(await waiting_history(connection, projection, codec))
        progress(projection.name, total, total)
        return total
    lanes = await lanes_of(connection, site.subscription(projection))
    source = site.feeds(projection.source).pool
    before = 0
    for partition, upto in lanes.upto.items():
        lane = None if partition < 0 else partition
        async for done, history in foreign_history(source, projection, 0, upto, lane, lanes.parked):
            await replay.apply(history)
            progress(projection.name, before + done, lanes.total)
        before += upto
    return lanes.total


async def _compare(connection: Connection, site: Site, rows: Rows[Any], events: int) -> Verdict:
    name = rows.projection.table.name
    live, fresh = f"{site.service.name}.{name}", f"pg_temp.{name}"
    key = ", ".join(rows.key_columns)
    columns = ", ".join(rows.columns)
    differing = await connection.fetchval(
        f"select count(*) from (select {columns} from {live}) a "
        f"full join (select {columns} from {fresh}) b using ({key}) "
        "where a::text is distinct from b::text"
        if len(rows.columns) > len(rows.key_columns)
        else f"select count(*) from ((table {live} except table {fresh}) "
        f"union all (table {fresh} except table {live})) x"
    )
    count = await connection.fetchval(f"select count(*) from {live}")
    return Verdict(
        service=site.service.name,
        projection=rows.projection.name,
        events=events,
        rows=count,
        differing=differing,
    )


async def verify_all(sites: Iterable[Site], progress: Progress) -> list[Verdict]:
    """Verify every read model of these services."""
    return [
        await verify(site, projection, progress)
        for site in sites
        for projection in site.projections
    ]

"""Building a read model anew beside the live one, and swapping it in when it has caught up.

Readers and commands go on meanwhile; only the swap holds them for a moment. Nothing is sent and no
reaction runs again: a replay folds rows and does nothing else.
"""

from collections.abc import Sequence
from typing import Any

from shared.readmodels.projection import Projection, Rows
from shared.replay.history import (
    HEAD,
    Progress,
    Replay,
    Site,
    foreign_history,
    own_history,
    waiting_history,
)
from shared.replay.lanes import lanes_of
from shared.store.sql import Connection

NEAR = 500
"""The swap waits until no more than this many events are left to fold."""

INDEXES = """
  select i.relname as name,
         regexp_replace(pg_get_indexdef(i.oid), '^CREATE (UNIQUE )?INDEX \\S+ ON \\S+ ', '\\1') as definition
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
   where n.nspname = $1 and t.relname = $2 order by i.relname"""


class AlreadyRebuilding(Exception):
    """Another process is rebuilding this read model."""


async def rebuild(site: Site, projection: Projection[Any], progress: Progress) -> int:
    """Rebuild one read model; return how many events it was folded from.

    A rebuild that is cancelled or crashes leaves the live table as it was; the next one starts anew.
    """
    shadow = f"{site.service.name}__next"
    connection = await site.connect([shadow, site.service.name])
    try:
        lock = f"rebuild:{site.service.name}:{projection.name}"
        if not await connection.fetchval("select pg_try_advisory_lock(hashtext($1))", lock):
            raise AlreadyRebuilding(projection.name)
        name = projection.table.name
        await connection.execute(f"create schema if not exists {shadow}")
        await connection.execute(f"drop table if exists {shadow}.{name}")
        await connection.execute(
            f"create table {shadow}.{name} (like {site.service.name}.{name} including all)"
        )
        replay = Replay(Rows[Any].of(projection), connection)
        if site.is_own(projection):
            return await _own(site, projection, replay, progress)
        return await _foreign(site, projection, replay, progress)
    finally:
        await connection.close()


async def _own(site: Site, projection: Projection[Any], replay: Replay, progress: Progress) -> int:
    connection, codec = replay.connection, site.service.codec()
    total = await connection.fetchval(HEAD)

    async def catch_up() -> None:
        async for done, history in own_history(connection, projection, codec, replay.done):
            await replay.apply(history)
            replay.done = done
            progress(projection.name, done, max(total, done))

    await catch_up()
    await replay.write()
    async with connection.transaction():
        await _hold(connection, site.service.name, projection.table.name)
        await connection.execute("lock table event in share row exclusive mode")
        await connection.execute("lock table outbox, feed in share mode")
        await catch_up()
        await replay.apply(await waiting_history(connection, projection, codec))
        await replay.write()
        waiting = await connection.fetchval("select count(*) from outbox")
        await _swap(connection, site.service.name, projection.table.name)
    return replay.done + waiting


async def _foreign(
    site: Site, projection: Projection[Any], replay: Replay, progress: Progress
) -> int:
    """Rebuild from a source's feed.

    The consumer may hold rows of the old table in hand: raising the checkpoint's generation makes
    its next write fail, and it starts over on the new table.
    """
    connection, subscription = replay.connection, site.subscription(projection)
    source = site.feeds(projection.source).pool
    reached: dict[int, int] = {}

    async def catch_up(*, lock: bool) -> int:
        lanes = await lanes_of(connection, subscription, lock=lock)
        before = sum(reached.values())
        for partition, upto in lanes.upto.items():
            start, lane = reached.get(partition, 0), None if partition < 0 else partition
            async for done, history in foreign_history(
                source, projection, start, upto, lane, lanes.parked
            ):
                await replay.apply(history)
                reached[partition] = done
                progress(projection.name, sum(reached.values()), lanes.total)
        return sum(reached.values()) - before

    while await catch_up(lock=False) > NEAR:
        pass
    await replay.write()
    async with connection.transaction():
        await _hold(connection, site.service.name, projection.table.name)
        await catch_up(lock=True)
        await replay.write()
        await connection.execute(
            "update checkpoint set generation = generation + 1 where subscription = $1",
            subscription,
        )
        await _swap(connection, site.service.name, projection.table.name)
    return sum(reached.values())


async def _hold(connection: Connection, schema: str, table: str) -> None:
    """Keep everybody from the live table; first of all, as a command's statement does it too."""
    await connection.execute(f"lock table {schema}.{table} in access exclusive mode")


async def _swap(connection: Connection, schema: str, table: str) -> None:
    """Put the new table in the place of the live one, its indexes under their old names."""
    old = await connection.fetch(INDEXES, schema, table)
    await connection.execute(f"drop table {schema}.{table}")
    await connection.execute(f"alter table {schema}__next.{table} set schema {schema}")
    for now, before in _same_indexes(await connection.fetch(INDEXES, schema, table), old):
        if now != before:
            await connection.execute(f'alter index {schema}."{now}" rename to "{before}"')


def _same_indexes(new: Sequence[Any], old: Sequence[Any]) -> list[tuple[str, str]]:
    """Return which new index does what which old one did."""
    left = [(row["definition"], row["name"]) for row in old]
    pairs: list[tuple[str, str]] = []
    for row in new:
        match = next(entry for entry in left if entry[0] == row["definition"])
        left.remove(match)
        pairs.append((row["name"], match[1]))
    return pairs

"""Servers, databases and stores to measure on."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.schema import CreateTable

from deploy.embedded.stack import EmbeddedStack
from shared.readmodels.inline import InlineProjections
from shared.readmodels.projection import Projection
from shared.runtime import WRITING, open_pool
from shared.settings import Settings
from shared.store.migrate import HERE
from shared.store.sql import DIALECT
from shared.store.store import EventStore
from tests.load.desk import CODEC, NOW
from tests.office import fresh_database, settings_of

FILL = """
  with notes as (
    select 'desk:' || s as stream, v as version, (s - 1) * $2 + v as number
      from generate_series(1, $1) s, generate_series(1, $2) v order by v, s),
  placed as (
    insert into event (feature, stream, version, event_id, type, schema_version, partition, data,
                       meta, occurred_at, recorded_at, hash)
    select 'desk', stream, version, gen_random_uuid(), 'Noted', 1, 3,
           jsonb_build_object(
             'number', number, 'unit', 'guozi-wei', 'title', '国资委', 'stage', 'screening',
             'tags', array['python', 'sql', 'nats'], 'text', repeat('x', 80), 'at', $3::text),
           jsonb_build_object(
             'actor', 'guozi-wei-liaison', 'command_id', gen_random_uuid(),
             'request', repeat('0', 64), 'correlation_id', gen_random_uuid()),
           $3::text::timestamptz, $3::text::timestamptz, sha256(number::text::bytea)
      from notes
    returning position)
"""
TO_FEED = """insert into feed (seq, position, partition, partition_seq)
  select n, position, 3, n from (select row_number() over (order by position) n, position
                                   from placed) numbered"""
TO_OUTBOX = "insert into outbox select position from placed"


@dataclass(frozen=True)
class StandingClock:
    """A clock that always says the same: the figures are not about clocks."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass
class Ground:
    """Running servers, and how long a figure may take."""

    stack: EmbeddedStack
    folder: Path
    quick: bool
    exits: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 7

    @property
    def seconds(self) -> float:
        return 0.2 if self.quick else 1.0

    async def settings(self, **more: Any) -> Settings:
        """Return the settings of a new, empty database."""
        return settings_of(self.stack, await fresh_database(self.stack), self.folder, **more)

    async def store(
        self, *inline: Projection[Any], pool_size: int = 16, settings: Settings | None = None
    ) -> EventStore:
        """Return an event store that accepts commands, with these read models; no relay runs."""
        settings = settings or await self.settings(pool_size=pool_size)
        await create_schema(settings, "applications", inline)
        pool = await self.exits.enter_async_context(
            await open_pool(settings, "applications", WRITING)
        )
        store = EventStore(pool, CODEC, InlineProjections(inline))
        store.ready.set()
        return store


async def create_schema(
    settings: Settings, name: str, projections: Iterable[Projection[Any]]
) -> None:
    """Create a service's store and the tables of its read models."""
    connection = await asyncpg.connect(settings.postgres_dsn.get_secret_value())
    await connection.execute(f"create schema {name}; set search_path = {name}")
    await connection.execute((HERE / "schema.sql").read_text())
    for projection in projections:
        await connection.execute(str(CreateTable(projection.table).compile(dialect=DIALECT)))
    await connection.close()


async def fill(pool: asyncpg.Pool, streams: int, length: int, *, waiting: bool = False) -> None:
    """Store `streams` desks of `length` notes each: with numbers, or `waiting` for the relay."""
    async with pool.acquire() as connection:
        async with connection.transaction():
            await connection.execute("set local session_replication_role = replica")
            await connection.execute(
                FILL + (TO_OUTBOX if waiting else TO_FEED),
                streams,
                length,
                NOW.isoformat(),
                timeout=900,
            )
        if not waiting:
            await connection.execute("vacuum analyze event, feed", timeout=600)


@contextlib.asynccontextmanager
async def on_own_connections(dsn: str, number: int) -> AsyncIterator[list[asyncpg.Connection]]:
    """Give plain connections that belong to no pool."""
    connections = [await asyncpg.connect(dsn) for _ in range(number)]
    try:
        yield connections
    finally:
        for connection in connections:
            await connection.close()

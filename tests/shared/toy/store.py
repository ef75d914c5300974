"""A store alone: no relay, no bus."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from deploy.embedded.stack import EmbeddedStack
from shared.readmodels.inline import InlineProjections
from shared.service import Service
from shared.store.events import CommandContext, Stream
from shared.store.sql import Connection, set_up
from shared.store.store import EventStore
from shared.store.writing import Append
from tests.office import fresh_database, plain_schema
from tests.shared.toy.service import counting


@asynccontextmanager
async def a_store(
    servers: EmbeddedStack, service: Service | None = None
) -> AsyncIterator[EventStore]:
    """Open the store of a service (the one that counts) in a fresh database, ready for commands."""
    service = service or counting()
    dsn = await fresh_database(servers)
    await plain_schema(dsn, service)
    pool = await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=8,
        init=set_up,
        server_settings={"search_path": service.name, "jit": "off"},
    )
    async with pool:
        store = EventStore(pool, service.codec(), InlineProjections(service.projections))
        store.ready.set()
        yield store


async def append[E](
    store: EventStore,
    connection: Connection,
    stream: Stream[E],
    context: CommandContext,
    *events: E,
) -> None:
    """Append on a connection of the caller's, as the store would, after reading the stream."""
    await store.append_in(connection, [Append(await store.read(stream), events)], context)

"""A stream that was read lately: only what came after is fetched, and nothing is ever missed."""

import asyncpg

from deploy.embedded.stack import EmbeddedStack
from shared.store.handle import handle
from shared.store.store import EventStore
from tests.shared.toy.counter import DECIDER, Add, Added, counter
from tests.shared.toy.service import context
from tests.shared.toy.store import a_store


async def count(store: EventStore, name: str) -> list[int]:
    return [r.event.amount for r in (await store.read(counter(name))).recorded]


async def add(store: EventStore, name: str, amount: int, key: str) -> None:
    await handle(Add(amount=amount), DECIDER, counter(name), store, context(key))


async def test_what_another_process_has_added_is_seen(store: EventStore) -> None:
    other = EventStore(store.pool, store.codec, store.inline)
    other.ready.set()
    await add(store, "shared", 1, "ours")
    await add(other, "shared", 2, "theirs")
    await add(store, "shared", 3, "ours again")

    assert await count(store, "shared") == await count(other, "shared") == [1, 2, 3]
    assert (await store.read(counter("shared"))).recorded[1].event == Added(amount=2)


async def test_a_history_ahead_of_its_stream_loses_the_append_and_is_read_anew(
    servers: EmbeddedStack,
) -> None:
    async with a_store(servers) as store:
        for number in range(3):
            await add(store, "restored", 1, f"before {number}")
        await _restore_without_the_last(store.pool)

        await add(store, "restored", 5, "after")

        assert await count(store, "restored") == [1, 1, 5]
        versions = await store.pool.fetch("select version from event order by position")
        assert [row["version"] for row in versions] == [1, 2, 3]


async def test_while_the_store_is_not_compared_with_the_bus_every_stream_is_read_whole(
    servers: EmbeddedStack,
) -> None:
    async with a_store(servers) as store:
        await add(store, "unsure", 1, "one")
        await add(store, "unsure", 1, "two")
        await _restore_without_the_last(store.pool)
        store.ready.clear()

        assert await count(store, "unsure") == [1]


async def _restore_without_the_last(pool: asyncpg.Pool) -> None:
    """Do what a restored backup does: the newest event is not there any more."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("alter table event disable trigger event_is_append_only")
        await connection.execute(
            "delete from outbox where position = (select max(position) from event)"
        )
        await connection.execute(
            "delete from event where position = (select max(position) from event)"
        )
        await connection.execute("alter table event enable trigger event_is_append_only")

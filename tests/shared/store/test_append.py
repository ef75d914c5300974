"""What PostgreSQL itself guarantees about the log, with writers in every order."""

import asyncio
from hashlib import sha256
from typing import Any

import asyncpg
import orjson
import pytest
import rfc8785

from shared.bus.sequencer import Sequencer
from shared.store.events import CommandContext
from shared.store.history import History
from shared.store.sql import Connection
from shared.store.store import EventStore, NotReady, NotText, StaleVersion
from shared.store.writing import Append
from tests.shared.toy.counter import Added, counter
from tests.shared.toy.service import NOW, context
from tests.shared.toy.store import append


async def blocked(connection: Connection) -> None:
    """Wait until some session of this database waits for a lock."""
    waiting = (
        "select exists (select 1 from pg_stat_activity "
        "where datname = current_database() and wait_event_type = 'Lock')"
    )
    async with asyncio.timeout(10):
        while not await connection.fetchval(waiting):
            await asyncio.sleep(0)


async def feed(store: EventStore) -> list[tuple[int, str]]:
    rows = await store.pool.fetch(
        "select seq, stream from feed join event using (position) order by seq"
    )
    return [tuple(row) for row in rows]


async def test_a_slow_commit_comes_later_and_is_not_missed(store: EventStore) -> None:
    slow, fast = counter("slow"), counter("fast")
    async with store.pool.acquire() as writer, store.pool.acquire() as relay:
        sequencer = Sequencer(relay)
        await sequencer.next(500)
        await sequencer.start()
        before = sequencer.head
        transaction = writer.transaction()
        await transaction.start()
        await append(store, writer, slow, context("slow"), Added(amount=1))
        await store.commit([Append(await store.read(fast), [Added(amount=1)])], context("fast"))

        first = [row["stream"] for row in await sequencer.next(500)]
        await transaction.commit()
        second = [row["stream"] for row in await sequencer.next(500)]

    assert (first, second) == (["counter:fast"], ["counter:slow"])
    assert (await feed(store))[before:] == [
        (before + 1, "counter:fast"),
        (before + 2, "counter:slow"),
    ]
    positions = await store.pool.fetch(
        "select stream, position from event where stream in ('counter:fast', 'counter:slow') "
        "order by position"
    )
    assert [row["stream"] for row in positions] == ["counter:slow", "counter:fast"]


async def test_a_rolled_back_append_leaves_a_dead_number_and_a_dense_feed(
    store: EventStore,
) -> None:
    async with store.pool.acquire() as writer, store.pool.acquire() as relay:
        transaction = writer.transaction()
        await transaction.start()
        await append(store, writer, counter("undone"), context("undone"), Added(amount=1))
        await transaction.rollback()
        kept = counter("kept")
        await store.commit([Append(await store.read(kept), [Added(amount=1)])], context("kept"))
        sequencer = Sequencer(relay)
        await sequencer.start()
        await sequencer.next(500)

    assert (await store.read(counter("undone"))).version == 0
    seqs = [seq for seq, _ in await feed(store)]
    assert seqs == list(range(1, len(seqs) + 1))
    gaps = await store.pool.fetchval("select max(position) - count(*) from event")
    assert gaps > 0


async def test_of_two_writers_of_one_version_one_wins(store: EventStore) -> None:
    stream = counter("contested")
    history = await store.read(stream)
    async with store.pool.acquire() as first:
        transaction = first.transaction()
        await transaction.start()
        await append(store, first, stream, context("winner"), Added(amount=1))
        second = asyncio.create_task(
            store.commit([Append(history, [Added(amount=2)])], context("loser"))
        )
        async with store.pool.acquire() as third:
            await blocked(third)
        await transaction.commit()
        with pytest.raises(StaleVersion):
            await second

    assert [r.event for r in (await store.read(stream)).recorded] == [Added(amount=1)]


@pytest.mark.parametrize("version", [0, 2, 7])
async def test_a_stale_version_and_a_hole_are_refused(store: EventStore, version: int) -> None:
    stream = counter(f"at-one-{version}")
    await store.commit([Append(await store.read(stream), [Added(amount=1)])], context(stream.id))
    recorded = (await store.read(stream)).recorded * version
    wrong = History(stream, recorded, {})

    with pytest.raises(StaleVersion):
        await store.commit([Append(wrong, [Added(amount=5)])], context(f"{stream.id} again"))

    assert (await store.read(stream)).version == 1


@pytest.mark.parametrize(
    "change",
    [
        "update event set data = '{}'",
        "delete from event",
        "truncate event cascade",
    ],
)
async def test_the_database_refuses_to_change_events(store: EventStore, change: str) -> None:
    stream = counter(f"kept-{change[:6]}")
    await store.commit([Append(await store.read(stream), [Added(amount=1)])], context(stream.name))

    with pytest.raises(asyncpg.PostgresError, match="never changed or deleted") as refused:
        await store.pool.execute(change)

    assert refused.value.sqlstate == "LB002"
    assert (await store.read(stream)).version == 1


async def test_the_hash_is_that_of_the_canonical_form_of_all_columns(store: EventStore) -> None:
    stream = counter("hashed")
    cause = context("hashed")
    await store.commit([Append(await store.read(stream), [Added(amount=7)])], cause)
    row = await store.pool.fetchrow(
        "select *, data::text as json, meta::text as about from event where stream = $1",
        stream.name,
    )
    assert row is not None

    form: dict[str, Any] = {
        "id": str(row["event_id"]),
        "stream": row["stream"],
        "version": row["version"],
        "type": row["type"],
        "schema_version": row["schema_version"],
        "data": orjson.loads(row["json"]),
        "meta": orjson.loads(row["about"]),
        "occurred_at": "2017-05-02T01:00:00Z",
        "recorded_at": "2017-05-02T01:00:00Z",
    }
    assert row["hash"] == sha256(rfc8785.dumps(form)).digest()
    assert row["event_id"] == cause.event_id(0)
    assert row["recorded_at"] == NOW


async def test_no_command_is_accepted_before_the_bus_was_compared(store: EventStore) -> None:
    other = EventStore(store.pool, store.codec)
    with pytest.raises(NotReady):
        await other.commit(
            [Append(await store.read(counter("early")), [Added(amount=1)])], context("early")
        )
    assert (await store.read(counter("early"))).version == 0


async def test_the_character_nul_is_refused_in_words(store: EventStore) -> None:
    cause = context("nul")
    with_nul = CommandContext(
        command_id=cause.command_id,
        fingerprint="f",
        actor="a\x00b",
        recorded_at=NOW,
        occurred_at=NOW,
        correlation_id=cause.command_id,
    )
    with pytest.raises(NotText):
        await store.commit([Append(await store.read(counter("nul")), [Added(amount=1)])], with_nul)
    assert (await store.read(counter("nul"))).version == 0

"""Sixteen partitions with one owner each, and the way there and back without a gap or a double."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.bus.applying import Checkpoint, NotTheOwner
from shared.bus.checkpoints import NotInStep, divide, unite
from shared.bus.consumer import Consumer
from shared.bus.envelope import Envelope
from shared.bus.feed import OwnFeed, RemoteFeed
from shared.bus.owners import PartitionOwner
from shared.bus.topology import PARTITIONS
from shared.http.feed import SERVICE_SCOPE
from shared.http.rights import Role
from shared.runtime import relay_session
from tests.office import Office, an_office, who
from tests.shared.bus.site import (
    SOURCE,
    WATCHER,
    add_many,
    administrator,
    audit,
    consumer_of,
    declarer,
    kill,
    settled,
    until,
)
from tests.shared.toy.service import counting, watching

NAME = f"{WATCHER}_{SOURCE}"


@pytest.fixture
async def office(servers: EmbeddedStack, folder: Path) -> AsyncIterator[Office]:
    """An office whose watcher takes the whole stream, with consumers for partitions declared."""
    async with an_office(servers, folder, counting(), watching()) as office:
        async with administrator(office.settings) as admin:
            await declarer(admin, partitioned=True).apply()
        yield office


def owner_of(office: Office, session_name: str = "") -> PartitionOwner:
    run = office.runs[WATCHER]
    whole = next(c for c in run.consumers if isinstance(c, Consumer))

    async def session():  # noqa: ANN202
        connection = await relay_session(office.settings, WATCHER)
        await connection.execute(f"set application_name = 'owner{session_name}'")
        return connection

    return PartitionOwner(whole.subscription, whole.applier, whole.feed, whole.pull.nats, session)


async def stop_whole(office: Office) -> None:
    run = office.runs[WATCHER]
    consumer_of(run).stop()
    await asyncio.wait([run.tasks[1]])


async def start_whole(office: Office) -> None:
    run = office.runs[WATCHER]
    old = consumer_of(run)
    new = Consumer(old.subscription, old.applier, old.feed, old.pull.nats)
    run.consumers = [new]
    run.tasks[1] = asyncio.create_task(new.run())


async def partitions(office: Office) -> list[int]:
    rows = await office.resources(WATCHER).pool.fetch(
        "select partition from checkpoint where subscription = $1 order by partition", NAME
    )
    return [row["partition"] for row in rows]


async def test_one_consumer_becomes_sixteen_and_one_again_at_the_same_place(
    office: Office,
) -> None:
    await add_many(office, "first", 100, streams=50)
    await settled(office)
    await stop_whole(office)
    await add_many(office, "waiting", 30)

    owner = owner_of(office)
    running = asyncio.create_task(owner.run())
    await until(lambda: len(owner.owned) == PARTITIONS)
    await add_many(office, "divided", 100, streams=50)
    await audit(office)
    assert await partitions(office) == list(range(PARTITIONS))
    owner.stop()
    await asyncio.wait([running])

    await add_many(office, "lagging", 60)
    consumer = consumer_of(office.runs[WATCHER])
    feed = OwnFeed(SOURCE, office.resources(SOURCE).pool)
    await until(office.runs[SOURCE].relay.stream.state)
    await until(lambda: _numbered(office))
    heads = await feed.heads_at(10_000)
    for partition in (1, 4, 9):  # some are ahead of the others
        part = Consumer(
            consumer.subscription, consumer.applier, feed, consumer.pull.nats, partition=partition
        )
        await part.reach(heads[partition].partition_seq)
    with pytest.raises(NotInStep):
        await unite(office.resources(WATCHER).pool, NAME)
    await start_whole(office)
    await add_many(office, "united", 20)
    await audit(office)
    assert await partitions(office) == [-1]


async def _numbered(office: Office) -> bool:
    waiting = "select not exists (select 1 from outbox)"
    return await office.resources(SOURCE).pool.fetchval(waiting)


async def test_checkpoints_are_divided_only_at_the_place_that_was_read(office: Office) -> None:
    await add_many(office, "divided", 40)
    await settled(office)
    pool = office.resources(WATCHER).pool
    row = await pool.fetchrow("select seq, event_id from checkpoint where subscription = $1", NAME)
    assert row is not None
    whole = Checkpoint(subscription=NAME, partition=-1, seq=row["seq"], event_id=row["event_id"])
    feed = OwnFeed(SOURCE, office.resources(SOURCE).pool)

    with pytest.raises(NotInStep):
        await divide(pool, whole, await feed.heads_at(row["seq"] - 1))
    older = Checkpoint(subscription=NAME, partition=-1, seq=row["seq"] - 1, event_id=uuid4())
    with pytest.raises(NotInStep):
        await divide(pool, older, await feed.heads_at(row["seq"] - 1))
    assert await partitions(office) == [-1]
    await audit(office)


async def test_the_heads_read_over_http_are_those_of_the_database(office: Office) -> None:
    await add_many(office, "heads", 60, streams=40)
    await settled(office)
    service = who("progress", Role.CLIENT, scopes=[SERVICE_SCOPE])
    own = OwnFeed(SOURCE, office.resources(SOURCE).pool)
    async with office.client(SOURCE, service) as client:
        remote = RemoteFeed(SOURCE, client)
        for seq in (0, 1, 33, 60, 1000):
            assert await remote.heads_at(seq) == await own.heads_at(seq)
        assert await remote.after(50, 5) == await own.after(50, 5)
        assert await remote.after(1, 2, 3) == await own.after(1, 2, 3)
    async with office.client(SOURCE) as stranger:
        with pytest.raises(httpx2.HTTPStatusError, match="401"):
            await RemoteFeed(SOURCE, stranger).heads_at(1)


async def test_partitions_move_to_another_process_when_their_owner_dies(office: Office) -> None:
    await stop_whole(office)
    pool = office.resources(WATCHER).pool
    first, second = owner_of(office, "-first"), owner_of(office, "-second")
    tasks = [asyncio.create_task(first.run())]
    await until(lambda: len(first.owned) == PARTITIONS)
    tasks.append(asyncio.create_task(second.run()))
    await add_many(office, "moving", 60, streams=40)
    await until(lambda: (len(first.owned), len(second.owned)) == (8, 8))
    await settled(office)
    owned = "select application_name from pg_stat_activity a join pg_locks l using (pid) "
    owned += "where l.locktype = 'advisory' and application_name like 'owner%'"
    holders = [row["application_name"] for row in await pool.fetch(owned)]
    assert holders.count("owner-first") == holders.count("owner-second") == 8 + 1  # and a seat

    await kill(tasks[0])
    await until(lambda: len(second.owned) == PARTITIONS)
    await add_many(office, "moved", 60, streams=40)
    await audit(office)

    ended = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1"
    await pool.fetch(ended, "owner-second")
    await until(lambda: len(second.owned) < PARTITIONS)
    await until(lambda: len(second.owned) == PARTITIONS)
    await add_many(office, "again", 60, streams=40)
    await audit(office)
    second.stop()
    await asyncio.wait(tasks)


async def test_a_former_owner_of_a_partition_is_fenced_by_the_checkpoint(office: Office) -> None:
    await stop_whole(office)
    owner = owner_of(office)
    running = asyncio.create_task(owner.run())
    await add_many(office, "fenced", 40)
    await audit(office)
    feed = OwnFeed(SOURCE, office.resources(SOURCE).pool)
    partition = min(await feed.heads_at(10_000))
    events = [Envelope.parse(event) for event in await feed.after(0, 100, partition)]

    with pytest.raises(NotTheOwner):
        await owner.applier.apply(Checkpoint(subscription=NAME, partition=partition), events)

    await audit(office)
    owner.stop()
    await asyncio.wait([running])

"""What tests of the bus do to a running office, and what they look at afterwards."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from nats.aio.client import Client

from deploy.nats.accounts import admin_of
from shared.bus.consumer import Consumer
from shared.bus.declare import Declarer
from shared.bus.ending import end
from shared.bus.envelope import envelope_of, subject_of
from shared.bus.relay import Relay
from shared.bus.sequencer import READ
from shared.bus.topology import stream_of
from shared.runtime import Running, connect_bus
from shared.settings import Settings
from shared.store.handle import handle
from shared.store.sql import Row
from tests.office import Office, topology_of
from tests.shared.toy.counter import DECIDER, Add, counter
from tests.shared.toy.service import context

SOURCE, WATCHER = "applications", "progress"


@asynccontextmanager
async def administrator(settings: Settings, service: str = SOURCE) -> AsyncIterator[Client]:
    password = settings.nats_admin_password.get_secret_value()
    client = await connect_bus(settings, admin_of(service), password)
    try:
        yield client
    finally:
        await client.close()


def declarer(admin: Client, *, partitioned: bool = False) -> Declarer:
    subscriptions = topology_of([SOURCE, WATCHER]).subscriptions
    return Declarer(SOURCE, admin, subscriptions, partitioned=partitioned)


async def delete_stream(admin: Client) -> None:
    await admin.request(f"$JS.API.STREAM.DELETE.{stream_of(SOURCE)}", timeout=5)


async def refill(admin: Client, rows: list[Row]) -> None:
    """Publish feed rows as the relay would have, one by one."""
    for row in rows:
        headers = {"Nats-Msg-Id": str(row["event_id"])}
        await admin.request(
            subject_of(SOURCE, row), envelope_of(SOURCE, row), headers=headers, timeout=5
        )


async def feed_rows(office: Office, service: str = SOURCE) -> list[Row]:
    return list(await office.resources(service).pool.fetch(READ, 0, 100_000))


async def stream_ids(office: Office) -> list[tuple[int, UUID | None]]:
    """Return what the stream of the source holds, in order."""
    stream = office.runs[SOURCE].relay.stream
    state = await stream.state()
    return [(seq, await stream.event_id(seq)) for seq in range(1, state.last_seq + 1)]


async def kill(task: asyncio.Task[Any]) -> None:
    """End a task where it is, as the death of its process would."""
    await end(task)


async def stop_relay(office: Office) -> None:
    await kill(office.runs[SOURCE].tasks[0])


def start_relay(office: Office, kind: type[Relay] = Relay) -> Relay:
    """Start another relay in the place of one that was stopped."""
    run = office.runs[SOURCE]
    run.relay = kind(SOURCE, run.resources.store, run.bus, run.relay.connect)
    run.tasks[0] = asyncio.create_task(run.relay.run())
    return run.relay


def consumer_of(run: Running) -> Consumer:
    (consumer,) = run.consumers
    assert isinstance(consumer, Consumer)
    return consumer


async def stop_consumer(office: Office) -> None:
    await kill(office.runs[WATCHER].tasks[1])


def start_consumer(office: Office, kind: type[Consumer] = Consumer) -> Consumer:
    """Start another consumer in the place of one that was stopped."""
    run = office.runs[WATCHER]
    old = consumer_of(run)
    new = kind(old.subscription, old.applier, old.feed, old.pull.nats)
    run.consumers = [new]
    run.tasks[1] = asyncio.create_task(new.run())
    return new


async def add(office: Office, name: str, key: str, amount: int = 1) -> None:
    store = office.resources(SOURCE).store
    await handle(Add(amount=amount), DECIDER, counter(name), store, context(f"{name} {key}"))


async def add_many(office: Office, name: str, count: int, streams: int = 20) -> None:
    """Add to many counters, in as many commands, with few of them at a time."""
    for first in range(0, count, streams):
        numbers = range(first, min(first + streams, count))
        await asyncio.gather(*(add(office, f"{name}-{n % streams}", str(n)) for n in numbers))


async def until(what: Any, patience: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(patience):
        while True:
            result = what()
            if await result if asyncio.iscoroutine(result) else result:
                return
            await asyncio.sleep(0.01)


async def settled(office: Office) -> None:
    """Wait until everything is applied and the stream holds all of the feed."""
    await office.caught_up(40)
    relay = office.runs[SOURCE].relay
    pool = office.resources(SOURCE).pool

    async def published() -> bool:
        with contextlib.suppress(Exception):
            state = await relay.stream.state()
            return state.last_seq == await pool.fetchval("select coalesce(max(seq), 0) from feed")
        return False

    await until(published)


async def audit(office: Office) -> int:
    """Check the whole office against its log and return how many events there are."""
    await settled(office)
    rows = await feed_rows(office)
    pool = office.resources(SOURCE).pool
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert await pool.fetchval("select count(*) from event") == len(rows)
    numbers: dict[int, int] = {}
    versions: dict[str, int] = {}
    totals: dict[str, int] = {}
    for row in rows:
        assert row["partition_seq"] == numbers.get(row["partition"], 0) + 1
        assert row["version"] == versions.get(row["stream"], 0) + 1
        numbers[row["partition"]] = row["partition_seq"]
        versions[row["stream"]] = row["version"]
        event = office.resources(SOURCE).store.codec.decode(row["type"], 1, row["data"])
        totals[row["stream"]] = DECIDER.evolve(totals.get(row["stream"], 0), event)
    assert await stream_ids(office) == [(row["seq"], row["event_id"]) for row in rows]
    expected = {(name, totals[name], versions[name]) for name in versions}
    own = await pool.fetch("select stream, total, events from counts")
    assert {tuple(row) for row in own} == expected
    watcher = office.resources(WATCHER).pool
    watched = await watcher.fetch("select stream, total, events from watched_counts")
    assert {tuple(row) for row in watched} == expected
    return len(rows)

"""Whatever breaks, the stream's numbers are the feed's and nothing is lost or doubled."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.bus.declare import stream_config
from shared.bus.publisher import BATCH, Publisher, PublishFailed
from shared.bus.relay import Relay
from shared.bus.topology import stream_of
from shared.store.sql import Connection
from tests.office import Office
from tests.shared.bus.site import (
    SOURCE,
    add,
    add_many,
    administrator,
    audit,
    declarer,
    delete_stream,
    feed_rows,
    refill,
    settled,
    start_relay,
    stop_relay,
    stream_ids,
    until,
)


class StopsBefore(Publisher):
    """Never gets to publish."""

    def __init__(self, relay: Relay) -> None:
        super().__init__(relay.service, relay.nats)
        self.reached = asyncio.Event()

    async def publish(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.reached.set()
        await asyncio.Event().wait()
        await super().publish(rows)


class StopsAfter(StopsBefore):
    """Publishes, and never hears the answer."""

    async def publish(self, rows: Sequence[Mapping[str, Any]]) -> None:
        await Publisher.publish(self, rows)
        self.reached.set()
        await asyncio.Event().wait()


@pytest.mark.parametrize("publisher", [StopsBefore, StopsAfter])
@pytest.mark.parametrize("events", [1, 30])
async def test_a_relay_killed_between_number_and_acknowledgement_loses_and_doubles_nothing(
    office: Office, publisher: type[StopsBefore], events: int
) -> None:
    await settled(office)
    relay = office.runs[SOURCE].relay
    stuck = publisher(relay)
    relay.publisher = stuck
    name = f"{publisher.__name__}-{events}".lower()
    await add_many(office, name, events)
    async with asyncio.timeout(10):
        await stuck.reached.wait()
    await stop_relay(office)
    start_relay(office)

    before = len(await feed_rows(office))
    await add(office, name, "after")
    assert await audit(office) > before - events


class Doubts(Publisher):
    """Publishes, and does not believe the first answer to a full batch."""

    def __init__(self, relay: Relay) -> None:
        super().__init__(relay.service, relay.nats)
        self.doubted = False

    async def publish(self, rows: Sequence[Mapping[str, Any]]) -> None:
        await super().publish(rows)
        if len(rows) == BATCH and not self.doubted:
            self.doubted = True
            raise PublishFailed("not believed")


async def test_a_backlog_read_on_while_a_publish_failed_loses_and_doubles_nothing(
    office: Office,
) -> None:
    await settled(office)
    before = len(await feed_rows(office))
    await stop_relay(office)
    await add_many(office, "backlog", 2 * BATCH + 30, 50)
    relay = start_relay(office)
    relay.publisher = doubting = Doubts(relay)

    assert await audit(office) == before + 2 * BATCH + 30
    assert doubting.doubted


class WithoutLock(Relay):
    """Leads without asking whether anyone else does."""

    async def _stand_by(self, connection: Connection) -> None:
        pass


async def test_two_relays_without_a_lock_fence_each_other(office: Office) -> None:
    await stop_relay(office)
    first = start_relay(office, WithoutLock)
    run = office.runs[SOURCE]
    second = WithoutLock(SOURCE, run.resources.store, run.bus, first.connect)
    other = asyncio.create_task(second.run())
    try:
        await until(lambda: first.leading and second.leading)
        await until(run.resources.store.ready.is_set)
        await add_many(office, "fenced", 200)
        await settled(office)
        assert run.resources.store.ready.is_set()
    finally:
        other.cancel()
        await asyncio.wait([other])
    assert await audit(office) >= 200


async def test_a_deleted_stream_comes_back_under_the_same_numbers(office: Office) -> None:
    await add_many(office, "deleted", 30)
    await settled(office)
    before = await stream_ids(office)
    async with administrator(office.settings) as admin:
        await delete_stream(admin)
        assert await declarer(admin).apply()
    await add(office, "deleted", "after")

    total = await audit(office)
    assert (await stream_ids(office))[: len(before)] == before
    assert total == len(before) + 1


@pytest.mark.parametrize("kept", [1, 25])
async def test_a_stream_that_lost_its_tail_gets_the_same_tail_again(
    office: Office, kept: int
) -> None:
    await add_many(office, f"tail-{kept}", 30)
    await settled(office)
    before = await stream_ids(office)
    await stop_relay(office)
    async with administrator(office.settings) as admin:
        await delete_stream(admin)
        await declarer(admin).apply()
        await refill(admin, (await feed_rows(office))[:kept])
    start_relay(office)

    assert await audit(office) == len(before)
    assert await stream_ids(office) == before


async def test_a_hole_in_the_middle_is_found_and_the_stream_filled_again(office: Office) -> None:
    await add_many(office, "hole", 30)
    await settled(office)
    before = await stream_ids(office)
    name = stream_of(SOURCE)
    async with administrator(office.settings) as admin:
        await stop_relay(office)
        await delete_stream(admin)
        config = stream_config(SOURCE, 1) | {"deny_delete": False, "deny_purge": False}
        await admin.request(f"$JS.API.STREAM.CREATE.{name}", orjson.dumps(config), timeout=5)
        await refill(admin, await feed_rows(office))
        assert await admin.jetstream().delete_msg(name, 7)
        start_relay(office)
        assert await declarer(admin).apply()
        assert not await declarer(admin).apply()
    await add(office, "hole", "after")

    assert await audit(office) == len(before) + 1
    assert (await stream_ids(office))[: len(before)] == before


async def test_what_was_committed_while_nats_was_down_goes_out_afterwards(
    office: Office, servers: EmbeddedStack
) -> None:
    await settled(office)
    before = len(await feed_rows(office))
    servers.nats.kill()
    await add_many(office, "down", 40)
    servers.nats.start()

    assert await audit(office) == before + 40


async def test_a_relay_whose_session_is_ended_leads_again(office: Office) -> None:
    await settled(office)
    pool = office.resources(SOURCE).pool
    sessions = (
        "select pid from pg_stat_activity "
        "where application_name = $1 and datname = current_database() and pid <> $2"
    )
    ended = await pool.fetchval(sessions, f"relay-{SOURCE}", 0)
    assert await pool.fetchval("select pg_terminate_backend($1)", ended)
    await until(lambda: pool.fetchval(sessions, f"relay-{SOURCE}", ended))
    await until(office.resources(SOURCE).store.ready.is_set)
    await add_many(office, "session", 20)
    await audit(office)

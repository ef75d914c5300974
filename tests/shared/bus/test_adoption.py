"""A database that was restored from an older backup takes its lost tail back, or stops."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.bus.relay import Relay
from shared.bus.sequencer import Sequencer
from shared.store.store import NotReady
from shared.telemetry.metrics import RELAY_ALARM
from tests.office import Office, an_office
from tests.shared.bus.site import (
    SOURCE,
    add,
    add_many,
    audit,
    settled,
    start_relay,
    stop_relay,
    stream_ids,
    until,
)
from tests.shared.toy.service import counting, watching

LOG = """
  select f.*, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data::text,
         e.meta::text, e.occurred_at, e.recorded_at, e.hash
    from feed f join event e using (position) order by seq"""
BACKUP = """
  create table older_counts as table counts;
  create table older_feed as table feed;
  create table older_event as table event"""
RESTORE = """
  set session_replication_role = replica;
  delete from outbox;
  delete from feed where seq not in (select seq from older_feed);
  delete from event where position not in (select position from older_event);
  delete from counts;
  insert into counts select * from older_counts;
  set session_replication_role = origin;
  select setval(pg_get_serial_sequence('event', 'position'), (select max(position) from event))"""


@pytest.fixture
async def office(servers: EmbeddedStack, folder: Path) -> AsyncIterator[Office]:
    async with an_office(servers, folder, counting(), watching()) as office:
        yield office


async def tables(office: Office) -> Sequence[Sequence[tuple[Any, ...]]]:
    """Return the log and the rows, without the positions (they are local to the database)."""
    pool = office.resources(SOURCE).pool
    log = [tuple(row)[:1] + tuple(row)[2:] for row in await pool.fetch(LOG)]
    return log, [tuple(row) for row in await pool.fetch("select * from counts order by stream")]


async def back_up(office: Office) -> None:
    await settled(office)
    await office.resources(SOURCE).pool.execute(BACKUP)


async def restore(office: Office) -> None:
    """Put the older copy in place while the service is stopped."""
    await stop_relay(office)
    office.resources(SOURCE).store.ready.clear()
    await office.resources(SOURCE).pool.execute(RESTORE)


class Waits(Relay):
    """Compares only when it is let."""

    let: asyncio.Event

    async def _lead(self, connection: Any) -> None:
        await self.let.wait()
        await super()._lead(connection)


async def test_a_restored_database_adopts_the_tail_before_it_takes_commands(
    office: Office,
) -> None:
    await add_many(office, "old", 40)
    await back_up(office)
    await add_many(office, "old", 1000, streams=50)
    await add(office, "new", "one")
    await settled(office)
    before, stream = await tables(office), await stream_ids(office)

    await restore(office)
    assert len((await tables(office))[0]) == 40
    Waits.let = asyncio.Event()
    start_relay(office, Waits)
    with pytest.raises(NotReady):
        await add(office, "new", "too early")
    Waits.let.set()
    await until(office.resources(SOURCE).store.ready.is_set)

    assert await tables(office) == before
    assert await stream_ids(office) == stream
    await add(office, "new", "afterwards")
    assert await audit(office) == len(stream) + 1


async def test_an_event_that_was_stored_but_not_numbered_is_adopted_once(office: Office) -> None:
    await add_many(office, "kept", 5)
    await settled(office)
    await office.resources(SOURCE).pool.execute(BACKUP)
    await add(office, "kept", "last")
    await settled(office)
    before = await tables(office)
    await stop_relay(office)
    office.resources(SOURCE).store.ready.clear()
    await office.resources(SOURCE).pool.execute(
        "insert into outbox select position from feed order by seq desc limit 1;"
        "delete from feed where seq = (select max(seq) from feed)"
    )

    start_relay(office)

    await until(office.resources(SOURCE).store.ready.is_set)
    assert await tables(office) == before
    assert await audit(office) == 6


async def stopped_by_a_fork(office: Office) -> None:
    """Check that the relay has stopped for a person to decide, and that it changed nothing."""
    before, stream = await tables(office), await stream_ids(office)
    relay = start_relay(office)
    await until(lambda: relay.fork)
    assert not office.resources(SOURCE).store.ready.is_set()
    assert RELAY_ALARM.labels(SOURCE)._value.get() == 1  # noqa: SLF001
    with pytest.raises(NotReady):
        await add(office, "other", "refused")
    assert (await tables(office), await stream_ids(office)) == (before, stream)


async def test_another_event_under_a_published_number_is_a_fork(office: Office) -> None:
    await add_many(office, "old", 5)
    await back_up(office)
    await add_many(office, "lost", 5)
    await settled(office)
    await restore(office)
    office.resources(SOURCE).store.ready.set()
    await add(office, "other", "history")
    async with office.resources(SOURCE).pool.acquire() as connection:
        sequencer = Sequencer(connection)
        await sequencer.start()
        await sequencer.next(10)

    office.resources(SOURCE).store.ready.clear()
    await stopped_by_a_fork(office)


async def test_another_event_under_the_version_of_a_lost_one_is_a_fork(office: Office) -> None:
    await add(office, "same", "one")
    await back_up(office)
    await add(office, "same", "two")
    await settled(office)
    await restore(office)
    office.resources(SOURCE).store.ready.set()
    await add(office, "same", "another two")

    office.resources(SOURCE).store.ready.clear()
    await stopped_by_a_fork(office)


async def test_a_lost_database_session_closes_the_door_until_the_comparison(
    office: Office,
) -> None:
    await add(office, "session", "one")
    await settled(office)
    ready = office.resources(SOURCE).store.ready
    closed = asyncio.Event()

    class Watched(asyncio.Event):
        def clear(self) -> None:
            closed.set()
            super().clear()

    watched = Watched()
    watched.set()
    office.resources(SOURCE).store.ready = watched
    await office.resources(SOURCE).pool.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where application_name = $1 and datname = current_database()",
        f"relay-{SOURCE}",
    )
    async with asyncio.timeout(10):
        await closed.wait()
        await watched.wait()
    office.resources(SOURCE).store.ready = ready
    assert await audit(office) == 1

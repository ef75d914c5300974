"""A read model equals a replay from zero, and can be replaced by one under live traffic (P4)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.replay.history import Site
from shared.replay.rebuild import rebuild
from shared.replay.verify import verify, verify_all
from shared.store.handle import handle
from shared.store.sql import Connection, set_up
from tests.office import Office, an_office
from tests.shared.toy.counter import DECIDER, Add, Take, counter
from tests.shared.toy.service import COUNTS, WATCHED, context, counting, watching


def site(office: Office, service: str) -> Site:
    async def connect(schemas: Sequence[str]) -> Connection:
        dsn = office.settings.postgres_dsn.get_secret_value()
        path = {"search_path": ", ".join(schemas)}
        connection = await asyncpg.connect(dsn, server_settings=path)
        await set_up(connection)
        return connection

    return Site(office.runs[service].service, connect, office.feeds.__getitem__)


def silent(projection: str, done: int, total: int) -> None:
    assert projection
    assert done <= total


@pytest.fixture
async def office(servers: EmbeddedStack, folder: Path) -> AsyncIterator[Office]:
    async with an_office(servers, folder, counting(), watching()) as office:
        store = office.resources("applications").store
        for number in range(60):
            stream = counter(f"c{number % 7}")
            await handle(Add(amount=5), DECIDER, stream, store, context(f"add {number}"))
            await handle(Take(amount=2), DECIDER, stream, store, context(f"take {number}"))
        await office.caught_up()
        yield office


async def test_read_models_equal_a_replay(office: Office) -> None:
    verdicts = await verify_all([site(office, "applications"), site(office, "progress")], silent)

    assert [(v.projection, v.events, v.rows, v.equal) for v in verdicts] == [
        ("counts", 120, 7, True),
        ("watched_counts", 120, 7, True),
    ]


@pytest.mark.parametrize(
    ("service", "change"),
    [
        ("applications", "update counts set total = total + 1 where stream = 'counter:c3'"),
        ("applications", "delete from counts where stream = 'counter:c3'"),
        ("progress", "insert into watched_counts values ('counter:none', 0, 0)"),
    ],
)
async def test_a_row_that_was_tampered_with_is_found(
    office: Office, service: str, change: str
) -> None:
    await office.resources(service).pool.execute(change)
    projection = COUNTS if service == "applications" else WATCHED

    verdict = await verify(site(office, service), projection, silent)

    assert verdict.differing == 1


async def test_events_without_a_number_yet_count_too(office: Office) -> None:
    office.runs["applications"].tasks[0].cancel()
    store = office.resources("applications").store
    await handle(Add(amount=1), DECIDER, counter("new"), store, context("late"))

    verdict = await verify(site(office, "applications"), COUNTS, silent)

    assert (verdict.events, verdict.equal) == (121, True)


async def test_a_read_model_is_rebuilt_and_swapped_while_writers_go_on(office: Office) -> None:
    store = office.resources("applications").store
    for service, table in (("applications", "counts"), ("progress", "watched_counts")):
        await office.resources(service).pool.execute(f"update {table} set total = -1")
    writing = asyncio.create_task(_write(office))

    for service, projection in (("applications", COUNTS), ("progress", WATCHED)):
        await rebuild(site(office, service), projection, silent)

    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await handle(Add(amount=1), DECIDER, counter("c0"), store, context("after"))
    await office.caught_up()
    verdicts = await verify_all([site(office, "applications"), site(office, "progress")], silent)
    assert [v.differing for v in verdicts] == [0, 0]
    assert await store.pool.fetchval("select min(total) from counts") > 0


async def test_indexes_keep_their_names_over_a_rebuild(office: Office) -> None:
    pool = office.resources("applications").pool
    await pool.execute("create index counts_by_total on counts (total)")

    await rebuild(site(office, "applications"), COUNTS, silent)

    names = await pool.fetch("select indexname from pg_indexes where tablename = 'counts'")
    assert {row["indexname"] for row in names} == {"counts_pkey", "counts_by_total"}


async def _write(office: Office) -> None:
    store = office.resources("applications").store
    number = 0
    while True:
        number += 1
        stream = counter(f"c{number % 7}")
        await handle(Add(amount=1), DECIDER, stream, store, context(f"live {number}"))

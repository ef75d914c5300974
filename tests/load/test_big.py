"""A million events that have waited: relayed, applied once each, and equal to a replay."""

from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.replay.history import Site
from shared.replay.verify import verify
from shared.store.handle import handle
from shared.store.sql import Connection, set_up
from tests.load.desk import DECIDER, WATCHED, WATCHING, Note, context, desk, taking
from tests.load.ground import fill
from tests.office import Office, an_office

DESKS, NOTES = 100_000, 10
TOTALS = "select count(*) as desks, sum(notes) as notes from watched_summary"


def watching_site(office: Office) -> Site:
    async def connect(schemas: Sequence[str]) -> Connection:
        dsn = office.settings.postgres_dsn.get_secret_value()
        connection = await asyncpg.connect(dsn, server_settings={"search_path": ", ".join(schemas)})
        await set_up(connection)
        return connection

    return Site(WATCHING, connect, office.feeds.__getitem__)


@pytest.mark.soak
@pytest.mark.parametrize("partitioned", [False, True], ids=["one consumer", "16 partitions"])
async def test_a_million_events_arrive_once_each(
    servers: EmbeddedStack, folder: Path, partitioned: bool
) -> None:
    async with an_office(servers, folder, taking(), WATCHING, partitioned=partitioned) as office:
        store = office.resources("applications").store
        await fill(store.pool, DESKS, NOTES, waiting=True)
        for number in range(100):  # the living write while the backlog is carried
            await handle(
                Note(number=number, text="x"), DECIDER, desk(f"new-{number}"), store, context()
            )
        await office.caught_up(patience=900)

        row = await office.resources("progress").pool.fetchrow(TOTALS)
        verdict = await verify(watching_site(office), WATCHED, lambda *_: None)

    assert row is not None
    assert (row["desks"], row["notes"]) == (DESKS + 100, DESKS * NOTES + 100)
    assert (verdict.equal, verdict.events) == (True, DESKS * NOTES + 100)

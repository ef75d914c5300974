"""Every table of the log equals a replay of its source from zero (P4), the own one included."""

from collections.abc import Sequence

import asyncpg

from services.audit.log.projection import FOREIGN, SOURCES
from shared.replay.history import Site
from shared.replay.verify import verify_all
from shared.store.sealed import Sealed
from shared.store.sql import Connection, set_up
from tests.audit.people import AUDITOR
from tests.audit.sources import Happened, HappenedSecretly, thing
from tests.office import Office


async def test_the_log_equals_a_replay(office: Office) -> None:
    secret = HappenedSecretly(person=Sealed(subject="person:li", box="Ym94"))
    for source in FOREIGN:
        await office.publish(source, thing("a"), Happened(what=source, parts=("字",)), secret)
    await office.caught_up()
    async with office.client("audit", AUDITOR) as client:
        for _ in range(3):
            await client.get("/api/audit/log")

    async def connect(schemas: Sequence[str]) -> Connection:
        dsn = office.settings.postgres_dsn.get_secret_value()
        path = {"search_path": ", ".join(schemas)}
        connection = await asyncpg.connect(dsn, server_settings=path)
        await set_up(connection)
        return connection

    site = Site(office.runs["audit"].service, connect, office.feeds.__getitem__)
    verdicts = await verify_all([site], lambda *_: None)

    assert {v.projection: (v.rows, v.differing) for v in verdicts} == {
        f"log-{source}": (3 if source == "audit" else 2, 0) for source in SOURCES
    }

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.http.rights import Role
from shared.timing.zone import SHANGHAI
from tests.audit.people import STAFF
from tests.audit.sources import Happened, thing
from tests.office import Office, who


async def readings(office: Office, stream: str) -> Sequence[Any]:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(f"/api/audit/log/audit/{stream}")
    return answer.json().get("events", [])


async def test_what_an_auditor_reads_is_itself_in_the_log(office: Office) -> None:
    auditor = who("reader-1", Role.AUDITOR)
    await office.publish("progress", thing("read"), Happened(what="a"))
    await office.caught_up()
    async with office.client("audit", auditor) as client:
        await client.get("/api/audit/log", params={"type": "Happened"})
        await client.get("/api/audit/log/progress/thing:read")
        await client.get("/api/audit/log/progress/thing:never")
    recorded = await readings(office, "reading:reader-1~2017-05-02")

    assert [(e["data"]["what"], e["data"]["request"], e["actor"]) for e in recorded] == [
        ("log", "/api/audit/log?type=Happened", "reader-1"),
        ("history", "/api/audit/log/progress/thing:read", "reader-1"),
        ("history", "/api/audit/log/progress/thing:never", "reader-1"),
    ]


async def test_a_repeated_key_hides_no_reading(office: Office) -> None:
    async with office.client("audit", who("reader-2", Role.AUDITOR)) as client:
        for _ in range(2):
            await client.get("/api/audit/log", headers={"Idempotency-Key": "one"})

    assert len(await readings(office, "reading:reader-2~2017-05-02")) == 2


async def test_the_day_is_that_of_the_office(office: Office) -> None:
    office.clock.set(datetime(2017, 5, 3, 0, 30, tzinfo=SHANGHAI))
    async with office.client("audit", who("reader-3", Role.AUDITOR)) as client:
        await client.get("/api/audit/log")

    assert len(await readings(office, "reading:reader-3~2017-05-03")) == 1


async def test_the_organisers_reading_is_not_recorded(office: Office) -> None:
    count = "select count(*) from event where meta->>'actor' = $1"
    async with office.client("audit", STAFF) as client:
        await client.get("/api/audit/log")

    assert await office.resources("audit").pool.fetchval(count, STAFF.id) == 0


async def test_a_request_that_is_refused_read_nothing_and_records_nothing(office: Office) -> None:
    async with office.client("audit", who("reader-4", Role.AUDITOR)) as client:
        await client.get("/api/audit/log", params={"limit": 0})

    assert await readings(office, "reading:reader-4~2017-05-02") == []

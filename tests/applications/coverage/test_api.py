"""The coverage report, while the service watches the season's cut-off by itself (S-038, REQ-13)."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from shared.timing.zone import SHANGHAI
from tests.applications.coverage.reading import open_gaps, read, report
from tests.applications.season import (
    AUDITOR,
    LEADER,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
    responsible,
)
from tests.office import Office

CUT_OFF = datetime(2017, 5, 11, tzinfo=SHANGHAI)
MAY_3 = datetime(2017, 5, 3, 10, 0, tzinfo=SHANGHAI)


async def test_a_lead_that_declined_and_joined_nothing_is_flagged_at_the_cut_off_and_closed(
    office: Office,
) -> None:
    law, other = "xingzheng-zhifa-ju", "2017-p13"
    office.clock.set(MAY_3)
    async with client(office, responsible(law)) as http:
        await http.post(path("2017-p01", law, "decline"), json={"reason": "职能调整"})
    async with client(office, liaison(law)) as http:
        await http.put(path(other, law), json=application())
    office.clock.set(CUT_OFF - timedelta(seconds=1))
    before = await read(office, PROGRAMME)

    office.clock.set(CUT_OFF)
    async with asyncio.timeout(20):
        while not (gaps := await open_gaps(office, PROGRAMME)):
            await asyncio.sleep(0.05)
    async with client(office, STAFF) as staff:
        await staff.post(path(other, law, "acceptance"))
    async with asyncio.timeout(20):
        while await open_gaps(office, PROGRAMME):
            await asyncio.sleep(0.05)

    assert {unit["gap"] for unit in before["units"]} == {"none"}
    assert gaps == {law}
    (line,) = (await read(office, PROGRAMME, gap="closed"))["units"]
    assert (line["unit_id"], line["projects"]) == (law, [other])
    assert (line["flagged_at"], line["closed_because"]) == ("2017-05-10T16:00:00Z", "takes_part")


async def test_the_report_names_all_twenty_units_and_counts_executing_units(
    office: Office,
) -> None:
    found = await read(office, PROGRAMME, AUDITOR)

    lines = {unit["unit_id"]: unit for unit in found["units"]}
    assert (len(lines), found["minimum"]) == (20, 1)
    assert found["cut_off_at"] == "2017-05-10T16:00:00Z"
    assert lines["keji-ju"]["projects"] == ["2017-p12"]
    assert (lines["keji-ju"]["name"], lines["keji-ju"]["party_organisation"]) == ("市科技局", "")
    assert lines["guozi-wei"]["projects"] == ["2017-p08"]


async def test_a_unit_reads_its_own_line_only(office: Office) -> None:
    for caller in (liaison("gongan-ju"), responsible("gongan-ju")):
        own = await read(office, PROGRAMME, caller)
        assert [unit["unit_id"] for unit in own["units"]] == ["gongan-ju"]

    nobody = await read(office, PROGRAMME, replace(liaison("x"), unit=""))
    assert nobody["units"] == []


async def test_there_is_no_report_of_what_is_not_announced_or_asked_oddly(office: Office) -> None:
    async with client(office, LEADER) as leader:
        unknown = await leader.get(report("szjg-1999"))
        odd = await leader.get(report("A~B"))
        state = await leader.get(report(PROGRAMME), params={"gap": "wide"})

    assert (unknown.status_code, odd.status_code, state.status_code) == (404, 422, 422)
    assert [error["field"] for error in state.json()["errors"]] == ["/query/gap"]

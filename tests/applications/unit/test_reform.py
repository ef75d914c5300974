"""Units renamed and merged over HTTP: older papers keep older names (REQ-25, PRA-16, S-159)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    ANNOUNCED,
    LEADER,
    STAFF,
    application,
    client,
    imported,
    liaison,
    notice,
    path,
    responsible,
)
from tests.office import Office

UNITS = "/api/applications/units"
IN_2018 = datetime(2018, 3, 1, 9, 0, tzinfo=SHANGHAI)
RENAMING = {
    "name": "市卫健委",
    "name_en": "Municipal Health Commission",
    "party_organisation": "直属机关党委",
    "full_name": "市卫健委直属机关党委",
    "effective_on": "2018-03-02",
    "reason": "机构改革",
}
MERGER = {
    "into_unit_id": "shichang-jianguan-ju",
    "effective_on": "2018-03-02",
    "reason": "机构改革",
}


async def post(
    office: Office, caller: Caller, unit: str, act: str, body: Any, **headers: str
) -> Any:
    async with client(office, caller) as http:
        return await http.post(f"{UNITS}/{unit}/{act}", json=body, headers=headers)


async def name_of(office: Office, unit: str, on: str) -> str:
    async with client(office, STAFF) as staff:
        answer = await staff.get(f"{UNITS}/{unit}", params={"on": on} if on else {})
    assert answer.status_code == 200, answer.text
    return answer.json()["full_name"]


async def roll(office: Office, on: str, caller: Caller = STAFF) -> dict[str, str]:
    async with client(office, caller) as http:
        listed = await http.get(UNITS, params={"on": on})
    return {unit["unit_id"]: unit["name"] for unit in listed.json()}


@pytest.fixture(autouse=True)
def in_2018(office: Office) -> None:
    office.clock.set(IN_2018)


async def test_a_renamed_unit_has_each_name_in_its_time(office: Office) -> None:
    answer = await post(office, STAFF, "weiji-wei", "renaming", RENAMING)
    again = await post(office, STAFF, "weiji-wei", "renaming", RENAMING)

    assert (answer.json()["events"], again.json()["events"]) == (["UnitRenamed"], [])
    names = {
        day: await name_of(office, "weiji-wei", day)
        for day in ("2017-05-02", "2018-03-01", "", "2018-03-02", "2099-12-31")
    }
    assert names == {
        "2017-05-02": "市卫计委直属机关党委",
        "2018-03-01": "市卫计委直属机关党委",
        "": "市卫计委直属机关党委",
        "2018-03-02": "市卫健委直属机关党委",
        "2099-12-31": "市卫健委直属机关党委",
    }
    office.clock.set(datetime(2018, 3, 2, 0, 0, tzinfo=SHANGHAI))
    assert await name_of(office, "weiji-wei", "") == "市卫健委直属机关党委"
    async with client(office, liaison("weiji-wei")) as own:
        unit = (await own.get(f"{UNITS}/weiji-wei")).json()
    assert [name["since"] for name in unit["names"]] == ["", "2018-03-02"]


async def test_the_papers_of_2017_keep_the_old_names(office: Office) -> None:
    await post(office, STAFF, "weiji-wei", "renaming", RENAMING)
    office.clock.set(datetime(2018, 6, 1, tzinfo=SHANGHAI))

    async with client(office, STAFF) as staff:
        project = (await staff.get("/api/applications/projects/2017-p16")).json()

    assert (project["lead"]["unit_id"], project["lead"]["name"]) == ("weiji-wei", "市卫计委")
    assert project["lead_as_printed"] == "市卫计委直属机关党委"
    await imported(office)  # the file of 2017 changes nothing and is not refused


async def test_a_merged_unit_leaves_the_roll_on_its_day_and_stays_readable(
    office: Office,
) -> None:
    answer = await post(office, LEADER, "zhijian-ju", "merger", MERGER)
    again = await post(office, LEADER, "zhijian-ju", "merger", MERGER)

    assert (answer.json()["events"], again.json()["events"]) == (["UnitMerged"], [])
    before, after = await roll(office, "2018-03-01"), await roll(office, "2018-03-02")
    assert set(before) - set(after) == {"zhijian-ju"}
    assert await roll(office, "2018-03-02", liaison("zhijian-ju")) == {}
    async with client(office, STAFF) as staff:
        unit = (await staff.get(f"{UNITS}/zhijian-ju", params={"on": "2018-04-01"})).json()
    assert (unit["merged_into"], unit["merged_on"]) == ("shichang-jianguan-ju", "2018-03-02")


async def test_what_no_longer_stands_is_not_merged_into_nor_renamed(office: Office) -> None:
    await post(office, LEADER, "zhijian-ju", "merger", MERGER)

    renamed = await post(office, STAFF, "zhijian-ju", "renaming", RENAMING)
    into = {"into_unit_id": "zhijian-ju"}
    merged = await post(office, LEADER, "gongan-ju", "merger", MERGER | into)
    itself = await post(
        office, LEADER, "gongan-ju", "merger", MERGER | {"into_unit_id": "gongan-ju"}
    )
    nobody = await post(office, LEADER, "gongan-ju", "merger", MERGER | {"into_unit_id": "nobody"})

    assert (renamed.status_code, renamed.json()["code"]) == (409, "unit-is-merged")
    assert {answer.json()["code"] for answer in (merged, itself, nobody)} == {
        "no-unit-to-merge-into"
    }


async def test_a_merged_unit_no_longer_applies_and_is_not_put_forward_to_lead(
    office: Office,
) -> None:
    await post(office, LEADER, "zhijian-ju", "merger", MERGER)
    office.clock.set(IN_2018 + timedelta(days=2))

    async with client(office, liaison("zhijian-ju")) as unit:
        applied = await unit.put(path("2017-p08", "zhijian-ju"), json=application())
    async with client(office, STAFF) as staff:
        prepared = await staff.put(
            "/api/applications/projects/2017-p08/lead-replacement",
            json={"unit_id": "zhijian-ju", "reason": "机构改革"},
        )

    assert (applied.status_code, applied.json()["code"]) == (404, "unit-not-on-roll")
    assert (prepared.status_code, prepared.json()["code"]) == (404, "unit-not-on-roll")


async def test_on_what_was_not_seen_nothing_is_changed_and_nobody_is_not_found(
    office: Office,
) -> None:
    stale = await post(office, STAFF, "jianshe-ju", "renaming", RENAMING, **{"If-Match": '"7"'})
    unknown = await post(office, STAFF, "nobody", "renaming", RENAMING)
    lost = await post(office, LEADER, "nobody", "merger", MERGER)

    assert (stale.status_code, stale.json()["code"]) == (412, "version-moved")
    assert (unknown.status_code, lost.status_code) == (404, 404)


async def test_staff_renames_and_a_leader_merges(office: Office) -> None:
    refused = [
        await post(office, LEADER, "jianshe-ju", "renaming", RENAMING),
        await post(office, STAFF, "jianshe-ju", "merger", MERGER),
        await post(office, responsible("jianshe-ju"), "jianshe-ju", "renaming", RENAMING),
    ]

    assert {answer.status_code for answer in refused} == {403}


@pytest.mark.parametrize(
    ("act", "change", "field"),
    [
        ("renaming", {"name": " "}, "/body/name"),
        ("renaming", {"name": "长" * 201}, "/body/name"),
        ("renaming", {"name_en": 7}, "/body/name_en"),
        ("renaming", {"party_organisation": ""}, "/body/party_organisation"),
        ("renaming", {"full_name": "a\x00b"}, "/body/full_name"),
        ("renaming", {"effective_on": "1917-11-07"}, "/body/effective_on"),
        ("renaming", {"effective_on": "tomorrow"}, "/body/effective_on"),
        ("renaming", {"reason": ""}, "/body/reason"),
        ("renaming", {"unit_id": "gongan-ju"}, "/body/unit_id"),
        ("merger", {"into_unit_id": "A~B"}, "/body/into_unit_id"),
        ("merger", {"effective_on": None}, "/body/effective_on"),
        ("merger", {"reason": " "}, "/body/reason"),
        ("merger", {"why": "x"}, "/body/why"),
    ],
)
async def test_what_is_no_change_of_a_unit_is_refused_with_its_place(
    office: Office, act: str, change: dict[str, Any], field: str
) -> None:
    caller, body = (STAFF, RENAMING) if act == "renaming" else (LEADER, MERGER)

    answer = await post(office, caller, "jianshe-ju", act, body | change)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_an_odd_day_is_refused(office: Office) -> None:
    async with client(office, STAFF) as staff:
        for day in ("1999-12-31", "2100-01-01", "yesterday", "2018-02-30"):
            answers = [
                await staff.get(UNITS, params={"on": day}),
                await staff.get(f"{UNITS}/gongan-ju", params={"on": day}),
            ]
            assert {answer.status_code for answer in answers} == {422}


async def test_the_notice_of_a_later_year_may_use_the_new_name(office: Office) -> None:
    await post(office, STAFF, "weiji-wei", "renaming", RENAMING)
    document = notice()
    unit = next(each for each in document["units"] if each["id"] == "weiji-wei")

    unit["name"], unit["name_en"] = RENAMING["name"], RENAMING["name_en"]
    unit["full_name_as_printed"] = RENAMING["full_name"]
    project = next(each for each in document["projects"] if each["id"] == "2017-p16")
    project["lead"]["as_printed"] = RENAMING["full_name"]
    office.clock.set(ANNOUNCED)
    async with client(office, STAFF) as staff:
        answer = await staff.post("/api/applications/programmes/import", json=document)

    assert {error["field"] for error in answer.json()["errors"]} == {"/projects/15/lead/as_printed"}

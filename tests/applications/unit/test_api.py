"""The roll as each reader sees it, and as the staff keeps it by hand."""

from typing import Any

import pytest

from shared.http.rights import Role
from tests.applications.season import AUDITOR, STAFF, client, liaison, notice, responsible
from tests.office import Office, who

UNITS = "/api/applications/units"


async def test_the_roll_holds_the_twenty_units_and_no_body_of_the_organiser(
    office: Office,
) -> None:
    async with client(office, STAFF) as staff:
        listed = (await staff.get(UNITS)).json()

    kinds = {"lead_unit", "parenthesised_unit"}
    named = {unit["id"]: unit for unit in notice()["units"] if unit["kind"] in kinds}
    assert len(listed) == 20
    for unit in listed:
        printed = named[unit["unit_id"]]
        assert unit["name"] == printed["name"]
        assert unit["party_organisation"] == (printed["party_organisation"] or "")
        assert unit["full_name"] == printed["full_name_as_printed"]
        assert unit["is_system"] == printed["is_system"]
    assert {u["unit_id"]: u["executing_unit_id"] for u in listed if u["executing_unit_id"]} == {
        "shifu-ban": "keji-ju",
        "xuanchuan-xitong": "tiyu-ju",
    }


async def test_a_unit_reads_its_own_entry_only(office: Office) -> None:
    for caller in (liaison("gongan-ju"), responsible("gongan-ju")):
        async with client(office, caller) as http:
            listed = (await http.get(UNITS)).json()
            own = await http.get(f"{UNITS}/gongan-ju")
            other = await http.get(f"{UNITS}/guozi-wei")

        assert [unit["unit_id"] for unit in listed] == ["gongan-ju"]
        assert (own.status_code, own.headers["etag"], other.status_code) == (200, '"1"', 404)


async def test_an_account_without_a_unit_reads_none(office: Office) -> None:
    async with client(office, who("nobody", Role.LIAISON)) as http:
        listed = await http.get(UNITS)
        one = await http.get(f"{UNITS}/gongan-ju")

    assert (listed.json(), one.status_code) == ([], 404)


async def test_the_roll_is_read_page_by_page(office: Office) -> None:
    async with client(office, AUDITOR) as http:
        pages: list[str] = []
        after = ""
        while page := (await http.get(UNITS, params={"limit": 7, "after": after})).json():
            pages += [unit["unit_id"] for unit in page]
            after = pages[-1]
        bad = await http.get(UNITS, params={"limit": 501})
        unknown = await http.get(f"{UNITS}/nobody")
        odd = await http.get(f"{UNITS}/No_Body")

    assert pages == sorted(pages)
    assert len(pages) == 20
    assert (bad.status_code, unknown.status_code, odd.status_code) == (422, 404, 422)


NEW: dict[str, Any] = {
    "name": "区税务局",
    "name_en": "District Tax Bureau",
    "party_organisation": "区税务局党委",
    "full_name": "区税务局党委",
}


@pytest.mark.covers("REQ-25")
async def test_the_staff_puts_a_unit_on_the_roll_by_hand_once(office: Office) -> None:
    async with client(office, STAFF) as http:
        first = await http.put(f"{UNITS}/qu-shuiwu", json=NEW)
        again = await http.put(f"{UNITS}/qu-shuiwu", json=NEW)
        other = await http.put(f"{UNITS}/qu-shuiwu", json=NEW | {"name": "区税务分局"})
        below = await http.put(f"{UNITS}/qu-shuiwu-suo", json=NEW | {"parent_id": "qu-shuiwu"})
        read = (await http.get(f"{UNITS}/qu-shuiwu-suo")).json()

    assert first.json()["events"] == ["UnitRegistered"], first.text
    assert again.json()["events"] == []
    assert (other.status_code, other.json()["code"]) == (409, "unit-differs")
    assert below.status_code == 200
    assert (read["parent_id"], read["executing_unit_id"], read["is_system"]) == (
        *("qu-shuiwu", ""),
        False,
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name_en": None}, "name_en"),
        ({"full_name": "字" * 201}, "full_name"),
        ({"party_organisation": ""}, "party_organisation"),
        ({"executing_unit_id": "A B"}, "executing_unit_id"),
        ({"parent_id": "X"}, "parent_id"),
        ({"is_system": "yes"}, "is_system"),
        ({"extra": 1}, "extra"),
    ],
)
async def test_what_is_no_unit_is_refused(
    office: Office, change: dict[str, Any], field: str
) -> None:
    async with client(office, STAFF) as http:
        answer = await http.put(f"{UNITS}/qu-xin", json=NEW | change)
        found = await http.get(f"{UNITS}/qu-xin")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, f"/body/{field}")
    assert found.status_code == 404

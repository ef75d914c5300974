"""Contact leaders over HTTP."""

from typing import Any

import pytest

from shared.http.caller import Caller
from tests.applications.season import (
    APRIL,
    LEADER,
    PROGRAMME,
    STAFF,
    client,
    imported,
    liaison,
)
from tests.office import Office

LIST = f"/api/applications/programmes/{PROGRAMME}/contact-leaders"


async def assign(office: Office, project: str, body: Any, by: Caller = LEADER) -> Any:
    async with client(office, by) as http:
        return await http.put(f"/api/applications/projects/{project}/contact-leader", json=body)


async def listed(office: Office, caller: Caller = STAFF) -> dict[str, dict[str, Any]]:
    async with client(office, caller) as http:
        answer = await http.get(LIST)
    assert answer.status_code == 200, answer.text
    return {each["project_id"]: each for each in answer.json()}


@pytest.mark.covers("REQ-42")
async def test_before_the_announcement_the_organiser_sees_who_looks_after_what(
    empty_office: Office,
) -> None:
    await imported(empty_office)
    for number in range(1, 18):
        account = "shuji" if number % 2 else "fu-shuji"
        answer = await assign(empty_office, f"2017-p{number:02}", {"account": account})
        assert answer.json()["events"] == ["ContactLeaderAssigned"]

    found = await listed(empty_office)

    assert len(found) == 18
    assert found["2017-p08"]["contact_leader"] == "fu-shuji"
    assert [p for p, each in found.items() if not each["contact_leader"]] == ["2017-p18"]
    async with client(empty_office, liaison("gongan-ju")) as http:
        hidden = await http.get(LIST)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "programme-unknown")
    assert empty_office.clock.now() == APRIL


async def test_a_successor_replaces_and_the_same_again_changes_nothing(
    empty_office: Office,
) -> None:
    await assign(empty_office, "2017-p08", {"account": "shuji"})
    again = await assign(empty_office, "2017-p08", {"account": "shuji"})
    other = await assign(empty_office, "2017-p08", {"account": "fu-shuji"})
    by_staff = await assign(empty_office, "2017-p08", {"account": "shuji"}, by=STAFF)
    nowhere = await assign(empty_office, "2017-p99", {"account": "shuji"})

    assert again.json()["events"] == []
    assert other.json()["events"] == ["ContactLeaderAssigned"]
    assert by_staff.status_code == 403
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "project-unknown")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "/body/account"),
        ({"account": "书记"}, "/body/account"),
        ({"account": ["a", "b"]}, "/body/account"),
        ({"account": "x" * 61}, "/body/account"),
        ({"account": "shuji", "phone": "1"}, "/body/phone"),
    ],
)
async def test_what_is_no_contact_leader_is_refused_with_its_place(
    empty_office: Office, body: Any, field: str
) -> None:
    answer = await assign(empty_office, "2017-p08", body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def correct(office: Office, body: Any, by: Caller = LEADER) -> Any:
    async with client(office, by) as http:
        return await http.post("/api/applications/projects/2017-p10/correction", json=body)


CORRECTION = {"field": "title", "text": "文明家庭创建", "reason": "错字更正"}


async def test_a_corrected_text_is_what_the_catalogue_shows(empty_office: Office) -> None:
    by_staff = await correct(empty_office, CORRECTION, by=STAFF)
    corrected = await correct(empty_office, CORRECTION)
    again = await correct(empty_office, CORRECTION)

    assert by_staff.status_code == 403
    assert corrected.json()["events"] == ["ProjectTextCorrected"]
    assert again.json()["events"] == []
    async with client(empty_office, STAFF) as http:
        project = (await http.get("/api/applications/projects/2017-p10")).json()
    assert project["title"] == "文明家庭创建"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (CORRECTION | {"field": "number"}, "/body/field"),
        (CORRECTION | {"text": " "}, "/body/text"),
        (CORRECTION | {"text": "长" * 20_001}, "/body/text"),
        (CORRECTION | {"reason": ""}, "/body/reason"),
        (CORRECTION | {"was": "x"}, "/body/was"),
        ({}, "/body/field"),
    ],
)
async def test_what_is_no_correction_is_refused_with_its_place(
    empty_office: Office, body: Any, field: str
) -> None:
    answer = await correct(empty_office, body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}

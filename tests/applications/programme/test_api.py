"""Programmes over HTTP: announced once, and read by whom it concerns."""

import asyncio
import json
from typing import Any

import pytest

from tests.applications.season import (
    ANNOUNCED,
    LEADER,
    PROGRAMME,
    STAFF,
    client,
    imported,
    liaison,
    notice,
)
from tests.office import Office

ONE = f"/api/applications/programmes/{PROGRAMME}"
LIAISON = liaison("guozi-wei")


async def test_a_draft_is_read_by_the_organiser_and_by_nobody_else(empty_office: Office) -> None:
    await imported(empty_office)

    async with client(empty_office, STAFF) as staff, client(empty_office, LIAISON) as other:
        drafts = (await staff.get("/api/applications/programmes")).json()
        seen = await staff.get(ONE)
        hidden = [await other.get(ONE), await other.get(f"{ONE}/projects")]
        hidden += [await other.get("/api/applications/projects/2017-p08")]
        listed = (await other.get("/api/applications/programmes")).json()

    assert [(each["programme_id"], each["status"]) for each in drafts] == [(PROGRAMME, "drafted")]
    assert (seen.status_code, seen.headers["etag"]) == (200, '"2"')
    assert {answer.status_code for answer in hidden} == {404}
    assert listed == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"/issue_date"}),
        ({"issue_date": None}, {"/issue_date"}),
        ({"issue_date": "2017-05-03"}, {"/issue_date"}),
        ({"issue_date": "yesterday"}, {"/body/issue_date"}),
        ({"issue_date": "2017-05-02", "year": 2018}, {"/body/year"}),
    ],
    ids=["none", "null", "tomorrow", "no date", "more than asked"],
)
async def test_an_incomplete_announcement_is_refused_with_what_is_missing(
    empty_office: Office, body: dict[str, Any], fields: set[str]
) -> None:
    await imported(empty_office)
    empty_office.clock.set(ANNOUNCED)

    async with client(empty_office, LEADER) as leader:
        answer = await leader.post(f"{ONE}/announcement", json=body)
        programme = (await leader.get(ONE)).json()

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == fields
    assert (programme["status"], programme["version"]) == ("drafted", 2)


async def test_what_is_not_there_is_not_announced(empty_office: Office) -> None:
    async with client(empty_office, LEADER) as leader:
        unknown = await leader.post(
            "/api/applications/programmes/szjg-1999/announcement", json={"issue_date": "2017-05-02"}
        )
        odd = await leader.post(
            "/api/applications/programmes/A~B/announcement", json={"issue_date": "2017-05-02"}
        )

    assert (unknown.status_code, odd.status_code) == (404, 422)


async def test_staff_prepares_and_the_leader_announces(empty_office: Office) -> None:
    await imported(empty_office)

    async with client(empty_office, STAFF) as staff:
        answer = await staff.post(f"{ONE}/announcement", json={"issue_date": "2017-05-02"})

    assert answer.status_code == 403


async def test_an_announcement_on_what_was_not_seen_is_refused(empty_office: Office) -> None:
    await imported(empty_office)
    empty_office.clock.set(ANNOUNCED)

    async with client(empty_office, LEADER) as leader:
        answer = await leader.post(
            f"{ONE}/announcement", json={"issue_date": "2017-05-02"}, headers={"If-Match": '"1"'}
        )

    assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")


async def test_the_same_announcement_again_gets_the_first_receipt_and_a_second_is_refused(
    empty_office: Office,
) -> None:
    await imported(empty_office)
    empty_office.clock.set(ANNOUNCED)
    body, key = {"issue_date": "2017-05-02"}, {"Idempotency-Key": "announce-2017"}

    async with client(empty_office, LEADER) as leader:
        first = await leader.post(f"{ONE}/announcement", json=body, headers=key)
        again = await leader.post(f"{ONE}/announcement", json=body, headers=key)
        other = await leader.post(
            f"{ONE}/announcement", json={"issue_date": "2017-05-01"}, headers=key
        )
        second = await leader.post(f"{ONE}/announcement", json=body)

    assert (first.status_code, first.json()["events"]) == (200, ["ProgrammeAnnounced"])
    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert (second.status_code, second.json()["code"]) == (409, "already-announced")


async def test_of_two_programmes_of_one_year_announced_at_once_one_is_refused(
    empty_office: Office,
) -> None:
    empty_office.clock.set(ANNOUNCED)
    names = [await _draft_of_2016(empty_office, letter) for letter in ("a", "b")]

    async with client(empty_office, LEADER) as leader:
        answers = await asyncio.gather(
            *(
                leader.post(
                    f"/api/applications/programmes/{name}/announcement",
                    json={"issue_date": "2016-05-03"},
                )
                for name in names
            )
        )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["code"] == "already-announced"


async def _draft_of_2016(office: Office, letter: str) -> str:
    text = json.dumps(notice(), ensure_ascii=False).replace("2017-p", f"2016{letter}-p")
    document = json.loads(text.replace('"2017-', '"2016-'))
    document["programme"] |= {"id": f"szjg-2016{letter}", "year": 2016}
    async with client(office, STAFF) as staff:
        answer = await staff.post("/api/applications/programmes/import", json=document)
    assert answer.status_code == 200, answer.text
    return f"szjg-2016{letter}"

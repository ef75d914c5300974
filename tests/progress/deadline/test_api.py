"""The ledger of deadlines over HTTP, in a running service that listens to `applications`."""

import asyncio
from typing import Any

import pytest

from services.progress.deadline.events import DeadlineMissed, deadline_of
from shared.contracts.applications import UnitApplied
from shared.http.caller import Caller
from tests.office import Office
from tests.progress.examples import (
    ADMIN,
    ANNOUNCED,
    AUDITOR,
    CO_LEAD,
    EXECUTING,
    GONGAN,
    GUOZI,
    LEADER,
    LIAISON,
    OUTSIDER,
    P08,
    P17,
    P18,
    PROGRAMME,
    STAFF,
    WEIJI,
    XUANCHUAN,
    participation,
    programme,
    shanghai,
)

Q2 = "/api/progress/deadlines/progress_report/2017-p08~2017q2"
EXTENSION = {"due_on": "2017-07-10", "reason": "防汛"}


async def listing(office: Office, caller: Caller, **asked: str) -> dict[str, Any]:
    async with office.client("progress", caller) as client:
        answer = await client.get("/api/progress/deadlines", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def subjects(page: dict[str, Any]) -> list[str]:
    return [f"{i['deadline']['obligation']} {i['deadline']['subject']}" for i in page["items"]]


async def types_in(office: Office, obligation: str, subject: str) -> list[str]:
    history = await office.resources("progress").store.read(deadline_of(obligation, subject))
    return [recorded.type for recorded in history.recorded]


async def until_recorded(office: Office, type_: str, obligation: str, subject: str) -> list[str]:
    async with asyncio.timeout(20):
        while type_ not in (types := await types_in(office, obligation, subject)):
            await asyncio.sleep(0.02)
    return types


async def test_an_announced_programme_becomes_one_deadline_for_each_project_and_obligation(
    office: Office,
) -> None:
    page = await listing(office, STAFF)

    assert len(page["items"]) == 3 * 4
    assert subjects(page)[0] == "lead_application 2017-p08"
    assert page["next"] is None


async def test_an_announcement_that_is_told_again_changes_nothing(office: Office) -> None:
    await office.publish("applications", programme(), ANNOUNCED)
    await office.caught_up()

    assert len((await listing(office, STAFF))["items"]) == 3 * 4


async def test_a_list_can_be_read_in_pages(office: Office) -> None:
    first = await listing(office, STAFF, limit="5")
    second = await listing(office, STAFF, limit="5", after=first["next"])
    third = await listing(office, STAFF, limit="5", after=second["next"])

    read = subjects(first) + subjects(second) + subjects(third)
    assert read == subjects(await listing(office, STAFF))
    assert third["next"] is None


async def test_a_list_can_be_asked_for_one_unit_project_or_state(office: Office) -> None:
    assert len((await listing(office, AUDITOR, unit=GONGAN))["items"]) == 4
    assert len((await listing(office, AUDITOR, project=P17))["items"]) == 4
    assert (await listing(office, AUDITOR, state="met_late"))["items"] == []


async def test_a_unit_sees_the_deadlines_of_its_own_projects_only(office: Office) -> None:
    projects = {
        caller.id: {i["deadline"]["project_id"] for i in (await listing(office, caller))["items"]}
        for caller in (LIAISON, CO_LEAD, EXECUTING, OUTSIDER)
    }

    assert projects == {
        "li-guozi": {P08},
        "zhao-jiaotong": {P08},
        "sun-tiyu": {P17},
        "zhou-weiji": set(),
    }


async def test_what_one_may_not_see_is_not_there(office: Office) -> None:
    async with office.client("progress", OUTSIDER) as client:
        answer = await client.get(Q2)

    assert answer.status_code == 404
    assert answer.json()["code"] == "nothing-owed"


async def test_a_role_without_the_right_is_refused(office: Office) -> None:
    async with office.client("progress", ADMIN) as client:
        assert (await client.get("/api/progress/deadlines")).status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "x"},
        {"after": "9" * 18 + ".results.2017-p08"},
        {"limit": "0"},
        {"limit": "201"},
        {"state": "gone"},
        {"unit": "../x"},
        {"project": "A B"},
    ],
)
async def test_a_list_that_is_asked_for_badly_is_refused(
    office: Office, asked: dict[str, str]
) -> None:
    async with office.client("progress", STAFF) as client:
        answer = await client.get("/api/progress/deadlines", params=asked)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid-request"


async def test_the_lead_meets_its_first_deadline_by_applying(office: Office) -> None:
    applied = UnitApplied(programme_id=PROGRAMME, project_id=P08, unit_id=GUOZI, role="lead")
    await office.publish("applications", participation(P08, GUOZI), applied, at=shanghai(5, 10, 23))
    await office.caught_up()

    assert await types_in(office, "lead_application", P08) == ["DeadlineSet", "DeadlineMet"]


async def test_a_rival_does_not_meet_the_deadline_of_the_announced_lead(office: Office) -> None:
    applied = UnitApplied(programme_id=PROGRAMME, project_id=P18, unit_id=WEIJI, role="lead")
    await office.publish("applications", participation(P18, WEIJI), applied)
    await office.caught_up()

    assert await types_in(office, "lead_application", P18) == ["DeadlineSet"]


class TestExtending:
    @pytest.mark.covers("REQ-44")
    async def test_the_leader_gives_more_time_and_the_history_says_why(
        self, office: Office
    ) -> None:
        path = "/api/progress/deadlines/progress_report/2017-p18~2017q3"
        async with office.client("progress", LEADER) as client:
            given = await client.post(
                f"{path}/extension", json={**EXTENSION, "due_on": "2017-10-20"}
            )
            read = await client.get(path)

        assert given.json()["events"] == ["DeadlineExtended"]
        assert read.headers["etag"] == '"2"'
        assert read.json()["deadline"]["due_at"] == "2017-10-20T16:00:00Z"
        (_, extended) = read.json()["history"]
        assert (extended["actor"], extended["reason"]) == ("leader", "防汛")

    async def test_the_same_request_again_has_one_effect(self, office: Office) -> None:
        path = "/api/progress/deadlines/results/2017-p18/extension"
        key = {"Idempotency-Key": "extend-results-p18"}
        asked = {**EXTENSION, "due_on": "2017-12-10"}
        async with office.client("progress", LEADER) as client:
            first = await client.post(path, json=asked, headers=key)
            again = await client.post(path, json=asked, headers=key)
            other = await client.post(path, json={**asked, "reason": "另"}, headers=key)

        assert first.json()["version"] == again.json()["version"] == 2
        assert again.json()["repeated"] is True
        assert (other.status_code, other.json()["code"]) == (409, "key-reused")

    async def test_who_saw_an_older_version_is_told(self, office: Office) -> None:
        async with office.client("progress", LEADER) as client:
            answer = await client.post(
                f"{Q2}/extension", json=EXTENSION, headers={"If-Match": '"9"'}
            )

        assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")

    async def test_an_earlier_day_is_refused(self, office: Office) -> None:
        async with office.client("progress", LEADER) as client:
            answer = await client.post(
                f"{Q2}/extension", json={**EXTENSION, "due_on": "2017-06-29"}
            )

        assert (answer.status_code, answer.json()["code"]) == (409, "not-more-time")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"due_on": "2017-07-10"},
            {"due_on": "10 July", "reason": "防汛"},
            {"due_on": "2017-07-10", "reason": "  "},
            {"due_on": "2017-07-10", "reason": "防\u0000汛"},
            {**EXTENSION, "extra": 1},
        ],
    )
    async def test_what_is_not_valid_is_refused_and_nothing_is_stored(
        self, office: Office, body: dict[str, object]
    ) -> None:
        path = "/api/progress/deadlines/progress_report/2017-p17~2017q2"
        async with office.client("progress", LEADER) as client:
            answer = await client.post(f"{path}/extension", json=body)

        assert answer.status_code == 422
        assert await types_in(office, "progress_report", "2017-p17~2017q2") == ["DeadlineSet"]

    async def test_a_date_beyond_the_calendar_is_refused(self, office: Office) -> None:
        async with office.client("progress", LEADER) as client:
            answer = await client.post(
                f"{Q2}/extension", json={**EXTENSION, "due_on": "9999-12-31"}
            )

        assert answer.status_code == 422

    @pytest.mark.parametrize("path", ["results/2017-p99", "nothing_such/2017-p08"])
    async def test_what_is_not_owed_is_not_there(self, office: Office, path: str) -> None:
        async with office.client("progress", LEADER) as client:
            answer = await client.post(f"/api/progress/deadlines/{path}/extension", json=EXTENSION)

        assert answer.status_code == 404


async def test_lights_turn_by_the_date(office: Office) -> None:
    lights: list[str] = []
    for moment in (shanghai(6, 27), shanghai(6, 28), shanghai(7, 1)):
        office.clock.set(moment)
        async with office.client("progress", LIAISON) as client:
            lights.append((await client.get(Q2)).json()["light"])

    assert lights == ["green", "amber", "red"]


async def test_the_end_of_grace_fires_by_itself_once(office: Office) -> None:
    subject = "2017-p17~2017q2"
    office.clock.set(shanghai(7, 8))

    types = await until_recorded(office, "DeadlineMissed", "progress_report", subject)

    assert types == ["DeadlineSet", "ReminderIssued", "DeadlineMissed"]
    history = await office.resources("progress").store.read(deadline_of("progress_report", subject))
    missed = history.recorded[-1]
    assert (missed.occurred_at, missed.actor) == (shanghai(7, 8), "system")
    assert isinstance(missed.event, DeadlineMissed)
    assert missed.event.owner_unit_id == XUANCHUAN
    page = await listing(office, EXECUTING, state="missed", project=P17)
    assert "progress_report 2017-p17~2017q2" in subjects(page)
    assert {item["light"] for item in page["items"]} == {"red"}

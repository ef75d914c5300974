"""Leaving a project over HTTP, in August 2017."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    LEADER,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
    responsible,
    supplement,
)
from tests.office import Office

MAY_3 = datetime(2017, 5, 3, 10, 0, tzinfo=SHANGHAI)
AUGUST_3 = datetime(2017, 8, 3, 9, 0, tzinfo=SHANGHAI)
AUGUST_7 = datetime(2017, 8, 7, 9, 0, tzinfo=SHANGHAI)
WHY = {"reason": "机构调整"}
CO_LEADS = ("caishui-xitong", "guoshui-ju", "fagai-wei-xitong", "gongan-ju")
AGREES = {"agrees": True, "opinion": "同意退出"}


async def ask(office: Office, unit: str, body: Any = WHY, by: Caller | None = None) -> Any:
    async with client(office, by or liaison(unit)) as http:
        return await http.put(path("2017-p14", unit, "leaving"), json=body)


async def say(office: Office, unit: str, body: Any = AGREES, by: str = "jingxin-wei") -> Any:
    async with client(office, responsible(by)) as http:
        return await http.put(path("2017-p14", unit, "leaving/opinion"), json=body)


async def decide(office: Office, unit: str, act: str, body: Any = WHY, **headers: str) -> Any:
    async with client(office, LEADER) as http:
        where = path("2017-p14", unit, f"leaving/{act}")
        return await http.post(where, json=body, headers=headers)


async def part(office: Office, unit: str) -> dict[str, Any]:
    async with client(office, STAFF) as http:
        found = await http.get("/api/applications/projects/2017-p14/participations")
    return next(each for each in found.json() if each["unit_id"] == unit)


@pytest.fixture(scope="module")
async def joined(office: Office) -> Office:
    """An office in which four units co-lead project 14."""
    office.clock.set(MAY_3)
    for unit, role in (("jingxin-wei", "lead"), *((unit, "co_lead") for unit in CO_LEADS)):
        async with client(office, liaison(unit)) as http:
            await http.put(path("2017-p14", unit), json=application(role))
        async with client(office, STAFF) as staff:
            await staff.post(path("2017-p14", unit, "acceptance"))
    return office


@pytest.fixture(autouse=True)
def in_august(joined: Office) -> None:
    joined.clock.set(AUGUST_3)


async def test_a_co_lead_leaves_once_the_lead_was_heard_and_the_leader_approves(
    joined: Office,
) -> None:
    asked = await ask(joined, "caishui-xitong")
    unheard = await decide(joined, "caishui-xitong", "approval")
    said = await say(joined, "caishui-xitong")
    joined.clock.set(AUGUST_7)
    ahead = await decide(joined, "caishui-xitong", "approval", WHY | {"ended_on": "2017-08-08"})
    approved = await decide(joined, "caishui-xitong", "approval", {"reason": "职能已划转"})
    again = await decide(joined, "caishui-xitong", "approval", {"reason": "职能已划转"})

    assert asked.json()["events"] == ["WithdrawalRequested"]
    assert (unheard.status_code, unheard.json()["code"]) == (409, "lead-not-heard")
    assert said.json()["events"] == ["WithdrawalOpinionGiven"]
    assert (ahead.status_code, ahead.json()["code"]) == (409, "no-longer-in-it")
    assert approved.json()["events"] == ["WithdrawalApproved"]
    assert again.json()["events"] == []
    ended = await part(joined, "caishui-xitong")
    assert (ended["status"], ended["end_cause"], ended["ended_on"]) == (
        "ended",
        "withdrawal",
        "2017-08-07",
    )
    async with client(joined, STAFF) as staff:
        project = (await staff.get("/api/applications/projects/2017-p14")).json()
    assert "caishui-xitong" not in {unit["unit_id"] for unit in project["co_leads"]}


async def test_a_leader_refuses_and_the_unit_stays(joined: Office) -> None:
    await ask(joined, "guoshui-ju")

    refused = await decide(joined, "guoshui-ju", "refusal", {"reason": "两项任务未完成"})
    late_word = await say(joined, "guoshui-ju")

    assert refused.json()["events"] == ["WithdrawalRefused"]
    assert (late_word.status_code, late_word.json()["code"]) == (404, "nobody-asked")
    assert (await part(joined, "guoshui-ju"))["status"] == "active"
    async with client(joined, liaison("guoshui-ju")) as http:
        found = (await http.get(path("2017-p14", "guoshui-ju", "leaving"))).json()
    assert (found["status"], found["decision"]) == ("refused", "两项任务未完成")


async def test_who_left_may_come_back_by_the_supplementary_form(joined: Office) -> None:
    unit = "fagai-wei-xitong"
    await ask(joined, unit)
    await say(joined, unit)
    await decide(joined, unit, "approval")

    async with client(joined, LEADER) as leader:
        await leader.post(
            f"/api/applications/programmes/{PROGRAMME}/supplementary-window",
            json={"open_through": "2017-08-31", "reason": "职能重新划回"},
        )
    async with client(joined, liaison(unit)) as http:
        back = await http.put(path("2017-p14", unit, "supplement"), json=supplement(case="change"))
    async with client(joined, LEADER) as leader:
        accepted = await leader.post(path("2017-p14", unit, "acceptance"))

    assert back.status_code == 200, back.text
    assert accepted.json()["events"] == ["ApplicationAccepted"]
    assert (await part(joined, unit))["ended_on"] is None


async def test_a_lead_and_a_stranger_do_not_leave(joined: Office) -> None:
    lead = await ask(joined, "jingxin-wei")
    stranger = await ask(joined, "weiji-wei")
    other = await ask(joined, "gongan-ju", by=liaison("weiji-wei"))

    assert (lead.status_code, lead.json()["code"]) == (409, "lead-is-replaced")
    assert (stranger.status_code, stranger.json()["code"]) == (409, "no-part-to-leave")
    assert (other.status_code, other.json()["code"]) == (403, "only-the-unit-asks-to-leave")


async def test_the_request_is_for_who_is_concerned(joined: Office) -> None:
    await ask(joined, "gongan-ju")
    again = await ask(joined, "gongan-ju", {"reason": "人手不足"})
    word = await say(joined, "gongan-ju", by="weiji-wei")
    where = path("2017-p14", "gongan-ju", "leaving")
    seen: dict[str, int] = {}
    for unit in ("gongan-ju", "jingxin-wei", "weiji-wei"):
        async with client(joined, liaison(unit)) as http:
            seen[unit] = (await http.get(where)).status_code

    assert (again.status_code, again.json()["code"]) == (409, "already-asked")
    assert (word.status_code, word.json()["code"]) == (403, "only-the-lead-says")
    assert seen == {"gongan-ju": 200, "jingxin-wei": 200, "weiji-wei": 404}


async def test_an_approval_of_what_was_not_seen_is_refused(joined: Office) -> None:
    answer = await decide(joined, "gongan-ju", "approval", **{"If-Match": '"99"'})

    assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("", {}, "/body/reason"),
        ("", {"reason": " "}, "/body/reason"),
        ("", WHY | {"when": "now"}, "/body/when"),
        ("/opinion", {"agrees": True}, "/body/opinion"),
        ("/opinion", {"agrees": "yes", "opinion": "x"}, "/body/agrees"),
        ("/opinion", AGREES | {"opinion": ""}, "/body/opinion"),
        ("/opinion", AGREES | {"by": "me"}, "/body/by"),
    ],
)
async def test_what_is_no_request_is_refused_with_its_place(
    joined: Office, act: str, body: Any, field: str
) -> None:
    async with client(joined, liaison("gongan-ju")) as http:
        answer = await http.put(path("2017-p14", "gongan-ju", f"leaving{act}"), json=body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("refusal", {}, "/body/reason"),
        ("refusal", WHY | {"ended_on": "2017-08-03"}, "/body/ended_on"),
        ("approval", {"reason": ""}, "/body/reason"),
        ("approval", WHY | {"ended_on": "soon"}, "/body/ended_on"),
        ("approval", WHY | {"ended_on": "1999-01-01"}, "/body/ended_on"),
    ],
)
async def test_what_is_no_decision_is_refused_with_its_place(
    joined: Office, act: str, body: Any, field: str
) -> None:
    answer = await decide(joined, "gongan-ju", act, body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}

"""Teams over HTTP, from 11 May 2017."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    AUDITOR,
    LEADER,
    STAFF,
    application,
    client,
    liaison,
    path,
    responsible,
)
from tests.office import Office

MAY_3 = datetime(2017, 5, 3, 10, 0, tzinfo=SHANGHAI)
MAY_11 = datetime(2017, 5, 11, 10, 0, tzinfo=SHANGHAI)
NOVEMBER_1 = datetime(2017, 11, 1, 9, 0, tzinfo=SHANGHAI)
TEAM = {"name": "公益日项目工作专班", "composition": "分管副主任、机关党委专职副书记"}
ASSETS, POLICE = liaison("guozi-wei"), liaison("gongan-ju")


async def put(
    office: Office, caller: Caller, act: str, body: Any, project: str = "2017-p08", unit: str = ""
) -> Any:
    async with client(office, caller) as http:
        return await http.put(path(project, unit or caller.unit, act), json=body)


async def get(office: Office, caller: Caller, where: str) -> Any:
    async with client(office, caller) as http:
        return await http.get(where)


async def teams(office: Office, caller: Caller) -> list[str]:
    found = await get(office, caller, "/api/applications/projects/2017-p08/teams")
    assert found.status_code == 200
    return [each["unit_id"] for each in found.json()]


@pytest.fixture(scope="module")
async def joined(office: Office) -> Office:
    """An office in which 市国资委 leads project 8 and 市公安局 co-leads it."""
    office.clock.set(MAY_3)
    await put(office, ASSETS, "application", application("lead"))
    await put(office, POLICE, "application", application())
    await put(office, liaison("weiji-wei"), "application", application())
    async with client(office, STAFF) as staff:
        await staff.post(path("2017-p08", "gongan-ju", "acceptance"))
    office.clock.set(MAY_11)
    return office


async def test_the_lead_registers_its_team_and_names_its_two_people(joined: Office) -> None:
    two = {"accounts": ["guozi-wei-leader", "guozi-wei-deputy"]}

    refused = await put(joined, ASSETS, "team/responsible-leader", two)
    team = await put(joined, ASSETS, "team", TEAM)
    leader = await put(
        joined, ASSETS, "team/responsible-leader", {"accounts": ["guozi-wei-leader"]}
    )
    both = await put(joined, ASSETS, "team/liaison", {"accounts": ["guozi-wei-leader"]})
    named = await put(joined, ASSETS, "team/liaison", {"accounts": ["guozi-wei-liaison"]})

    assert (refused.status_code, refused.json()["code"]) == (409, "exactly-one-person")
    assert team.json()["events"] == ["WorkTeamRegistered"]
    assert leader.json()["events"] == ["ResponsibleLeaderNamed"]
    assert (both.status_code, both.json()["code"]) == (409, "two-persons-needed")
    assert named.json()["events"] == ["LiaisonNamed"]


async def test_a_successor_replaces_and_the_history_keeps_both(joined: Office) -> None:
    await put(joined, POLICE, "team", TEAM)
    await put(joined, POLICE, "team/liaison", {"accounts": ["gongan-ju-liaison"]})
    joined.clock.set(NOVEMBER_1)
    await put(joined, POLICE, "team/liaison", {"accounts": ["gongan-ju-successor"]})

    answer = await get(joined, AUDITOR, path("2017-p08", "gongan-ju", "team"))
    joined.clock.set(MAY_11)

    team, history = answer.json()["team"], answer.json()["history"]
    assert (team["role"], team["liaison"]) == ("co_lead", "gongan-ju-successor")
    assert team["liaison_since"] == "2017-11-01T01:00:00Z"
    assert [(each["type"], each["account_id"]) for each in history] == [
        ("WorkTeamRegistered", ""),
        ("LiaisonNamed", "gongan-ju-liaison"),
        ("LiaisonNamed", "gongan-ju-successor"),
    ]
    assert answer.headers["etag"] == '"3"'


async def test_who_sees_which_teams(joined: Office) -> None:
    await put(joined, ASSETS, "team", TEAM)
    await put(joined, POLICE, "team", TEAM)

    for caller in (STAFF, LEADER, AUDITOR, ASSETS, responsible("guozi-wei"), POLICE):
        assert await teams(joined, caller) == ["guozi-wei", "gongan-ju"]
    assert await teams(joined, liaison("weiji-wei")) == []
    hidden = await get(joined, liaison("weiji-wei"), path("2017-p08", "gongan-ju", "team"))
    assert (hidden.status_code, hidden.json()["code"]) == (404, "no-such-team")


async def test_who_is_not_accepted_or_another_names_nobody(joined: Office) -> None:
    waiting = await put(joined, liaison("weiji-wei"), "team", TEAM)
    others = await put(joined, POLICE, "team", TEAM, unit="guozi-wei")

    assert (waiting.status_code, waiting.json()["code"]) == (409, "not-taking-part")
    assert (others.status_code, others.json()["code"]) == (403, "only-the-units-own-team")


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("team", {"name": "专班"}, "/body/composition"),
        ("team", TEAM | {"composition": " "}, "/body/composition"),
        ("team", TEAM | {"name": ""}, "/body/name"),
        ("team", TEAM | {"name": "长" * 201}, "/body/name"),
        ("team", TEAM | {"phone": "1"}, "/body/phone"),
        ("team/liaison", {}, "/body/accounts"),
        ("team/liaison", {"accounts": "li"}, "/body/accounts"),
        ("team/liaison", {"accounts": ["李 四"]}, "/body/accounts/0"),
        ("team/liaison", {"accounts": ["x"] * 21}, "/body/accounts"),
        ("team/responsible-leader", {"accounts": [7]}, "/body/accounts/0"),
        ("team/responsible-leader", {"accounts": ["li"], "phone": "1"}, "/body/phone"),
    ],
)
async def test_what_is_no_team_is_refused_with_its_place(
    joined: Office, act: str, body: Any, field: str
) -> None:
    answer = await put(joined, ASSETS, act, body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_a_naming_on_what_was_not_seen_is_refused(joined: Office) -> None:
    where = path("2017-p08", "guozi-wei", "team/liaison")

    async with client(joined, ASSETS) as http:
        answer = await http.put(where, json={"accounts": ["x"]}, headers={"If-Match": '"99"'})

    assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")

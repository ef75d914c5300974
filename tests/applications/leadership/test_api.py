"""Designating leads anew and replacing them over HTTP, in May and September 2017."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.http.rights import Role
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    APRIL,
    LEADER,
    STAFF,
    application,
    client,
    liaison,
    notice,
    path,
    responsible,
)
from tests.office import Office, who

MAY_8 = datetime(2017, 5, 8, 9, 0, tzinfo=SHANGHAI)
SEPTEMBER_1 = datetime(2017, 9, 1, 9, 0, tzinfo=SHANGHAI)
WHY = {"reason": "机构职能划转, 双方协商一致"}
BOTH = who("weiyuan", Role.STAFF, Role.LEADER)


async def send(
    office: Office, caller: Caller, method: str, where: str, body: Any = None, **headers: str
) -> Any:
    async with client(office, caller) as http:
        where = f"/api/applications/projects/{where}"
        return await http.request(method, where, json=body, headers=headers)


async def confirm(office: Office, project: str, unit: str) -> Any:
    async with client(office, liaison(unit)) as http:
        return await http.put(path(project, unit), json=application("lead"))


async def parts(office: Office, project: str) -> dict[str, tuple[str, str]]:
    found = await send(office, STAFF, "GET", f"{project}/participations")
    return {each["unit_id"]: (each["role"], each["status"]) for each in found.json()}


@pytest.fixture(autouse=True)
def on_8_may(office: Office) -> None:
    office.clock.set(MAY_8)


@pytest.mark.covers("REQ-16", "AMB-05")
async def test_a_lead_that_declined_is_designated_anew_and_may_confirm(office: Office) -> None:
    unit = "xingzheng-zhifa-ju"
    keep = {"unit_id": unit, "reason": "已与该单位沟通"}
    async with client(office, responsible(unit)) as http:
        await http.post(path("2017-p01", unit, "decline"), json={"reason": "职能调整"})

    office.clock.advance(hours=1)
    anew = await send(office, LEADER, "PUT", "2017-p01/lead", keep)
    office.clock.advance(hours=1)
    confirmed = await confirm(office, "2017-p01", unit)
    again = await send(office, LEADER, "PUT", "2017-p01/lead", keep)

    assert anew.json()["events"] == ["LeadUnitDesignated"]
    assert confirmed.json()["events"] == ["UnitApplied", "ApplicationAccepted"]
    assert again.json()["events"] == []
    project = (await send(office, STAFF, "GET", "2017-p01")).json()
    assert project["lead_basis"] == "designation_without_application"
    assert project["lead_status"] == "confirmed"


async def test_a_second_lead_is_refused(office: Office) -> None:
    body = {"unit_id": "keji-ju", "reason": "更合适"}

    answer = await send(office, LEADER, "PUT", "2017-p12/lead", body)

    assert (answer.status_code, answer.json()["code"]) == (409, "project-has-a-lead")


async def test_a_lead_is_replaced_its_part_ends_and_the_new_one_confirms(office: Office) -> None:
    await confirm(office, "2017-p02", "zhijian-ju")
    new = {"unit_id": "jianshe-ju"}
    office.clock.set(SEPTEMBER_1)
    early = await send(office, LEADER, "POST", "2017-p02/lead-replacement/approval", new)
    prepared = await send(office, STAFF, "PUT", "2017-p02/lead-replacement", new | WHY)
    read = await send(office, LEADER, "GET", "2017-p02/lead-replacement")
    replaced = await send(office, LEADER, "POST", "2017-p02/lead-replacement/approval", new)
    again = await send(office, LEADER, "POST", "2017-p02/lead-replacement/approval", new)

    assert (early.status_code, early.json()["code"]) == (409, "nothing-put-forward")
    assert prepared.json()["events"] == ["LeadReplacementPrepared"]
    assert (read.json()["unit_id"], read.json()["prepared_by"]) == ("jianshe-ju", "zuxuanchu")
    assert replaced.json()["events"] == ["LeadUnitReplaced", "LeadUnitDesignated"]
    assert again.json()["events"] == []
    assert await parts(office, "2017-p02") == {"zhijian-ju": ("lead", "ended")}
    former = await confirm(office, "2017-p02", "zhijian-ju")
    confirmed = await confirm(office, "2017-p02", "jianshe-ju")
    assert (former.status_code, former.json()["code"]) == (409, "applications-closed")
    assert confirmed.json()["events"] == ["UnitApplied", "ApplicationAccepted"]
    project = (await send(office, STAFF, "GET", "2017-p02")).json()
    assert (project["lead"]["unit_id"], project["lead_status"]) == ("jianshe-ju", "confirmed")
    office.clock.set(APRIL)
    async with client(office, STAFF) as staff:
        imported = await staff.post("/api/applications/programmes/import", json=notice())
    assert imported.json()["events"] == []


async def test_a_lead_that_never_confirmed_is_replaced_too(office: Office) -> None:
    new = {"unit_id": "jiaotong-ju"}
    await send(office, STAFF, "PUT", "2017-p05/lead-replacement", new | WHY)

    replaced = await send(office, LEADER, "POST", "2017-p05/lead-replacement/approval", new)

    assert replaced.status_code == 200, replaced.text
    assert await parts(office, "2017-p05") == {}


async def test_who_put_it_forward_does_not_approve_it(office: Office) -> None:
    new = {"unit_id": "jiaotong-ju"}
    await send(office, BOTH, "PUT", "2017-p06/lead-replacement", new | WHY)

    own = await send(office, BOTH, "POST", "2017-p06/lead-replacement/approval", new)

    assert (own.status_code, own.json()["code"]) == (403, "another-approves")


async def test_a_co_lead_leaves_before_it_leads(office: Office) -> None:
    async with client(office, liaison("gongan-ju")) as http:
        await http.put(path("2017-p08", "gongan-ju"), json=application())
    async with client(office, STAFF) as staff:
        await staff.post(path("2017-p08", "gongan-ju", "acceptance"))

    answer = await send(
        office, STAFF, "PUT", "2017-p08/lead-replacement", {"unit_id": "gongan-ju"} | WHY
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "co-lead-leaves-first")


async def test_only_the_staff_puts_forward_and_only_units_of_the_roll(office: Office) -> None:
    body = {"unit_id": "gongan-ju"} | WHY

    by_unit = await send(office, responsible("shuili-ju"), "PUT", "2017-p13/lead-replacement", body)
    stranger = await send(
        office, STAFF, "PUT", "2017-p13/lead-replacement", {"unit_id": "szjg-gongwei"} | WHY
    )
    nowhere = await send(office, STAFF, "PUT", "2017-p99/lead-replacement", body)

    assert (by_unit.status_code, by_unit.json()["code"]) == (403, "only-the-staff-puts-forward")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "unit-not-on-roll")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "project-unknown")


async def test_an_approval_of_what_was_not_seen_is_refused(office: Office) -> None:
    new = {"unit_id": "jiaotong-ju"}
    await send(office, STAFF, "PUT", "2017-p07/lead-replacement", new | WHY)

    answer = await send(
        office,
        LEADER,
        "POST",
        "2017-p07/lead-replacement/approval",
        new,
        **{"If-Match": '"99"'},
    )

    assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")


@pytest.mark.parametrize(
    ("method", "act", "body", "field"),
    [
        ("PUT", "lead", {"unit_id": "gongan-ju"}, "/body/reason"),
        ("PUT", "lead", WHY, "/body/unit_id"),
        ("PUT", "lead", WHY | {"unit_id": "公安局"}, "/body/unit_id"),
        ("PUT", "lead", {"unit_id": "gongan-ju", "reason": " "}, "/body/reason"),
        ("PUT", "lead-replacement", {"unit_id": "gongan-ju"}, "/body/reason"),
        ("PUT", "lead-replacement", WHY | {"unit_id": 7}, "/body/unit_id"),
        ("PUT", "lead-replacement", WHY | {"unit_id": "a", "by": "me"}, "/body/by"),
        ("POST", "lead-replacement/approval", {}, "/body/unit_id"),
        ("POST", "lead-replacement/approval", {"unit_id": "A"}, "/body/unit_id"),
        ("POST", "lead-replacement/approval", {"unit_id": "a"} | WHY, "/body/reason"),
    ],
)
async def test_what_is_no_such_wish_is_refused_with_its_place(
    office: Office, method: str, act: str, body: Any, field: str
) -> None:
    answer = await send(office, BOTH, method, f"2017-p04/{act}", body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}

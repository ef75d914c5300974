"""Applications and decisions over HTTP, in the first days of May 2017."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    ANNOUNCED,
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
MAY_10 = datetime(2017, 5, 10, 23, 59, 59, tzinfo=SHANGHAI)
MAY_11 = datetime(2017, 5, 11, 0, 0, tzinfo=SHANGHAI)


async def put(
    office: Office, caller: Caller, project: str, body: Any, unit: str = "", **headers: str
) -> Any:
    async with client(office, caller) as http:
        return await http.put(path(project, unit or caller.unit), json=body, headers=headers)


async def post(
    office: Office, caller: Caller, project: str, unit: str, act: str, body: Any = None
) -> Any:
    async with client(office, caller) as http:
        return await http.post(path(project, unit, act), json=body)


async def statuses(office: Office, project: str, caller: Caller = STAFF) -> dict[str, str]:
    async with client(office, caller) as http:
        found = await http.get(f"/api/applications/projects/{project}/participations")
    assert found.status_code == 200, found.text
    return {each["unit_id"]: each["status"] for each in found.json()}


@pytest.fixture(autouse=True)
def on_3_may(office: Office) -> None:
    office.clock.set(MAY_3)


async def test_the_designated_lead_confirms(office: Office) -> None:
    answer = await put(office, liaison("guozi-wei"), "2017-p08", application("lead"))

    assert answer.status_code == 200, answer.text
    assert answer.json()["events"] == ["UnitApplied", "ApplicationAccepted"]
    assert await statuses(office, "2017-p08") == {"guozi-wei": "active"}


async def test_the_executing_unit_confirms_for_the_lead_but_does_not_co_lead(
    office: Office,
) -> None:
    sports = liaison("tiyu-ju")

    refused = await put(office, sports, "2017-p17", application())
    confirmed = await put(office, sports, "2017-p17", application("lead"), unit="xuanchuan-xitong")

    assert (refused.status_code, refused.json()["code"]) == (409, "one-role-per-project")
    assert confirmed.json()["events"] == ["UnitApplied", "ApplicationAccepted"]
    async with client(office, AUDITOR) as auditor:
        (only,) = (await auditor.get("/api/applications/projects/2017-p17/participations")).json()
    assert (only["unit_id"], only["filed_by"]) == ("xuanchuan-xitong", "tiyu-ju")


async def test_a_unit_applies_is_accepted_and_a_double_click_is_one(office: Office) -> None:
    police, key = liaison("gongan-ju"), {"Idempotency-Key": "gongan-p09"}

    first = await put(office, police, "2017-p09", application(), **key)
    click = await put(office, police, "2017-p09", application(), **key)
    unnamed = await put(office, police, "2017-p09", application())
    other = await put(office, police, "2017-p09", application(resources="车辆"), **key)
    accepted = await post(office, STAFF, "2017-p09", "gongan-ju", "acceptance")
    again = await post(office, LEADER, "2017-p09", "gongan-ju", "acceptance")

    assert first.json()["events"] == ["UnitApplied"]
    assert click.json() == first.json() | {"repeated": True}
    assert (unnamed.status_code, unnamed.json()["events"]) == (200, [])
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert accepted.json()["events"] == ["ApplicationAccepted"]
    assert (again.status_code, again.json()["events"]) == (200, [])
    assert await statuses(office, "2017-p09") == {"gongan-ju": "active"}


async def test_an_application_without_strengths_or_entry_point_is_not_filed(
    office: Office,
) -> None:
    answer = await put(office, liaison("weiji-wei"), "2017-p01", {"role": "co_lead"})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "application-incomplete")
    assert {error["field"] for error in problem["errors"]} == {
        "/functions_and_strengths",
        "/entry_point",
    }
    assert await statuses(office, "2017-p01") == {}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "/body/role"),
        (application("boss"), "/body/role"),
        (application(entry_point=7), "/body/entry_point"),  # type: ignore[arg-type]
        (application(entry_point="a\x00b"), "/body/entry_point"),
        (application(entry_point="长" * 20_001), "/body/entry_point"),
        (application(points="12"), "/body/points"),
        ([], "/body"),
    ],
    ids=["nothing", "role", "number", "control", "too long", "surprise", "list"],
)
async def test_what_is_no_application_is_refused_with_its_place(
    office: Office, body: Any, field: str
) -> None:
    answer = await put(office, liaison("weiji-wei"), "2017-p01", body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert await statuses(office, "2017-p01") == {}


@pytest.mark.parametrize("act", ["return", "rejection", "decline"])
@pytest.mark.parametrize("body", [{}, {"reason": " ", "advice": " "}, {"why": "x"}, None, "x"])
async def test_a_decision_without_words_is_refused(office: Office, act: str, body: Any) -> None:
    caller = responsible("jianshe-ju") if act == "decline" else STAFF

    answer = await post(office, caller, "2017-p03", "jianshe-ju", act, body)

    assert answer.status_code == 422
    assert await statuses(office, "2017-p03") == {}


async def test_ten_may_to_24_00_is_in_time_and_then_the_supplementary_form_is_named(
    office: Office,
) -> None:
    office.clock.set(MAY_10)
    in_time = await put(office, liaison("shuili-ju"), "2017-p11", application())
    office.clock.set(MAY_11)
    late = await put(office, liaison("jianshe-ju"), "2017-p13", application())
    late_lead = await put(office, liaison("zhijian-ju"), "2017-p02", application("lead"))
    accepted = await post(office, STAFF, "2017-p11", "shuili-ju", "acceptance")

    assert in_time.status_code == 200
    assert (late.status_code, late.json()["code"]) == (409, "applications-closed")
    assert "补报" in late.json()["title"]
    assert late.json()["rule"] == "REQ-17 REQ-20 AMB-08"
    assert late_lead.status_code == 409
    assert accepted.status_code == 200
    assert await statuses(office, "2017-p13") == {}


async def test_nobody_applies_before_the_announcement(office: Office) -> None:
    office.clock.set(ANNOUNCED.replace(hour=8))

    answer = await put(office, liaison("weiji-wei"), "2017-p01", application())

    assert (answer.status_code, answer.json()["code"]) == (409, "applications-not-open")


async def test_only_the_unit_itself_applies(office: Office) -> None:
    for caller in (STAFF, liaison("gongan-ju")):
        answer = await put(office, caller, "2017-p01", application(), unit="minzheng-xitong")

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-unit-itself")
    assert await statuses(office, "2017-p01") == {}


async def test_units_and_projects_that_are_not_there_are_not_found(office: Office) -> None:
    stranger = liaison("szjg-gongwei")

    unit = await put(office, stranger, "2017-p01", application())
    project = await put(office, liaison("gongan-ju"), "2017-p99", application())
    decision = await post(office, STAFF, "2017-p01", "gongan-ju", "acceptance")
    odd = await put(office, liaison("gongan-ju"), "2017-P01", application())

    assert (unit.status_code, unit.json()["code"]) == (404, "unit-not-on-roll")
    assert (project.status_code, project.json()["code"]) == (404, "project-unknown")
    assert (decision.status_code, decision.json()["code"]) == (404, "no-such-application")
    assert odd.status_code == 422


@pytest.mark.covers("REQ-16")
async def test_a_candidate_stays_beside_the_lead_until_it_is_rejected(office: Office) -> None:
    applied = await put(office, liaison("keji-ju"), "2017-p12", application("lead"))
    accepted = await post(office, LEADER, "2017-p12", "keji-ju", "acceptance")
    rejected = await post(
        office, LEADER, "2017-p12", "keji-ju", "rejection", {"reason": "市府办仍为牵头"}
    )

    assert applied.json()["events"] == ["UnitApplied"]
    assert (accepted.status_code, accepted.json()["code"]) == (409, "project-already-led")
    assert rejected.json()["events"] == ["ApplicationRejected"]
    assert await statuses(office, "2017-p12") == {"keji-ju": "rejected"}


async def test_what_is_returned_is_completed_and_accepted(office: Office) -> None:
    economy = liaison("jingxin-wei")
    await put(office, economy, "2017-p15", application())

    returned = await post(
        office, STAFF, "2017-p15", "jingxin-wei", "return", {"advice": "请写明特长"}
    )
    refused = await post(office, STAFF, "2017-p15", "jingxin-wei", "acceptance")
    again = await put(office, economy, "2017-p15", application(resources="专家库"))
    accepted = await post(office, STAFF, "2017-p15", "jingxin-wei", "acceptance")

    assert returned.json()["events"] == ["ApplicationReturned"]
    assert (refused.status_code, refused.json()["code"]) == (409, "not-awaiting-decision")
    assert again.json()["events"] == ["UnitApplied"]
    assert accepted.status_code == 200


async def test_a_unit_withdraws_and_applies_elsewhere(office: Office) -> None:
    people = liaison("renli-shebao-ju")
    await put(office, people, "2017-p14", application())

    withdrawn = await post(office, people, "2017-p14", "renli-shebao-ju", "withdrawal")
    elsewhere = await put(office, people, "2017-p10", application())
    others = await post(office, liaison("gongan-ju"), "2017-p10", "renli-shebao-ju", "withdrawal")

    assert withdrawn.json()["events"] == ["ApplicationWithdrawn"]
    assert elsewhere.status_code == 200
    assert others.status_code == 403
    assert await statuses(office, "2017-p14") == {"renli-shebao-ju": "withdrawn"}


async def test_a_designated_lead_declines_and_waits_for_the_organiser(office: Office) -> None:
    body, unit = {"reason": "职能调整"}, "xingzheng-zhifa-ju"

    by_liaison = await post(office, liaison(unit), "2017-p01", unit, "decline", body)
    by_staff = await post(office, STAFF, "2017-p01", unit, "decline", body)
    declined = await post(office, responsible(unit), "2017-p01", unit, "decline", body)
    confirm = await put(office, liaison(unit), "2017-p01", application("lead"))

    assert (by_liaison.status_code, by_staff.status_code) == (403, 403)
    assert declined.json()["events"] == ["DesignationDeclined"]
    assert (confirm.status_code, confirm.json()["code"]) == (409, "designation-is-declined")
    async with client(office, STAFF) as staff:
        project = (await staff.get("/api/applications/projects/2017-p01")).json()
    assert (project["lead"]["unit_id"], project["lead_status"]) == (unit, "declined")


async def test_who_reads_which_applications(office: Office) -> None:
    for unit in ("gongan-ju", "weiji-wei", "minzheng-xitong"):
        await put(office, liaison(unit), "2017-p07", application())
    await post(office, STAFF, "2017-p07", "gongan-ju", "acceptance")
    everyone = {"gongan-ju": "active", "weiji-wei": "applied", "minzheng-xitong": "applied"}

    for caller in (STAFF, LEADER, AUDITOR, liaison("guoshui-ju")):
        assert await statuses(office, "2017-p07", caller) == everyone
    assert await statuses(office, "2017-p07", liaison("weiji-wei")) == {
        "gongan-ju": "active",
        "weiji-wei": "applied",
    }
    assert await statuses(office, "2017-p07", liaison("jianshe-ju")) == {"gongan-ju": "active"}
    async with client(office, liaison("jianshe-ju")) as http:
        (seen,) = (await http.get("/api/applications/projects/2017-p07/participations")).json()
    assert (seen["functions_and_strengths"], seen["entry_point"]) == ("", "")


async def test_a_decision_on_what_was_not_seen_is_refused(office: Office) -> None:
    await put(office, liaison("shuili-ju"), "2017-p05", application())
    await put(office, liaison("shuili-ju"), "2017-p05", application(resources="水文站"))

    async with client(office, STAFF) as staff:
        old = await staff.post(
            path("2017-p05", "shuili-ju", "acceptance"), headers={"If-Match": '"1"'}
        )
        new = await staff.post(
            path("2017-p05", "shuili-ju", "acceptance"), headers={"If-Match": '"2"'}
        )

    assert (old.status_code, old.json()["code"]) == (412, "version-moved")
    assert new.status_code == 200

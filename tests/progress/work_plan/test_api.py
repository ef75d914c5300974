"""Plans over HTTP, in a running service."""

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from services.progress.deadline.events import deadline_of
from services.progress.work_plan.events import plan_of
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import ProjectId, UnitId
from tests.office import Office, who
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    GONGAN,
    GUOZI,
    JIAOTONG,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    P17,
    P18,
    RESPONSIBLE,
    REVIEWER,
    STAFF,
    WEIJI,
    XUANCHUAN,
    designated,
    participation,
    programme,
    project,
    set_up,
    shanghai,
)
from tests.progress.work_plan.examples import (
    DESK,
    FILED,
    OPINION,
    PLAN_FORM,
    RULES,
    SCHEME_FORM,
    TEXT,
    joined,
)

PROJECTS = "/api/progress/projects"
BETTER = {**PLAN_FORM, "tasks": "每月一次交通劝导\n节前检查"}
NEW_LEAD = who("new-lead", Role.LIAISON, unit=WEIJI)
XUANCHUAN_LIAISON = who("xu-xuanchuan", Role.LIAISON, unit=XUANCHUAN)


def plan(project_id: str, unit: str, act: str = "") -> str:
    return f"{PROJECTS}/{project_id}/plans/{unit}{act}"


def scheme(project_id: str, act: str = "") -> str:
    return f"{PROJECTS}/{project_id}/scheme{act}"


async def send(
    office: Office,
    caller: Caller,
    method: str,
    where: str,
    body: object = None,
    **headers: str,
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client.request(method, where, json=body, headers=named)


async def recorded(office: Office, project_id: str, unit: str) -> list[str]:
    stream = plan_of(ProjectId(project_id), UnitId(unit))
    return [r.type for r in (await office.resources("progress").store.read(stream)).recorded]


async def owed(office: Office, obligation: str, subject: str) -> list[str]:
    stream = deadline_of(obligation, subject)
    return [r.type for r in (await office.resources("progress").store.read(stream)).recorded]


async def join(office: Office, project_id: ProjectId, *units: str) -> None:
    for unit in units:
        stream = participation(project_id, unit)
        await office.publish("applications", stream, joined(project_id, unit))
    await set_up(office, project_id, *units)
    await office.caught_up()


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_plan_goes_to_the_lead_who_returns_and_then_acknowledges_it(
    office: Office,
) -> None:
    office.clock.set(shanghai(5, 12, 10))
    own = plan(P08, JIAOTONG)

    astray = await send(office, CO_LEAD, "PUT", own, {**PLAN_FORM, "addressed_to": DESK})
    pointless = await send(office, CO_LEAD, "PUT", own, {**PLAN_FORM, "entry_point": ""})
    filed = await send(office, CO_LEAD, "PUT", own, PLAN_FORM)
    assert filed.status_code == 200, filed.text
    returned = await send(office, LIAISON, "POST", f"{own}/return", {"advice": "过于笼统"})
    read = await send(office, CO_LEAD, "GET", own)
    seen = read.headers["etag"]
    revised = await send(office, CO_LEAD, "PUT", f"{own}/revision", BETTER, If_Match=seen)
    outdated = await send(office, LIAISON, "POST", f"{own}/acknowledgement", If_Match=seen)
    acknowledged = await send(office, LIAISON, "POST", f"{own}/acknowledgement")
    final = (await send(office, LIAISON, "GET", own)).json()

    assert code(astray) == (409, "wrong-addressee")
    assert GUOZI in astray.text
    assert code(pointless) == (422, "entry-point-missing")
    assert pointless.json()["errors"][0]["field"] == "/body/entry_point"
    assert filed.json()["stream"] == "work-plan:2017-p08~jiaotong-ju"
    assert returned.json()["events"] == ["WorkPlanReturned"]
    assert (read.json()["state"], read.json()["advice"]) == ("returned", "过于笼统")
    assert revised.json()["events"] == ["WorkPlanRevised"]
    assert code(outdated) == (412, "version-moved")
    assert acknowledged.json()["events"] == ["WorkPlanAcknowledged"]
    assert (final["state"], final["number"], final["version"]) == ("acknowledged", 2, 4)
    assert (final["addressee"], final["timeliness"]) == (GUOZI, "in_time")
    assert final["content"]["tasks"] == BETTER["tasks"]
    subject = f"{P08}~{JIAOTONG}"
    assert await owed(office, "co_lead_plan", subject) == ["DeadlineSet", "DeadlineMet"]


async def test_every_version_stays_readable_and_two_can_be_compared(office: Office) -> None:
    await join(office, P18, JIAOTONG)
    own = plan(P18, JIAOTONG)
    await send(office, CO_LEAD, "PUT", own, PLAN_FORM)
    await send(office, CO_LEAD, "PUT", f"{own}/revision", BETTER)

    versions = (await send(office, OTHER_LEAD, "GET", f"{own}/versions")).json()["items"]
    compared = await send(office, OTHER_LEAD, "GET", f"{own}/comparison?before=1&after=2")

    assert [(v["number"], v["content"]["tasks"]) for v in versions] == [
        (1, PLAN_FORM["tasks"]),
        (2, BETTER["tasks"]),
    ]
    assert compared.json() == {
        "before": 1,
        "after": 2,
        "changes": [{"section": "tasks", "before": [], "after": ["节前检查"]}],
    }
    for asked, status in (("before=1&after=3", 404), ("before=0&after=1", 422), ("before=1", 422)):
        answer = await send(office, OTHER_LEAD, "GET", f"{own}/comparison?{asked}")
        assert answer.status_code == status


async def test_a_scheme_needs_its_basis_and_a_part_for_every_co_lead(office: Office) -> None:
    office.clock.set(shanghai(5, 25, 9))
    gaps = {"rules_relied_on": [], "parts": SCHEME_FORM["parts"][:1]}

    refused = await send(office, LIAISON, "PUT", scheme(P08), {**SCHEME_FORM, **gaps})
    filed = await send(office, LIAISON, "PUT", scheme(P08), SCHEME_FORM)
    read = (await send(office, STAFF, "GET", plan(P08, GUOZI))).json()

    assert code(refused) == (422, "scheme-incomplete")
    assert [e["field"] for e in refused.json()["errors"]] == [
        "/body/rules_relied_on",
        "/body/parts",
    ]
    assert filed.json()["events"] == ["WorkPlanFiled"]
    assert (read["addressee"], read["timeliness"], read["unmentioned"]) == (DESK, "in_time", [])
    assert await owed(office, "lead_scheme", P08) == ["DeadlineSet", "DeadlineMet"]


async def test_a_scheme_does_not_mention_a_co_lead_that_joins_later_until_it_is_revised(
    office: Office,
) -> None:
    await join(office, P18, JIAOTONG)
    parts = [{"unit_id": JIAOTONG, "task": "交通劝导"}]
    form = {**SCHEME_FORM, "targets": ["探索志愿服务模式机制。"], "parts": parts}
    filed = await send(office, OTHER_LEAD, "PUT", scheme(P18), form)
    assert filed.status_code == 200, filed.text

    await join(office, P18, GUOZI)
    before = (await send(office, STAFF, "GET", plan(P18, GONGAN))).json()
    revised = {**form, "parts": [*parts, {"unit_id": GUOZI, "task": "场地"}]}
    await send(office, OTHER_LEAD, "PUT", scheme(P18, "/revision"), revised)
    after = (await send(office, STAFF, "GET", plan(P18, GONGAN))).json()

    assert (before["unmentioned"], after["unmentioned"]) == ([GUOZI], [])
    assert await recorded(office, P18, GONGAN) == ["WorkPlanFiled", "WorkPlanRevised"]


async def test_a_late_scheme_is_marked_but_never_missed(office: Office) -> None:
    await join(office, P17, JIAOTONG)
    office.clock.set(shanghai(6, 20, 9))
    form = {
        **SCHEME_FORM,
        "targets": ["探索志愿服务模式机制。"],
        "parts": [{"unit_id": JIAOTONG, "task": "x"}],
    }
    filed = await send(office, XUANCHUAN_LIAISON, "PUT", scheme(P17), form)
    read = (await send(office, STAFF, "GET", plan(P17, XUANCHUAN))).json()

    assert filed.status_code == 200, filed.text
    assert read["timeliness"] == "within_grace"
    assert await owed(office, "lead_scheme", P17) == ["DeadlineSet", "DeadlineMet"]


async def test_a_late_plan_is_accepted_and_stays_marked(office: Office) -> None:
    await join(office, P17, WEIJI)
    office.clock.set(shanghai(5, 17, 9))
    await send(office, OUTSIDER, "PUT", plan(P17, WEIJI), PLAN_FORM)
    read = (await send(office, XUANCHUAN_LIAISON, "GET", plan(P17, WEIJI))).json()

    assert read["timeliness"] == "late"
    assert (await owed(office, "co_lead_plan", f"{P17}~{WEIJI}"))[-1] == "DeadlineMetLate"


@pytest.mark.covers("REQ-10", "PRA-08")
async def test_the_scheme_begins_with_what_is_known_already(office: Office) -> None:
    await send(office, CO_LEAD, "PUT", plan(P08, JIAOTONG), PLAN_FORM)

    form = (await send(office, LIAISON, "GET", scheme(P08, "/form"))).json()
    refused = await send(office, CO_LEAD, "GET", scheme(P08, "/form"))

    assert (form["rules_relied_on"], form["targets"]) == ([OPINION], [TEXT])
    assert [(p["unit_id"], p["entry_point"]) for p in form["parts"]] == [
        (GONGAN, ""),
        (JIAOTONG, PLAN_FORM["entry_point"]),
    ]
    assert code(refused) == (403, "only-the-lead-plans")


class TestAnotherLead:
    @pytest.mark.covers("AMB-12")
    async def test_open_plans_go_over_to_it(self, office: Office) -> None:
        lost = ProjectId("2017-p16")
        await office.publish("applications", project(lost), designated(lost, GUOZI))
        await join(office, lost, JIAOTONG, GONGAN)
        for caller, unit in ((CO_LEAD, JIAOTONG), (OTHER_LEAD, GONGAN)):
            answer = await send(office, caller, "PUT", plan(lost, unit), PLAN_FORM)
            assert answer.status_code == 200, answer.text
        await send(office, LIAISON, "POST", plan(lost, GONGAN, "/acknowledgement"))

        await office.publish("applications", project(lost), designated(lost, WEIJI))
        await office.caught_up()
        former = await send(office, LIAISON, "POST", plan(lost, JIAOTONG, "/acknowledgement"))
        read = (await send(office, NEW_LEAD, "GET", plan(lost, JIAOTONG))).json()
        await send(office, NEW_LEAD, "POST", plan(lost, JIAOTONG, "/acknowledgement"))

        assert code(former) == (403, "only-the-lead-receives")
        assert (read["addressee"], read["in_full"]) == (WEIJI, True)
        assert await recorded(office, lost, JIAOTONG) == [
            "WorkPlanFiled",
            "WorkPlanReaddressed",
            "WorkPlanAcknowledged",
        ]
        assert await recorded(office, lost, GONGAN) == ["WorkPlanFiled", "WorkPlanAcknowledged"]

    async def test_a_designation_that_is_told_again_changes_nothing(self, office: Office) -> None:
        again = ProjectId("2017-p15")
        await office.publish("applications", project(again), designated(again, GUOZI))
        await join(office, again, JIAOTONG)
        await send(office, CO_LEAD, "PUT", plan(again, JIAOTONG), PLAN_FORM)

        await office.publish("applications", project(again), designated(again, GUOZI))
        await office.caught_up()

        assert await recorded(office, again, JIAOTONG) == ["WorkPlanFiled"]

    async def test_a_plan_that_reached_the_former_lead_too_late_is_decided_on_by_the_new_one(
        self, office: Office
    ) -> None:
        lagging = ProjectId("2017-p14")
        await office.publish("applications", project(lagging), designated(lagging, GUOZI))
        await join(office, lagging, JIAOTONG)
        await office.publish("applications", project(lagging), designated(lagging, WEIJI))
        await office.caught_up()
        late = replace(FILED, project_id=lagging)
        await office.publish("progress", plan_of(lagging, JIAOTONG), late)

        answer = await send(office, NEW_LEAD, "POST", plan(lagging, JIAOTONG, "/acknowledgement"))

        assert answer.json()["events"] == ["WorkPlanReaddressed", "WorkPlanAcknowledged"]


class TestWhoReads:
    @pytest.mark.covers("AMB-32")
    @pytest.mark.parametrize(
        ("caller", "seen"),
        [
            (STAFF, True),
            (LEADER, True),
            (AUDITOR, True),
            (LIAISON, True),
            (RESPONSIBLE, True),
            (CO_LEAD, True),
            (OTHER_LEAD, False),
            (OUTSIDER, None),
            (REVIEWER, None),
        ],
        ids=lambda value: value.id if isinstance(value, Caller) else str(value),
    )
    async def test_lead_and_organiser_read_all_and_other_co_leads_the_entry_point(
        self, office: Office, caller: Caller, seen: bool | None
    ) -> None:
        await send(office, CO_LEAD, "PUT", plan(P08, JIAOTONG), PLAN_FORM)

        read = await send(office, caller, "GET", plan(P08, JIAOTONG))
        versions = await send(office, caller, "GET", plan(P08, JIAOTONG, "/versions"))
        listed = await send(office, caller, "GET", f"{PROJECTS}/{P08}/plans")

        if seen is None:
            assert {read.status_code, versions.status_code, listed.status_code} == {404}
            return
        content = read.json()["content"]
        assert (content["title"], content["entry_point"]) == ("公益日联办计划", "便民服务窗口")
        assert (read.json()["in_full"], bool(content["tasks"])) == (seen, seen)
        assert versions.status_code == (200 if seen else 404)
        (item,) = (i for i in listed.json()["items"] if i["unit_id"] == JIAOTONG)
        assert item == read.json()

    @pytest.mark.covers("AMB-32")
    @pytest.mark.parametrize(
        ("readers", "staff", "other_co_lead"),
        [
            ("lead", False, False),
            ("participants", True, True),
            ("lead_and_organiser", True, False),
        ],
    )
    async def test_another_setting_lets_fewer_or_more_read(
        self, office: Office, readers: Any, staff: bool, other_co_lead: bool
    ) -> None:
        await send(office, CO_LEAD, "PUT", plan(P08, JIAOTONG), PLAN_FORM)
        rules = replace(RULES, plan_readers=readers)
        await office.publish("applications", programme(), rules)
        await office.caught_up()

        found = {
            caller.id: (await send(office, caller, "GET", plan(P08, JIAOTONG))).json()["in_full"]
            for caller in (STAFF, OTHER_LEAD, LIAISON, AUDITOR, CO_LEAD)
        }

        assert found == {
            STAFF.id: staff,
            OTHER_LEAD.id: other_co_lead,
            LIAISON.id: True,
            AUDITOR.id: True,
            CO_LEAD.id: True,
        }


class TestRefused:
    @pytest.mark.parametrize("caller", [LIAISON, OTHER_LEAD, OUTSIDER])
    async def test_nobody_files_for_a_co_lead(self, office: Office, caller: Caller) -> None:
        answer = await send(office, caller, "PUT", plan(P18, JIAOTONG), PLAN_FORM)
        assert code(answer) == (403, "only-a-co-lead-files")

    async def test_only_the_lead_makes_the_scheme(self, office: Office) -> None:
        answer = await send(office, CO_LEAD, "PUT", scheme(P08), SCHEME_FORM)
        assert code(answer) == (403, "only-the-lead-plans")

    async def test_a_project_that_nobody_leads_is_not_there(self, office: Office) -> None:
        for where, body in ((plan("2017-p99", JIAOTONG), PLAN_FORM), (scheme("2017-p99"), None)):
            answer = await send(office, CO_LEAD, "PUT", where, body or SCHEME_FORM)
            assert code(answer) == (404, "no-such-project")

    async def test_what_was_never_filed_is_not_there(self, office: Office) -> None:
        for act, body in (("/return", {"advice": "x"}), ("/acknowledgement", None)):
            answer = await send(office, LIAISON, "POST", plan(P08, WEIJI, act), body)
            assert code(answer) == (404, "no-such-plan")
        for act in ("", "/versions", "/comparison?before=1&after=1"):
            answer = await send(office, STAFF, "GET", plan(P08, WEIJI, act))
            assert code(answer) == (404, "no-such-plan")

    async def test_the_same_request_has_one_effect(self, office: Office) -> None:
        await join(office, P18, WEIJI)
        own = plan(P18, WEIJI)
        first = await send(office, OUTSIDER, "PUT", own, PLAN_FORM, Idempotency_Key="p18")
        again = await send(office, OUTSIDER, "PUT", own, PLAN_FORM, Idempotency_Key="p18")
        reused = await send(office, OUTSIDER, "PUT", own, BETTER, Idempotency_Key="p18")
        second = await send(office, OUTSIDER, "PUT", own, BETTER)

        assert again.json() == {**first.json(), "repeated": True}
        assert code(reused) == (409, "key-reused")
        assert code(second) == (409, "already-planned")
        assert await recorded(office, P18, WEIJI) == ["WorkPlanFiled"]

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""},
            {"title": "字" * 201},
            {"entry_point": None},
            {"tasks": "x\u0007"},
            {"schedule": "字" * 20_001},
            {"support_needed": 1},
            {"mobilisation": []},
            {"addressed_to": "../x"},
            {"extra": True},
        ],
    )
    @pytest.mark.parametrize("act", ["", "/revision"])
    async def test_a_plan_that_is_not_valid_is_refused(
        self, office: Office, change: dict[str, object], act: str
    ) -> None:
        answer = await send(
            office, OTHER_LEAD, "PUT", plan(P08, GONGAN, act), {**PLAN_FORM, **change}
        )
        assert code(answer) == (422, "invalid-request")
        assert await recorded(office, P08, GONGAN) == []

    @pytest.mark.parametrize(
        "change",
        [
            {"title": None},
            {"rules_relied_on": [""]},
            {"rules_relied_on": ["x"] * 51},
            {"targets": "x"},
            {"targets": [""]},
            {"parts": [{"unit_id": GONGAN, "task": ""}]},
            {"parts": [{"unit_id": "A B", "task": "x"}]},
            {"parts": [{"unit_id": GONGAN, "task": "x", "more": 1}]},
            {"parts": [{"unit_id": GONGAN, "task": "x"}] * 101},
            {"schedule": 1},
            {"resources": "x\u0000"},
            {"mobilisation": "字" * 20_001},
            {"outcomes": None},
            {"safeguards": {}},
            {"addressed_to": 1},
            {"extra": True},
        ],
    )
    @pytest.mark.parametrize("act", ["", "/revision"])
    async def test_a_scheme_that_is_not_valid_is_refused(
        self, office: Office, change: dict[str, object], act: str
    ) -> None:
        answer = await send(
            office, XUANCHUAN_LIAISON, "PUT", scheme(P17, act), {**SCHEME_FORM, **change}
        )
        assert code(answer) == (422, "invalid-request")

    @pytest.mark.parametrize("body", [None, {}, {"advice": ""}, {"advice": "x", "y": 1}])
    async def test_a_return_without_advice_is_refused(self, office: Office, body: object) -> None:
        answer = await send(office, LIAISON, "POST", plan(P08, JIAOTONG, "/return"), body)
        assert answer.status_code == 422

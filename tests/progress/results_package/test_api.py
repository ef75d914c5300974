"""Results packages over HTTP, in a running service."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from services.progress.deadline.events import deadline_of
from services.progress.results_package.events import results_of
from shared.contracts.applications import ProgrammeRulesSet
from shared.http.caller import Caller
from shared.ids import ProjectId
from tests.office import Office
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    EXECUTING,
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
    RULES,
    STAFF,
    programme,
    shanghai,
)
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.results_package.examples import FORM, OPINION

ACTIVITY: dict[str, Any] = {**FORM, "sections": {"effect": "三千人次", "model": "广场模式"}}
FINDINGS = {"missing": ["目标要求 2 的台账"], "advice": "请补充台账后重新报送"}
NOVEMBER = shanghai(11, 16, 9)


def path(project: str, rest: str = "") -> str:
    return f"/api/progress/projects/{project}/results{rest}"


async def send(
    office: Office, caller: Caller, method: str, where: str, body: Any = None, **headers: str
) -> httpx2.Response:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    async with office.client("progress", caller) as client:
        return await client.request(method, where, json=body, headers=named)


async def file_item(office: Office, caller: Caller, project: str, item: str, target: int) -> None:
    where = f"/api/progress/projects/{project}/ledger/{item}"
    answer = await send(office, caller, "PUT", where, {**ITEM_FORM, "target": target})
    assert answer.status_code == 200, answer.text


async def happened(office: Office, project: str) -> list[Any]:
    stream = results_of(ProjectId(project))
    return list((await office.resources("progress").store.read(stream)).recorded)


async def owed(office: Office, project: str) -> list[Any]:
    stream = deadline_of("results", project)
    return list((await office.resources("progress").store.read(stream)).recorded)


async def until_frozen(office: Office, project: str) -> Any:
    async with asyncio.timeout(20):
        while (last := (await happened(office, project))[-1]).type != "ResultsFrozen":
            await asyncio.sleep(0.02)
    return last


async def test_results_are_handed_in_returned_handed_in_again_accepted_and_frozen(
    office: Office,
) -> None:
    office.clock.set(NOVEMBER)
    without = await send(office, LIAISON, "PUT", path(P08), FORM)
    await file_item(office, LIAISON, P08, ITEM, 1)
    form = (await send(office, LIAISON, "GET", path(P08, "/form"))).json()
    first = await send(office, LIAISON, "PUT", path(P08), FORM)
    returned = await send(office, STAFF, "POST", path(P08, "/return"), FINDINGS)
    read = await send(office, LIAISON, "GET", path(P08))
    await file_item(office, LIAISON, P08, OTHER_ITEM, 2)
    second = await send(office, LIAISON, "PUT", path(P08), FORM)
    office.clock.set(shanghai(12, 7, 17))
    accepted = await send(office, STAFF, "POST", path(P08, "/acceptance"))
    office.clock.set(shanghai(12, 8))
    frozen = await until_frozen(office, P08)
    final = (await send(office, AUDITOR, "GET", path(P08))).json()

    assert (without.status_code, without.json()["code"]) == (422, "results-incomplete")
    assert "制度文本" in without.json()["errors"][0]["zh"]
    assert form["rules_to_rely_on"] == [OPINION]
    assert [section["name"] for section in form["sections"]] == ["规范可操作", "推广可复制"]
    assert form["participants"] == [GUOZI, JIAOTONG]
    assert (form["bare_targets"], form["missing_kinds"], len(form["manifest"])) == ([2], [], 1)
    assert first.json()["events"] == ["ResultsSubmitted"]
    assert returned.json()["events"] == ["ResultsReturned"]
    assert read.json()["package"]["missing"] == FINDINGS["missing"]
    assert read.json()["package"]["bare_targets"] == [2]
    assert second.json()["events"] == ["ResultsSubmitted"]
    assert accepted.json()["events"] == ["ResultsAccepted"]
    assert (frozen.occurred_at, frozen.actor) == (shanghai(12, 8), "system")
    package = final["package"]
    assert (package["number"], package["state"], package["form_check"]) == (2, "frozen", "accepted")
    assert package["bare_targets"] == []
    assert package["manifest_sha256"] == frozen.event.manifest_sha256
    assert [line["item_id"] for line in package["manifest"]] == [ITEM, OTHER_ITEM]
    assert final["timeliness"] == "in_time"
    assert [r.type for r in await owed(office, P08)] == ["DeadlineSet", "DeadlineMet"]


async def test_nothing_changes_after_the_freeze(office: Office) -> None:
    office.clock.set(shanghai(12, 8, 9))
    changed = {**FORM, "party_members": 999}
    ledger = f"/api/progress/projects/{P08}/ledger/{ITEM}"
    answers = [
        await send(office, LIAISON, "PUT", path(P08), changed),
        await send(office, STAFF, "POST", path(P08, "/return"), FINDINGS),
        await send(office, LIAISON, "PUT", ledger[:-1] + "0", ITEM_FORM),
        await send(office, LIAISON, "POST", f"{ledger}/void", {"reason": "x"}),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "results-are-frozen"),
        (409, "results-are-frozen"),
        (409, "ledger-closed"),
        (409, "ledger-closed"),
    ]


async def test_the_same_request_has_one_effect_and_another_package_waits(office: Office) -> None:
    office.clock.set(NOVEMBER)
    first = await send(office, OTHER_LEAD, "PUT", path(P18), ACTIVITY, Idempotency_Key="p18")
    again = await send(office, OTHER_LEAD, "PUT", path(P18), ACTIVITY, Idempotency_Key="p18")
    plain = await send(office, OTHER_LEAD, "PUT", path(P18), ACTIVITY)
    other = await send(office, OTHER_LEAD, "PUT", path(P18), {**ACTIVITY, "summary": "另"})

    assert first.status_code == 200, first.text
    assert again.json() == {**first.json(), "repeated": True}
    assert plain.json()["events"] == []
    assert (other.status_code, other.json()["code"]) == (409, "already-submitted")


async def test_a_target_without_an_item_is_returned_if_the_rules_demand_it(office: Office) -> None:
    office.clock.set(NOVEMBER)
    await send(office, OTHER_LEAD, "PUT", path(P18), ACTIVITY)
    await office.publish("applications", programme(), strict())
    await office.caught_up()
    refused = await send(office, STAFF, "POST", path(P18, "/acceptance"))
    await office.publish("applications", programme(), RULES)
    await office.caught_up()
    accepted = await send(office, STAFF, "POST", path(P18, "/acceptance"))

    assert (refused.status_code, refused.json()["code"]) == (409, "target-without-item")
    assert accepted.status_code == 200, accepted.text


def strict() -> ProgrammeRulesSet:
    forms = tuple(replace(form, every_target=True) for form in RULES.results.forms)
    return replace(RULES, results=replace(RULES.results, forms=forms))


class TestLate:
    @pytest.mark.parametrize("caller", [OTHER_LEAD, OUTSIDER, CO_LEAD])
    async def test_only_the_lead_hands_in(self, office: Office, caller: Caller) -> None:
        office.clock.set(NOVEMBER)
        answer = await send(office, caller, "PUT", path(P17), ACTIVITY)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead-submits")

    async def test_after_the_grace_only_an_extension_helps(self, office: Office) -> None:
        office.clock.set(shanghai(12, 8))
        async with asyncio.timeout(20):
            while (await owed(office, P17))[-1].type != "DeadlineMissed":
                await asyncio.sleep(0.02)
        refused = await send(office, EXECUTING, "PUT", path(P17), ACTIVITY)
        extension = {"due_on": "2017-12-12", "reason": "防汛抢险"}
        where = f"/api/progress/deadlines/results/{P17}/extension"
        extended = await send(office, LEADER, "POST", where, extension)
        office.clock.set(shanghai(12, 12, 9))
        handed_in = await send(office, EXECUTING, "PUT", path(P17), ACTIVITY)
        office.clock.set(shanghai(12, 13))
        frozen = await until_frozen(office, P17)

        assert (refused.status_code, refused.json()["code"]) == (409, "time-is-over")
        assert extended.status_code == 200, extended.text
        assert handed_in.status_code == 200, handed_in.text
        assert frozen.occurred_at == shanghai(12, 13)
        assert frozen.event.form_check == "pending"
        assert [r.type for r in await owed(office, P17)][-1] == "DeadlineMet"


class TestRefused:
    @pytest.mark.parametrize(
        "change",
        [
            {"summary": ""},
            {"summary": "x\u0007"},
            {"sections": []},
            {"sections": {"effect": ""}},
            {"sections": {"A B": "x"}},
            {"sections": {"effect": "有"}},
            {"rules_relied_on": []},
            {"rules_relied_on": [""]},
            {"party_organisations": -1},
            {"party_organisations": "12"},
            {"party_members": 1.5},
            {"party_members": None},
            {"members": ["张三"]},
        ],
    )
    async def test_a_form_that_is_not_valid_is_refused(
        self, office: Office, change: dict[str, object]
    ) -> None:
        office.clock.set(NOVEMBER)
        before = await happened(office, P18)
        answer = await send(office, OTHER_LEAD, "PUT", path(P18), {**ACTIVITY, **change})

        assert answer.status_code in {409, 422}
        assert await happened(office, P18) == before

    @pytest.mark.parametrize(
        "body",
        [None, {}, {**FINDINGS, "missing": []}, {**FINDINGS, "advice": ""}, {**FINDINGS, "x": 1}],
    )
    async def test_a_return_names_what_is_missing(self, office: Office, body: object) -> None:
        answer = await send(office, STAFF, "POST", path(P18, "/return"), body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    async def test_what_is_not_there_is_not_found(self, office: Office) -> None:
        absent = path("2017-p99")
        handing_in = await send(office, LIAISON, "PUT", absent, FORM)
        returning = await send(office, STAFF, "POST", f"{absent}/return", FINDINGS)

        assert (handing_in.status_code, handing_in.json()["code"]) == (404, "no-such-project")
        assert (returning.status_code, returning.json()["code"]) == (404, "no-such-results")

    async def test_who_saw_an_older_version_is_told(self, office: Office) -> None:
        office.clock.set(NOVEMBER)
        where = path(P18, "/acceptance")
        answer = await send(office, STAFF, "POST", where, If_Match='"99"')
        assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")

    async def test_a_responsible_leader_does_not_check_forms(self, office: Office) -> None:
        answer = await send(office, RESPONSIBLE, "POST", path(P08, "/acceptance"))
        assert (answer.status_code, answer.json()["code"]) == (403, "only-staff-checks-forms")

    @pytest.mark.parametrize("caller", [OUTSIDER, REVIEWER, OTHER_LEAD])
    async def test_foreign_results_are_not_there(self, office: Office, caller: Caller) -> None:
        assert (await send(office, caller, "GET", path(P08))).status_code == 404
        assert (await send(office, caller, "GET", path(P08, "/form"))).status_code == 404

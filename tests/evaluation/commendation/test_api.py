"""Drafting, issuing, correcting and reading commendations over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from services.evaluation.rules.events import ProcedureSet, rules_of
from shared.contracts.applications import ParticipationEnded, ProjectCancelled
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import ProjectId, UnitId
from shared.timing.zone import SHANGHAI
from tests.evaluation.bonus.season import Awards
from tests.evaluation.season import AUDITOR, CO_LEAD, LEADER, STAFF
from tests.office import OPENING, Office, who

DOCUMENT: dict[str, Any] = {"document_year": 2018, "document_number": "〔2018〕1号"}
LATER: dict[str, Any] = {"document_year": 2018, "document_number": "〔2018〕2号"}


class Circular(Awards):
    """A season whose passes are commended."""

    def of(self, sequence: int) -> str:
        return f"programmes/{self.programme}/commendations/{sequence}"

    async def draft(self, sequence: int = 1, caller: Caller = STAFF, **body: Any) -> Response:
        return await self.send(caller, "PUT", self.of(sequence), DOCUMENT | body)

    async def issue(self, sequence: int = 1, caller: Caller = LEADER) -> Response:
        return await self.send(caller, "POST", f"{self.of(sequence)}/issue")

    async def correct(self, reason: str, **body: Any) -> Response:
        return await self.send(
            LEADER, "POST", f"{self.of(1)}/correction", {"reason": reason} | body
        )

    async def read(self, caller: Caller = STAFF, sequence: int = 1) -> Any:
        return (await self.get(caller, self.of(sequence))).json()

    async def cancelled(self, number: int) -> None:
        project = ProjectId(self.p(number))
        event = ProjectCancelled(programme_id=self.programme, project_id=project, reason="任务调整")
        await self.tell("project", project, event)


async def passed(office: Office, name: str) -> Circular:
    """Two confirmed passes, one with a co-lead, and a confirmed fail."""
    season = Circular(office, name)
    await season.announced()
    await season.taken_part(1, "lead-a", "co-lead", executing="acting")
    await season.taken_part(2, "lead-b")
    await season.taken_part(3, "lead-c")
    await season.confirmed(1)
    await season.confirmed(2)
    await season.confirmed(3, "fail")
    await office.caught_up()
    return season


def names(projects: list[dict[str, Any]]) -> list[int]:
    return [project["number"] for project in projects]


@pytest.mark.covers("REQ-51", "REQ-54", "AMB-34")
async def test_the_confirmed_passes_are_commended_with_lead_and_co_leads(office: Office) -> None:
    season = await passed(office, "circular-a")

    for answer in (await season.draft(), await season.issue()):
        assert answer.status_code == 200, answer.text
    told = await season.read(CO_LEAD)

    assert (told["status"], told["programme_year"], told["document"]["year"]) == (
        "issued",
        2017,
        2018,
    )
    first, second = told["projects"]
    assert (first["lead_unit_id"], first["executing_unit_id"], first["co_leads"]) == (
        season.unit("lead-a"),
        season.unit("acting"),
        [season.unit("co-lead")],
    )
    assert (second["number"], second["co_leads"]) == (2, [])


@pytest.mark.covers("REQ-51", "AMB-27")
async def test_it_is_not_issued_while_anything_is_open_and_says_what(office: Office) -> None:
    season = Circular(office, "circular-b")
    await season.announced()
    for number in (1, 2):
        await season.taken_part(number, "lead")
    await season.judged(1, "pass")
    await office.caught_up()
    assert (await season.draft()).json()["code"] == "nothing-to-commend"
    at_once = await season.issue()
    await season.stands(1, "pass")
    await season.draft()
    early = (await season.issue()).json()
    await season.cancelled(2)
    await office.caught_up()

    assert (at_once.status_code, at_once.json()["code"]) == (422, "decisions-unsettled")
    assert [fault["en"] for fault in early["errors"]] == [f"Project {season.p(2)} is not settled."]
    assert (await season.issue()).status_code == 200


async def test_the_drafter_does_not_issue_and_units_do_not_see_the_draft(office: Office) -> None:
    season = await passed(office, "circular-c")
    both = who("both", Role.STAFF, Role.LEADER)

    assert (await season.issue()).json()["code"] == "nothing-drafted"
    await season.draft(caller=both)
    own = await season.issue(caller=both)

    assert (own.status_code, own.json()["code"]) == (403, "drafter-cannot-issue")
    assert (await season.get(CO_LEAD, season.of(1))).json()["code"] == "no-such-commendation"
    assert (await season.read(AUDITOR))["status"] == "drafted"
    listed = await season.get(CO_LEAD, season.of(1).removesuffix("/1"))
    assert listed.json() == {"items": []}


@pytest.mark.covers("REQ-51", "REQ-54")
async def test_a_revised_decision_shows_what_is_wrong_and_the_correction_leaves_it_out(
    office: Office,
) -> None:
    season = await passed(office, "circular-d")
    await season.draft()
    await season.issue()
    assert (await season.read())["wrongly_named"] == []
    await season.revised(1, "fail")
    await season.stands(1, "fail")
    assert (await season.read())["wrongly_named"] == [season.p(1)]

    answer = await season.correct("项目1经认定不通过", document_number="〔2018〕3号")
    told = await season.read()

    assert answer.status_code == 200, answer.text
    assert (told["status"], names(told["projects"]), told["wrongly_named"]) == (
        "corrected",
        [2],
        [],
    )
    first, second = told["versions"]
    assert (names(first["projects"]), first["document"]["number"]) == ([1, 2], "〔2018〕1号")
    assert (second["number"], second["removed"], second["reason"]) == (
        2,
        [season.p(1)],
        "项目1经认定不通过",
    )
    assert second["document"]["number"] == "〔2018〕3号"
    assert (await season.read(CO_LEAD))["wrongly_named"] == []


@pytest.mark.covers("REQ-51")
async def test_a_co_lead_of_which_news_came_late_is_named_by_a_correction(office: Office) -> None:
    season = await passed(office, "circular-e")
    await season.draft()
    await season.issue()
    await season.joined_by(season.unit("late"), season.p(2))
    await office.caught_up()

    await season.correct("漏列一家联办单位")
    told = await season.read()

    assert [v["projects"][1]["co_leads"] for v in told["versions"]] == [[], [season.unit("late")]]
    assert told["versions"][1]["removed"] == []


@pytest.mark.covers("AMB-11")
async def test_who_left_before_the_results_were_accepted_is_not_named(office: Office) -> None:
    season = await passed(office, "circular-i")
    ended = ParticipationEnded(
        programme_id=season.programme,
        project_id=ProjectId(season.p(1)),
        unit_id=UnitId(season.unit("co-lead")),
        role="co_lead",
        cause="withdrawal",
        reason="职能调整",
        ended_on=OPENING.astimezone(SHANGHAI).date() - timedelta(days=1),
    )
    await season.tell("participation", f"{ended.project_id}~{ended.unit_id}", ended)
    await office.caught_up()

    await season.draft()

    assert (await season.read())["projects"][0]["co_leads"] == []


async def test_in_parts_is_a_setting_by_which_later_passes_are_commended_later(
    office: Office,
) -> None:
    season = Circular(office, "circular-f")
    await season.announced()
    rules = ProcedureSet(
        programme_id=season.programme,
        aggregate="trimmed_mean",
        publicity_working_days=5,
        process_gate="off",
        commendation_in_parts=True,
    )
    await office.publish("evaluation", rules_of(season.programme), rules)
    for number in (1, 2):
        await season.taken_part(number, "lead")
    await season.confirmed(1)
    await office.caught_up()
    await season.draft()
    assert (await season.issue()).status_code == 200
    assert (await season.draft(2, **LATER)).json()["code"] == "nothing-to-commend"
    await season.confirmed(2)

    await season.draft(2, **LATER)
    assert (await season.issue(2)).status_code == 200

    assert [names((await season.read(CO_LEAD, n))["projects"]) for n in (1, 2)] == [[1], [2]]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"document_number": "1"},
        DOCUMENT | {"document_year": 1999},
        DOCUMENT | {"document_year": "2018"},
        DOCUMENT | {"document_number": ""},
        DOCUMENT | {"document_number": "长" * 101},
        DOCUMENT | {"wording": "thanked"},
        DOCUMENT | {"basis": 1},
        DOCUMENT | {"projects": "2017-p01"},
    ],
)
async def test_a_bad_draft_is_refused(office: Office, body: dict[str, Any]) -> None:
    season = Circular(office, "circular-g")

    assert (await season.send(STAFF, "PUT", season.of(1), body)).status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "错", "document_number": 1}, {"reason": "错", "x": 1}]
)
async def test_a_bad_correction_is_refused(office: Office, body: dict[str, Any]) -> None:
    season = Circular(office, "circular-h")

    answer = await season.send(LEADER, "POST", f"{season.of(1)}/correction", body)

    assert answer.status_code == 422


async def test_an_unknown_programme_or_number_is_refused(office: Office) -> None:
    season = Circular(office, "circular-nowhere")

    assert (await season.draft()).json()["code"] == "no-such-programme"
    assert (await season.issue()).status_code == 404
    assert (await season.correct("错")).status_code == 404
    assert (await season.get(STAFF, season.of(1))).status_code == 404
    assert (await season.get(STAFF, season.of(0))).status_code == 422
    assert (await season.draft(100)).status_code == 422

"""The board over HTTP, in a running service."""

from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.applications import ContactLeaderAssigned, UnitRegistered
from shared.contracts.programme_rules import SupervisionRules
from shared.http.caller import Caller
from shared.ids import AccountId, UnitId
from shared.store.events import Stream
from tests.office import Office
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    GUOZI,
    JIAOTONG,
    LEADER,
    LIAISON,
    OUTSIDER,
    P08,
    P17,
    P18,
    PROGRAMME,
    RULES,
    STAFF,
    programme,
    project,
    shanghai,
)
from tests.progress.supervision.examples import (
    DEMAND_FORM,
    EVIDENCE_FORM,
    VISIT,
    VISIT_FORM,
    number,
    where,
)
from tests.progress.task.examples import send


async def board(office: Office, caller: Caller, **asked: str) -> dict[str, Any]:
    async with office.client("progress", caller) as client:
        answer = await client.get("/api/progress/board", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def lights(found: dict[str, Any]) -> dict[str, str]:
    return {each["project_id"]: each["light"] for each in found["projects"]}


@pytest.mark.covers("PRA-05")
async def test_the_programmes_rules_say_when_the_board_turns_amber(office: Office) -> None:
    wary = replace(RULES, supervision=SupervisionRules(amber_days=8))
    await office.publish("applications", programme(), wary)
    await office.caught_up()
    office.clock.set(shanghai(5, 3))
    found = await board(office, STAFF)
    await office.publish("applications", programme(), RULES)
    await office.caught_up()

    assert set(lights(found).values()) == {"amber"}


@pytest.mark.covers("PRA-05", "REQ-44")
async def test_lights_go_by_dates_and_say_what_is_behind_them(office: Office) -> None:
    office.clock.set(shanghai(5, 3))
    early = await board(office, STAFF)
    office.clock.set(shanghai(5, 9))
    amber = await board(office, STAFF)
    office.clock.set(shanghai(5, 11, 9))
    red = await board(office, STAFF)

    assert set(lights(early).values()) == {"green"}
    assert early["projects"][0]["behind"] == []
    assert set(lights(amber).values()) == {"amber"}
    assert set(lights(red).values()) == {"red"}
    (behind,) = red["projects"][0]["behind"]
    assert (behind["obligation"], behind["owner_unit_id"]) == ("lead_application", GUOZI)
    assert (behind["due_at"], behind["light"]) == ("2017-05-10T16:00:00Z", "red")


@pytest.mark.covers("PRA-05")
async def test_projects_come_by_number_and_units_by_name_and_nothing_is_counted(
    office: Office,
) -> None:
    for unit, name in ((GUOZI, "乙单位"), (JIAOTONG, "甲单位")):
        registered = UnitRegistered(unit_id=UnitId(unit), name=name, full_name=name)
        await office.publish("applications", Stream("unit", unit), registered)
    await office.caught_up()
    found = await board(office, AUDITOR)

    assert [each["number"] for each in found["projects"]] == [8, 17, 18]
    names = [each["name"] for each in found["units"]]
    assert names == sorted(names)
    assert {"甲单位", "乙单位"} <= set(names)
    assert set(found["units"][0]) == {"unit_id", "name", "light", "behind"}


@pytest.mark.covers("REQ-44")
async def test_what_has_to_be_put_right_makes_a_project_red_until_it_is_closed(
    office: Office,
) -> None:
    office.clock.set(VISIT)
    case = where(number(1))
    await send(office, LEADER, "PUT", case, VISIT_FORM)
    await send(office, LEADER, "POST", f"{case}/rectification", DEMAND_FORM)
    open_ = await board(office, LEADER, project=P08)
    await send(office, LEADER, "POST", f"{case}/closing", EVIDENCE_FORM)
    closed = await board(office, LEADER, project=P08)

    def kinds(found: dict[str, Any]) -> set[str]:
        return {behind["obligation"] for behind in found["projects"][0]["behind"]}

    assert lights(open_) == {P08: "red"}
    assert "rectification" in kinds(open_)
    assert "rectification" not in kinds(closed)


@pytest.mark.covers("REQ-42", "AMB-10", "AMB-21")
async def test_projects_without_a_contact_leader_or_co_lead_are_listed(office: Office) -> None:
    assigned = ContactLeaderAssigned(
        programme_id=PROGRAMME, project_id=P18, account_id=AccountId("leader"), replaces=""
    )
    await office.publish("applications", project(P18), assigned)
    await office.caught_up()
    nobodys = await board(office, STAFF, attention="no_contact_leader")
    alone = await board(office, LEADER, attention="no_co_lead")
    everything = await board(office, LEADER)

    assert list(lights(nobodys)) == [P08, P17]
    assert list(lights(alone)) == [P18, P17]
    assert [each["project_id"] for each in everything["projects"]] == [P18, P08, P17]
    assert [each["own"] for each in everything["projects"]] == [True, False, False]


async def test_it_can_be_asked_for_one_unit_or_light(office: Office) -> None:
    office.clock.set(shanghai(5, 12))
    of_unit = await board(office, STAFF, unit=JIAOTONG)
    green = await board(office, STAFF, light="green")

    assert list(lights(of_unit)) == [P08]
    assert [each["unit_id"] for each in of_unit["units"]] == [JIAOTONG]
    assert green["projects"] == []
    assert [each["unit_id"] for each in green["units"]] == [JIAOTONG]


@pytest.mark.parametrize(
    ("caller", "projects", "units"),
    [(LIAISON, [P08], [GUOZI]), (CO_LEAD, [P08], [JIAOTONG]), (OUTSIDER, [], [])],
    ids=lambda given: given.id if isinstance(given, Caller) else "",
)
async def test_a_unit_sees_its_own_projects_and_itself(
    office: Office, caller: Caller, projects: list[str], units: list[str]
) -> None:
    found = await board(office, caller)

    assert list(lights(found)) == projects
    assert [each["unit_id"] for each in found["units"]] == units


@pytest.mark.parametrize("asked", ["light=blue", "attention=x", "project=A", "unit=A"])
async def test_a_question_that_is_not_valid_is_refused(office: Office, asked: str) -> None:
    answer = await send(office, STAFF, "GET", f"/api/progress/board?{asked}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

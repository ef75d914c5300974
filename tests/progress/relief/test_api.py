"""What is owed when units change, and waivers, in a running service that listens to `applications`."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.contracts.applications import LeadUnitReplaced, ParticipationEnded
from shared.http.rights import Role
from shared.ids import ProjectId, UnitId
from tests.office import Office, who
from tests.progress.examples import (
    ANNOUNCED,
    AUDITOR,
    CO_LEAD,
    EXECUTING,
    GONGAN,
    LEADER,
    LIAISON,
    OUTSIDER,
    P08,
    P17,
    P18,
    PROGRAMME,
    STAFF,
    WEIJI,
    announced,
    designated,
    participation,
    programme,
    project,
    shanghai,
)
from tests.progress.task.examples import send
from tests.progress.work_plan.examples import joined

WAIVER = {"wish": "waiver", "reason": "第三季度并入10月份报告"}
REASON = {"reason": "同意"}
BOTH = who("both", Role.STAFF, Role.LEADER)


def path(subject: str, obligation: str = "progress_report") -> str:
    return f"/api/progress/deadlines/{obligation}/{subject}"


async def read(office: Office, subject: str, obligation: str = "progress_report") -> dict[str, Any]:
    return (await send(office, AUDITOR, "GET", path(subject, obligation))).json()


def replaced(project_id: ProjectId, former: str, unit: str) -> LeadUnitReplaced:
    return LeadUnitReplaced(
        programme_id=PROGRAMME,
        project_id=project_id,
        former_unit_id=UnitId(former),
        unit_id=UnitId(unit),
        reason="职能划转",
        approved_by="leader",
    )


def ended(project_id: ProjectId, unit: str) -> ParticipationEnded:
    return ParticipationEnded(
        programme_id=PROGRAMME,
        project_id=project_id,
        unit_id=UnitId(unit),
        role="co_lead",
        cause="withdrawal",
        reason="职能调整",
        ended_on=date(2017, 5, 12),
    )


@pytest.mark.covers("AMB-11", "REQ-44")
async def test_a_co_lead_that_left_owes_its_plan_no_more_and_that_it_owed_it_stays_on_record(
    office: Office,
) -> None:
    stream, subject = participation(P18, WEIJI), f"{P18}~{WEIJI}"
    await office.publish("applications", stream, joined(P18, WEIJI))
    await office.caught_up()
    await office.publish("applications", stream, ended(P18, WEIJI))
    await office.caught_up()
    file = await read(office, subject, "co_lead_plan")

    assert (file["deadline"]["state"], file["light"]) == ("waived", "green")
    assert [(h["type"], h["reason"]) for h in file["history"]] == [
        ("DeadlineSet", ""),
        ("DeadlineWaived", "职能调整"),
    ]

    await office.publish("applications", stream, joined(P18, WEIJI))
    await office.caught_up()
    assert (await read(office, subject, "co_lead_plan"))["deadline"]["state"] == "open"


@pytest.mark.covers("AMB-12", "REQ-44")
async def test_a_new_lead_inherits_what_is_open_and_not_what_was_missed_or_met(
    office: Office,
) -> None:
    events = (replaced(P18, GONGAN, WEIJI), designated(P18, WEIJI))
    await office.publish("applications", project(P18), *events, at=shanghai(9, 1, 9))
    await office.caught_up()
    third = await read(office, f"{P18}~2017q3")

    assert third["deadline"]["owner_unit_id"] == WEIJI
    assert third["deadline"]["due_at"] == "2017-09-30T16:00:00Z"
    assert [(h["type"], h["unit_id"]) for h in third["history"]] == [
        ("DeadlineSet", GONGAN),
        ("DeadlineTransferred", WEIJI),
    ]
    (_, moved) = third["history"]
    assert (moved["decided_by"], moved["reason"]) == ("leader", "职能划转")
    of_former = await send(office, STAFF, "GET", f"/api/progress/deadlines?unit={GONGAN}")
    assert of_former.json()["items"] == []


async def test_a_programme_that_is_announced_late_is_owed_by_whoever_leads_now(
    office: Office,
) -> None:
    late = ProjectId("2017-p16")
    await office.publish("applications", project(late), designated(late, WEIJI))
    await office.caught_up()
    told = replace(ANNOUNCED, projects=(announced(late, 16, GONGAN),))
    await office.publish("applications", programme(), told)
    await office.caught_up()

    assert (await read(office, late, "results"))["deadline"]["owner_unit_id"] == WEIJI


@pytest.mark.covers("REQ-38", "REQ-44")
async def test_the_lead_asks_a_leader_waives_and_the_auditor_sees_why(office: Office) -> None:
    where = path(f"{P08}~2017q3")
    asked = await send(office, LIAISON, "POST", f"{where}/relief-request", WAIVER)
    waived = await send(office, LEADER, "POST", f"{where}/waiver", REASON)
    file = await read(office, f"{P08}~2017q3")
    again = await send(office, LEADER, "POST", f"{where}/waiver", REASON)
    more = await send(
        office, LEADER, "POST", f"{where}/extension", {"due_on": "2017-12-01", **REASON}
    )

    assert asked.json()["events"] == ["ReliefRequested"]
    assert waived.json()["events"] == ["DeadlineWaived"]
    assert file["deadline"]["state"] == "waived"
    told = [(h["actor"], h["decided_by"], h["reason"]) for h in file["history"][1:]]
    assert told == [
        ("li-guozi", "", WAIVER["reason"]),
        ("leader", "leader", "同意"),
    ]
    assert (again.status_code, again.json()["code"]) == (409, "already-waived")
    assert (more.status_code, more.json()["code"]) == (409, "already-waived")


async def test_whoever_asked_does_not_decide_and_nothing_is_waived_unasked(office: Office) -> None:
    where = path(P17, "results")
    unasked = await send(office, LEADER, "POST", f"{where}/waiver", REASON)
    await send(office, BOTH, "POST", f"{where}/relief-request", WAIVER)
    own = await send(office, BOTH, "POST", f"{where}/waiver", REASON)

    assert (unasked.status_code, unasked.json()["code"]) == (409, "nobody-asked")
    assert (own.status_code, own.json()["code"]) == (409, "another-waives")


async def test_a_unit_asks_for_what_it_owes_itself_or_acts_for(office: Office) -> None:
    of_lead = await send(office, CO_LEAD, "POST", f"{path(P08, 'results')}/relief-request", WAIVER)
    for_lead = await send(
        office, EXECUTING, "POST", f"{path(f'{P17}~2017q2')}/relief-request", WAIVER
    )
    unseen = await send(office, OUTSIDER, "POST", f"{path(P08, 'results')}/relief-request", WAIVER)

    assert (of_lead.status_code, of_lead.json()["code"]) == (403, "only-the-owner-asks")
    assert for_lead.json()["events"] == ["ReliefRequested"]
    assert (unseen.status_code, unseen.json()["code"]) == (404, "nothing-owed")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**WAIVER, "wish": "x"},
        {**WAIVER, "reason": " "},
        {**WAIVER, "x": 1},
        {"wish": "waiver"},
    ],
)
async def test_a_bad_request_is_refused(office: Office, body: dict[str, object]) -> None:
    answer = await send(office, LIAISON, "POST", f"{path(P08, 'results')}/relief-request", body)

    assert answer.status_code == 422


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "a\u0000b"}, {**REASON, "x": 1}])
async def test_a_bad_waiver_is_refused(office: Office, body: dict[str, object]) -> None:
    answer = await send(office, LEADER, "POST", f"{path(P08, 'results')}/waiver", body)

    assert answer.status_code == 422

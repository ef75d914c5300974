"""A second programme, of another kind of office, beside the one of the notice: set up over HTTP alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.stack import EmbeddedStack
from deploy.topology import services
from shared.http.caller import Caller
from shared.http.rights import Role
from tests.office import an_office, who
from tests.system.slice import LEADER, STAFF, Deal, accepts, announced, shanghai
from tests.system.test_slice import deal_with

PROGRAMME = "qu-lianhe-2018"
HERE = f"/api/applications/programmes/{PROGRAMME}"
JUDGING = f"/api/evaluation/programmes/{PROGRAMME}"
LEADS = {1: "qu-minzheng", 2: "qu-minzheng", 3: "qu-jiaoyu", 4: "qu-weisheng", 5: "qu-wenhua"}
CO_LEAD = "qu-jiaoyu"
REVIEWERS = [who(f"qu-pingwei-{number}", Role.REVIEWER) for number in (1, 2, 3)]
DAYS = {
    "lead_application": "2018-03-12",
    "co_lead_application": "2018-03-20",
    "co_lead_plan": "2018-04-02",
    "lead_scheme": "2018-04-16",
    "results": "2019-03-15",
}
PERIODS = [
    ("2018T1", "2018-03-01", "2018-06-30", "第一阶段"),
    ("2018T2", "2018-07-01", "2018-10-31", "第二阶段"),
    ("2018T3", "2018-11-01", "2019-02-28", "第三阶段"),
]
RULES: dict[str, Any] = {
    "categories": [
        {"id": "bianmin", "name": "便民服务", "name_en": "Services"},
        {"id": "zhili", "name": "基层治理", "name_en": "Governance"},
    ],
    "filings": [
        {"kind": kind, "label": kind, "due_on": day, "grace_working_days": 2}
        for kind, day in DAYS.items()
    ],
    "quarterly": {"label": "进展书面反馈", "grace_working_days": 3},
}
DRAFT: dict[str, Any] = {
    "year": 2018,
    "title": "2018年度联合项目",
    "title_en": "Joint projects of 2018",
    "document_number": "区委发〔2018〕3号",
    "issuer_id": "qu-zhengfu",
    "issuer": "区人民政府办公室",
    "issuer_short": "区府办",
    "rules": RULES,
}
CRITERIA = [
    {"id": "shixiao", "name": "实效", "kind": "effect", "max_points": 60},
    {"id": "fangfa", "name": "工作方法", "kind": "method", "max_points": 40},
]
RESULTS: dict[str, Any] = {
    "summary": "窗口延时服务全年开放二百一十天。",
    "sections": {},
    "rules_relied_on": ["区委发〔2018〕3号"],
    "party_organisations": 2,
    "party_members": 30,
}
REPORT = {"main_practices": "按月开展联合服务。"}


def project(number: int) -> str:
    return f"lianhe-2018-{number}"


def liaison(unit: str) -> Caller:
    return who(f"{unit}-liaison", Role.LIAISON, unit=unit)


@pytest.mark.covers(
    "REQ-02", "REQ-05", "REQ-06", "REQ-38", "AMB-01", "AMB-02", "AMB-03", "AMB-07", "AMB-30"
)
async def test_an_office_of_another_kind_plays_its_programme_to_its_points(
    servers: EmbeddedStack, folder: Path
) -> None:
    async with an_office(servers, folder, *services()) as office:
        deal = deal_with(office)
        await announced(deal)
        await set_up(deal)
        await joined(deal)
        await office.caught_up()
        await reported(deal)
        await handed_in(deal)
        await office.caught_up()
        await judged(deal)
        await office.caught_up()
        await confirmed(deal)
        await office.caught_up()
        await deal.ok(STAFF, "POST", f"{JUDGING}/bonus/preparation", json={})
        await deal.ok(LEADER, "POST", f"{JUDGING}/bonus/approval", json={})
        points = {unit: await credited(deal, unit) for unit in ("qu-minzheng", CO_LEAD)}

    assert points == {"qu-minzheng": 15, CO_LEAD: 3}


async def set_up(deal: Deal) -> None:
    """The roll, the draft, its periods, its five projects, the announcement."""
    await deal.set_clock(shanghai("2018-03-01T09:00:00"))
    for unit in sorted(set(LEADS.values())):
        names = {"name": unit, "name_en": unit, "full_name": unit}
        await deal.ok(STAFF, "PUT", f"/api/applications/units/{unit}", json=names)
    await deal.ok(STAFF, "PUT", f"{HERE}/draft", json=DRAFT)
    names = ("id", "first_day", "last_day", "label")
    periods = [dict(zip(names, period, strict=True)) for period in PERIODS]
    await deal.ok(STAFF, "PUT", f"{HERE}/rules", json={"periods": periods})
    for number, lead in LEADS.items():
        listed = {
            "number": number,
            "title": f"联合项目{number}",
            "title_en": f"Joint project {number}",
            "category": "bianmin" if number < 4 else "zhili",
            "content_and_targets": "全年开放不少于二百天。",
            "lead_unit_id": lead,
        }
        await deal.ok(STAFF, "PUT", f"{HERE}/projects/{project(number)}", json=listed)
    await deal.ok(LEADER, "POST", f"{HERE}/announcement", json={"issue_date": "2018-03-01"})


async def joined(deal: Deal) -> None:
    """Leads confirm; one unit co-leads the first project."""
    form = {"functions_and_strengths": "便民服务", "entry_point": "窗口"}
    for number, unit in LEADS.items():
        path = f"/api/applications/projects/{project(number)}/participations/{unit}/application"
        await deal.ok(liaison(unit), "PUT", path, json={"role": "lead", **form})
    part = f"/api/applications/projects/{project(1)}/participations/{CO_LEAD}"
    applying = {"role": "co_lead", **form}
    await deal.ok(liaison(CO_LEAD), "PUT", f"{part}/application", json=applying)
    await deal.ok(STAFF, "POST", f"{part}/acceptance")


async def reported(deal: Deal) -> None:
    """Leads report on the programme's own periods, over the turn of the year, and on no quarter."""
    lead, reports = liaison(LEADS[1]), f"/api/progress/projects/{project(1)}/reports"
    deadline = f"/api/progress/deadlines/progress_report/{project(1)}~2018t3"
    await deal.set_clock(shanghai("2018-06-20T09:00:00"))
    await deal.ok(lead, "PUT", f"{reports}/2018T1", json=REPORT)
    quarter = await deal.no(lead, "PUT", f"{reports}/2018Q2", json=REPORT)
    ahead = await deal.no(lead, "PUT", f"{reports}/2018T3", json=REPORT)
    await deal.set_clock(shanghai("2019-02-28T23:00:00"))
    await deal.ok(lead, "PUT", f"{reports}/2018T3", json=REPORT)
    kept = (await deal.ok(STAFF, "GET", deadline))["deadline"]
    paper = await deal.send(STAFF, "GET", f"{reports}/2018T3/print")

    assert (quarter, ahead) == ((404, "no-such-period"), (409, "period-not-begun"))
    assert (kept["state"], kept["due_at"]) == ("met", "2019-02-28T16:00:00Z")
    assert kept["label"] == "2018年第三阶段进展书面反馈"
    assert "阶段进展反馈表" in paper.text


async def handed_in(deal: Deal) -> None:
    """Two projects hand in their results."""
    await deal.set_clock(shanghai("2019-03-14T09:00:00"))
    for number in (1, 2):
        results = f"/api/progress/projects/{project(number)}/results"
        await deal.ok(liaison(LEADS[number]), "PUT", results, json=RESULTS)
        await deal.ok(STAFF, "POST", f"{results}/acceptance")


async def judged(deal: Deal) -> None:
    """A panel of three, all of whose sheets count; 8 points for the lead, 3 for a co-lead, 15 at most."""
    await deal.set_clock(shanghai("2019-04-01T09:00:00"))
    for category in ("bianmin", "zhili"):
        rubric = {"category": category, "criteria": CRITERIA}
        await deal.ok(LEADER, "PUT", f"{JUDGING}/rubric", json=rubric)
    await deal.ok(LEADER, "PUT", f"{JUDGING}/pass-rule", json=PASS)
    await deal.ok(LEADER, "PUT", f"{JUDGING}/bonus-rules", json=POINTS)
    await deal.ok(LEADER, "PUT", f"{JUDGING}/procedure", json=PROCEDURE)
    panel = [{"account_id": reviewer.id, "unit_id": ""} for reviewer in REVIEWERS]
    await deal.ok(LEADER, "PUT", f"{JUDGING}/panel", json={"reviewers": panel})
    for number in (1, 2):
        await scored(deal, f"/api/evaluation/projects/{project(number)}", (50, 40, 45))


PASS = {"min_score": 70, "min_valid": 3, "reason": "评委共三名"}
POINTS = {"lead": 8, "co_lead": 3, "cap": 15}
PROCEDURE = {"aggregate": "mean", "publicity_working_days": 3}


async def scored(deal: Deal, where: str, effects: Sequence[int]) -> None:
    """Once the results are frozen: three sheets, the round closed, the result before the public."""
    first = f"{where}/reviews/{REVIEWERS[0].id}"
    await deal.until(lambda: accepts(deal, LEADER, first), patience=120)
    for reviewer, effect in zip(REVIEWERS, effects, strict=True):
        sheet = {"marks": {"shixiao": effect, "fangfa": 30}, "advice": "可推广。"}
        await deal.ok(LEADER, "PUT", f"{where}/reviews/{reviewer.id}")
        await deal.ok(reviewer, "PUT", f"{where}/reviews/{reviewer.id}/score", json=sheet)
    await deal.ok(LEADER, "POST", f"{where}/round/closing")
    decision = await deal.ok(STAFF, "GET", f"{where}/decision")
    await deal.ok(STAFF, "POST", f"{where}/publicity", json={})

    assert (decision["mean"], decision["outcome"]) == (75, "pass")


async def confirmed(deal: Deal) -> None:
    """Nobody objects."""
    await deal.set_clock(shanghai("2019-04-15T09:00:00"))
    for number in (1, 2):
        where = f"/api/evaluation/projects/{project(number)}/decision/confirmation"
        await deal.ok(LEADER, "POST", where)


async def credited(deal: Deal, unit: str) -> float:
    """Return the points on a unit's sheet."""
    sheet = await deal.ok(STAFF, "GET", f"{JUDGING}/bonus/{unit}")
    return sheet["total"]

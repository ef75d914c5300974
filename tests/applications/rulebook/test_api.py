"""Setting up a programme over HTTP, from nothing to its announcement."""

from datetime import datetime
from typing import Any

import pytest

from services.applications.rule_meanings import MEANINGS
from services.applications.unit.events import UnitRegistered, unit_of
from shared.ids import UnitId
from shared.timing.zone import SHANGHAI
from tests.applications.season import LEADER, STAFF, application, client, liaison, path
from tests.office import Office

NAME = "qu-tuandui-2018"
ONE = f"/api/applications/programmes/{NAME}"
MARCH = datetime(2018, 3, 1, 9, 0, tzinfo=SHANGHAI)
DAYS = {
    "lead_application": "2018-03-20",
    "co_lead_application": "2018-03-30",
    "co_lead_plan": "2018-04-10",
    "lead_scheme": "2018-04-20",
    "results": "2018-10-31",
}
FILINGS = [
    {"kind": kind, "label": kind, "due_on": day, "grace_working_days": 2}
    for kind, day in DAYS.items()
]
RULES: dict[str, Any] = {
    "categories": [
        {"id": "service", "name": "服务", "name_en": "Service"},
        {"id": "team", "name": "队伍", "name_en": "Team"},
    ],
    "filings": FILINGS,
    "quarterly": {"label": "季度进度", "grace_working_days": 3},
}
BEGINNING: dict[str, Any] = {
    "year": 2018,
    "title": "2018年度联合项目通知",
    "title_en": "Joint projects of 2018",
    "document_number": "区委发〔2018〕3号",
    "issuer_id": "qu-gongwei",
    "issuer": "区直机关工委",
    "issuer_short": "区工委",
    "rules": RULES,
}
PROJECT: dict[str, Any] = {
    "number": 1,
    "title": "窗口延时服务",
    "title_en": "Longer hours",
    "category": "service",
    "content_and_targets": "全年开放不少于200天",
    "lead_unit_id": "qu-yi",
}
PARTICIPATION: dict[str, Any] = {
    "supplementary_until": "2018-04-30",
    "supplementary_approver": "organiser_staff",
    "paper_accepted": False,
    "contacts_distinct": False,
    "leaving": "free",
    "opinion_before_leaving": False,
    "co_leads_expected": 2,
    "max_per_unit": 1,
    "unique_per_project": False,
}


async def put(office: Office, rest: str, body: Any, **headers: str) -> Any:
    async with client(office, STAFF) as staff:
        return await staff.put(f"{ONE}{rest}", json=body, headers=headers)


async def rolled(office: Office) -> None:
    """Put three units on the roll and begin the draft."""
    office.clock.set(MARCH)
    for name in ("qu-yi", "qu-er", "qu-san"):
        unit = UnitRegistered(
            unit_id=UnitId(name),
            name=name,
            name_en=name,
            party_organisation="",
            executing_unit_id="",
            full_name="",
            is_system=False,
            parent_id="",
        )
        await office.publish("applications", unit_of(unit.unit_id), unit)


@pytest.mark.covers("REQ-01", "REQ-05", "REQ-06", "AMB-28", "AMB-30", "AMB-36")
async def test_a_programme_is_set_up_by_hand_and_announced(empty_office: Office) -> None:
    await rolled(empty_office)
    began = await put(empty_office, "/draft", BEGINNING)
    again = await put(empty_office, "/draft", BEGINNING)
    other = await put(empty_office, "/draft", BEGINNING | {"title": "另一份"})
    ruled = await put(empty_office, "/rules", {"participation": PARTICIPATION})
    stale = await put(
        empty_office, "/rules", {"monthly_day": "week_of_the_first"}, **{"If-Match": '"2"'}
    )
    first = await put(empty_office, "/projects/2018-a", PROJECT)
    same = await put(empty_office, "/projects/2018-a", PROJECT)
    taken = await put(empty_office, "/projects/2018-b", PROJECT | {"title": "另一项"})
    astray = await put(empty_office, "/projects/2018-b", PROJECT | {"number": 2, "category": "x"})
    nobody = await put(empty_office, "/projects/2018-b", PROJECT | {"lead_unit_id": "qu-wu"})
    second = PROJECT | {"number": 2, "lead_unit_id": "qu-er", "executing_unit_id": "qu-san"}
    listed = await put(empty_office, "/projects/2018-b", second)

    assert began.json()["events"] == ["ProgrammeDrafted", "ProgrammeRulesSet"], began.text
    assert again.json()["events"] == same.json()["events"] == []
    assert (other.status_code, other.json()["code"]) == (409, "already-drafted")
    assert ruled.json()["events"] == ["ProgrammeRulesSet"], ruled.text
    assert (stale.status_code, stale.json()["code"]) == (412, "version-moved")
    assert (first.status_code, listed.status_code) == (200, 200), listed.text
    refusals = [each.json()["code"] for each in (taken, astray, nobody)]
    assert refusals == ["number-taken", "category-unknown", "unit-not-on-roll"]

    async with client(empty_office, LEADER) as leader:
        rules = (await leader.get(f"{ONE}/rules")).json()
        announced = await leader.post(f"{ONE}/announcement", json={"issue_date": "2018-03-01"})
        projects = (await leader.get(f"{ONE}/projects")).json()
    late = await put(empty_office, "/rules", {"minimum_projects_per_unit": 2})

    assert announced.status_code == 200, announced.text
    assert rules["rules"]["number"] == 4
    assert rules["rules"]["participation"] == PARTICIPATION
    assert [each["projects"] for each in rules["rules"]["categories"]] == [["2018-a", "2018-b"], []]
    assert [each["number"] for each in projects] == [1, 2]
    assert (late.status_code, late.json()["code"]) == (409, "rules-are-settled")

    async with client(empty_office, liaison("qu-san")) as http:
        executing = await http.put(path("2018-b", "qu-san"), json=application())
        beyond = await http.put(path("2018-a", "qu-san"), json=application())
    assert executing.status_code == 200, executing.text
    assert (beyond.status_code, beyond.json()["code"]) == (409, "takes-part-in-enough")


async def test_every_rule_that_can_be_set_has_its_meaning_in_words(empty_office: Office) -> None:
    await put(empty_office, "/draft", BEGINNING)
    async with client(empty_office, STAFF) as staff:
        found = (await staff.get(f"{ONE}/rules")).json()

    rules = found["rules"]
    settings = {f"/{name}" for name in rules} - {
        *("/programme_id", "/number", "/cut_off", "/time_zone"),
        *(f"/{name}" for name in SECTIONS),
    }
    settings |= {f"/{section}/{name}" for section in SECTIONS for name in rules[section]}
    assert {each["field"] for each in found["meanings"]} == settings
    assert all(each.zh and each.en and each.source for each in MEANINGS)


SECTIONS = ("results", "coverage", "participation", "supervision")
PERIOD = {
    "id": "2018T1",
    "first_day": "2018-01-01",
    "last_day": "2018-04-30",
    "label": "第一阶段",
}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"categories": "x"}, "/body/categories"),
    ({"categories": [{"id": "X", "name": "甲", "name_en": "a"}]}, "/body/categories/0/id"),
    ({"filings": [FILINGS[0] | {"due_on": 20180401}]}, "/body/filings/0/due_on"),
    ({"filings": [FILINGS[0] | {"grace_working_days": -1}]}, "/body/filings/0/grace_working_days"),
    ({"filings": FILINGS[1:]}, "/filings"),
    ({"quarterly": {"label": ""}}, "/body/quarterly/label"),
    ({"periods": [PERIOD | {"id": "2018-1"}]}, "/body/periods/0/id"),
    ({"periods": [PERIOD | {"first_day": "2018-13-01"}]}, "/body/periods/0/first_day"),
    ({"periods": [PERIOD | {"last_day": None}]}, "/body/periods/0/last_day"),
    ({"periods": [PERIOD | {"label": ""}]}, "/body/periods/0/label"),
    ({"periods": [PERIOD, PERIOD]}, "/periods/1/id"),
    ({"minimum_projects_per_unit": 1.5}, "/body/minimum_projects_per_unit"),
    ({"plan_readers": "all"}, "/body/plan_readers"),
    ({"monthly_day": "x"}, "/body/monthly_day"),
    ({"task_confirmation_working_days": 0}, "/body/task_confirmation_working_days"),
    ({"practice_picture_required": "yes"}, "/body/practice_picture_required"),
    ({"practice_channels_required": "two"}, "/body/practice_channels_required"),
    ({"results": {"shift": "next"}}, "/body/results/shift"),
    ({"coverage": {}}, "/body/coverage/children_roll_up"),
    ({"participation": PARTICIPATION | {"max_per_unit": 0}}, "/body/participation/max_per_unit"),
    (
        {"participation": PARTICIPATION | {"supplementary_until": "2019-01-01"}},
        "/participation/supplementary_until",
    ),
    ({"supervision": {"amber_days": True}}, "/body/supervision/amber_days"),
    ({"year": 2019}, "/body/year"),
]


@pytest.mark.parametrize(("body", "field"), WRONG, ids=[field for _, field in WRONG])
async def test_what_is_no_rule_is_refused_with_its_place_in_chinese(
    empty_office: Office, body: dict[str, Any], field: str
) -> None:
    name = "/api/applications/programmes/qu-xiao-2019"
    async with client(empty_office, STAFF) as staff:
        await staff.put(f"{name}/draft", json=BEGINNING | {"year": 2019})
        answer = await staff.put(f"{name}/rules", json=body)

    assert answer.status_code == 422, answer.text
    errors = {error["field"]: error for error in answer.json()["errors"]}
    assert field in errors
    assert errors[field]["zh"]


async def test_a_project_by_hand_says_everything_a_project_has(empty_office: Office) -> None:
    answer = await put(empty_office, "/projects/2018-c", {"number": 0, "executing_unit_id": "X"})

    fields = {error["field"] for error in answer.json()["errors"]}
    assert answer.status_code == 422
    assert fields == {
        f"/body/{name}"
        for name in (
            *("number", "title", "title_en", "category", "content_and_targets"),
            *("lead_unit_id", "executing_unit_id"),
        )
    }

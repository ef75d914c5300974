"""Preparing, approving and explaining bonus sheets over HTTP."""

from typing import Any

import pytest

from shared.http.rights import Role
from tests.evaluation.bonus.season import Awards
from tests.evaluation.season import AUDITOR, LEADER, STAFF
from tests.office import Office, who


async def one_pass(office: Office, name: str, **settings: Any) -> Awards:
    """One project with a lead, a unit that acts for it and a co-lead, confirmed as a pass."""
    season = await Awards(office, name).announced()
    await season.table(**settings)
    await season.taken_part(1, "lead", "co-lead", executing="acting")
    await season.confirmed(1)
    await office.caught_up()
    return season


@pytest.mark.covers("REQ-52", "AMB-02")
async def test_without_a_bonus_table_nothing_can_be_awarded(office: Office) -> None:
    season = await Awards(office, "bonus-a").announced()
    await season.taken_part(1, "lead")
    await season.confirmed(1)
    await office.caught_up()

    assert (await season.prepare()).json()["code"] == "no-bonus-table"


@pytest.mark.covers("REQ-54")
async def test_without_a_confirmed_pass_nothing_can_be_awarded(office: Office) -> None:
    season = await Awards(office, "bonus-b").announced()
    season.year = 2031
    await season.announced()
    await season.table()
    await season.taken_part(1, "lead")
    await season.judged(1, "pass")
    await office.caught_up()

    assert (await season.prepare()).json()["code"] == "nothing-confirmed"


async def test_the_preparer_does_not_approve_and_nothing_is_approved_unprepared(
    office: Office,
) -> None:
    season = await one_pass(office, "bonus-c")
    both = who("both", Role.STAFF, Role.LEADER)

    assert (await season.approve()).json()["code"] == "nothing-prepared"
    await season.prepare(both)
    answer = await season.approve(both)

    assert (answer.status_code, answer.json()["code"]) == (403, "preparer-cannot-approve")
    assert (await season.approve()).status_code == 200
    assert (await season.approve()).json()["events"] == []


@pytest.mark.covers("AMB-13", "AMB-25")
@pytest.mark.parametrize(
    ("settings", "units"),
    [
        ({}, {"lead", "co-lead"}),
        ({"executing_unit_bonus": True}, {"lead", "acting", "co-lead"}),
        ({"contribution": "not_recognised"}, {"lead"}),
    ],
)
async def test_the_programme_s_rules_say_who_gets_points(
    office: Office, settings: dict[str, Any], units: set[str]
) -> None:
    season = await one_pass(office, f"bonus-d{len(units)}", **settings)

    await season.awarded()

    assert {unit for unit, sheet in (await season.sheets()).items() if sheet["lines"]} == units


@pytest.mark.covers("REQ-53", "AMB-01")
async def test_a_cap_for_each_project_is_a_setting(office: Office) -> None:
    totals: dict[str, float] = {}
    for scope in ("unit_year", "unit_project"):
        season = await Awards(office, f"bonus-e-{scope.replace('_', '-')}").announced()
        await season.table(cap_scope=scope)
        for number in (1, 2):
            await season.taken_part(number, "lead")
            await season.confirmed(number)
        await office.caught_up()
        await season.awarded()
        totals[scope] = (await season.sheets())["lead"]["awarded"]

    assert totals == {"unit_year": 20, "unit_project": 24}


async def test_news_after_the_preparation_makes_it_outdated(office: Office) -> None:
    season = await one_pass(office, "bonus-f")
    await season.prepare()
    await season.taken_part(2, "lead")
    await season.confirmed(2)
    await office.caught_up()

    answer = await season.approve()

    assert (answer.status_code, answer.json()["code"]) == (409, "preparation-outdated")


async def test_the_explanation_names_rule_marks_and_events_of_every_point(office: Office) -> None:
    season = await one_pass(office, "bonus-g")
    await season.awarded()
    path = f"{season.base}/{season.unit('lead')}/explanation"

    told = (await season.get(AUDITOR, path)).json()
    (entry,) = told["sheet"]["entries"]
    (judged,) = told["projects"]

    assert (entry["points"], entry["rule"]) == (12, "REQ-52 AMB-02")
    assert (entry["prepared_by"], entry["approved_by"]) == ("staff", "leader")
    assert (judged["mean"], judged["min_score"], judged["outcome"]) == (80, 60, "pass")
    known: dict[str, str] = {}
    for service in ("applications", "progress", "evaluation"):
        rows = await office.resources(service).pool.fetch("select event_id, type from event")
        known |= {str(row["event_id"]): row["type"] for row in rows}
    assert [known[event] for event in entry["because"]] == [
        "LeadUnitDesignated",
        "ResultsAccepted",
        "ProjectEvaluated",
        "BonusRulesSet",
    ]


async def test_a_unit_reads_its_own_sheet_only_and_not_who_prepared_it(office: Office) -> None:
    season = await one_pass(office, "bonus-h")
    liaison = who("liaison", Role.LIAISON, unit=season.unit("co-lead"))
    own, other = (f"{season.base}/{season.unit(name)}" for name in ("co-lead", "lead"))
    await season.prepare()
    assert (await season.get(liaison, own)).json()["code"] == "no-such-sheet"
    await season.approve()

    sheet = (await season.get(liaison, own)).json()

    assert (sheet["total"], sheet["entries"][0]["prepared_by"]) == (6, None)
    assert (await season.get(liaison, other)).status_code == 404
    assert [s["unit_id"] for s in (await season.get(liaison, season.base)).json()["items"]] == [
        season.unit("co-lead")
    ]


@pytest.mark.covers("REQ-52", "AMB-25")
async def test_an_open_question_about_a_co_lead_holds_its_line_until_it_is_ruled(
    office: Office,
) -> None:
    season = await one_pass(office, "bonus-i")
    lead = who("l", Role.LIAISON, unit=season.unit("lead"))
    path = f"projects/{season.p(1)}/contributions/{season.unit('co-lead')}"
    against = {"standing": "not_recognised", "reason": "未完成"}
    assert (await season.send(lead, "PUT", path, against)).status_code == 200
    await season.awarded()
    assert set(await season.sheets()) == {"lead"}

    ruling = {"standing": "recognised", "reason": "已完成"}
    assert (await season.send(LEADER, "POST", f"{path}/ruling", ruling)).status_code == 200
    await season.awarded()

    assert (await season.sheets())["co-lead"]["awarded"] == 6


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("preparation", {"projects": "2017-p01"}),
        ("preparation", {"projects": ["Not A Slug"]}),
        ("preparation", {"reason": 1}),
        ("preparation", {"more": 1}),
        ("approval", {"projects": ["Not A Slug"]}),
        ("approval", {"reason": "x"}),
    ],
)
async def test_bad_input_is_refused(office: Office, route: str, body: Any) -> None:
    season = Awards(office, "bonus-j")
    caller = STAFF if route == "preparation" else LEADER

    assert (await season.send(caller, "POST", f"{season.base}/{route}", body)).status_code == 422


async def test_an_unknown_or_malformed_programme_is_refused(office: Office) -> None:
    season = Awards(office, "bonus-nowhere")

    assert (await season.prepare()).json()["code"] == "no-such-programme"
    assert (await season.get(STAFF, season.base)).status_code == 404
    assert (await season.get(STAFF, "programmes/A~b/bonus")).status_code == 422
    assert (await season.get(STAFF, "programmes/a/bonus/A~b/explanation")).status_code == 422

"""The 2017 season's awards and the late finding on its first project (S-150, S-151, S-154).

The units are those that took part when results were accepted, as the scenario lists them.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.bonus.season import Awards
from tests.office import OPENING, Office

SCENARIO: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "deploy/playing/scenario-2017.json").read_text()
)
EXPECTED: dict[str, Any] = SCENARIO["expected_bonus_at_award"]
REVISED: dict[str, Any] = SCENARIO["expected_bonus_after_p01_revised_to_fail"]
RESULTS = datetime(2017, 11, 28, 2, tzinfo=UTC)
ACTING = {12: "keji-ju", 17: "tiyu-ju"}
"""Units in brackets, which act for the lead of a project (AMB-13)."""
REPLACED, BACK = datetime(2017, 9, 1, 1, tzinfo=UTC), datetime(2017, 9, 4, 1, tzinfo=UTC)


async def take_part(season: Awards, number: int, lead: str, co_leads: list[str]) -> None:
    """Let units take part as they did in 2017: one lead was replaced, one co-lead left."""
    await season.lists(season.p(number), number=number)
    joined = dict.fromkeys(co_leads, OPENING)
    executing = ACTING.get(number, "")
    if number == 2:  # S-098, S-100
        await season.leads(2, "zhijian-ju", OPENING)
        await season.left(2, "zhijian-ju", REPLACED.date(), "lead")
        await season.leads(2, lead, REPLACED)
        joined = {"zhijian-ju": BACK}
    else:
        acting = executing and season.unit(executing)
        await season.led_by(season.unit(lead), season.p(number), executing=acting)
    if number == 14:  # S-096
        joined["caishui-xitong"] = OPENING
    for name, at in joined.items():
        await season.joins(number, name, at)
    if number == 14:
        await season.left(14, "caishui-xitong", date(2017, 8, 7))


async def the_season(office: Office, name: str) -> Awards:
    season = await Awards(office, name).announced()
    await season.table()
    for number, part in enumerate(SCENARIO["final_participation"].values(), 1):
        co_leads = part["co_leads_active_at_acceptance"]
        await take_part(season, number, part["lead_at_acceptance"], co_leads)
        await season.judged(number, part["outcome_at_award"])
        await season.stands(number, part["outcome_at_award"])
        await season.results_in(number, RESULTS)
    await office.caught_up()
    return season


@pytest.mark.covers("REQ-52", "REQ-53", "REQ-54", "AMB-01", "AMB-02", "AMB-11", "AMB-12", "AMB-13")
async def test_the_2017_awards_come_out_as_the_office_computed_them(office: Office) -> None:
    season = await the_season(office, "season-a")

    await season.awarded()

    assert await season.sheets() == EXPECTED


@pytest.mark.covers("REQ-53", "REQ-54")
async def test_when_project_one_is_revised_to_a_fail_its_lead_loses_its_points_and_no_more(
    office: Office,
) -> None:
    season = await the_season(office, "season-b")
    await season.awarded()
    await season.revised(1, "fail")
    await season.stands(1, "fail")

    assert (await season.prepare()).json()["code"] == "reason-needed"
    assert (await season.prepare(reason="制度文本系抄袭")).status_code == 200
    receipt = (await season.approve()).json()

    assert receipt["events"] == ["BonusRevoked", "BonusAdjusted"]
    assert await season.sheets() == REVISED


@pytest.mark.covers("REQ-54")
async def test_a_project_that_did_not_pass_is_not_awarded_by_hand(office: Office) -> None:
    season = await the_season(office, "season-c")
    await season.prepare()

    for number in (3, 10):
        answer = await season.approve(projects=[season.p(number)])
        assert (answer.status_code, answer.json()["code"]) == (409, "not-a-pass")
    assert [sheet["lines"] for sheet in (await season.sheets()).values() if sheet["lines"]] == []


async def test_while_a_decision_is_revised_nothing_is_taken_back_and_the_same_pass_changes_nothing(
    office: Office,
) -> None:
    season = await the_season(office, "season-d")
    await season.awarded()

    await season.revised(1, "fail")
    assert (await season.prepare()).json()["events"] == []
    await season.revised(1, "pass")
    await season.stands(1, "pass")

    assert (await season.prepare()).json()["events"] == []
    assert await season.sheets() == EXPECTED

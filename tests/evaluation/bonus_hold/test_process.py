"""Copies that came late: a line waits for them, or is held and reckoned anew (X11)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.applications import ApplicationAccepted
from shared.ids import ProjectId, UnitId
from tests.evaluation.bonus.season import Awards
from tests.evaluation.season import STAFF
from tests.office import OPENING, Office

ACCEPTED = datetime(2017, 11, 28, 2, tzinfo=UTC)
BEFORE, AFTER = date(2017, 8, 7), date(2017, 12, 29)
WHY = "该单位在成果接收前已退出"


async def passed(office: Office, name: str) -> Awards:
    """A confirmed pass with a lead and a co-lead, whose results nobody accepted as far as is known."""
    season = Awards(office, name)
    season.year = 2040
    await season.announced()
    await season.table()
    await season.taken_part(1, "lead", "co-lead")
    await season.judged(1, "pass")
    await season.stands(1, "pass")
    await office.caught_up()
    return season


async def units(season: Awards) -> set[str]:
    return {unit for unit, sheet in (await season.sheets()).items() if sheet["lines"]}


async def held(season: Awards) -> dict[str, list[str]]:
    """Return the units of which lines are held, with the projects."""
    items = (await season.get(STAFF, season.base)).json()["items"]
    here = [sheet for sheet in items if sheet["unit_id"].startswith(season.programme)]
    return {
        sheet["unit_id"].removeprefix(f"{season.programme}-"): sheet["held"]
        for sheet in here
        if sheet["held"]
    }


@pytest.mark.covers("AMB-11", "REQ-52")
@pytest.mark.parametrize("end_first", [True, False])
async def test_who_left_before_results_were_accepted_gets_nothing_whichever_news_came_first(
    office: Office, *, end_first: bool
) -> None:
    season = await passed(office, f"late-a{end_first:d}")
    assert (await season.prepare()).json()["events"] == []  # nobody knows who took part then

    if end_first:
        await season.left(1, "co-lead", BEFORE)
        await season.results_in(1, ACCEPTED)
    else:
        await season.results_in(1, ACCEPTED)
        await season.left(1, "co-lead", BEFORE)
    await office.caught_up()
    await season.awarded()

    assert await units(season) == {"lead"}


@pytest.mark.covers("AMB-11")
async def test_who_left_after_results_were_accepted_keeps_its_line(office: Office) -> None:
    season = await passed(office, "late-b")
    await season.results_in(1, ACCEPTED)
    await office.caught_up()
    await season.awarded()

    await season.left(1, "co-lead", AFTER)
    await office.caught_up()

    assert await held(season) == {}
    assert (await season.prepare()).json()["events"] == []
    assert await units(season) == {"lead", "co-lead"}


@pytest.mark.covers("REQ-53", "AMB-11")
async def test_late_news_of_a_leaving_holds_the_line_and_a_counter_entry_takes_it_back(
    office: Office,
) -> None:
    season = await passed(office, "late-c")
    await season.results_in(1, ACCEPTED)
    await office.caught_up()
    await season.awarded()

    await season.left(1, "co-lead", BEFORE)
    await office.caught_up()
    assert await held(season) == {"co-lead": [season.p(1)]}
    assert (await season.prepare()).json()["code"] == "reason-needed"
    await season.awarded(WHY)

    assert await held(season) == {}
    assert await units(season) == {"lead"}


@pytest.mark.covers("AMB-12")
async def test_late_news_of_a_replacement_gives_the_lead_s_points_to_the_new_lead(
    office: Office,
) -> None:
    season = await passed(office, "late-d")
    await season.results_in(1, ACCEPTED)
    await office.caught_up()
    await season.awarded()

    await season.leads(1, "new-lead", ACCEPTED - timedelta(days=30))
    await season.joins(1, "lead", ACCEPTED - timedelta(days=29))
    await office.caught_up()
    assert await held(season) == {"lead": [season.p(1)], "co-lead": [season.p(1)]}
    await season.awarded("牵头单位已更换")

    assert await held(season) == {}
    got = {unit: sheet["awarded"] for unit, sheet in (await season.sheets()).items()}
    assert got == {"lead": 6, "new-lead": 12, "co-lead": 6}


@pytest.mark.covers("AMB-12")
async def test_a_lead_replaced_after_results_were_accepted_keeps_its_points(office: Office) -> None:
    season = await passed(office, "late-e")
    await season.results_in(1, ACCEPTED)
    await season.leads(1, "new-lead", ACCEPTED + timedelta(days=1))
    await office.caught_up()

    await season.awarded()

    assert await units(season) == {"lead", "co-lead"}


async def test_a_held_line_that_is_due_as_it_is_is_released(office: Office) -> None:
    season = await passed(office, "late-f")
    await season.results_in(1, ACCEPTED)
    await office.caught_up()
    await season.awarded()

    await season.results_in(1, ACCEPTED + timedelta(days=1))  # checked again: nobody left between
    await office.caught_up()
    assert await held(season) == {"lead": [season.p(1)], "co-lead": [season.p(1)]}
    assert (await season.prepare()).json()["events"] == ["BonusReleased"]

    assert await held(season) == {}
    assert await units(season) == {"lead", "co-lead"}


@pytest.mark.covers("AMB-11", "AMB-12")
async def test_a_lead_whose_part_ended_before_acceptance_gets_nothing(office: Office) -> None:
    season = await passed(office, "late-g")
    confirmed = ApplicationAccepted(
        programme_id=season.programme,
        project_id=ProjectId(season.p(1)),
        unit_id=UnitId(season.unit("lead")),
        role="lead",
    )
    await season.tell(
        "participation", f"{confirmed.project_id}~{confirmed.unit_id}", confirmed, OPENING
    )
    await season.left(1, "lead", BEFORE, "lead")
    await season.results_in(1, ACCEPTED)
    await office.caught_up()
    await season.awarded()

    assert await units(season) == {"co-lead"}


@pytest.mark.covers("AMB-12")
async def test_whose_the_lead_s_points_are_is_a_setting(office: Office) -> None:
    season = Awards(office, "late-h")
    season.year = 2040
    await season.announced()
    await season.table(lead_bonus="first_lead")
    await season.taken_part(1, "lead", "co-lead")
    await season.leads(1, "new-lead", ACCEPTED - timedelta(days=30))
    await season.judged(1, "pass")
    await season.stands(1, "pass")
    await season.results_in(1, ACCEPTED)
    await office.caught_up()

    await season.awarded()

    assert await units(season) == {"lead", "co-lead"}

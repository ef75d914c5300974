"""The facts of the process: what was owed, and how it stands."""

from typing import Any

import pytest

from services.evaluation.obligation.projection import obligations
from shared.contracts.progress import (
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    DeadlineWaived,
    ProgressReported,
)
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream
from tests.evaluation.season import LEADER, STAFF, Season
from tests.evaluation.season import reviewer as acting
from tests.office import OPENING, Office


async def a_season(office: Office, name: str, gate: str = "off") -> Season:
    season = await (await Season(office, name).opened()).ruled()
    rules = {"aggregate": "mean", "publicity_working_days": 5, "process_gate": gate}
    await season.send(LEADER, "PUT", f"programmes/{name}/procedure", rules)
    return season


def missed(season: Season) -> DeadlineMissed:
    return DeadlineMissed(
        obligation="results",
        subject=season.project,
        owner_unit_id=UnitId("guozi-wei"),
        label="工作成果",
    )


async def test_every_fact_of_a_deadline_is_followed(office: Office) -> None:
    season = await a_season(office, "owes-a")
    about: dict[str, Any] = {"obligation": "results", "subject": season.project}
    happenings: list[tuple[Any, str]] = [
        (missed(season), "missed"),
        (DeadlineExtended(**about, due_at=OPENING, grace_until=OPENING), "open"),
        (DeadlineMet(**about), "met"),
        (DeadlineMet(**about, within_grace=True), "within_grace"),
        (DeadlineMetLate(**about), "met_late"),
        (DeadlineWaived(**about), "waived"),
    ]
    await season.owes()

    for event, status in happenings:
        await season.owed(event)
        await office.caught_up()
        (row,) = await obligations(office.resources("evaluation").pool, season.project)
        assert row.status == status


async def test_what_else_progress_tells_is_no_fact(office: Office) -> None:
    season = await a_season(office, "owes-b")
    reported = ProgressReported(
        project_id=ProjectId(season.project), period="2017Q2", unit_id=UnitId("guozi-wei")
    )
    await office.publish("progress", Stream("progress-report", season.project), reported)
    await office.caught_up()

    assert await obligations(office.resources("evaluation").pool, season.project) == []


async def test_what_co_leads_owe_for_a_task_is_no_fact_about_the_lead(office: Office) -> None:
    season = await a_season(office, "owes-t")
    about = {"obligation": "task", "subject": f"{season.project}~1"}
    owed = DeadlineSet(
        **about,
        programme_id=ProgrammeId("owes-t"),
        project_id=ProjectId(season.project),
        owner_unit_id=UnitId("jiaotong-ju"),
        label="任务",
        due_at=OPENING,
        grace_until=OPENING,
    )
    await office.publish("progress", Stream("deadline", f"task~{season.project}~1"), owed)
    await office.caught_up()

    assert await obligations(office.resources("evaluation").pool, season.project) == []


@pytest.mark.parametrize(("gate", "outcome"), [("off", "pass"), ("no_missed", "fail")])
async def test_reviewers_see_the_facts_and_the_decision_keeps_them_as_they_were(
    office: Office, gate: str, outcome: str
) -> None:
    season = await a_season(office, f"owes-c-{outcome}", gate)
    await season.owes()
    await season.owes("2017q2")
    await season.owed(missed(season))
    await office.caught_up()
    me = season.panel[0]
    await season.assign(me)

    sheet = await season.get(acting(me), f"projects/{season.project}/reviews/{me}")
    await season.closed_with([80] * 5)
    await season.owed(DeadlineMetLate(obligation="results", subject=season.project))
    await office.caught_up()
    decided = (await season.decision(STAFF)).json()

    facts = [
        {"label": "季度反馈表", "status": "open"},
        {"label": "工作成果", "status": "missed"},
    ]
    assert sheet.json()["facts"] == facts
    assert [{k: f[k] for k in ("label", "status")} for f in decided["facts"]] == facts
    assert (decided["mean"], decided["outcome"]) == (80, outcome)


@pytest.mark.covers("REQ-50")
async def test_what_was_waived_is_kept_beside_the_judgement_and_bars_nothing(
    office: Office,
) -> None:
    season = await a_season(office, "owes-waived", "no_missed")
    await season.owes()
    await season.owed(DeadlineWaived(obligation="results", subject=season.project))
    await office.caught_up()

    await season.closed_with([70] * 5)
    decided = (await season.decision(STAFF)).json()
    again = await season.close()

    assert decided["outcome"] == "pass"
    assert [fact["status"] for fact in decided["facts"]] == ["waived"]
    assert again.json()["code"] == "already-evaluated"

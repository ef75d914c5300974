"""What is over is not judged any more."""

from typing import Any

import pytest

from shared.contracts.applications import ProgrammeClosed, ProjectCancelled
from shared.ids import ProjectId
from tests.evaluation.season import STAFF, Season
from tests.office import Office


async def a_season(office: Office, name: str) -> Season:
    return await (await Season(office, name).opened()).ruled()


async def told(season: Season, feature: str, stream: str, event: Any) -> None:
    await season.tell(feature, stream, event)
    await season.office.caught_up()


async def codes(season: Season) -> set[tuple[int, str]]:
    asked = season.panel[0]
    answers = [
        await season.assign(season.panel[1]),
        await season.score(asked, 80),
        await season.void(asked),
        await season.recuse(asked),
        await season.close(),
        await season.missing(),
    ]
    return {(answer.status_code, answer.json()["code"]) for answer in answers}


@pytest.mark.covers("REQ-49")
async def test_nobody_is_asked_about_a_cancelled_project_and_its_round_is_not_closed(
    office: Office,
) -> None:
    season = await a_season(office, "ended-a")
    await season.assign(season.panel[0])
    cancelled = ProjectCancelled(
        programme_id=season.programme, project_id=ProjectId(season.project), reason="不再单列"
    )
    await told(season, "project", season.project, cancelled)

    assert await codes(season) == {(409, "project-is-cancelled")}
    assert (await season.get(STAFF, f"projects/{season.project}/reviewers")).status_code == 200


@pytest.mark.covers("REQ-02")
async def test_nothing_is_reviewed_in_a_closed_programme(office: Office) -> None:
    season = await a_season(office, "ended-b")
    await season.assign(season.panel[0])
    closed = ProgrammeClosed(programme_id=season.programme)
    await told(season, "closing", season.programme, closed)

    assert await codes(season) == {(409, "programme-is-closed")}

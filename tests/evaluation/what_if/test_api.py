"""What other rules would bring is computed by the real rules, and changes nothing."""

from typing import Any

import pytest
from httpx2 import Response

from tests.evaluation.season import AUDITOR, BONUS, LEADER, STAFF, Season
from tests.office import Office

TOTALS = [62, 55, 61, 63, 58, 41, 60]
"""The sheets of 2017-p17 before the objection: 59.20, a fail (REQ-50)."""


async def failed(office: Office, name: str) -> Season:
    """A project with a lead, a unit that acts for it and a co-lead, which just failed."""
    season = await (await Season(office, name).opened()).ruled()
    return await season.closed_with(TOTALS)


def path(season: Season, name: str) -> str:
    return f"programmes/{season.programme}/what-ifs/{name}"


async def run(season: Season, name: str = "draft", **draft: Any) -> Response:
    return await season.send(STAFF, "PUT", path(season, name), draft)


async def told(season: Season, **draft: Any) -> dict[str, Any]:
    """Return what would come of a draft."""
    answer = await run(season, **draft)
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = (await season.get(AUDITOR, path(season, "draft"))).json()
    return read


async def test_a_lower_pass_mark_shows_more_passes_and_their_points_and_changes_nothing(
    office: Office,
) -> None:
    season = await failed(office, "what-if-a")
    before = (await season.decision(STAFF)).json()

    read = await told(season, min_score=59)

    assert read["simulation"] is True
    assert (read["passes"], read["simulated_passes"]) == (0, 1)
    (project,) = read["projects"]
    assert (project["outcome"], project["simulated_outcome"]) == ("fail", "pass")
    assert (project["mean"], project["simulated_mean"], project["changed"]) == (59.2, 59.2, True)
    assert {u["unit_id"]: (u["points"], u["simulated_points"]) for u in read["units"]} == {
        "guozi-wei": (0, 12),
        "gongan-ju": (0, 6),
    }
    assert (await season.decision(STAFF)).json() == before


@pytest.mark.covers("AMB-23")
async def test_without_trimming_every_sheet_counts(office: Office) -> None:
    read = await told(await failed(office, "what-if-b"), aggregate="mean")

    assert read["projects"][0]["simulated_mean"] == 57.14


@pytest.mark.covers("AMB-22")
async def test_with_more_valid_sheets_asked_for_the_project_could_not_be_judged(
    office: Office,
) -> None:
    read = await told(await failed(office, "what-if-c"), min_valid=8)

    (project,) = read["projects"]
    assert (project["simulated_outcome"], project["simulated_mean"]) == ("too_few_sheets", None)


@pytest.mark.covers("AMB-01", "AMB-02")
@pytest.mark.parametrize(
    ("draft", "lead"),
    [({"lead": 9}, 9), ({"lead": 9, "cap": 5}, 5), ({"cap": 5, "cap_scope": "unit_project"}, 5)],
)
async def test_another_table_or_cap_shows_other_points(
    office: Office, draft: dict[str, Any], lead: int
) -> None:
    season = await failed(office, f"what-if-d{len(draft)}{lead}{'cap_scope' in draft:d}")

    read = await told(season, min_score=50, **draft)

    (unit,) = (unit for unit in read["units"] if unit["unit_id"] == "guozi-wei")
    assert (unit["simulated_points"], unit["difference"]) == (lead, lead)


async def test_a_project_without_results_and_a_finding_stay_as_they_were_found(
    office: Office,
) -> None:
    season = await (await Season(office, "what-if-e").opened()).ruled()
    await season.lists("what-if-e-p2", number=2)
    await office.caught_up()
    await season.hands_in_nothing("what-if-e-p2")
    assert (await season.missing("what-if-e-p2")).status_code == 200
    await season.closed_with([80] * 5)
    assert (await season.publicise()).status_code == 200
    assert (await season.find()).status_code == 200

    read = await told(season, min_score=10)

    assert [p["simulated_outcome"] for p in read["projects"]] == ["fail", "not_submitted"]


async def test_before_rules_are_set_a_draft_has_to_be_complete(office: Office) -> None:
    season = await Season(office, "what-if-f").opened()

    refused = await run(season, min_score=60)
    complete = await told(season, min_score=60, min_valid=5, **BONUS)

    assert (refused.status_code, refused.json()["code"]) == (409, "rules-to-try-are-missing")
    assert (complete["projects"], complete["run"]["rules"]["aggregate"]) == ([], "trimmed_mean")


async def test_the_log_says_who_tried_which_rules(office: Office) -> None:
    season = await failed(office, "what-if-g")
    await run(season, "first", min_score=59)
    assert (await run(season, "first", min_score=58)).json()["code"] == "what-if-id-taken"
    await season.send(LEADER, "PUT", path(season, "second"), {"min_score": 58})

    items = (await season.get(AUDITOR, f"programmes/{season.programme}/what-ifs")).json()["items"]

    assert [(i["what_if_id"], i["run_by"], i["rules"]["min_score"]) for i in items] == [
        ("first", "staff", 59),
        ("second", "leader", 58),
    ]
    assert (await season.get(STAFF, path(season, "third"))).status_code == 404


@pytest.mark.parametrize(
    "draft",
    [
        {"min_score": 101},
        {"min_valid": 0},
        {"aggregate": "median"},
        {"lead": -1},
        {"co_lead": "much"},
        {"cap": 1.234},
        {"cap_scope": "project"},
        {"more": 1},
    ],
)
async def test_bad_input_is_refused(office: Office, draft: dict[str, Any]) -> None:
    assert (await run(Season(office, "what-if-h"), **draft)).status_code == 422


async def test_bad_addresses_are_refused(office: Office) -> None:
    season = Season(office, "what-if-i")

    assert (await run(season, "A~b")).status_code == 422
    assert (await season.get(STAFF, "programmes/A~b/what-ifs")).status_code == 422

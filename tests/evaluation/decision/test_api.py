"""Closing a round and reading its decision over HTTP."""

import json
from hashlib import sha256

import pytest

from tests.evaluation.season import AUDITOR, CO_LEAD, LEAD, LEADER, STAFF, STRANGER, Season
from tests.evaluation.season import reviewer as acting
from tests.office import Office


async def a_season(office: Office, name: str) -> Season:
    return await (await Season(office, name).opened()).ruled()


async def test_the_season_s_project_eight_is_closed_with_87_25(office: Office) -> None:
    season = await a_season(office, "close-a")
    await season.scored([88, 91, 85, 90, 86, 79])

    receipt = (await season.close()).json()
    decided = (await season.decision(STAFF)).json()

    assert receipt["events"] == ["ProjectEvaluated"]
    assert (decided["mean"], decided["outcome"], decided["min_score"]) == (87.25, "pass", 60)
    left_out = {s["total"]: s["standing"] for s in decided["sheets"] if s["standing"] != "counted"}
    assert left_out == {91: "highest", 79: "lowest"}
    assert {s["reviewer_id"] for s in decided["sheets"]} == set(season.panel[:6])
    assert (await season.decision(AUDITOR)).json() == decided


async def test_anyone_can_check_that_the_marks_are_those_that_were_sealed(office: Office) -> None:
    season = await a_season(office, "close-b")
    await season.scored([80, 81, 82, 83, 84])
    before = await office.resources("evaluation").pool.fetch(
        "select data->>'commitment' as commitment from event where stream like 'review:close-b%' "
        "and type = 'ScoreSubmitted'"
    )
    await season.close()

    sheets = (await season.decision(LEAD)).json()["sheets"]

    for sheet in sheets:
        hundredths = {c: round(points * 100) for c, points in sheet["marks"].items()}
        plain = json.dumps(hundredths, sort_keys=True, separators=(",", ":"))
        assert sha256((sheet["salt"] + plain).encode()).hexdigest() == sheet["commitment"]
    assert {s["commitment"] for s in sheets} == {row["commitment"] for row in before}


async def test_lead_co_lead_and_reviewers_read_the_result_without_names(office: Office) -> None:
    season = await a_season(office, "close-c")
    await season.scored([80, 81, 82, 83, 84])
    await season.close()

    for caller in (LEAD, CO_LEAD, acting(season.panel[0])):
        answer = await season.decision(caller)
        sheets = answer.json()["sheets"]
        assert [s["label"] for s in sheets] == [f"评委{n}" for n in range(1, 6)]
        assert {s["reviewer_id"] for s in sheets} == {None}
        assert not [name for name in season.panel if name in answer.text]
    for caller in (STRANGER, acting("someone-else")):
        assert (await season.decision(caller)).status_code == 404


async def test_before_closing_only_the_organiser_reads_how_many_are_done(office: Office) -> None:
    season = await a_season(office, "close-d")
    await season.scored([80, 81])
    await season.assign(season.panel[2])

    for caller in (STAFF, LEADER):
        open_round = (await season.decision(caller)).json()
        assert open_round == {
            "status": "open",
            "project_id": season.project,
            "done": 2,
            "assigned": 3,
        }
    for caller in (AUDITOR, LEAD, acting(season.panel[0])):
        assert (await season.decision(caller)).json()["code"] == "not-decided-yet"


async def test_four_sheets_are_too_few(office: Office) -> None:
    season = await a_season(office, "close-e")
    await season.scored([80, 81, 82, 83])

    answer = await season.close()

    assert (answer.status_code, answer.json()["code"]) == (409, "too-few-sheets")
    assert (await season.decision(STAFF)).json()["status"] == "open"


async def test_closing_again_is_refused_and_the_same_request_is_answered_again(
    office: Office,
) -> None:
    season = await a_season(office, "close-f")
    await season.scored([80] * 5)

    first = (await season.close(Idempotency_Key="close-f")).json()
    again = (await season.close(Idempotency_Key="close-f")).json()
    other = await season.close()

    assert again == first | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "already-evaluated")


async def test_an_unknown_or_malformed_project_is_refused(office: Office) -> None:
    season = Season(office, "close-g")

    assert (await season.close("nowhere")).status_code == 404
    assert (await season.decision(STAFF, "nowhere")).status_code == 404
    assert (await season.close("Not~A~Slug")).status_code == 422
    assert (await season.decision(STAFF, "Not~A~Slug")).status_code == 422


async def test_a_forged_box_keeps_the_round_open(office: Office) -> None:
    season = await a_season(office, "close-h")
    await season.scored([80] * 5)
    pool = office.resources("evaluation").pool
    swapped = (
        "update review r set box = o.box from review o where r.project_id = $1 "
        "and o.project_id = $1 and r.reviewer_id = $2 and o.reviewer_id = $3"
    )
    await pool.execute(swapped, season.project, season.panel[0], season.panel[1])

    answer = await season.close()

    assert (answer.status_code, answer.json()["code"]) == (409, "seal-broken")
    assert (await season.decision(STAFF)).json()["status"] == "open"


async def test_news_of_a_part_in_the_project_that_came_after_the_sheet_makes_it_not_count(
    office: Office,
) -> None:
    season = await a_season(office, "close-i")
    members = dict.fromkeys(season.panel, "") | {season.panel[0]: "shuili-ju"}
    assert (await season.set_panel(members)).status_code == 200
    await season.scored([100, 70, 70, 70, 70, 70])
    await season.joined_by("shuili-ju")
    await office.caught_up()

    await season.close()
    decided = (await season.decision(STAFF)).json()

    assert decided["mean"] == 70
    assert [s["total"] for s in decided["sheets"] if s["standing"] == "voided"] == [100]


async def test_the_rest_of_the_season_s_score_checks_come_out_too(office: Office) -> None:
    for name, totals, mean, outcome in (
        ("close-p13", [75, 72, 78, 70, 74], 73.67, "pass"),
        ("close-p17", [62, 55, 61, 63, 58, 41, 60], 59.2, "fail"),
        ("close-p17b", [62, 55, 61, 63, 58, 60], 60.25, "pass"),
    ):
        season = await (await a_season(office, name)).closed_with(totals)
        decided = (await season.decision(STAFF)).json()
        assert (decided["mean"], decided["outcome"]) == (mean, outcome)


async def test_the_staff_closes_a_round_as_well_as_the_leader(office: Office) -> None:
    season = await (await a_season(office, "close-j")).scored([80] * 5)

    assert (await season.close(caller=STAFF)).status_code == 200


async def test_a_project_without_results_is_not_submitted_and_nobody_reviews_it_any_more(
    office: Office,
) -> None:
    season = Season(office, "close-k")
    await season.lists()
    await season.hands_in_nothing()
    await season.ruled()

    receipt = (await season.missing()).json()
    decided = (await season.decision(LEADER)).json()

    assert receipt["events"] == ["ProjectEvaluated", "ResultsFoundMissing"]
    assert (decided["outcome"], decided["stage"], decided["sheets"]) == (
        "not_submitted",
        "evaluated",
        [],
    )
    assert decided["reason"] == "宽限期内未报送成果"
    assert (await season.assign(season.panel[1])).json()["code"] == "round-closed"
    assert (await season.missing()).json()["code"] == "already-evaluated"
    assert (await season.close()).json()["code"] == "already-evaluated"


@pytest.mark.covers("AMB-24", "REQ-49")
async def test_results_are_not_missing_before_their_time_is_over_or_once_they_are_frozen(
    office: Office,
) -> None:
    waiting = Season(office, "close-no-results-a")
    await waiting.lists()
    await office.caught_up()
    unknown = await waiting.missing()
    await waiting.owes()
    await office.caught_up()
    owed = await waiting.missing()
    handed_in = await a_season(office, "close-no-results-b")
    await handed_in.hands_in_nothing()
    frozen = await handed_in.missing()

    for answer in (unknown, owed):
        assert (answer.status_code, answer.json()["code"]) == (409, "results-time-not-over")
    assert (frozen.status_code, frozen.json()["code"]) == (409, "results-are-in")


async def test_a_project_that_has_sheets_is_not_found_without_results(office: Office) -> None:
    season = await (await a_season(office, "close-l")).scored([80])

    answer = await season.missing()

    assert (answer.status_code, answer.json()["code"]) == (409, "sheets-are-in")
    assert (await season.missing("nowhere")).status_code == 404
    for reason in ("", "x" * 201):
        assert (await season.missing(reason=reason)).status_code == 422
    assert (await season.missing(more=1)).status_code == 422


async def test_the_plain_mean_is_taken_if_the_rules_ask_for_it(office: Office) -> None:
    season = await a_season(office, "close-m")
    plain = {"aggregate": "mean", "publicity_working_days": 5}
    path = f"programmes/{season.programme}/procedure"
    assert (await season.send(LEADER, "PUT", path, plain)).status_code == 200

    await season.closed_with([62, 55, 61, 63, 58, 41, 60])
    decided = (await season.decision(STAFF)).json()

    assert (decided["mean"], decided["aggregate"]) == (57.14, "mean")

"""Assigning reviews and handing in sheets over HTTP."""

import asyncio
from typing import Any

import pytest

from tests.evaluation.season import AUDITOR, LEADER, RUBRIC, STAFF, Season, marks_of
from tests.evaluation.season import reviewer as acting
from tests.office import Office


async def a_season(office: Office, name: str) -> Season:
    return await (await Season(office, name).opened()).ruled()


async def test_a_sheet_is_handed_in_read_back_and_corrected_until_the_round_closes(
    office: Office,
) -> None:
    season = await a_season(office, "review-a")
    me = season.panel[0]
    path = f"projects/{season.project}/reviews/{me}"
    await season.assign(me)
    empty = (await season.get(acting(me), path)).json()

    await season.score(me, 70.25, advice="初稿")
    twice = await season.score(me, 81.5, advice="改后")
    assert (twice.status_code, twice.json()["code"]) == (409, "sheet-is-in")
    assert (await season.reopen(me)).status_code == 200
    given_back = (await season.get(acting(me), path)).json()
    await season.score(me, 81.5, advice="改后")
    own = (await season.get(acting(me), path)).json()

    assert (empty["sheet"], empty["marks"]) == (0, {})
    assert (given_back["sheet"], given_back["reopened"]) == (1, True)
    assert (own["sheet"], own["marks"], own["advice"]) == (2, marks_of(81.5), "改后")
    assert own["reopened"] is False
    assert [c["max_points"] for c in own["criteria"]] == [40, 60]

    for name in season.panel[1:5]:
        await season.assign(name)
        await season.score(name, 80)
    assert (await season.close()).status_code == 200
    late = await season.score(me, 100)
    assert (late.status_code, late.json()["code"]) == (409, "round-closed")
    assert (await season.assign(season.panel[6])).json()["code"] == "round-closed"
    assert (await season.get(AUDITOR, path)).json()["marks"] == marks_of(81.5)


@pytest.mark.parametrize("unit", ["guozi-wei", "keji-ju", "gongan-ju"])
async def test_a_reviewer_whose_unit_takes_part_is_refused(office: Office, unit: str) -> None:
    season = await a_season(office, f"review-b-{unit}")
    await season.set_panel(dict.fromkeys(season.panel, "") | {season.panel[0]: unit})

    answer = await season.assign(season.panel[0])

    assert (answer.status_code, answer.json()["code"]) == (409, "reviewer-barred")


async def test_the_first_sheet_needs_all_rules(office: Office) -> None:
    season = await Season(office, "review-c").opened()
    await season.set_panel(dict.fromkeys(season.panel, ""))
    await season.assign(season.panel[0])

    without_rubric = await season.score(season.panel[0], 80)
    await season.send(LEADER, "PUT", "programmes/review-c/rubric", RUBRIC)
    without_bonus = await season.score(season.panel[0], 80)

    assert (without_rubric.status_code, without_rubric.json()["code"]) == (409, "no-rubric-yet")
    assert (without_bonus.status_code, without_bonus.json()["code"]) == (409, "rules-incomplete")
    assert "bonus rules" in without_bonus.json()["title_en"]


async def test_a_sheet_of_105_points_or_with_a_criterion_left_out_is_refused(
    office: Office,
) -> None:
    season = await a_season(office, "review-d")
    me = season.panel[0]
    await season.assign(me)
    path = f"projects/{season.project}/reviews/{me}/score"

    for marks in ({"operable": 45, "effect": 60}, {"effect": 60}):
        answer = await season.send(acting(me), "PUT", path, {"marks": marks, "advice": "好"})
        assert (answer.status_code, answer.json()["code"]) == (422, "marks-not-sound")
        assert answer.json()["errors"][0]["field"] == "/marks/operable"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"marks": {}, "advice": "好"},
        {"marks": marks_of(80), "advice": ""},
        {"marks": marks_of(80), "advice": "  "},
        {"marks": marks_of(80)},
        {"marks": {"operable": 1.001, "effect": 1}, "advice": "好"},
        {"marks": {"operable": "many", "effect": 1}, "advice": "好"},
        {"marks": {"Not A Slug": 1}, "advice": "好"},
        {"marks": marks_of(80), "advice": "好", "total": 100},
        {"marks": marks_of(80), "advice": "a\u0000"},
    ],
)
async def test_bad_input_is_refused_and_nothing_is_stored(
    office: Office, body: dict[str, Any]
) -> None:
    season = Season(office, "review-e")
    if (await season.get(acting(season.panel[0]), f"projects/{season.project}/decision")).json()[
        "code"
    ] == "no-such-project":
        await (await season.opened()).ruled()
    me = season.panel[0]
    await season.assign(me)
    path = f"projects/{season.project}/reviews/{me}"

    answer = await season.send(acting(me), "PUT", f"{path}/score", body)

    assert answer.status_code == 422
    assert (await season.get(acting(me), path)).json()["sheet"] == 0


async def test_a_repeated_sheet_counts_once_and_another_under_its_key_is_a_conflict(
    office: Office,
) -> None:
    season = await a_season(office, "review-f")
    me = season.panel[0]
    await season.assign(me)

    first = await season.score(me, 80, Idempotency_Key="review-f")
    again = await season.score(me, 80, Idempotency_Key="review-f")
    other = await season.score(me, 81, Idempotency_Key="review-f")

    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")


async def test_the_first_sheets_of_two_reviewers_at_once_both_come_in(office: Office) -> None:
    season = await a_season(office, "review-g")
    for name in season.panel:
        await season.assign(name)

    answers = await asyncio.gather(*(season.score(name, 80) for name in season.panel))

    assert {answer.status_code for answer in answers} == {200}
    fixed = await office.resources("evaluation").pool.fetchval(
        "select count(*) from event where stream = 'rules:review-g' and type = 'RulesFixed'"
    )
    assert fixed == 1


async def test_nobody_scores_for_another_or_without_being_asked(office: Office) -> None:
    season = await a_season(office, "review-h")
    me, other = season.panel[:2]
    await season.assign(me)
    path = f"projects/{season.project}/reviews/{me}/score"
    sheet = {"marks": marks_of(80), "advice": "好"}

    assert (await season.send(acting(other), "PUT", path, sheet)).status_code == 403
    assert (await season.send(LEADER, "PUT", path, sheet)).status_code == 403
    assert (await season.score(other, 80)).json()["code"] == "not-assigned"


async def test_a_reviewer_lists_the_own_assignments_page_by_page(office: Office) -> None:
    season = await a_season(office, "review-i")
    me = season.panel[0]
    for number in (2, 3):
        await season.lists(f"review-i-p{number}", number=number)
    for number in (2, 3):
        await season.freezes(f"review-i-p{number}")
    for number in (1, 2, 3):
        await season.assign(me, f"review-i-p{number}")

    first = (await season.get(acting(me), "reviewer/assignments?limit=2")).json()
    rest = (
        await season.get(acting(me), f"reviewer/assignments?limit=2&after={first['next']}")
    ).json()
    others = (await season.get(acting(season.panel[1]), "reviewer/assignments")).json()

    assert [line["number"] for line in first["items"] + rest["items"]] == [1, 2, 3]
    assert (rest["next"], others["items"]) == ("", [])
    assert first["items"][0]["title"] == "一项创新"


async def test_assigning_to_unknown_projects_or_people_is_refused(office: Office) -> None:
    season = await a_season(office, "review-j")

    assert (await season.assign("nobody")).json()["code"] == "not-on-the-panel"
    assert (await season.assign(season.panel[0], "nowhere")).status_code == 404
    assert (await season.assign("No~Slug")).status_code == 422
    assert (await season.get(STAFF, "reviewer/assignments?limit=0")).status_code in {403, 422}


async def test_both_versions_of_a_sheet_that_was_given_back_are_kept(office: Office) -> None:
    season = await a_season(office, "review-k")
    me = season.panel[0]
    await season.assign(me)
    await season.score(me, 70)
    await season.reopen(me)
    await season.score(me, 80)

    kept = await office.resources("evaluation").pool.fetch(
        "select type, data->>'sheet' as sheet from event where stream = $1 order by version",
        f"review:{season.project}~{me}",
    )

    assert [(row["type"], row["sheet"]) for row in kept[1:]] == [
        ("ScoreSubmitted", "1"),
        ("ScoreReopened", "1"),
        ("ScoreSubmitted", "2"),
    ]


async def test_a_sheet_that_was_given_back_or_voided_does_not_close_a_round(
    office: Office,
) -> None:
    season = await (await a_season(office, "review-l")).scored([70] * 6)
    given_back, voided = season.panel[:2]
    await season.reopen(given_back)
    assert (await season.void(voided)).status_code == 200

    too_few = await season.close()
    await season.score(given_back, 90)
    closed = await season.close()
    sheets = (await season.decision(STAFF)).json()["sheets"]

    assert too_few.json()["code"] == "too-few-sheets"
    assert closed.status_code == 200
    assert {s["reviewer_id"]: s["standing"] for s in sheets}[voided] == "voided"
    assert (await season.reopen(given_back)).json()["code"] == "round-closed"
    assert (await season.void(given_back)).json()["code"] == "round-closed"


async def test_giving_back_and_voiding_need_a_reason_and_a_review(office: Office) -> None:
    season = await a_season(office, "review-m")
    me = season.panel[0]
    await season.assign(me)

    for act in (season.reopen, season.void):
        assert (await act(me, "")).status_code == 422
        assert (await act(me, "x" * 201)).status_code == 422
        assert (await act("nobody")).json()["code"] == "no-such-review"
        assert (await act("No~Slug")).status_code == 422
    assert (await season.reopen(me)).json()["code"] == "nothing-to-reopen"


async def recorded(season: Season, stream: str) -> list[tuple[str, str]]:
    rows = await season.office.resources("evaluation").pool.fetch(
        "select type, data->>'reason' as reason from event where stream = $1 order by version",
        stream,
    )
    return [(row["type"], row["reason"] or "") for row in rows]


async def imposed(season: Season) -> list[str]:
    kept = await recorded(season, f"panel:{season.programme}")
    return [reason for kind, reason in kept if kind == "RecusalImposed"]


@pytest.mark.covers("REQ-48", "AMB-24")
async def test_a_review_waits_until_the_results_are_known_to_be_frozen(office: Office) -> None:
    season = Season(office, "review-frozen")
    await season.lists()
    await office.caught_up()
    await season.ruled()

    early = await season.assign(season.panel[0])
    await season.freezes()

    assert (early.status_code, early.json()["code"]) == (409, "results-not-frozen")
    assert (await season.assign(season.panel[0])).json()["events"] == ["ReviewAssigned"]


@pytest.mark.covers("AMB-22", "PRA-01")
async def test_with_the_first_review_goes_on_record_whom_the_rules_bar_once(
    office: Office,
) -> None:
    season = await a_season(office, "review-bars")
    inside = season.panel[6]
    await season.set_panel(dict.fromkeys(season.panel, "") | {inside: "gongan-ju"})

    for name in season.panel[:2]:
        assert (await season.assign(name)).json()["events"] == ["ReviewAssigned"]

    assert await imposed(season) == ["联办单位 (co-lead)"]
    assert (await season.recuse(inside)).json()["events"] == ["RecusalDeclared"]


@pytest.mark.covers("AMB-22", "PRA-01")
async def test_a_barred_reviewer_is_denied_the_sheet_by_a_direct_link(office: Office) -> None:
    season = await a_season(office, "review-link")
    inside, unasked = season.panel[:2]
    await season.set_panel(dict.fromkeys(season.panel, "") | {inside: "gongan-ju"})

    denied = await season.get(acting(inside), f"projects/{season.project}/reviews/{inside}")
    unknown = await season.get(acting(unasked), f"projects/{season.project}/reviews/{unasked}")

    assert (denied.status_code, denied.json()["code"]) == (403, "must-recuse")
    assert unknown.status_code == 404


@pytest.mark.covers("AMB-22", "PRA-01")
@pytest.mark.parametrize("news", ["joins", "leads", "acts", "contact"])
async def test_late_news_recuses_who_was_asked_and_voids_a_sheet_that_is_in(
    office: Office, news: str
) -> None:
    season = await a_season(office, f"review-late-{news}")
    asked, handed_in, other = season.panel[:3]
    units = {asked: "shuili-ju", handed_in: "shuili-ju"}
    await season.set_panel(dict.fromkeys(season.panel, "") | units)
    for name in (asked, handed_in, other):
        await season.assign(name)
    await season.score(handed_in, 80)

    for name in (asked, handed_in) if news == "contact" else (asked,):
        await told(season, news, name)

    assert (await season.score(asked, 90)).json()["code"] == "must-recuse"
    assert len(await imposed(season)) == 1
    review = await recorded(season, f"review:{season.project}~{handed_in}")
    assert [kind for kind, _ in review][-1] == "ReviewVoided"
    assert review[-1][1] == (await imposed(season))[0]
    assert [kind for kind, _ in await recorded(season, f"review:{season.project}~{other}")] == [
        "ReviewAssigned"
    ]


@pytest.mark.parametrize("news", ["joins", "leads", "acts", "contact"])
async def test_news_in_time_leaves_nothing_to_set_right(office: Office, news: str) -> None:
    season = await a_season(office, f"review-early-{news}")
    me = season.panel[0]
    await season.set_panel(dict.fromkeys(season.panel, "") | {me: "shuili-ju"})

    await told(season, news, me)

    assert (await season.assign(me)).json()["code"] == "reviewer-barred"
    assert await imposed(season) == []


async def test_news_after_the_round_changes_no_sheet(office: Office) -> None:
    season = await a_season(office, "review-too-late")
    me = season.panel[0]
    await season.set_panel(dict.fromkeys(season.panel, "") | {me: "shuili-ju"})
    await season.closed_with([80] * 5)

    await told(season, "joins", me)

    review = await recorded(season, f"review:{season.project}~{me}")
    assert [kind for kind, _ in review][-1] == "ReviewClosed"


async def told(season: Season, news: str, reviewer: str) -> None:
    """Let the news come that the water bureau takes part, or that the reviewer is in contact."""
    match news:
        case "joins":
            await season.joined_by("shuili-ju")
        case "leads":
            await season.led_by("shuili-ju")
        case "acts":
            await season.led_by("guozi-wei", executing="shuili-ju")
        case _:
            await season.in_contact(reviewer)
    await season.office.caught_up()

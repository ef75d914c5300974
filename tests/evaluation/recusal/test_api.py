"""Recusals over HTTP."""

from typing import Any

import pytest

from tests.evaluation.season import LEADER, STAFF, Season
from tests.evaluation.season import reviewer as acting
from tests.office import Office


async def a_season(office: Office, name: str) -> Season:
    return await (await Season(office, name).opened()).ruled()


async def bars(season: Season) -> dict[str, str]:
    path = f"projects/{season.project}/reviewers"
    items = (await season.get(STAFF, path)).json()["items"]
    return {line["reviewer_id"]: line["bar"] for line in items if line["bar"]}


async def test_who_declares_an_interest_is_not_asked_and_does_not_score_or_see_the_project(
    office: Office,
) -> None:
    season = await a_season(office, "recusal-a")
    asked, other = season.panel[:2]
    await season.assign(asked)

    for name in (asked, other):
        assert (await season.recuse(name)).json()["events"] == ["RecusalDeclared"]
    assert set(await bars(season)) == {asked, other}
    assert (await season.assign(other)).json()["code"] == "reviewer-barred"
    assert (await season.score(asked, 100)).json()["code"] == "must-recuse"
    sheet = await season.get(acting(asked), f"projects/{season.project}/reviews/{asked}")
    assert (sheet.status_code, sheet.json()["code"]) == (403, "must-recuse")


async def test_barred_units_and_whom_the_leader_recused_are_listed_with_the_reason(
    office: Office,
) -> None:
    season = await a_season(office, "recusal-b")
    inside, recused = season.panel[:2]
    await season.set_panel(dict.fromkeys(season.panel, "") | {inside: "gongan-ju"})

    imposed = await season.impose(recused)

    assert imposed.json()["events"] == ["RecusalImposed"]
    assert await bars(season) == {
        inside: "联办单位 (co-lead)",
        recused: "已申报或决定回避 (recused)",
    }


async def test_a_sheet_of_who_is_recused_afterwards_is_not_counted(office: Office) -> None:
    season = await (await a_season(office, "recusal-c")).scored([100, 70, 70, 70, 70, 70])
    await season.impose(season.panel[0])

    await season.close()
    decided = (await season.decision(STAFF)).json()

    assert decided["mean"] == 70
    assert [s["total"] for s in decided["sheets"] if s["standing"] == "barred"] == [100]
    assert (await season.recuse(season.panel[1])).json()["code"] == "round-over"


async def test_recusals_that_leave_too_few_keep_the_round_open_until_a_substitute_scores(
    office: Office,
) -> None:
    season = await (await a_season(office, "recusal-d")).scored([70] * 5)
    await season.impose(season.panel[4])

    too_few = await season.close()
    substitute = season.panel[5]
    await season.assign(substitute)
    await season.score(substitute, 70)

    assert too_few.json()["code"] == "too-few-sheets"
    assert (await season.close()).status_code == 200


async def test_nobody_declares_for_another_and_nobody_from_outside_the_panel(
    office: Office,
) -> None:
    season = await a_season(office, "recusal-e")
    path = f"projects/{season.project}/reviewers/{season.panel[0]}/recusal"

    for caller in (acting(season.panel[1]), STAFF):
        answer = await season.send(caller, "PUT", path, {"interest": "other"})
        assert (answer.status_code, answer.json()["code"]) == (403, "only-ones-own-recusal")
    assert (await season.recuse("outsider")).json()["code"] == "nobody-of-the-panel"
    assert (await season.impose("outsider")).json()["code"] == "nobody-of-the-panel"


@pytest.mark.parametrize("body", [{}, {"interest": "money"}, {"interest": None}, {"reason": "x"}])
async def test_bad_declarations_are_refused(office: Office, body: dict[str, Any]) -> None:
    season = Season(office, "recusal-f")
    path = f"projects/{season.project}/reviewers/{season.panel[0]}/recusal"

    answer = await season.send(acting(season.panel[0]), "PUT", path, body)

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "x" * 201}, {"reason": 1}, {"interest": "other"}]
)
async def test_bad_decisions_are_refused(office: Office, body: dict[str, Any]) -> None:
    season = Season(office, "recusal-g")
    path = f"projects/{season.project}/reviewers/{season.panel[0]}/recusal"

    assert (await season.send(LEADER, "POST", path, body)).status_code == 422


async def test_an_unknown_or_malformed_project_is_refused(office: Office) -> None:
    for name, status in (("recusal-nowhere", 404), ("No~Slug", 422)):
        season = Season(office, name)
        path = f"projects/{season.project}/reviewers"
        assert (await season.get(STAFF, path)).status_code == status
        assert (await season.recuse("r1")).status_code == status
        assert (await season.impose("r1")).status_code == status


@pytest.mark.covers("AMB-21", "AMB-22", "PRA-01")
async def test_the_contact_leader_is_barred_until_another_is_assigned(office: Office) -> None:
    season = await a_season(office, "recusal-contact-a")
    first, second = season.panel[:2]
    await season.in_contact(first)
    barred = await bars(season)
    refused = await season.assign(first)
    await season.in_contact(second)

    assert barred == {first: "联系领导 (contact leader)"}
    assert (refused.status_code, refused.json()["code"]) == (409, "reviewer-barred")
    assert await bars(season) == {second: "联系领导 (contact leader)"}
    assert (await season.assign(first)).status_code == 200
    assert await bars(season) == {second: "联系领导 (contact leader)"}


@pytest.mark.covers("AMB-21")
async def test_a_contact_leader_who_is_known_late_is_not_counted(office: Office) -> None:
    season = await (await a_season(office, "recusal-contact-b")).scored([100, *[70] * 5])
    await season.in_contact(season.panel[0])

    await season.close()
    decided = (await season.decision(STAFF)).json()

    assert decided["mean"] == 70
    assert [s["total"] for s in decided["sheets"] if s["standing"] == "voided"] == [100]


@pytest.mark.covers("AMB-21")
async def test_rules_may_let_contact_leaders_score(office: Office) -> None:
    season = await a_season(office, "recusal-contact-c")
    await season.in_contact(season.panel[0])
    procedure = {
        "aggregate": "trimmed_mean",
        "publicity_working_days": 5,
        "contact_leader_scores": True,
    }
    path = f"programmes/{season.programme}/procedure"

    assert (await season.send(LEADER, "PUT", path, procedure)).status_code == 200
    assert await bars(season) == {}
    assert (await season.assign(season.panel[0])).status_code == 200
    assert (await season.score(season.panel[0], 80)).status_code == 200


@pytest.mark.covers("REQ-48", "AMB-22")
async def test_who_stands_down_from_a_project_leaves_four_sheets_until_a_substitute_scores(
    office: Office,
) -> None:
    season = await (await a_season(office, "recusal-ill-a")).scored([80] * 4)
    ill, substitute = season.panel[4], "recusal-ill-a-r8"
    await season.assign(ill)

    assert (await season.stands_down(ill)).json()["events"] == ["ReviewerStoodDown"]
    assert (await season.score(ill, 80)).json()["code"] == "stood-down"
    too_few = await season.close()
    await season.set_panel(dict.fromkeys([*season.panel, substitute], ""))
    assert (await season.assign(substitute)).status_code == 200
    assert (await season.score(substitute, 80)).status_code == 200

    assert too_few.json()["code"] == "too-few-sheets"
    assert (await season.close()).status_code == 200
    assert (await season.stands_down(season.panel[0])).json()["code"] == "round-over"


@pytest.mark.covers("REQ-48")
async def test_the_leader_lets_a_reviewer_stand_down_from_one_project_only(office: Office) -> None:
    season = await a_season(office, "recusal-ill-b")
    ill = season.panel[0]
    await season.lists("recusal-ill-b-p2", number=2)
    await season.freezes("recusal-ill-b-p2")

    assert (await season.stands_down(ill, LEADER)).status_code == 200
    offered = (await season.get(STAFF, f"projects/{season.project}/reviewers")).json()["items"]

    assert ill not in {line["reviewer_id"] for line in offered}
    assert (await season.assign(ill)).json()["code"] == "not-on-the-panel"
    assert (await season.assign(ill, "recusal-ill-b-p2")).status_code == 200
    assert (await season.stands_down(ill, acting(season.panel[1]))).json()["code"] == (
        "only-ones-own-seat"
    )
    assert (await season.stands_down("outsider", LEADER)).json()["code"] == "nobody-of-the-panel"
    assert (await season.stands_down("No~Slug", LEADER)).status_code == 422

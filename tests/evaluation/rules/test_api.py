"""The rules of evaluation over HTTP."""

import json
from typing import Any

import pytest

from tests.evaluation.season import BONUS, CATEGORY, LEADER, PASS_RULE, RUBRIC, STAFF, Season
from tests.office import Office

PROCEDURE = {
    "aggregate": "mean",
    "publicity_working_days": 7,
    "process_gate": "no_missed",
    "contact_leader_scores": True,
}


async def put(season: Season, path: str, body: Any, **headers: str) -> Any:
    return await season.send(
        LEADER, "PUT", f"programmes/{season.programme}/{path}", body, **headers
    )


def rubric(**changes: Any) -> dict[str, Any]:
    effect = RUBRIC["criteria"][1] | changes
    return RUBRIC | {"criteria": [RUBRIC["criteria"][0], effect]}


async def test_rules_are_set_in_points_and_read_back(office: Office) -> None:
    season = await Season(office, "rules-a").opened()
    for path, body in (("rubric", RUBRIC), ("pass-rule", PASS_RULE), ("bonus-rules", BONUS)):
        assert (await put(season, path, body)).status_code == 200

    answer = await season.get(STAFF, "programmes/rules-a/rubric")
    read = answer.json()

    assert answer.headers["ETag"] == '"3"'
    assert read["rubrics"][CATEGORY] == RUBRIC["criteria"]
    assert read["pass_rule"] == PASS_RULE | {"reason": ""}
    assert read["bonus_rules"] == BONUS | {
        "cap_scope": "unit_year",
        "executing_unit_bonus": False,
        "contribution": "recognised",
        "contest_working_days": 3,
        "lead_bonus": "at_acceptance",
    }
    assert read["fixed"] is False


async def test_nothing_is_built_in(office: Office) -> None:
    read = (await Season(office, "rules-b").get(STAFF, "programmes/rules-b/rubric")).json()

    assert (read["rubrics"], read["pass_rule"], read["bonus_rules"]) == ({}, None, None)


async def test_the_usual_procedure_stands_until_another_is_set(office: Office) -> None:
    season = await Season(office, "rules-i").opened()
    usual = (await season.get(STAFF, "programmes/rules-i/rubric")).json()["procedure"]

    assert (await put(season, "procedure", PROCEDURE)).status_code == 200
    other = (await season.get(STAFF, "programmes/rules-i/rubric")).json()["procedure"]

    assert usual == {
        "aggregate": "trimmed_mean",
        "publicity_working_days": 5,
        "process_gate": "off",
        "contact_leader_scores": False,
        "commendation_in_parts": False,
        "usual": True,
    }
    assert other == PROCEDURE | {"commendation_in_parts": False, "usual": False}


async def test_a_rubric_that_counts_posts_is_refused_with_an_explanation(office: Office) -> None:
    season = await Season(office, "rules-c").opened()

    answer = await put(season, "rubric", rubric(name="QQ群发帖数量"))

    assert (answer.status_code, answer.json()["code"]) == (422, "traces-are-not-results")
    assert answer.json()["errors"][0]["field"] == "/criteria/1"
    assert "REQ-11" in answer.json()["rule"]


BAD: list[tuple[str, Any]] = [
    ("rubric", None),
    ("rubric", {}),
    ("rubric", rubric(max_points=60.001)),
    ("rubric", rubric(max_points=-1)),
    ("rubric", rubric(max_points="NaN")),
    ("rubric", rubric(max_points=1e400)),
    ("rubric", rubric(id="Not A Slug")),
    ("rubric", rubric(name="")),
    ("rubric", rubric(name="a\u0007")),
    ("rubric", rubric(more=1)),
    ("rubric", RUBRIC | {"criteria": []}),
    ("pass-rule", PASS_RULE | {"min_valid": 2}),
    ("pass-rule", PASS_RULE | {"min_score": 100.5}),
    ("pass-rule", {"min_score": 60}),
    ("bonus-rules", BONUS | {"cap": 20.5}),
    ("bonus-rules", BONUS | {"lead": "much"}),
    ("bonus-rules", {"lead": 12, "cap": 20}),
    ("procedure", {}),
    ("procedure", PROCEDURE | {"aggregate": "median"}),
    ("procedure", PROCEDURE | {"publicity_working_days": -1}),
    ("procedure", PROCEDURE | {"publicity_working_days": 31}),
    ("procedure", PROCEDURE | {"publicity_working_days": 1.5}),
    ("procedure", PROCEDURE | {"process_gate": "strict"}),
    ("procedure", PROCEDURE | {"contact_leader_scores": "perhaps"}),
    ("procedure", PROCEDURE | {"commendation_in_parts": "no"}),
    ("procedure", PROCEDURE | {"more": 1}),
    ("bonus-rules", BONUS | {"cap_scope": "project"}),
    ("bonus-rules", BONUS | {"executing_unit_bonus": "perhaps"}),
    ("bonus-rules", BONUS | {"contribution": "half"}),
    ("bonus-rules", BONUS | {"contest_working_days": 0}),
    ("bonus-rules", BONUS | {"lead_bonus": "whoever"}),
]


@pytest.mark.parametrize(("path", "body"), BAD)
async def test_bad_input_is_refused_and_nothing_is_stored(
    office: Office, path: str, body: Any
) -> None:
    season = Season(office, "rules-d")
    await season.lists()
    await office.caught_up()
    text = None if body is None else json.dumps(body)
    async with office.client("evaluation", LEADER) as client:
        answer = await client.put(
            f"/api/evaluation/programmes/rules-d/{path}",
            content=text,
            headers={"Content-Type": "application/json"},
        )

    assert answer.status_code == 422
    assert (await season.get(STAFF, "programmes/rules-d/rubric")).headers["ETag"] == '"0"'


async def test_an_unknown_programme_or_category_is_refused(office: Office) -> None:
    unknown = Season(office, "rules-nowhere")
    season = await Season(office, "rules-e").opened()

    assert (await put(unknown, "rubric", RUBRIC)).status_code == 404
    answer = await put(season, "rubric", RUBRIC | {"category": "qita"})
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown-category")


async def test_the_same_key_has_one_effect_and_another_body_under_it_is_a_conflict(
    office: Office,
) -> None:
    season = await Season(office, "rules-f").opened()

    first = await put(season, "bonus-rules", BONUS, Idempotency_Key="rules-f")
    again = await put(season, "bonus-rules", BONUS, Idempotency_Key="rules-f")
    other = await put(season, "bonus-rules", BONUS | {"lead": 1}, Idempotency_Key="rules-f")

    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")


async def test_nobody_overwrites_rules_he_has_not_seen(office: Office) -> None:
    season = await Season(office, "rules-g").opened()
    await put(season, "bonus-rules", BONUS)

    stale = await put(season, "pass-rule", PASS_RULE, If_Match='"0"')
    fresh = await put(season, "pass-rule", PASS_RULE, If_Match='"1"')

    assert (stale.status_code, fresh.status_code) == (412, 200)


async def test_after_the_first_score_no_rule_changes(office: Office) -> None:
    season = await (await (await Season(office, "rules-h").opened()).ruled()).scored([80])
    milder = [
        ("rubric", rubric(name="成效")),
        ("pass-rule", PASS_RULE | {"min_score": 55}),
        ("bonus-rules", BONUS | {"lead": 20}),
        ("procedure", PROCEDURE),
    ]

    for path, body in milder:
        answer = await put(season, path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "rules-are-fixed")
    assert (await season.get(STAFF, "programmes/rules-h/rubric")).json()["fixed"] is True

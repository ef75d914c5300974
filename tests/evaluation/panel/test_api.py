"""The review panel over HTTP."""

from typing import Any

import pytest

from tests.evaluation.season import AUDITOR, LEADER, Season
from tests.office import Office


async def test_a_panel_is_formed_and_read(office: Office) -> None:
    season = await Season(office, "panel-a").opened()
    members = dict.fromkeys(season.panel, "") | {season.panel[0]: "gongan-ju"}

    receipt = (await season.set_panel(members)).json()
    answer = await season.get(AUDITOR, "programmes/panel-a/panel")

    assert receipt["events"] == ["PanelFormed", *["ReviewerAppointed"] * 7]
    assert answer.headers["ETag"] == '"8"'
    assert answer.json()["reviewers"][:2] == [
        {"account_id": season.panel[0], "unit_id": "gongan-ju"},
        {"account_id": season.panel[1], "unit_id": ""},
    ]


async def test_five_members_are_needed_unless_the_pass_rule_says_fewer(office: Office) -> None:
    season = await Season(office, "panel-b").opened()
    four = dict.fromkeys(season.panel[:4], "")

    refused = await season.set_panel(four)
    rule = {"min_score": 60, "min_valid": 4, "reason": "评委回避较多"}
    await season.send(LEADER, "PUT", "programmes/panel-b/pass-rule", rule)
    accepted = await season.set_panel(four)

    assert (refused.status_code, refused.json()["code"]) == (422, "panel-too-small")
    assert accepted.status_code == 200


@pytest.mark.parametrize(
    "reviewers",
    [[], "all", [{"account_id": "a"}], [{"account_id": "A b", "unit_id": ""}], [{"x": 1}], [None]],
)
async def test_bad_input_is_refused(office: Office, reviewers: Any) -> None:
    season = Season(office, "panel-c")
    await season.lists()
    await office.caught_up()

    path = "programmes/panel-c/panel"
    answer = await season.send(LEADER, "PUT", path, {"reviewers": reviewers})

    assert answer.status_code == 422
    assert (await season.get(LEADER, path)).json()["reviewers"] == []


async def test_a_programme_that_is_not_known_has_no_panel(office: Office) -> None:
    season = Season(office, "panel-nowhere")

    assert (await season.set_panel(dict.fromkeys(season.panel, ""))).status_code == 404


async def test_the_same_key_forms_one_panel(office: Office) -> None:
    season = await Season(office, "panel-d").opened()
    named = [{"account_id": name, "unit_id": ""} for name in season.panel]
    path = "programmes/panel-d/panel"

    first, again = [
        await season.send(LEADER, "PUT", path, {"reviewers": named}, Idempotency_Key="panel-d")
        for _ in range(2)
    ]
    other = await season.send(
        LEADER, "PUT", path, {"reviewers": named[:5]}, Idempotency_Key="panel-d"
    )

    assert again.json() == first.json() | {"repeated": True}
    assert other.json()["code"] == "key-reused"

"""A co-lead's part over HTTP."""

from typing import Any

import pytest

from tests.evaluation.season import AUDITOR, CO_LEAD, LEAD, LEADER, STAFF, STRANGER, Season
from tests.office import Office

AGAINST = {"standing": "not_recognised", "reason": "未按时完成"}
SAID = {"statement": "已报送汇总数据"}
FOR = {"standing": "recognised", "reason": "任务已完成"}


def path_of(season: Season, unit: str = "gongan-ju") -> str:
    return f"projects/{season.project}/contributions/{unit}"


async def test_the_lead_proposes_the_co_lead_contests_and_the_leader_rules(office: Office) -> None:
    season = await Season(office, "contribution-a").opened()
    path = path_of(season)

    first = await season.send(LEAD, "PUT", path, AGAINST)
    early = await season.send(LEADER, "POST", f"{path}/ruling", AGAINST)
    second = await season.send(CO_LEAD, "POST", f"{path}/contest", SAID)
    third = await season.send(LEADER, "POST", f"{path}/ruling", FOR)

    assert first.json()["events"] == ["ContributionProposed"]
    assert early.json()["code"] == "still-contestable"
    assert second.json()["events"] == ["ContributionContested"]
    assert third.json()["events"] == ["ContributionRuled"]
    for caller in (STAFF, AUDITOR, LEAD, CO_LEAD):
        (item,) = (await season.get(caller, path.rpartition("/")[0])).json()["items"]
        assert (item["status"], item["proposed"], item["ruled"]) == (
            "ruled",
            "not_recognised",
            "recognised",
        )
    assert (await season.get(STRANGER, path.rpartition("/")[0])).json()["items"] == []


async def test_the_days_to_contest_are_a_setting(office: Office) -> None:
    until: dict[int, str] = {}
    for days in (1, 3):
        season = await Season(office, f"contribution-days-{days}").opened()
        table = {"lead": 12, "co_lead": 6, "cap": 20, "contest_working_days": days}
        rules = f"programmes/{season.programme}/bonus-rules"
        assert (await season.send(LEADER, "PUT", rules, table)).status_code == 200
        await season.send(LEAD, "PUT", path_of(season), AGAINST)
        (item,) = (await season.get(STAFF, path_of(season).rpartition("/")[0])).json()["items"]
        until[days] = item["contest_until"][:16]

    assert until == {1: "2017-05-03T16:00", 3: "2017-05-05T16:00"}


async def test_an_unknown_project_is_refused(office: Office) -> None:
    season = Season(office, "contribution-nowhere")

    assert (await season.send(LEAD, "PUT", path_of(season), AGAINST)).status_code == 404
    assert (await season.get(STAFF, "projects/nowhere/contributions")).status_code == 404
    answer = await season.send(CO_LEAD, "POST", f"{path_of(season)}/contest", SAID)
    assert answer.json()["code"] == "nothing-proposed"


@pytest.mark.parametrize(
    ("method", "route", "body"),
    [
        ("PUT", "", None),
        ("PUT", "", AGAINST | {"standing": "half"}),
        ("PUT", "", AGAINST | {"reason": ""}),
        ("PUT", "", AGAINST | {"reason": "a\u0007"}),
        ("PUT", "", AGAINST | {"more": 1}),
        ("POST", "/contest", {"statement": " "}),
        ("POST", "/contest", {}),
        ("POST", "/ruling", {"standing": "recognised"}),
    ],
)
async def test_bad_input_is_refused(office: Office, method: str, route: str, body: Any) -> None:
    season = Season(office, "contribution-bad")
    caller = LEADER if route == "/ruling" else LEAD

    answer = await season.send(caller, method, path_of(season) + route, body)

    assert answer.status_code == 422

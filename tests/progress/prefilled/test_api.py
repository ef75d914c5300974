"""Drafts hold what was entered before, and nothing else, and store nothing."""

import pytest

from tests.office import Office
from tests.progress.examples import CO_LEAD, LIAISON, OUTSIDER, P08, STAFF, shanghai
from tests.progress.plan_milestone.examples import RANGE_FORM
from tests.progress.task.examples import FORM as TASK_FORM
from tests.progress.task.examples import NOW, send, where
from tests.progress.work_plan.examples import SCHEME_FORM, open_planning

PROJECT = f"/api/progress/projects/{P08}"
TASK, LEFT = (where(f"00000000-0000-4000-8000-00000000000{n}") for n in "12")


@pytest.mark.covers("PRA-08")
async def test_a_report_and_the_results_begin_with_what_was_entered_before(office: Office) -> None:
    await open_planning(office)
    office.clock.set(NOW)
    empty = (await send(office, LIAISON, "GET", f"{PROJECT}/reports/2017Q1/draft")).json()
    assert empty.pop("pictures") == []
    for path in (TASK, LEFT):
        await send(office, LIAISON, "PUT", path, TASK_FORM)
    await send(office, CO_LEAD, "POST", f"{TASK}/acceptance")
    await send(office, CO_LEAD, "POST", f"{TASK}/completion", {"result": "已报送"})
    await send(office, LIAISON, "POST", f"{TASK}/confirmation")
    await send(office, LIAISON, "PUT", f"{PROJECT}/scheme", SCHEME_FORM)
    await send(office, LIAISON, "POST", f"{PROJECT}/milestones", RANGE_FORM)
    office.clock.set(shanghai(6, 29, 9))
    await send(
        office, LIAISON, "POST", f"{PROJECT}/milestones/qiyi/reached", {"reached_on": "2017-06-26"}
    )
    draft = (await send(office, LIAISON, "GET", f"{PROJECT}/reports/2017Q2/draft")).json()
    filed = await send(office, LIAISON, "PUT", f"{PROJECT}/reports/2017Q2", draft)
    results = (await send(office, LIAISON, "GET", f"{PROJECT}/results/draft")).json()

    title = TASK_FORM["title"]
    assert draft["main_practices"].split("\n") == [
        f"6月26日: {RANGE_FORM['title']}",
        f"jiaotong-ju: {title}(已报送)",
    ]
    assert draft["next_plan"] == f"6月23日前: jiaotong-ju{title}"
    assert (draft["problems"], draft["pictures"]) == ("", [])
    assert set(empty.values()) == {""}
    assert filed.json()["events"] == ["ProgressReported"]
    assert results["summary"] == draft["main_practices"]
    assert results["rules_relied_on"] == SCHEME_FORM["rules_relied_on"]
    assert results["sections"] == {"operable": "", "replicable": ""}


async def test_a_draft_is_for_those_who_see_the_project(office: Office) -> None:
    for path in ("reports/2017Q2/draft", "results/draft"):
        seen = await send(office, STAFF, "GET", f"{PROJECT}/{path}")
        hidden = await send(office, OUTSIDER, "GET", f"{PROJECT}/{path}")
        assert (seen.status_code, hidden.status_code) == (200, 404)


async def test_a_draft_is_for_a_period_of_the_programme(office: Office) -> None:
    answer = await send(office, STAFF, "GET", f"{PROJECT}/reports/2017-5/draft")

    assert answer.status_code == 422

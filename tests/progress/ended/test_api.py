"""What is over takes nothing new. The tests of this module follow one another to the year's end."""

from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.applications import ProgrammeClosed, ProjectCancelled
from shared.http.caller import Caller
from shared.ids import ProgrammeId, ProjectId
from shared.store.events import Stream
from tests.office import Office
from tests.progress.examples import (
    ANNOUNCED,
    AUDITOR,
    GONGAN,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    P08,
    P18,
    PROGRAMME,
    STAFF,
    WEIJI,
    announced,
    programme,
    project,
    shanghai,
)
from tests.progress.good_practice.examples import FORM as PRACTICE_FORM
from tests.progress.good_practice.examples import where as practice
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM
from tests.progress.plan_milestone.examples import RANGE_FORM
from tests.progress.progress_report.examples import FORM
from tests.progress.results_package.examples import FORM as RESULTS_FORM
from tests.progress.supervision.examples import CASE, VISIT_FORM
from tests.progress.supervision.examples import where as case
from tests.progress.task.examples import FORM as TASK_FORM
from tests.progress.task.examples import TASK, send, where
from tests.progress.work_plan.examples import SCHEME_FORM, open_planning

REASON = "上级统一部署, 不再单列"
P19 = ProjectId("2018-p01")
NEXT_YEAR = ProgrammeId("szjg-zutuanshi-2018")
SHARED, LATER = (f"00000000-0000-4000-8000-00000000000{n}" for n in "89")
HOME = f"/api/progress/projects/{P08}"
ACTS: list[tuple[Caller, str, str, Any]] = [
    (LIAISON, "PUT", f"{HOME}/scheme", SCHEME_FORM),
    (LIAISON, "POST", f"{HOME}/milestones", RANGE_FORM),
    (LIAISON, "PUT", where(TASK), {**TASK_FORM, "due_on": "2017-12-20"}),
    (LIAISON, "POST", where(TASK, "/confirmation"), None),
    (LEADER, "POST", where(TASK, "/ruling"), {"ruling": "stands", "reason": "x"}),
    (LIAISON, "PUT", f"{HOME}/reports/2017Q2", FORM),
    (LIAISON, "PUT", f"{HOME}/ledger/{ITEM}", ITEM_FORM),
    (LIAISON, "PUT", f"{HOME}/results", RESULTS_FORM),
    (LIAISON, "PUT", practice(LATER), PRACTICE_FORM),
    (STAFF, "PUT", case(CASE), VISIT_FORM),
    (STAFF, "POST", f"/api/progress/deadlines/results/{P08}/reminders", {}),
]
READINGS = ("/plans", "/milestones", "/reports", "/ledger", "/results/form")


def cancelled(project_id: ProjectId, programme_id: ProgrammeId = PROGRAMME) -> ProjectCancelled:
    return ProjectCancelled(programme_id=programme_id, project_id=project_id, reason=REASON)


async def owed(office: Office, project_id: str) -> dict[str, str]:
    found = await send(office, AUDITOR, "GET", "/api/progress/deadlines?limit=200")
    return {
        line["deadline"]["subject"]: line["deadline"]["state"]
        for line in found.json()["items"]
        if line["deadline"]["project_id"] == project_id
    }


async def refusals_of(office: Office) -> set[tuple[int, str]]:
    answers = [await send(office, *act) for act in ACTS]
    return {(answer.status_code, answer.json()["code"]) for answer in answers}


@pytest.mark.covers("REQ-44")
async def test_for_a_cancelled_project_nothing_is_owed_and_nothing_new_is_taken(
    office: Office,
) -> None:
    await open_planning(office)
    office.clock.set(shanghai(6, 29, 9))
    subject = f"results/{P08}"
    task = await send(office, LIAISON, "PUT", where(TASK), {**TASK_FORM, "due_on": "2017-12-20"})
    await office.publish("applications", project(P08), cancelled(P08))
    await office.caught_up()
    waived = (await send(office, AUDITOR, "GET", f"/api/progress/deadlines/{subject}")).json()
    stream: Stream[Any] = Stream("deadline", f"results~{P08}")
    last = (await office.resources("progress").store.read(stream)).recorded[-1].event

    assert task.status_code == 200, task.text
    assert set((await owed(office, P08)).values()) <= {"waived", "missed"}
    assert await refusals_of(office) == {(409, "project-is-cancelled")}
    assert waived["deadline"]["state"] == "waived"
    assert (last.reason, last.cause, last.approved_by) == (REASON, "project_cancelled", "")
    for rest in READINGS:
        assert (await send(office, AUDITOR, "GET", f"{HOME}{rest}")).status_code == 200
    nobody = await send(office, LIAISON, "GET", f"{HOME}/results")
    assert nobody.json()["code"] == "no-such-results"


async def test_other_projects_run_on(office: Office) -> None:
    office.clock.set(shanghai(6, 29, 9))
    answer = await send(
        office, OTHER_LEAD, "PUT", f"/api/progress/projects/{P18}/reports/2017Q2", FORM
    )
    assert answer.status_code == 200, answer.text


async def test_who_did_not_sign_in_hears_only_that(office: Office) -> None:
    async with office.client("progress", None) as nobody:
        answer = await nobody.put(f"{HOME}/results", json=RESULTS_FORM)
    assert answer.status_code == 401


async def test_news_of_the_cancelling_may_come_before_the_announcement(office: Office) -> None:
    await office.publish("applications", project(P19), cancelled(P19, NEXT_YEAR))
    await office.caught_up()
    projects = (announced(P19, 1, GONGAN), announced("2018-p02", 2, WEIJI))
    late = replace(ANNOUNCED, programme_id=NEXT_YEAR, year=2018, projects=projects)
    stream: Stream[Any] = Stream("programme", NEXT_YEAR)
    await office.publish("applications", stream, late)
    await office.caught_up()

    assert set((await owed(office, P19)).values()) == {"waived"}
    assert "waived" not in (await owed(office, "2018-p02")).values()


@pytest.mark.covers("REQ-02")
async def test_in_a_closed_programme_nothing_new_is_taken_but_everything_is_read(
    office: Office,
) -> None:
    shared = practice(SHARED, project=P18)
    office.clock.set(shanghai(6, 29, 9))
    sharing = await send(office, OTHER_LEAD, "PUT", shared, PRACTICE_FORM)
    await office.publish("applications", programme(), ProgrammeClosed(programme_id=PROGRAMME))
    await office.caught_up()
    home = f"/api/progress/projects/{P18}"
    report = await send(office, STAFF, "POST", f"{home}/reports/2017Q2/acceptance")
    results = await send(office, OTHER_LEAD, "PUT", f"{home}/results", RESULTS_FORM)
    more = {"due_on": "2018-02-01", "reason": "x"}
    deadline = f"/api/progress/deadlines/results/{P18}/extension"
    extension = await send(office, LEADER, "POST", deadline, more)
    read = await send(office, OTHER_LEAD, "GET", f"{home}/reports/2017Q2")
    withdrawal = await send(office, OTHER_LEAD, "POST", f"{shared}/withdrawal", {"reason": "x"})

    assert sharing.status_code == 200, sharing.text
    assert {(a.status_code, a.json()["code"]) for a in (report, results, extension)} == {
        (409, "programme-is-closed")
    }
    assert read.status_code == 200
    assert withdrawal.status_code == 200, withdrawal.text

"""Every read model of the service equals a replay from zero (P4), copies and timers included."""

from collections.abc import Sequence

import asyncpg

from shared.replay.history import Site
from shared.replay.verify import verify_all
from shared.store.sql import Connection, set_up
from tests.office import Office
from tests.progress.evidence.examples import JPEG
from tests.progress.examples import (
    CO_LEAD,
    LEADER,
    LIAISON,
    STAFF,
    shanghai,
)
from tests.progress.good_practice.examples import FORM as PRACTICE_FORM
from tests.progress.good_practice.examples import PRACTICE
from tests.progress.good_practice.examples import where as practice
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.plan_milestone.examples import MONTHLY_FORM
from tests.progress.progress_report.examples import FORM
from tests.progress.results_package.examples import FORM as RESULTS_FORM
from tests.progress.supervision.examples import CASE, DEMAND_FORM, EVIDENCE_FORM, VISIT_FORM
from tests.progress.supervision.examples import where as case
from tests.progress.task.examples import FORM as TASK_FORM
from tests.progress.task.examples import TASK, where
from tests.progress.work_plan.examples import PLAN_FORM, SCHEME_FORM, open_planning

REPORT = "/api/progress/projects/2017-p08/reports/2017Q2"
PLAN = "/api/progress/projects/2017-p08/plans/jiaotong-ju"
SCHEME = "/api/progress/projects/2017-p08/scheme"
MILESTONES = "/api/progress/projects/2017-p08/milestones"
LEDGER = "/api/progress/projects/2017-p08/ledger"
RESULTS = "/api/progress/projects/2017-p08/results"


async def test_ledger_reports_plans_tasks_practices_copies_and_timers_equal_a_replay(
    office: Office,
) -> None:
    await open_planning(office)
    office.clock.set(shanghai(6, 29, 9))
    async with office.client("progress", CO_LEAD) as co_lead:
        await co_lead.put(PLAN, json=PLAN_FORM)
    async with office.client("progress", LIAISON) as liaison:
        file = {"file": ("a.jpg", JPEG)}
        sha256 = (await liaison.post("/api/progress/evidence", files=file)).json()["sha256"]
        await liaison.put(REPORT, json={**FORM, "pictures": [sha256]})
        await liaison.post(f"{PLAN}/return", json={"advice": "过于笼统"})
        await liaison.put(SCHEME, json=SCHEME_FORM)
        await liaison.post(MILESTONES, json=MONTHLY_FORM)
        await liaison.post(f"{MILESTONES}/gongyi-ri-20170701/skipped", json={"reason": "防汛"})
        reached = {"reached_on": "2017-06-03"}
        await liaison.post(f"{MILESTONES}/gongyi-ri-20170603/reached", json=reached)
        await liaison.put(where(TASK), json={**TASK_FORM, "due_on": "2017-07-20"})
        await liaison.put(practice(PRACTICE), json={**PRACTICE_FORM, "pictures": [sha256]})
        await liaison.put(practice(PRACTICE, "/channels/qq_group"))
        stored = {**ITEM_FORM, "sha256": sha256, "held_by_unit": False}
        await liaison.put(f"{LEDGER}/{ITEM}", json=stored)
        await liaison.put(f"{LEDGER}/{OTHER_ITEM}", json={**ITEM_FORM, "kind": "activity"})
        await liaison.post(f"{LEDGER}/{OTHER_ITEM}/void", json={"reason": "重复登记"})
        await liaison.put(RESULTS, json=RESULTS_FORM)
    async with office.client("progress", CO_LEAD) as co_lead:
        await co_lead.put(f"{PLAN}/revision", json={**PLAN_FORM, "tasks": "节前检查"})
        await co_lead.post(where(TASK, "/acceptance"))
        await co_lead.post(where(TASK, "/completion"), json={"result": "场地已落实"})
    async with office.client("progress", STAFF) as staff:
        await staff.post(f"{REPORT}/return", json={"advice": "请补充"})
        await staff.post(f"{RESULTS}/return", json={"missing": ["台账"], "advice": "请补充"})
    async with office.client("progress", LEADER) as leader:
        path = "/api/progress/deadlines/results/2017-p18/extension"
        await leader.post(path, json={"due_on": "2017-12-20", "reason": "防汛"})
        await leader.put(case(CASE), json=VISIT_FORM)
        await leader.post(
            f"{case(CASE)}/rectification", json={**DEMAND_FORM, "due_on": "2017-12-20"}
        )
        await leader.post(f"{case(CASE)}/closing", json=EVIDENCE_FORM)
    await office.caught_up()

    async def connect(schemas: Sequence[str]) -> Connection:
        dsn = office.settings.postgres_dsn.get_secret_value()
        path = {"search_path": ", ".join(schemas)}
        connection = await asyncpg.connect(dsn, server_settings=path)
        await set_up(connection)
        return connection

    site = Site(office.runs["progress"].service, connect, office.feeds.__getitem__)
    verdicts = await verify_all([site], lambda *_: None)

    found = {v.projection: (v.rows, v.differing) for v in verdicts}
    timers = found.pop("timers")
    assert timers[1] == 0
    assert found == {
        "deadlines": (19, 0),
        "progress_reports": (1, 0),
        "evidence": (1, 0),
        "ledger_items": (2, 0),
        "results_packages": (1, 0),
        "published_results": (0, 0),
        "cancelled_projects": (0, 0),
        "closed_programmes": (0, 0),
        "decided_projects": (0, 0),
        "programmes": (1, 0),
        "projects": (3, 0),
        "leads": (3, 0),
        "participations": (2, 0),
        "teams": (7, 0),
        "work_plans": (2, 0),
        "work_plan_versions": (3, 0),
        "plan_milestones": (5, 0),
        "contact_leaders": (0, 0),
        "units": (0, 0),
        "programme_rules": (1, 0),
        "tasks": (1, 0),
        "good_practices": (1, 0),
        "supervisions": (1, 0),
    }

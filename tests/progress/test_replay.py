"""Every read model of the service equals a replay from zero (P4), copies and timers included."""

from collections.abc import Sequence

import asyncpg

from shared.contracts.applications import Category, ProgrammeRulesSet
from shared.replay.history import Site
from shared.replay.verify import verify_all
from shared.store.sql import Connection, set_up
from tests.office import Office
from tests.progress.evidence.examples import JPEG
from tests.progress.examples import (
    CO_LEAD,
    LEADER,
    LIAISON,
    P08,
    PROGRAMME,
    STAFF,
    programme,
    shanghai,
)
from tests.progress.good_practice.examples import FORM as PRACTICE_FORM
from tests.progress.good_practice.examples import PRACTICE
from tests.progress.good_practice.examples import where as practice
from tests.progress.progress_report.examples import FORM
from tests.progress.task.examples import FORM as TASK_FORM
from tests.progress.task.examples import TASK, where

REPORT = "/api/progress/projects/2017-p08/reports/2017Q2"


async def test_ledger_reports_pictures_tasks_practices_copies_and_timers_equal_a_replay(
    office: Office,
) -> None:
    office.clock.set(shanghai(6, 29, 9))
    async with office.client("progress", LIAISON) as liaison:
        file = {"file": ("a.jpg", JPEG)}
        sha256 = (await liaison.post("/api/progress/evidence", files=file)).json()["sha256"]
        await liaison.put(REPORT, json={**FORM, "pictures": [sha256]})
        await liaison.put(where(TASK), json={**TASK_FORM, "due_on": "2017-07-20"})
        await liaison.put(practice(PRACTICE), json={**PRACTICE_FORM, "pictures": [sha256]})
        await liaison.put(practice(PRACTICE, "/channels/qq_group"))
    async with office.client("progress", CO_LEAD) as co_lead:
        await co_lead.post(where(TASK, "/acceptance"))
        await co_lead.post(where(TASK, "/completion"), json={"result": "场地已落实"})
    rules = ProgrammeRulesSet(programme_id=PROGRAMME, categories=(Category(projects=(P08,)),))
    await office.publish("applications", programme(), rules)
    async with office.client("progress", STAFF) as staff:
        await staff.post(f"{REPORT}/return", json={"advice": "请补充"})
    async with office.client("progress", LEADER) as leader:
        path = "/api/progress/deadlines/results/2017-p08/extension"
        await leader.post(path, json={"due_on": "2017-12-20", "reason": "防汛"})
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
        "deadlines": (12, 0),
        "progress_reports": (1, 0),
        "evidence": (1, 0),
        "leads": (3, 0),
        "participations": (1, 0),
        "programme_rules": (1, 0),
        "tasks": (1, 0),
        "good_practices": (1, 0),
    }

"""Every read model of the service equals a replay from zero (P4), copies and timers included."""

from collections.abc import Sequence

import asyncpg

from shared.replay.history import Site
from shared.replay.verify import verify_all
from shared.store.sql import Connection, set_up
from tests.office import Office
from tests.progress.evidence.examples import JPEG
from tests.progress.examples import LEADER, LIAISON, STAFF, shanghai
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.progress_report.examples import FORM
from tests.progress.results_package.examples import FORM as RESULTS_FORM

REPORT = "/api/progress/projects/2017-p08/reports/2017Q2"
LEDGER = "/api/progress/projects/2017-p08/ledger"
RESULTS = "/api/progress/projects/2017-p08/results"


async def test_ledger_reports_pictures_copies_and_timers_equal_a_replay(office: Office) -> None:
    office.clock.set(shanghai(6, 29, 9))
    async with office.client("progress", LIAISON) as liaison:
        file = {"file": ("a.jpg", JPEG)}
        sha256 = (await liaison.post("/api/progress/evidence", files=file)).json()["sha256"]
        await liaison.put(REPORT, json={**FORM, "pictures": [sha256]})
        stored = {**ITEM_FORM, "sha256": sha256, "held_by_unit": False}
        await liaison.put(f"{LEDGER}/{ITEM}", json=stored)
        await liaison.put(f"{LEDGER}/{OTHER_ITEM}", json={**ITEM_FORM, "kind": "activity"})
        await liaison.post(f"{LEDGER}/{OTHER_ITEM}/void", json={"reason": "重复登记"})
        await liaison.put(RESULTS, json=RESULTS_FORM)
    async with office.client("progress", STAFF) as staff:
        await staff.post(f"{REPORT}/return", json={"advice": "请补充"})
        await staff.post(f"{RESULTS}/return", json={"missing": ["台账"], "advice": "请补充"})
    async with office.client("progress", LEADER) as leader:
        path = "/api/progress/deadlines/results/2017-p18/extension"
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
        "ledger_items": (2, 0),
        "results_packages": (1, 0),
        "programmes": (1, 0),
        "projects": (3, 0),
        "leads": (3, 0),
        "participations": (1, 0),
    }

"""Every operation as every persona: the expectations are written out from domain.md section 4."""

from collections.abc import AsyncIterator

import httpx2
import pytest
import pytest_asyncio

from tests.office import Office
from tests.progress.evidence.examples import JPEG
from tests.progress.examples import (
    ADMIN,
    AUDITOR,
    CLIENT,
    CO_LEAD,
    LEADER,
    LIAISON,
    OUTSIDER,
    RESPONSIBLE,
    REVIEWER,
    STAFF,
    shanghai,
)
from tests.progress.good_practice.examples import FORM as PRACTICE
from tests.progress.good_practice.examples import where as practice
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.plan_milestone.examples import RANGE_FORM
from tests.progress.progress_report.examples import FORM
from tests.progress.results_package.examples import FORM as RESULTS_FORM
from tests.progress.supervision.examples import (
    ANSWER_FORM,
    CASE,
    DEMAND_FORM,
    EVIDENCE_FORM,
    VISIT_FORM,
)
from tests.progress.supervision.examples import where as case
from tests.progress.task.examples import FORM as TASK_FORM
from tests.progress.task.examples import where
from tests.progress.work_plan.examples import PLAN_FORM, SCHEME_FORM, open_planning

REPORT = "/api/progress/projects/2017-p08/reports/2017Q2"
PLANS = "/api/progress/projects/2017-p08/plans"
PLAN = f"{PLANS}/jiaotong-ju"
SCHEME = "/api/progress/projects/2017-p08/scheme"
MILESTONES = "/api/progress/projects/2017-p08/milestones"
DEADLINE = "/api/progress/deadlines/progress_report/2017-p08~2017q3"
ARCHIVE = "/api/progress/programmes/szjg-zutuanshi-2017/print/archive"
LEDGER = "/api/progress/projects/2017-p08/ledger"
RESULTS = "/api/progress/projects/2017-p08/results"
PUBLISHING = "/api/progress/programmes/szjg-zutuanshi-2017/library"
ABSENT = f"/api/progress/evidence/{'0' * 64}"
TASK = {**TASK_FORM, "due_on": "2017-12-20"}
ASSIGNED, DISPUTED, CANCELLED = (where(f"00000000-0000-4000-8000-00000000000{n}") for n in "123")
SHARED, RECOMMENDED, WITHDRAWN, DRAFTED = (
    practice(f"00000000-0000-4000-8000-00000000000{n}") for n in "1234"
)
AGAIN = {"unit_id": "jiaotong-ju", "due_on": "2017-12-20", "reason": "x"}
PERSONAS = (
    *(STAFF, LEADER, LIAISON, RESPONSIBLE, CO_LEAD, OUTSIDER, REVIEWER, AUDITOR, CLIENT, ADMIN),
    None,
)
OPERATIONS: dict[str, tuple[str, str, object]] = {
    "file report": ("PUT", REPORT, FORM),
    "enter paper": ("PUT", f"{REPORT}/paper", {**FORM, "received_on": "2017-06-28"}),
    "return report": ("POST", f"{REPORT}/return", {"advice": "请补充"}),
    "correct report": ("PUT", f"{REPORT}/correction", FORM),
    "accept report": ("POST", f"{REPORT}/acceptance", None),
    "list reports": ("GET", "/api/progress/projects/2017-p08/reports", None),
    "read report": ("GET", REPORT, None),
    "file plan": ("PUT", PLAN, PLAN_FORM),
    "revise plan": ("PUT", f"{PLAN}/revision", PLAN_FORM),
    "return plan": ("POST", f"{PLAN}/return", {"advice": "过于笼统"}),
    "acknowledge plan": ("POST", f"{PLAN}/acknowledgement", None),
    "file scheme": ("PUT", SCHEME, SCHEME_FORM),
    "revise scheme": ("PUT", f"{SCHEME}/revision", SCHEME_FORM),
    "begin scheme": ("GET", f"{SCHEME}/form", None),
    "list plans": ("GET", PLANS, None),
    "read plan": ("GET", PLAN, None),
    "list plan versions": ("GET", f"{PLAN}/versions", None),
    "compare plan versions": ("GET", f"{PLAN}/comparison?before=1&after=1", None),
    "schedule milestone": ("POST", MILESTONES, RANGE_FORM),
    "reach milestone": ("POST", f"{MILESTONES}/qiyi/reached", {"reached_on": "2017-06-26"}),
    "skip milestone": ("POST", f"{MILESTONES}/qiyi/skipped", {"reason": "防汛"}),
    "list milestones": ("GET", MILESTONES, None),
    "list deadlines": ("GET", "/api/progress/deadlines", None),
    "read deadline": ("GET", DEADLINE, None),
    "extend deadline": ("POST", f"{DEADLINE}/extension", {"due_on": "2017-12-05", "reason": "x"}),
    "request relief": (
        "POST",
        f"{DEADLINE}/relief-request",
        {"wish": "waiver", "reason": "x"},
    ),
    "waive deadline": ("POST", "/api/progress/deadlines/results/2017-p18/waiver", {"reason": "x"}),
    "remind": ("POST", f"{DEADLINE}/reminders", {}),
    "read picture": ("GET", ABSENT, None),
    "read thumbnail": ("GET", f"{ABSENT}/thumbnail", None),
    "assign task": ("PUT", ASSIGNED, TASK),
    "accept task": ("POST", f"{ASSIGNED}/acceptance", None),
    "dispute task": ("POST", f"{DISPUTED}/dispute", {"reason": "x"}),
    "rule on dispute": ("POST", f"{ASSIGNED}/ruling", {"ruling": "stands", "reason": "x"}),
    "report completion": ("POST", f"{CANCELLED}/completion", {"result": "x"}),
    "return task": ("POST", f"{ASSIGNED}/return", {"advice": "x"}),
    "confirm task": ("POST", f"{ASSIGNED}/confirmation", None),
    "reassign task": ("POST", f"{CANCELLED}/reassignment", AGAIN),
    "cancel task": ("POST", f"{CANCELLED}/cancellation", {"reason": "x"}),
    "list tasks": ("GET", "/api/progress/tasks", None),
    "read task": ("GET", ASSIGNED, None),
    "list idle co-leads": ("GET", "/api/progress/idle-co-leads?period=2017Q2", None),
    "draft practice": ("PUT", f"{DRAFTED}/draft", PRACTICE),
    "share practice": ("PUT", SHARED, PRACTICE),
    "record channel": ("PUT", f"{SHARED}/channels/qq_group", None),
    "record delivery": ("POST", f"{SHARED}/receipts", {"message_id": "m"}),
    "recommend practice": ("POST", f"{RECOMMENDED}/recommendation", None),
    "withdraw practice": ("POST", f"{WITHDRAWN}/withdrawal", {"reason": "x"}),
    "list practices": ("GET", "/api/progress/practices", None),
    "read practice": ("GET", SHARED, None),
    "file item": ("PUT", f"{LEDGER}/{ITEM}", ITEM_FORM),
    "void item": ("POST", f"{LEDGER}/{OTHER_ITEM}/void", {"reason": "重复登记"}),
    "read directory": ("GET", LEDGER, None),
    "print directory": ("GET", f"{LEDGER}/directory.csv", None),
    "submit results": ("PUT", RESULTS, RESULTS_FORM),
    "return results": ("POST", f"{RESULTS}/return", {"missing": ["台账"], "advice": "请补充"}),
    "accept results": ("POST", f"{RESULTS}/acceptance", None),
    "read results": ("GET", RESULTS, None),
    "read form": ("GET", f"{RESULTS}/form", None),
    "publish results": ("POST", f"{RESULTS}/publication", None),
    "publish programme": ("POST", PUBLISHING, None),
    "search library": ("GET", "/api/progress/library", None),
    "read library": ("GET", "/api/progress/library/2017-p08", None),
    "show report": ("GET", f"{REPORT}/print", None),
    "print report": ("POST", f"{REPORT}/print", None),
    "show plan": ("GET", f"{PLAN}/print", None),
    "print plan": ("POST", f"{PLAN}/print", None),
    "show ledger": ("GET", f"{LEDGER}/print", None),
    "print ledger": ("POST", f"{LEDGER}/print", None),
    "record supervision": ("PUT", case(CASE), VISIT_FORM),
    "answer supervision": ("POST", case(CASE, "/answer"), ANSWER_FORM),
    "require rectification": (
        "POST",
        case(CASE, "/rectification"),
        {**DEMAND_FORM, "due_on": "2017-12-20"},
    ),
    "close rectification": ("POST", case(CASE, "/closing"), EVIDENCE_FORM),
    "list supervisions": ("GET", "/api/progress/supervisions", None),
    "read supervision": ("GET", case(CASE), None),
    "read board": ("GET", "/api/progress/board", None),
    "show archive": ("GET", ARCHIVE, None),
    "print archive": ("POST", ARCHIVE, None),
    "begin report": ("GET", f"{REPORT}/draft", None),
    "begin results": ("GET", f"{RESULTS}/draft", None),
    "read feed": ("GET", "/api/progress/events", None),
}

# Report, plan and scheme are filed first; three tasks are assigned to the co-lead, one of which is taken
# back; three practices are shared; a client needs a scope for receipts. 409 is a right without an occasion:
# the report is accepted in the end, or was not returned; plan and milestone are settled; the task is
# over, or was not reported. 404 hides what is out of scope.
# The lead files its report, an item of the ledger and its results first, and the staff accepts. 409 is
# a right without an occasion: what was accepted is not returned, and the item's id is taken. 404 hides
# what is out of scope, or speaks of an item that nobody filed.
#                  staff leader lead  resp  co-lead outsider reviewer auditor client admin nobody
EXPECTED = {
    "file report": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "enter paper": (200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "return report": (409, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "correct report": (403, 403, 409, 403, 403, 403, 403, 403, 403, 403, 401),
    "accept report": (200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "list reports": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "read report": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "file plan": (403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 401),
    "revise plan": (403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 401),
    "return plan": (403, 403, 409, 403, 403, 403, 403, 403, 403, 403, 401),
    "acknowledge plan": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "file scheme": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "revise scheme": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "begin scheme": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "list plans": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "read plan": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "list plan versions": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "compare plan versions": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "schedule milestone": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "reach milestone": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "skip milestone": (403, 403, 409, 403, 403, 403, 403, 403, 403, 403, 401),
    "list milestones": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "list deadlines": (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 401),
    "read deadline": (200, 200, 200, 200, 200, 404, 403, 200, 403, 403, 401),
    "extend deadline": (403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "request relief": (200, 403, 200, 200, 403, 404, 403, 403, 403, 403, 401),
    "waive deadline": (403, 409, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "remind": (200, 409, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "read picture": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
    "read thumbnail": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
    "assign task": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "accept task": (403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 401),
    "dispute task": (403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 401),
    "rule on dispute": (403, 409, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "report completion": (403, 403, 403, 403, 409, 403, 403, 403, 403, 403, 401),
    "return task": (403, 403, 409, 403, 403, 403, 403, 403, 403, 403, 401),
    "confirm task": (403, 403, 409, 403, 403, 403, 403, 403, 403, 403, 401),
    "reassign task": (403, 409, 409, 403, 403, 403, 403, 403, 403, 403, 401),
    "cancel task": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "list tasks": (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 401),
    "read task": (200, 200, 200, 200, 200, 404, 403, 200, 403, 403, 401),
    "list idle co-leads": (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 401),
    "draft practice": (403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 401),
    "share practice": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "record channel": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "record delivery": (403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "recommend practice": (200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "withdraw practice": (200, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "list practices": (200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 401),
    "read practice": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "file item": (403, 403, 200, 403, 409, 403, 403, 403, 403, 403, 401),
    "void item": (403, 403, 404, 403, 404, 404, 403, 403, 403, 403, 401),
    "read directory": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "print directory": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "submit results": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "return results": (409, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "accept results": (200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "read results": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "read form": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "publish results": (409, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "publish programme": (409, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "search library": (200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 401),
    "read library": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
    "show report": (200, 200, 200, 200, 200, 404, 404, 200, 404, 403, 401),
    "print report": (200, 200, 200, 200, 200, 404, 404, 403, 403, 403, 401),
    "show plan": (200, 200, 200, 200, 200, 404, 404, 200, 404, 403, 401),
    "print plan": (200, 200, 200, 200, 200, 404, 404, 403, 403, 403, 401),
    "show ledger": (200, 200, 200, 200, 200, 404, 404, 200, 404, 403, 401),
    "print ledger": (200, 200, 200, 200, 200, 404, 404, 403, 403, 403, 401),
    "record supervision": (200, 409, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "answer supervision": (403, 403, 200, 200, 403, 403, 403, 403, 403, 403, 401),
    "require rectification": (403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "close rectification": (403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "list supervisions": (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 401),
    "read supervision": (200, 200, 200, 200, 404, 404, 403, 200, 403, 403, 401),
    "read board": (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 401),
    "show archive": (200, 200, 403, 403, 403, 403, 403, 200, 403, 403, 401),
    "print archive": (200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "begin report": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "begin results": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "read feed": (200, 200, 403, 403, 403, 403, 403, 200, 200, 403, 401),
    "hand in picture": (200, 403, 200, 403, 200, 200, 403, 403, 403, 403, 401),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(season: Office) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """One client for each persona, in their order; plans are owed."""
    await open_planning(season)
    clients = [season.client("progress", caller) for caller in PERSONAS]
    yield clients
    for client in clients:
        await client.aclose()


FIRST = (
    (LIAISON, "file report"),
    (STAFF, "accept report"),
    (CO_LEAD, "file plan"),
    (LIAISON, "acknowledge plan"),
    (LIAISON, "file scheme"),
    (LIAISON, "schedule milestone"),
    (LIAISON, "reach milestone"),
    (LIAISON, "file item"),
    (LIAISON, "submit results"),
    (STAFF, "accept results"),
    (STAFF, "record supervision"),
)


async def occasions(office: Office, doors: list[httpx2.AsyncClient]) -> None:
    """Let the lead assign tasks and share practices; let all papers be filed and settled.

    Again, nothing happens.
    """
    office.clock.set(shanghai(6, 29, 9))
    for path in (ASSIGNED, DISPUTED, CANCELLED):
        answer = await doors[PERSONAS.index(LIAISON)].put(path, json=TASK)
        assert answer.status_code == 200
    for path in (SHARED, RECOMMENDED, WITHDRAWN):
        answer = await doors[PERSONAS.index(LIAISON)].put(path, json=PRACTICE)
        assert answer.status_code == 200
    cancelling = await doors[PERSONAS.index(LIAISON)].post(
        f"{CANCELLED}/cancellation", json={"reason": "x"}
    )
    assert cancelling.status_code == 200
    for caller, operation in FIRST:
        method, path, body = OPERATIONS[operation]
        answer = await doors[PERSONAS.index(caller)].request(method, path, json=body)
        assert answer.status_code == 200


async def status(client: httpx2.AsyncClient, operation: str) -> int:
    if operation == "hand in picture":
        answer = await client.post("/api/progress/evidence", files={"file": ("a.jpg", JPEG)})
    else:
        method, path, body = OPERATIONS[operation]
        answer = await client.request(method, path, json=body)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code


@pytest.mark.parametrize("operation", EXPECTED)
async def test_the_matrix_holds_for_every_persona(
    office: Office, doors: list[httpx2.AsyncClient], operation: str
) -> None:
    await occasions(office, doors)

    found = tuple([await status(client, operation) for client in doors])

    assert found == EXPECTED[operation]


def test_every_operation_of_the_service_is_in_the_table(office: Office) -> None:
    application = office.runs["progress"].app(None)  # type: ignore[arg-type]
    paths = application.openapi()["paths"]
    operations = [p for p, item in paths.items() for _ in item if p.startswith("/api/")]

    followed = "/api/progress/events/stream"
    assert len([p for p in operations if p != followed]) == len(EXPECTED)

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
from tests.progress.plan_milestone.examples import RANGE_FORM
from tests.progress.progress_report.examples import FORM
from tests.progress.work_plan.examples import PLAN_FORM, SCHEME_FORM, open_planning

REPORT = "/api/progress/projects/2017-p08/reports/2017Q2"
DEADLINE = "/api/progress/deadlines/results/2017-p08"
PLANS = "/api/progress/projects/2017-p08/plans"
PLAN = f"{PLANS}/jiaotong-ju"
SCHEME = "/api/progress/projects/2017-p08/scheme"
MILESTONES = "/api/progress/projects/2017-p08/milestones"
ABSENT = f"/api/progress/evidence/{'0' * 64}"
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
    "read picture": ("GET", ABSENT, None),
    "read thumbnail": ("GET", f"{ABSENT}/thumbnail", None),
    "read feed": ("GET", "/api/progress/events", None),
}

# The report, the co-lead's plan and the lead's scheme are filed first. 409 is a right without an
# occasion: the report is accepted in the end, or was not returned; plan and milestone are settled. 404 hides
# what is out of scope.
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
    "read picture": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
    "read thumbnail": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
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
)


async def filed(office: Office, doors: list[httpx2.AsyncClient]) -> None:
    """Let report, plan, scheme and milestone be filed and settled; again, nothing happens."""
    office.clock.set(shanghai(6, 29, 9))
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
    await filed(office, doors)

    found = tuple([await status(client, operation) for client in doors])

    assert found == EXPECTED[operation]


def test_every_operation_of_the_service_is_in_the_table(office: Office) -> None:
    application = office.runs["progress"].app(None)  # type: ignore[arg-type]
    paths = application.openapi()["paths"]
    operations = [p for p, item in paths.items() for _ in item if p.startswith("/api/")]

    followed = "/api/progress/events/stream"
    assert len([p for p in operations if p != followed]) == len(EXPECTED)

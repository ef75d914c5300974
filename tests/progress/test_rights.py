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
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.progress_report.examples import FORM
from tests.progress.results_package.examples import FORM as RESULTS_FORM

REPORT = "/api/progress/projects/2017-p08/reports/2017Q2"
DEADLINE = "/api/progress/deadlines/progress_report/2017-p08~2017q3"
LEDGER = "/api/progress/projects/2017-p08/ledger"
RESULTS = "/api/progress/projects/2017-p08/results"
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
    "list deadlines": ("GET", "/api/progress/deadlines", None),
    "read deadline": ("GET", DEADLINE, None),
    "extend deadline": ("POST", f"{DEADLINE}/extension", {"due_on": "2017-12-05", "reason": "x"}),
    "read picture": ("GET", ABSENT, None),
    "read thumbnail": ("GET", f"{ABSENT}/thumbnail", None),
    "file item": ("PUT", f"{LEDGER}/{ITEM}", ITEM_FORM),
    "void item": ("POST", f"{LEDGER}/{OTHER_ITEM}/void", {"reason": "重复登记"}),
    "read directory": ("GET", LEDGER, None),
    "print directory": ("GET", f"{LEDGER}/directory.csv", None),
    "submit results": ("PUT", RESULTS, RESULTS_FORM),
    "return results": ("POST", f"{RESULTS}/return", {"missing": ["台账"], "advice": "请补充"}),
    "accept results": ("POST", f"{RESULTS}/acceptance", None),
    "read results": ("GET", RESULTS, None),
    "read form": ("GET", f"{RESULTS}/form", None),
    "read feed": ("GET", "/api/progress/events", None),
}

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
    "list deadlines": (200, 200, 200, 200, 200, 200, 403, 200, 403, 403, 401),
    "read deadline": (200, 200, 200, 200, 200, 404, 403, 200, 403, 403, 401),
    "extend deadline": (403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "read picture": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
    "read thumbnail": (404, 404, 404, 404, 404, 404, 404, 404, 403, 403, 401),
    "file item": (403, 403, 200, 403, 409, 403, 403, 403, 403, 403, 401),
    "void item": (403, 403, 404, 403, 404, 404, 403, 403, 403, 403, 401),
    "read directory": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "print directory": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "submit results": (403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 401),
    "return results": (409, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "accept results": (200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 401),
    "read results": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "read form": (200, 200, 200, 200, 200, 404, 404, 200, 403, 403, 401),
    "read feed": (200, 200, 403, 403, 403, 403, 403, 200, 200, 403, 401),
    "hand in picture": (200, 403, 200, 403, 200, 200, 403, 403, 403, 403, 401),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(season: Office) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """One client for each persona, in their order."""
    clients = [season.client("progress", caller) for caller in PERSONAS]
    yield clients
    for client in clients:
        await client.aclose()


FIRST = (
    (LIAISON, "file report"),
    (STAFF, "accept report"),
    (LIAISON, "file item"),
    (LIAISON, "submit results"),
    (STAFF, "accept results"),
)


async def accepted_work(office: Office, doors: list[httpx2.AsyncClient]) -> None:
    """Let the lead hand in its work and the staff accept it; again, nothing happens."""
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
    await accepted_work(office, doors)

    found = tuple([await status(client, operation) for client in doors])

    assert found == EXPECTED[operation]


def test_every_operation_of_the_service_is_in_the_table(office: Office) -> None:
    application = office.runs["progress"].app(None)  # type: ignore[arg-type]
    paths = application.openapi()["paths"]
    operations = [p for p, item in paths.items() for _ in item if p.startswith("/api/")]

    followed = "/api/progress/events/stream"
    assert len([p for p in operations if p != followed]) == len(EXPECTED)

"""Every operation as every persona: the expectation is written out from the matrix (domain.md 4)."""

import pytest
import pytest_asyncio

from services.applications.project.events import project_of
from services.audit.main import SERVICE
from shared.http.caller import Caller
from tests.audit.examples import LISTED, PROJECT
from tests.audit.people import (
    ADMIN,
    AUDITOR,
    CLIENT,
    LEADER,
    LIAISON,
    RESPONSIBLE,
    REVIEWER,
    STAFF,
)
from tests.audit.sources import Happened, thing
from tests.office import Office

CASE = "/cases/2017-p08"
OPERATIONS = (
    ("get", "/log"),
    ("get", "/log/progress/thing:rights"),
    ("get", "/records/thing:rights/history"),
    ("get", f"{CASE}/as-of"),
    ("get", f"{CASE}/difference"),
    ("get", f"{CASE}/authority"),
)

PERSONAS: tuple[tuple[Caller | None, tuple[int, ...]], ...] = (
    (None, (401, 401, 401, 401, 401, 401)),
    (STAFF, (200, 200, 200, 200, 200, 403)),
    (LEADER, (200, 200, 200, 200, 200, 200)),
    (LIAISON, (403, 403, 403, 403, 403, 403)),
    (RESPONSIBLE, (403, 403, 403, 403, 403, 403)),
    (REVIEWER, (403, 403, 403, 403, 403, 403)),
    (AUDITOR, (200, 200, 200, 200, 200, 200)),
    (CLIENT, (403, 403, 403, 403, 403, 403)),
    (ADMIN, (403, 403, 403, 403, 403, 403)),
)


@pytest_asyncio.fixture(scope="module", autouse=True)
async def something_happened(office: Office) -> None:
    await office.publish("progress", thing("rights"), Happened(what="a"))
    await office.publish("applications", project_of(PROJECT), LISTED)
    await office.caught_up()


@pytest.mark.parametrize(
    ("caller", "expected"), PERSONAS, ids=[c.id if c else "nobody" for c, _ in PERSONAS]
)
async def test_everybody_may_what_the_matrix_says_and_no_more(
    office: Office, caller: Caller | None, expected: tuple[int, ...]
) -> None:
    async with office.client("audit", caller) as client:
        found = [
            (await client.request(method.upper(), f"/api/audit{path}")).status_code
            for method, path in OPERATIONS
        ]

    assert tuple(found) == expected


def test_the_walk_leaves_out_no_operation() -> None:
    there = {
        (method.lower(), route.path)
        for router in SERVICE.routers
        for route in router.routes
        for method in getattr(route, "methods", ())
    }

    assert there == {
        ("get", "/log"),
        ("get", "/log/{source}/{stream}"),
        ("get", "/records/{record}/history"),
        ("get", "/cases/{project_id}/as-of"),
        ("get", "/cases/{project_id}/difference"),
        ("get", "/cases/{project_id}/authority"),
    }

"""Every operation of this service as every persona: the matrix of domain.md section 4."""

from typing import Any

import pytest

from services.applications.main import SERVICE
from shared.http.caller import Caller
from tests.applications.season import (
    ADMIN,
    AUDITOR,
    CLIENT,
    LEADER,
    PROGRAMME,
    REVIEWER,
    STAFF,
    application,
    client,
    liaison,
    responsible,
    supplement,
)
from tests.office import Office

PERSONAS: dict[str, Caller | None] = {
    "staff": STAFF,
    "leader": LEADER,
    "liaison": liaison("jiaotong-ju"),
    "responsible": responsible("jiaotong-ju"),
    "reviewer": REVIEWER,
    "auditor": AUDITOR,
    "client": CLIENT,
    "admin": ADMIN,
    "nobody": None,
}
P11 = "/projects/2017-p11"
PART = P11 + "/participations/jiaotong-ju"
WORDS = {"reason": "职能调整"}
TEAM = {"name": "领办专班", "composition": "分管领导、办公室主任"}
ON_PAPER = {"received_on": "2017-05-02"}

# Method, path, a body that goes through or fails only by the rules, and the status for staff,
# leader, liaison, responsible leader, reviewer, auditor, client and admin. 403: no such right.
# 409, 404, 422: the right is there, the rules say no.
EXPECTED: list[tuple[str, str, Any, tuple[int, ...]]] = [
    ("GET", "/programmes", None, (200, 200, 200, 200, 200, 200, 200, 403)),
    ("GET", f"/programmes/{PROGRAMME}", None, (200, 200, 200, 200, 200, 200, 200, 403)),
    ("GET", f"/programmes/{PROGRAMME}/projects", None, (200, 200, 200, 200, 200, 200, 200, 403)),
    ("GET", P11, None, (200, 200, 200, 200, 200, 200, 200, 403)),
    ("GET", f"{P11}/participations", None, (200, 200, 200, 200, 403, 200, 403, 403)),
    ("GET", "/units", None, (200, 200, 200, 200, 403, 200, 200, 403)),
    ("GET", "/units/jiaotong-ju", None, (200, 200, 200, 200, 403, 200, 200, 403)),
    ("GET", "/units/gongan-ju", None, (200, 200, 404, 404, 403, 200, 200, 403)),
    ("PUT", "/units/jiaotong-ju", {}, (422, 403, 403, 403, 403, 403, 403, 403)),
    ("POST", "/units/jiaotong-ju/renaming", {}, (422, 403, 403, 403, 403, 403, 403, 403)),
    ("POST", "/units/jiaotong-ju/merger", {}, (403, 422, 403, 403, 403, 403, 403, 403)),
    ("GET", f"/programmes/{PROGRAMME}/intake", None, (200, 200, 403, 403, 403, 200, 403, 403)),
    (
        "GET",
        f"/programmes/{PROGRAMME}/coverage",
        None,
        (200, 200, 200, 200, 403, 200, 403, 403),
    ),
    (
        "POST",
        f"/programmes/{PROGRAMME}/corrections",
        {},
        (422, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "POST",
        f"/programmes/{PROGRAMME}/carry-over",
        {},
        (422, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "PUT",
        f"/programmes/{PROGRAMME}/draft",
        {},
        (422, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "GET",
        f"/programmes/{PROGRAMME}/rules",
        None,
        (200, 200, 403, 403, 403, 200, 403, 403),
    ),
    (
        "PUT",
        f"/programmes/{PROGRAMME}/rules",
        {"minimum_projects_per_unit": 2},
        (409, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "PUT",
        f"/programmes/{PROGRAMME}/projects/2017-p11",
        {},
        (422, 403, 403, 403, 403, 403, 403, 403),
    ),
    ("POST", "/programmes/import", {}, (422, 403, 403, 403, 403, 403, 403, 403)),
    (
        "POST",
        f"/programmes/{PROGRAMME}/announcement",
        {"issue_date": "2017-05-02"},
        (403, 409, 403, 403, 403, 403, 403, 403),
    ),
    ("POST", f"{PART}/decline", WORDS, (403, 403, 403, 200, 403, 403, 403, 403)),
    ("POST", f"{PART}/withdrawal", None, (403, 403, 404, 403, 403, 403, 403, 403)),
    ("PUT", f"{PART}/application", application("lead"), (403, 403, 409, 403, 403, 403, 403, 403)),
    ("POST", f"{PART}/acceptance", None, (404, 404, 403, 403, 403, 403, 403, 403)),
    ("POST", f"{PART}/return", {"advice": "补正"}, (404, 404, 403, 403, 403, 403, 403, 403)),
    ("POST", f"{PART}/rejection", WORDS, (404, 404, 403, 403, 403, 403, 403, 403)),
    ("PUT", f"{PART}/supplement", supplement(), (403, 403, 409, 403, 403, 403, 403, 403)),
    (
        "PUT",
        f"{PART}/paper/application",
        application() | ON_PAPER,
        (409, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "POST",
        f"{PART}/invitation",
        {"words": "x"},
        (409, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "PUT",
        f"{PART}/paper/supplement",
        supplement() | ON_PAPER,
        (409, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "POST",
        f"/programmes/{PROGRAMME}/supplementary-window",
        {"open_through": "2017-05-31"} | WORDS,
        (403, 409, 403, 403, 403, 403, 403, 403),
    ),
    (
        "GET",
        f"/programmes/{PROGRAMME}/contact-leaders",
        None,
        (200, 200, 200, 200, 403, 200, 403, 403),
    ),
    (
        "PUT",
        f"{P11}/contact-leader",
        {"account": "shuji"},
        (403, 200, 403, 403, 403, 403, 403, 403),
    ),
    (
        "PUT",
        f"{P11}/lead",
        {"unit_id": "gongan-ju"} | WORDS,
        (403, 409, 403, 403, 403, 403, 403, 403),
    ),
    (
        "POST",
        f"{P11}/correction",
        {"field": "title_en", "text": "Corrected"} | WORDS,
        (403, 200, 403, 403, 403, 403, 403, 403),
    ),
    ("GET", f"{P11}/lead-replacement", None, (409, 409, 403, 403, 403, 409, 403, 403)),
    (
        "PUT",
        f"{P11}/lead-replacement",
        {"unit_id": "gongan-ju"} | WORDS,
        (200, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "POST",
        f"{P11}/lead-replacement/approval",
        {"unit_id": "jianshe-ju"},
        (403, 409, 403, 403, 403, 403, 403, 403),
    ),
    ("GET", f"{P11}/teams", None, (200, 200, 200, 200, 403, 200, 403, 403)),
    ("GET", f"{PART}/team", None, (404, 404, 404, 404, 403, 404, 403, 403)),
    ("PUT", f"{PART}/team", TEAM, (403, 403, 409, 403, 403, 403, 403, 403)),
    (
        "PUT",
        f"{PART}/team/responsible-leader",
        {"accounts": ["wang"]},
        (403, 403, 409, 403, 403, 403, 403, 403),
    ),
    (
        "PUT",
        f"{PART}/team/liaison",
        {"accounts": ["li"]},
        (403, 403, 409, 403, 403, 403, 403, 403),
    ),
    ("GET", f"{PART}/leaving", None, (404, 404, 404, 404, 403, 404, 403, 403)),
    ("PUT", f"{PART}/leaving", WORDS, (403, 403, 409, 409, 403, 403, 403, 403)),
    (
        "PUT",
        f"{PART}/leaving/opinion",
        {"agrees": True, "opinion": "同意"},
        (403, 403, 404, 404, 403, 403, 403, 403),
    ),
    ("POST", f"{PART}/leaving/refusal", WORDS, (403, 404, 403, 403, 403, 403, 403, 403)),
    ("POST", f"{PART}/leaving/approval", WORDS, (403, 404, 403, 403, 403, 403, 403, 403)),
    *(
        (method, f"/programmes/{PROGRAMME}/print/notice{rest}", None, statuses)
        for method, rest, statuses in (
            ("GET", "", (200, 200, 200, 200, 200, 200, 200, 403)),
            ("POST", "", (403, 200, 403, 403, 403, 403, 403, 403)),
            ("GET", "/table.csv", (404, 404, 404, 404, 404, 404, 404, 403)),
        )
    ),
    ("GET", f"{PART}/print/receipt", None, (404, 404, 404, 404, 404, 404, 404, 403)),
    ("POST", f"{PART}/print/receipt", None, (404, 404, 404, 404, 404, 403, 403, 403)),
    (
        "PUT",
        f"/programmes/{PROGRAMME}/closing/preparation",
        None,
        (422, 403, 403, 403, 403, 403, 403, 403),
    ),
    (
        "POST",
        f"/programmes/{PROGRAMME}/closing",
        None,
        (403, 422, 403, 403, 403, 403, 403, 403),
    ),
    (
        "GET",
        f"/programmes/{PROGRAMME}/closing",
        None,
        (200, 200, 200, 200, 200, 200, 200, 403),
    ),
    ("POST", f"{P11}/cancellation", {}, (403, 422, 403, 403, 403, 403, 403, 403)),
    # The log is a feed of the whole service, for the organiser, the auditor and machines.
    ("GET", "/events", None, (200, 200, 403, 403, 403, 200, 200, 403)),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "statuses"),
    EXPECTED,
    ids=[f"{method} {path}" for method, path, _, _ in EXPECTED],
)
async def test_each_persona_may_do_what_the_matrix_says(
    office: Office, method: str, path: str, body: Any, statuses: tuple[int, ...]
) -> None:
    found: dict[str, int] = {}
    for name, caller in PERSONAS.items():
        async with client(office, caller) as http:
            answer = await http.request(method, f"/api/applications{path}", json=body)
        found[name] = answer.status_code

    assert found == dict(zip(PERSONAS, (*statuses, 401), strict=True))


def test_no_operation_is_left_out() -> None:
    walked = {
        (method, path.replace(PROGRAMME, "{programme_id}"))
        for method, path, _, _ in EXPECTED
        if path != "/events"
    }
    routes = {
        (method, _example(route.path))
        for router in SERVICE.routers
        for route in router.routes
        for method in route.methods
    }

    assert routes == {(method, path) for method, path in walked if path != "/units/gongan-ju"}


def _example(path: str) -> str:
    filled = {"project_id": "2017-p11", "unit_id": "jiaotong-ju", "sheet": "notice"}
    for name, example in (*filled.items(), ("form", "receipt")):
        path = path.replace(f"{{{name}}}", example)
    return path

"""Every operation as every persona, written out by hand from the office's matrix (domain.md 4)."""

from typing import Any

import pytest

from tests.evaluation.season import (
    ADMIN,
    AUDITOR,
    BONUS,
    CLIENT,
    CO_LEAD,
    LEAD,
    LEADER,
    PASS_RULE,
    RUBRIC,
    SIGNER,
    STAFF,
    STRANGER,
    Season,
    marks_of,
    reviewer,
)
from tests.office import Office

PROGRAMME = "rights"
OPEN, CLOSED = "rights-p1", "rights-p2"
PEOPLE = {
    "staff": STAFF,
    "leader": LEADER,
    "lead": LEAD,
    "signer": SIGNER,
    "co-lead": CO_LEAD,
    "stranger": STRANGER,
    "asked": reviewer("rights-r1"),
    "unasked": reviewer("rights-r7"),
    "auditor": AUDITOR,
    "client": CLIENT,
    "admin": ADMIN,
    "nobody": None,
}
PANEL = {"reviewers": [{"account_id": f"rights-r{n}", "unit_id": ""} for n in range(1, 8)]}
SHEET = {"marks": marks_of(80), "advice": "好"}
PROCEDURE = {"aggregate": "trimmed_mean", "publicity_working_days": 5}
CIRCULAR = {"document_year": 2018, "document_number": "1"}
WHY = {"reason": "评委笔误"}
P = f"programmes/{PROGRAMME}"

# operation: who gets which status; everybody else 403, nobody (not signed in) 401
MATRIX: list[tuple[str, str, Any, dict[str, int]]] = [
    ("PUT", f"{P}/rubric", RUBRIC, {"leader": 200}),
    ("PUT", f"{P}/pass-rule", PASS_RULE, {"leader": 200}),
    ("PUT", f"{P}/bonus-rules", BONUS, {"leader": 200}),
    ("PUT", f"{P}/procedure", PROCEDURE, {"leader": 409}),  # a score has come in
    (
        "GET",
        f"{P}/rubric",
        None,
        dict.fromkeys(
            [name for name in PEOPLE if name not in {"client", "admin", "nobody"}],
            200,
        ),
    ),
    ("PUT", f"{P}/panel", PANEL, {"leader": 200}),
    ("GET", f"{P}/panel", None, {"staff": 200, "leader": 200, "auditor": 200}),
    ("PUT", f"projects/{OPEN}/reviews/rights-r1", None, {"leader": 200}),
    ("PUT", f"projects/{OPEN}/reviews/rights-r1/score", SHEET, {"asked": 200}),
    (
        "GET",
        f"projects/{OPEN}/reviews/rights-r1",
        None,
        {"asked": 200, "unasked": 404, "auditor": 404},
    ),
    (
        "GET",
        f"projects/{CLOSED}/reviews/rights-r1",
        None,
        {"asked": 200, "unasked": 404, "auditor": 200},
    ),
    ("GET", "reviewer/assignments", None, {"asked": 200, "unasked": 200, "auditor": 200}),
    (
        "GET",
        f"projects/{OPEN}/decision",
        None,
        {"staff": 200, "leader": 200}
        | dict.fromkeys(
            ["lead", "signer", "co-lead", "stranger", "asked", "unasked", "auditor"], 404
        ),
    ),
    (
        "GET",
        f"projects/{CLOSED}/decision",
        None,
        dict.fromkeys(["staff", "leader", "lead", "signer", "co-lead", "asked", "auditor"], 200)
        | {"stranger": 404, "unasked": 404},
    ),
    # one sheet is too few, and too many for a project without results
    ("POST", f"projects/{OPEN}/round/closing", None, {"staff": 409, "leader": 409}),
    ("PUT", f"projects/{OPEN}/round/no-results", WHY, {"staff": 409, "leader": 409}),
    ("POST", f"projects/{OPEN}/reviews/rights-r1/reopening", WHY, {"leader": 200}),
    ("POST", f"projects/{OPEN}/reviews/rights-r1/voiding", WHY, {"leader": 200}),
    (
        "GET",
        f"projects/{OPEN}/reviewers",
        None,
        {"staff": 200, "leader": 200, "auditor": 200},
    ),
    (
        "PUT",
        f"projects/{OPEN}/reviewers/rights-r1/recusal",
        {"interest": "other"},
        {"asked": 200},  # each for himself, the staff for nobody
    ),
    ("POST", f"projects/{OPEN}/reviewers/rights-r1/recusal", WHY, {"leader": 200}),
    ("PUT", f"projects/{OPEN}/reviewers/rights-r1/standing-down", None, {"asked": 200}),
    ("POST", f"projects/{OPEN}/reviewers/rights-r1/standing-down", None, {"leader": 200}),
    ("POST", f"projects/{CLOSED}/publicity", {}, {"staff": 200}),
    (
        "GET",
        f"{P}/decisions",
        None,
        dict.fromkeys(
            [name for name in PEOPLE if name not in {"client", "admin", "nobody"}],
            200,
        ),
    ),
    (
        "PUT",
        f"projects/{CLOSED}/objections/rights-yy1",
        {"name": "王某", "reason": "评分有误"},
        {"lead": 200, "signer": 409, "co-lead": 409},  # one id, one objection
    ),
    (
        "GET",
        f"projects/{CLOSED}/objections",
        None,
        {"staff": 200, "leader": 200, "auditor": 200},
    ),
    (
        "GET",
        f"projects/{CLOSED}/own-objections",
        None,
        dict.fromkeys(["lead", "signer", "co-lead", "stranger"], 200),
    ),
    (
        "POST",
        f"projects/{CLOSED}/objections/rights-yy1/ruling",
        {"ruling": "dismissed", "answer": "经核实，评分无误。"},
        {"leader": 200},
    ),
    ("POST", f"projects/{CLOSED}/decision/confirmation", None, {"leader": 409}),  # too early
    (
        "POST",
        f"projects/{CLOSED}/decision/finding",
        {"finding": "fail", "reason": "制度文本系抄袭"},
        {"leader": 200},
    ),
    (
        "GET",
        f"{P}/expected-points",
        None,
        dict.fromkeys(["staff", "leader", "lead", "signer", "co-lead", "stranger", "auditor"], 200),
    ),
    (
        "GET",
        "units/guozi-wei/expected-points",
        None,
        dict.fromkeys(["staff", "leader", "lead", "signer", "auditor"], 200)
        | {"co-lead": 404, "stranger": 404},
    ),
    (
        "PUT",
        f"projects/{OPEN}/contributions/gongan-ju",
        {"standing": "not_recognised", "reason": "未完成"},
        {"lead": 200},
    ),
    (
        "POST",
        f"projects/{OPEN}/contributions/gongan-ju/contest",
        {"statement": "已完成"},
        {"co-lead": 200},
    ),
    (
        "POST",
        f"projects/{OPEN}/contributions/gongan-ju/ruling",
        {"standing": "recognised", "reason": "已完成"},
        {"leader": 200},
    ),
    (
        "GET",
        f"projects/{OPEN}/contributions",
        None,
        dict.fromkeys(["staff", "leader", "lead", "signer", "co-lead", "stranger", "auditor"], 200),
    ),
    ("POST", f"{P}/bonus/preparation", {}, {"staff": 404}),  # the programme has no year here
    ("POST", f"{P}/bonus/approval", {}, {"leader": 404}),
    *(
        (
            "GET",
            f"{P}/bonus{rest}",
            None,
            dict.fromkeys(
                ["staff", "leader", "lead", "signer", "co-lead", "stranger", "auditor", "client"],
                404,
            ),
        )
        for rest in ("", "/guozi-wei", "/guozi-wei/explanation")
    ),
    ("PUT", f"{P}/what-ifs/lower-mark", {"min_score": 55}, {"staff": 200, "leader": 409}),
    *(
        ("GET", f"{P}/what-ifs{rest}", None, {"staff": 200, "leader": 200, "auditor": 200})
        for rest in ("", "/lower-mark")
    ),
    ("POST", f"{P}/bonus-exports", None, {"staff": 404, "leader": 404}),  # "client" has no scope
    *(
        (
            "GET",
            f"{P}/bonus-exports{rest}",
            None,
            {"staff": 404, "leader": 404, "auditor": 404},
        )
        for rest in ("", "/1", "/1.csv")
    ),
    ("PUT", f"{P}/commendations/1", CIRCULAR, {"staff": 404}),
    ("POST", f"{P}/commendations/1/issue", None, {"leader": 404}),
    ("POST", f"{P}/commendations/1/correction", WHY, {"leader": 404}),
    *(
        (
            "GET",
            f"{P}/commendations{rest}",
            None,
            dict.fromkeys([name for name in PEOPLE if name not in {"admin", "nobody"}], status),
        )
        for rest, status in (("", 200), ("/1", 404))
    ),
    (
        "GET",
        "events",
        None,
        {"staff": 200, "leader": 200, "auditor": 200, "client": 200},
    ),
    *(
        (method, f"{P}/commendations/1/print", None, dict.fromkeys(names, 404))
        for method, names in (
            ("GET", [name for name in PEOPLE if name not in {"admin", "nobody"}]),
            ("POST", [n for n in PEOPLE if n not in {"admin", "nobody", "auditor", "client"}]),
        )
    ),
    *(
        (method, f"{P}/print/results", None, dict.fromkeys(names, 200))
        for method, names in (
            ("GET", ("staff", "leader", "auditor")),
            ("POST", ("staff", "leader")),
        )
    ),
    *(
        (method, f"{P}/bonus/gongan-ju/print", None, dict.fromkeys(names, 404))
        for method, names in (
            ("GET", [name for name in PEOPLE if name not in {"admin", "nobody"}]),
            ("POST", [n for n in PEOPLE if n not in {"admin", "nobody", "auditor", "client"}]),
        )
    ),
    *(
        (
            method,
            f"projects/{CLOSED}/scores/print",
            None,
            dict.fromkeys(["staff", "leader", "lead", "signer", "co-lead", "asked"], 200) | rest,
        )
        for method, rest in (
            ("GET", {"auditor": 200, "stranger": 404, "unasked": 404, "client": 404}),
            ("POST", {"stranger": 404, "unasked": 404}),
        )
    ),
]


@pytest.fixture(scope="module")
def known() -> dict[str, Season]:
    return {}


@pytest.fixture
async def season(office: Office, known: dict[str, Season]) -> Season:
    """One project in its round and one that is judged, made once."""
    if PROGRAMME not in known:
        season = await (await Season(office, PROGRAMME).opened()).ruled()
        await season.lists(CLOSED, number=2)
        await season.led_by("guozi-wei", CLOSED)
        await season.joined_by("gongan-ju", CLOSED)
        await season.freezes(CLOSED)
        await season.scored([80] * 5, CLOSED)
        assert (await season.close(CLOSED)).status_code == 200
        await season.assign("rights-r1")
        known[PROGRAMME] = season
    return known[PROGRAMME]


@pytest.mark.parametrize(
    ("method", "path", "body", "allowed"), MATRIX, ids=[f"{m} {p}" for m, p, *_ in MATRIX]
)
async def test_everybody_may_do_what_the_matrix_says_and_nothing_else(
    season: Season, method: str, path: str, body: Any, allowed: dict[str, int]
) -> None:
    expected = dict.fromkeys(PEOPLE, 403) | {"nobody": 401} | allowed
    if path.endswith("/score"):
        expected["unasked"] = 403  # a reviewer, but not this one

    got = {
        name: (await season.send(caller, method, path, body)).status_code
        for name, caller in PEOPLE.items()
    }

    assert got == expected


async def test_the_walk_covers_every_operation(office: Office, season: Season) -> None:
    async with office.client("evaluation", STAFF) as client:
        paths: dict[str, Any] = (await client.get("/api/evaluation/openapi.json")).json()["paths"]
    offered = {
        (method.upper(), path.removeprefix("/api/evaluation/"))
        for path, item in paths.items()
        for method in item
        if not path.startswith("/health") and not path.endswith("events/stream")
    }
    walked = {
        (
            method,
            path.replace(PROGRAMME + "/", "{programme_id}/")
            .replace(f"projects/{OPEN}", "projects/{project_id}")
            .replace(f"projects/{CLOSED}", "projects/{project_id}")
            .replace("guozi-wei", "{unit_id}")
            .replace("gongan-ju", "{unit_id}")
            .replace("what-ifs/lower-mark", "what-ifs/{what_if_id}")
            .replace("bonus-exports/1", "bonus-exports/{number}")
            .replace("rights-r1", "{reviewer_id}")
            .replace("rights-yy1", "{objection_id}")
            .replace("print/results", "print/{sheet}")
            .replace("commendations/1", "commendations/{sequence}"),
        )
        for method, path, *_ in MATRIX
    }

    assert walked == offered
    assert season.programme == PROGRAMME

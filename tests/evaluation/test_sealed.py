"""Until a round closes nobody but the reviewer finds a mark anywhere, not even a hash of one."""

import re
from hashlib import sha256
from typing import Any
from zlib import crc32

import pytest

from tests.evaluation.season import (
    ADMIN,
    AUDITOR,
    CATEGORY,
    CLIENT,
    CO_LEAD,
    LEAD,
    LEADER,
    SIGNER,
    STAFF,
    STRANGER,
    Season,
)
from tests.evaluation.season import reviewer as acting
from tests.office import Office

MARKS = {"operable": 31.73, "effect": 47.91}
ADVICE = "白鹭洲暗语"
PLANTED = re.compile(
    r"(?<![0-9A-Za-z+/=.-])(?:3173|31\.73|4791|47\.91|7964|79\.64)(?![0-9A-Za-z+/=])|" + ADVICE
)
TABLES = (
    *("event", "review", "evaluation_rules", "review_panel", "decision", "objection"),
    *("outbox", "checkpoint"),
)


@pytest.fixture
async def season(office: Office, request: pytest.FixtureRequest) -> Season:
    name = f"sealed-{crc32(request.node.name.encode())}"
    season = await (await Season(office, name).opened()).ruled()
    for who in season.panel[:5]:
        await season.assign(who)
    return season


def sheet_path(season: Season) -> str:
    return f"projects/{season.project}/reviews/{season.panel[0]}"


async def planted(season: Season) -> None:
    body = {"marks": MARKS, "advice": ADVICE}
    me = acting(season.panel[0])
    answer = await season.send(me, "PUT", f"{sheet_path(season)}/score", body)
    assert answer.status_code == 200
    assert not PLANTED.search(answer.text)


def addresses(season: Season) -> list[str]:
    programme = season.programme
    return [
        f"programmes/{programme}/rubric",
        f"programmes/{programme}/panel",
        f"programmes/{programme}/expected-points",
        "units/guozi-wei/expected-points",
        sheet_path(season),
        f"projects/{season.project}/decision",
        f"programmes/{programme}/decisions",
        f"projects/{season.project}/objections",
        f"projects/{season.project}/own-objections",
        f"projects/{season.project}/reviewers",
        "reviewer/assignments",
        f"projects/{season.project}/contributions",
        f"programmes/{programme}/bonus",
        f"programmes/{programme}/bonus/guozi-wei",
        f"programmes/{programme}/bonus/guozi-wei/explanation",
        f"programmes/{programme}/what-ifs",
        f"programmes/{programme}/what-ifs/1",
        f"programmes/{programme}/bonus-exports",
        f"programmes/{programme}/bonus-exports/1",
        f"programmes/{programme}/bonus-exports/1.csv",
        f"programmes/{programme}/print/results",
        f"programmes/{programme}/bonus/guozi-wei/print",
        f"projects/{season.project}/scores/print",
        f"programmes/{programme}/commendations",
        f"programmes/{programme}/commendations/1",
        f"programmes/{programme}/commendations/1/print",
        "events?limit=1000",
    ]


async def test_every_address_to_read_is_searched(office: Office, season: Season) -> None:
    async with office.client("evaluation", STAFF) as client:
        paths: dict[str, Any] = (await client.get("/api/evaluation/openapi.json")).json()["paths"]
    gets = {path for path, item in paths.items() if "get" in item and "/health" not in path}

    shapes = {
        address.partition("?")[0]
        .replace(season.project, "{project_id}")
        .replace(season.programme, "{programme_id}")
        .replace("guozi-wei", "{unit_id}")
        .replace("reviews/{programme_id}-r1", "reviews/{reviewer_id}")
        .replace("what-ifs/1", "what-ifs/{what_if_id}")
        .replace("bonus-exports/1", "bonus-exports/{number}")
        .replace("print/results", "print/{sheet}")
        .replace("commendations/1", "commendations/{sequence}")
        for address in addresses(season)
    }
    assert {f"/api/evaluation/{shape}" for shape in shapes} == gets - {
        "/api/evaluation/events/stream"  # the same events as the feed, without an end
    }


@pytest.mark.covers("PRA-02")
async def test_nobody_reads_a_mark_before_the_round_closes(season: Season) -> None:
    await planted(season)
    others = [acting(season.panel[1]), acting("elsewhere")]
    everybody = [STAFF, LEADER, AUDITOR, CLIENT, ADMIN, LEAD, CO_LEAD, STRANGER, SIGNER, None]

    for caller in [*everybody, *others]:
        for address in addresses(season):
            answer = await season.get(caller, address)
            assert not PLANTED.search(answer.text), (caller, address)
    own = await season.get(acting(season.panel[0]), sheet_path(season))
    assert PLANTED.search(own.text)


async def test_the_feed_gives_no_box_and_the_database_no_mark(
    office: Office, season: Season
) -> None:
    await planted(season)
    await office.caught_up()
    pool = office.resources("evaluation").pool

    for table in TABLES:
        rows = await pool.fetch(f"select to_jsonb(t)::text as row from {table} t")
        ours = [row["row"] for row in rows if season.programme in row["row"]]
        assert not [row for row in ours if PLANTED.search(row)], table
    feed = (await season.get(STAFF, "events?limit=1000")).json()["events"]
    boxes = [e["data"]["sealed"]["box"] for e in feed if e["type"] == "ScoreSubmitted"]
    assert set(boxes) == {""}


async def test_what_is_stored_about_the_request_cannot_be_guessed_back(
    office: Office, season: Season
) -> None:
    body = b'{"marks": {"operable": 31.73, "effect": 47.91}, "advice": "-"}'
    path = f"/api/evaluation/{sheet_path(season)}/score"
    async with office.client("evaluation", acting(season.panel[0])) as client:
        answer = await client.put(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 200

    guess = sha256(f"PUT {path}?\n".encode() + body).hexdigest()
    marks = b'{"effect":4791,"operable":3173}'
    rows = await office.resources("evaluation").pool.fetch(
        "select to_jsonb(e)::text as row from event e where stream like 'review:%'"
    )
    text = "".join(row["row"] for row in rows)
    assert guess not in text
    assert sha256(marks).hexdigest() not in text


async def test_once_closed_the_marks_are_there_for_those_who_may_read(season: Season) -> None:
    await planted(season)
    for name in season.panel[1:5]:
        assert (await season.score(name, 80)).status_code == 200
    assert (await season.close()).status_code == 200

    for caller in (STAFF, LEADER, AUDITOR, LEAD, CO_LEAD):
        answer = await season.decision(caller)
        assert answer.json()["category"] == CATEGORY
        assert PLANTED.search(answer.text)
    assert not PLANTED.search((await season.decision(STRANGER)).text)

"""The service as a whole: what others rely on, and rows that are a replay of the log."""

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest

from services.applications.coverage.projection import unsettled
from services.applications.main import SERVICE
from shared.contracts import applications as contract
from shared.readmodels.projection import Rows
from shared.store.codec import members
from shared.store.events import Recorded, Stream
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    LEADER,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
    responsible,
    supplement,
)
from tests.office import Office

LAW = "xingzheng-zhifa-ju"
REFORM = {"effective_on": "2018-03-02", "reason": "机构改革"}
HEALTH = {"name": "市卫健委", "name_en": "Health Commission", "full_name": "市卫健委直属机关党委"}
CHANGES: list[tuple[Any, str, dict[str, str]]] = [
    (STAFF, "units/weiji-wei/renaming", HEALTH | REFORM),
    (LEADER, "units/zhijian-ju/merger", {"into_unit_id": "shichang-jianguan-ju"} | REFORM),
    (
        STAFF,
        f"programmes/{PROGRAMME}/corrections",
        {"field": "title", "text": "通知", "reason": "笔误"},
    ),
]
MAY_12 = datetime(2017, 5, 12, 9, 0, tzinfo=SHANGHAI)
TEAM = {"name": "联办工作组", "composition": "分管领导、办公室主任"}
WHY = {"reason": "机构调整"}
P18 = "/api/applications/projects/2017-p18"


@pytest.fixture(scope="module")
async def busy(office: Office) -> Office:
    """An office in which everything that can happen here has happened once."""
    moves = [
        (liaison("guozi-wei"), "put", "2017-p08", "guozi-wei", "application", application("lead")),
        (liaison("gongan-ju"), "put", "2017-p08", "gongan-ju", "application", application()),
        (STAFF, "post", "2017-p08", "gongan-ju", "return", {"advice": "请写明特长"}),
        (
            liaison("gongan-ju"),
            "put",
            "2017-p08",
            "gongan-ju",
            "application",
            application(resources="志愿者"),
        ),
        (STAFF, "post", "2017-p08", "gongan-ju", "acceptance", None),
        (STAFF, "post", "2017-p09", "gongan-ju", "invitation", {"words": "欢迎参与。"}),
        (liaison("keji-ju"), "put", "2017-p12", "keji-ju", "application", application("lead")),
        (LEADER, "post", "2017-p12", "keji-ju", "rejection", {"reason": "市府办仍为牵头"}),
        (liaison("weiji-wei"), "put", "2017-p09", "weiji-wei", "application", application()),
        (liaison("weiji-wei"), "post", "2017-p09", "weiji-wei", "withdrawal", None),
        (responsible(LAW), "post", "2017-p01", LAW, "decline", {"reason": "职能调整"}),
        (liaison(LAW), "put", "2017-p13", LAW, "application", application()),
        (
            STAFF,
            "put",
            "2017-p06",
            "guoshui-ju",
            "paper/application",
            application(received_on="2017-05-02"),
        ),
        (liaison("gongan-ju"), "put", "2017-p08", "gongan-ju", "team", TEAM),
        (
            liaison("gongan-ju"),
            "put",
            "2017-p08",
            "gongan-ju",
            "team/responsible-leader",
            {"accounts": ["gongan-ju-leader"]},
        ),
        (
            liaison("gongan-ju"),
            "put",
            "2017-p08",
            "gongan-ju",
            "team/liaison",
            {"accounts": ["gongan-ju-liaison"]},
        ),
        (liaison("gongan-ju"), "put", "2017-p08", "gongan-ju", "leaving", WHY),
        (LEADER, "post", "2017-p08", "gongan-ju", "leaving/refusal", WHY),
        (liaison("gongan-ju"), "put", "2017-p08", "gongan-ju", "leaving", WHY),
        (
            liaison("guozi-wei"),
            "put",
            "2017-p08",
            "gongan-ju",
            "leaving/opinion",
            {"agrees": True, "opinion": "同意"},
        ),
        (LEADER, "post", "2017-p08", "gongan-ju", "leaving/approval", WHY),
    ]
    for caller, method, project, unit, act, body in moves:
        async with client(office, caller) as http:
            answer = await http.request(method, path(project, unit, act), json=body)
        assert answer.status_code == 200, answer.text
    for caller, where, body in CHANGES:
        async with client(office, caller) as http:
            answer = await http.post(f"/api/applications/{where}", json=body)
        assert answer.status_code == 200, answer.text
    await later(office)
    await past_the_cut_off(office)
    await coverage_settled(office)
    await given_up(office)
    await coverage_settled(office)
    return office


async def later(office: Office) -> None:
    """Let happen what happens to projects and programmes, and after the cut-off."""
    async with client(office, LEADER) as leader:
        assigned = await leader.put(
            "/api/applications/projects/2017-p08/contact-leader", json={"account": "shuji"}
        )
        async with client(office, STAFF) as staff:
            prepared = await staff.put(
                f"{P18}/lead-replacement", json={"unit_id": "weiji-wei"} | WHY
            )
        replaced = await leader.post(
            f"{P18}/lead-replacement/approval", json={"unit_id": "weiji-wei"}
        )
        corrected = await leader.post(
            f"{P18}/correction", json={"field": "title_en", "text": "Volunteers"} | WHY
        )
        extended = await leader.post(
            f"/api/applications/programmes/{PROGRAMME}/supplementary-window",
            json={"open_through": "2017-06-02"} | WHY,
        )
    office.clock.set(MAY_12)
    async with client(office, liaison("jianshe-ju")) as http:
        filed = await http.put(path("2017-p13", "jianshe-ju", "supplement"), json=supplement())
    answers = (assigned, prepared, replaced, corrected, extended, filed)
    assert {answer.status_code for answer in answers} == {200}


async def past_the_cut_off(office: Office) -> None:
    """Let a unit that takes part in nothing be flagged, and accepted after all."""
    await recorded_in(office, "CoverageGapFlagged")
    async with client(office, STAFF) as staff:
        answer = await staff.post(path("2017-p13", LAW, "acceptance"))
    assert answer.status_code == 200, answer.text
    await recorded_in(office, "CoverageGapClosed")


async def given_up(office: Office) -> None:
    """Let every project be cancelled, and the programme be closed."""
    closing = f"/api/applications/programmes/{PROGRAMME}/closing"
    async with client(office, LEADER) as leader, client(office, STAFF) as staff:
        answers = [
            await leader.post(
                f"/api/applications/projects/2017-p{number:02}/cancellation", json=WHY
            )
            for number in range(1, 19)
        ]
        answers.append(await staff.put(f"{closing}/preparation"))
        answers.append(await leader.post(closing))
    assert {answer.status_code for answer in answers} == {200}


async def coverage_settled(office: Office) -> None:
    """Wait until every gap there is has been flagged, so that the log grows no further."""
    now, pool = office.clock.now(), office.resources("applications").pool
    async with asyncio.timeout(20):
        while await unsettled(now, now.astimezone(SHANGHAI).date(), pool):
            await asyncio.sleep(0.05)


async def recorded_in(office: Office, kind: str) -> None:
    pool = office.resources("applications").pool
    async with asyncio.timeout(20):
        while not await pool.fetchval("select exists (select from event where type = $1)", kind):
            await asyncio.sleep(0.05)


async def log(office: Office) -> list[Recorded[Any]]:
    """Return the whole log, in the order of commits."""
    codec = SERVICE.codec()
    rows = await office.resources("applications").pool.fetch(
        "select *, data::text as text from event order by position"
    )
    return [
        Recorded(
            event=codec.decode(row["type"], row["schema_version"], row["text"]),
            stream=Stream(row["feature"], row["stream"].partition(":")[2]),
            version=row["version"],
            event_id=row["event_id"],
            occurred_at=row["occurred_at"],
            recorded_at=row["recorded_at"],
            actor="",
            type=row["type"],
            command_id=row["event_id"],
        )
        for row in rows
    ]


async def test_the_contract_holds_for_the_real_events(busy: Office) -> None:
    rows = await busy.resources("applications").pool.fetch(
        "select type, schema_version, data::text as text from event order by position"
    )
    promised = set(contract.CODEC.known)
    seen: dict[str, Any] = {}
    for row in rows:
        event = contract.CODEC.decode(row["type"], row["schema_version"], row["text"])
        assert (event is not None) == (row["type"] in promised)
        if event is not None:
            seen[row["type"]] = (event, json.loads(row["text"]))

    assert set(seen) == promised
    announced, said = seen["ProgrammeAnnounced"]
    assert (len(announced.projects), len(announced.addressees)) == (18, 20)
    assert [o.kind for o in announced.obligations] == [o["kind"] for o in said["obligations"]]
    assert seen["ApplicationAccepted"][0].role == "co_lead"


async def test_every_event_of_the_service_happened_here(busy: Office) -> None:
    happened = {recorded.type for recorded in await log(busy)}

    assert happened == {
        event.__name__ for feature in SERVICE.features for event in members(feature.events)
    }


@pytest.mark.parametrize("projection", SERVICE.projections, ids=lambda each: each.name)
async def test_the_rows_are_a_replay_of_the_log(busy: Office, projection: Any) -> None:
    rows = Rows[Any].of(projection)
    history = [r for r in await log(busy) if r.stream.feature in projection.features]

    replayed = rows.fold({}, history)

    async with busy.resources("applications").pool.acquire() as connection:
        stored = await rows.load(connection, list(replayed))
        count = await connection.fetchval(f"select count(*) from {projection.table.name}")
    assert replayed == stored
    assert count == len(replayed)

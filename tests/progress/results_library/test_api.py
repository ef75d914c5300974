"""The results library over HTTP. The tests of this module follow one another after the season."""

import asyncio
from typing import Any

import httpx2
import pytest

from services.progress.results_package.events import results_of
from shared.contracts.evaluation import DecisionConfirmed, DecisionRevised, Outcome
from shared.http.caller import Caller
from shared.ids import ProjectId
from shared.store.events import Stream
from tests.office import Office
from tests.progress.evidence.examples import JPEG
from tests.progress.examples import (
    ACTIVITIES,
    ADMIN,
    CATEGORY,
    CLIENT,
    GUOZI,
    JIAOTONG,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    P17,
    P18,
    PROGRAMME,
    RESPONSIBLE,
    REVIEWER,
    STAFF,
    shanghai,
)
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.results_package.examples import FORM

LIBRARY = "/api/progress/library"
PUBLISHING = f"/api/progress/programmes/{PROGRAMME}/library"
ACTIVITY: dict[str, Any] = {
    **FORM,
    "summary": "广场志愿服务100%覆盖",
    "sections": {"effect": "三千人次", "model": "广场模式"},
}
NAMES = {**ITEM_FORM, "kind": "method_text", "title": "骨干党员名单"}
LIST, RECORD = f"{ITEM[:-1]}1", f"{ITEM[:-1]}2"


def alone(project: str) -> str:
    return f"/api/progress/projects/{project}/results/publication"


async def ask(
    office: Office, caller: Caller, method: str, path: str, body: Any = None
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        return await client.request(method, path, json=body)


async def search(office: Office, caller: Caller, query: str = "") -> list[str]:
    answer = await ask(office, caller, "GET", f"{LIBRARY}{query}")
    assert answer.status_code == 200, answer.text
    return [entry["project_id"] for entry in answer.json()["items"]]


async def decided(office: Office, project: ProjectId, kind: Any, outcome: Outcome) -> None:
    event = kind(programme_id=PROGRAMME, project_id=project, outcome=outcome)
    await office.publish("evaluation", Stream("decision", project), event)
    await office.caught_up()


async def stored(office: Office) -> str:
    async with office.client("progress", LIAISON) as client:
        answer = await client.post("/api/progress/evidence", files={"file": ("a.jpg", JPEG)})
    return answer.json()["sha256"]


async def handed_in(office: Office) -> str:
    """Let two leads hand in results, with items of a ledger, and let the time be over."""
    office.clock.set(shanghai(11, 16, 9))
    sha256 = await stored(office)
    ledger = f"/api/progress/projects/{P08}/ledger"
    kept = {**ITEM_FORM, "sha256": sha256, "held_by_unit": False}
    held = {**ITEM_FORM, "kind": "method_text", "title": "广场模式"}
    record = {**ITEM_FORM, "kind": "activity"}
    for item, form in ((ITEM, kept), (OTHER_ITEM, held), (LIST, NAMES), (RECORD, record)):
        filed = await ask(office, LIAISON, "PUT", f"{ledger}/{item}", form)
        assert filed.status_code == 200, filed.text
    for lead, project, form in ((LIAISON, P08, FORM), (OTHER_LEAD, P18, ACTIVITY)):
        where = f"/api/progress/projects/{project}/results"
        assert (await ask(office, lead, "PUT", where, form)).status_code == 200
    return sha256


async def final(office: Office, *projects: ProjectId) -> None:
    office.clock.set(shanghai(12, 8))
    store = office.resources("progress").store
    async with asyncio.timeout(20):
        for project in projects:
            while (await store.read(results_of(project))).recorded[-1].type != "ResultsFrozen":
                await asyncio.sleep(0.02)


@pytest.mark.covers("REQ-07", "PRA-13")
async def test_the_results_of_passed_projects_are_published_for_every_unit(office: Office) -> None:
    sha256 = await handed_in(office)
    await decided(office, P18, DecisionConfirmed, "pass")
    none_yet = await ask(office, STAFF, "POST", PUBLISHING)
    early = await ask(office, STAFF, "POST", alone(P18))
    undecided = await ask(office, STAFF, "POST", alone(P08))
    unknown = await ask(office, STAFF, "POST", alone("2017-p99"))
    await final(office, P08, P18)
    await decided(office, P08, DecisionConfirmed, "pass")
    await decided(office, P17, DecisionConfirmed, "fail")
    foreign_file = await ask(office, OUTSIDER, "GET", f"/api/progress/evidence/{sha256}")
    published = await ask(office, STAFF, "POST", PUBLISHING)
    again = await ask(office, STAFF, "POST", PUBLISHING)
    found = [await search(office, c) for c in (OUTSIDER, REVIEWER, LEADER, RESPONSIBLE)]
    entry = (await ask(office, OUTSIDER, "GET", f"{LIBRARY}/{P08}")).json()
    file = await ask(office, OUTSIDER, "GET", f"/api/progress/evidence/{sha256}")

    assert [(a.status_code, a.json()["code"]) for a in (none_yet, early, undecided, unknown)] == [
        (409, "nothing-to-publish"),
        (409, "results-not-final"),
        (409, "not-passed-for-good"),
        (404, "no-such-project"),
    ]
    assert published.json()["events"] == ["ResultsPublished"]
    assert again.json()["events"] == []
    assert found == [[P08, P18]] * 4
    assert (entry["year"], entry["category"], entry["unit_id"]) == (2017, CATEGORY, GUOZI)
    assert entry["participants"] == [GUOZI, JIAOTONG]
    assert [s["text"] for s in entry["sections"]] == ["有章程", "三家推广"]
    assert "party_members" not in entry
    assert (foreign_file.status_code, file.status_code) == (404, 200)


@pytest.mark.covers("PRA-13")
async def test_of_what_its_unit_holds_there_is_an_entry_and_of_lists_of_people_nothing(
    office: Office,
) -> None:
    entry = (await ask(office, OUTSIDER, "GET", f"{LIBRARY}/{P08}")).json()

    items = {item["item_id"]: item for item in entry["items"]}
    assert items.keys() == {ITEM, OTHER_ITEM}
    assert (items[ITEM]["held_by_unit"], bool(items[ITEM]["sha256"])) == (False, True)
    assert (items[OTHER_ITEM]["held_by_unit"], items[OTHER_ITEM]["sha256"]) == (True, "")
    assert items[OTHER_ITEM]["filed_by_unit_id"] == GUOZI


@pytest.mark.covers("PRA-13")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=公益日", [P08]),
        ("?q=广场模式", [P18]),
        ("?q=100%25 志愿", [P18]),
        ("?q=100_", []),
        ("?q=广场 公益日", []),
        (f"?category={CATEGORY}", [P08]),
        (f"?category={ACTIVITIES}&year=2017", [P18]),
        ("?year=2018", []),
        ("?limit=1", [P08]),
        ("?after=2017.8.2017-p08", [P18]),
    ],
)
async def test_it_is_searched_by_words_category_and_year(
    office: Office, query: str, expected: list[str]
) -> None:
    assert await search(office, OUTSIDER, query) == expected


async def test_page_follows_page(office: Office) -> None:
    first = (await ask(office, OUTSIDER, "GET", f"{LIBRARY}?limit=1")).json()
    last = (await ask(office, OUTSIDER, "GET", f"{LIBRARY}?limit=1&after={first['next']}")).json()

    assert [entry["project_id"] for entry in last["items"]] == [P18]
    assert last["next"] is None


@pytest.mark.covers("PRA-13")
async def test_a_revision_takes_a_project_out_until_it_passes_for_good_again(
    office: Office,
) -> None:
    sha256 = (await ask(office, LIAISON, "GET", f"{LIBRARY}/{P08}")).json()["items"][0]["sha256"]
    await decided(office, P08, DecisionRevised, "fail")
    revised = await search(office, OUTSIDER)
    gone = await ask(office, OUTSIDER, "GET", f"{LIBRARY}/{P08}")
    file = await ask(office, OUTSIDER, "GET", f"/api/progress/evidence/{sha256}")
    await decided(office, P08, DecisionConfirmed, "fail")
    failed = await search(office, OUTSIDER)
    await decided(office, P08, DecisionRevised, "pass")
    waiting = await search(office, OUTSIDER)
    await decided(office, P08, DecisionConfirmed, "pass")
    back = await search(office, OUTSIDER)

    assert (revised, failed, waiting, back) == ([P18], [P18], [P18], [P08, P18])
    assert (gone.status_code, gone.json()["code"]) == (404, "not-in-the-library")
    assert file.status_code == 404


class TestRefused:
    @pytest.mark.parametrize(
        "query",
        [
            f"q={'长' * 101}",
            "q=%07",
            "category=A B",
            "year=1999",
            "year=x",
            "after=2017",
            "after=2017.8.X",
            "limit=0",
            "limit=201",
        ],
    )
    async def test_a_search_that_is_not_valid_is_refused(self, office: Office, query: str) -> None:
        answer = await ask(office, OUTSIDER, "GET", f"{LIBRARY}?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    @pytest.mark.parametrize("where", [PUBLISHING, alone(P18)])
    async def test_only_the_staff_publishes(self, office: Office, where: str) -> None:
        answers = [await ask(office, who, "POST", where) for who in (LEADER, RESPONSIBLE)]
        assert [(a.status_code, a.json()["code"]) for a in answers] == [
            (403, "only-staff-publishes")
        ] * 2

    @pytest.mark.parametrize("caller", [CLIENT, ADMIN])
    async def test_systems_and_administrators_do_not_read_it(
        self, office: Office, caller: Caller
    ) -> None:
        assert (await ask(office, caller, "GET", LIBRARY)).status_code == 403

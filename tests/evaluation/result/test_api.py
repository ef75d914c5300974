"""Who reads results, and when."""

import pytest

from tests.evaluation.season import AUDITOR, LEAD, LEADER, STAFF, STRANGER, Season
from tests.evaluation.season import reviewer as acting
from tests.office import Office


async def a_season(office: Office, name: str) -> Season:
    season = await (await Season(office, name).opened()).ruled()
    return await season.closed_with([88, 91, 85, 90, 86, 79])


async def test_everybody_reads_a_result_without_sheets_once_it_is_public(office: Office) -> None:
    season = await a_season(office, "result-a")
    before = await season.decision(STRANGER)
    await season.publicise()

    for caller in (STRANGER, acting("someone-else")):
        read = (await season.decision(caller)).json()
        assert (read["mean"], read["outcome"], read["stage"]) == (87.25, "pass", "in_publicity")
        assert read["sheets"] == []
    assert before.status_code == 404
    assert len((await season.decision(LEAD)).json()["sheets"]) == 6


async def test_the_list_of_results_holds_what_is_public_and_for_the_organiser_all(
    office: Office,
) -> None:
    season = await a_season(office, "result-b")
    await season.lists("result-b-p2", number=2)
    await season.hands_in_nothing("result-b-p2")
    await season.missing("result-b-p2")
    path = "programmes/result-b/decisions"

    none = (await season.get(STRANGER, path)).json()["items"]
    await season.publicise()
    public = (await season.get(STRANGER, path)).json()["items"]
    everything = (await season.get(STAFF, path)).json()["items"]

    assert none == []
    assert [(line["number"], line["stage"]) for line in public] == [(1, "in_publicity")]
    assert [(line["number"], line["outcome"], line["stage"]) for line in everything] == [
        (1, "pass", "in_publicity"),
        (2, "not_submitted", "evaluated"),
    ]
    assert (await season.get(AUDITOR, path)).json()["items"] == everything


async def test_the_list_comes_page_by_page(office: Office) -> None:
    season = await a_season(office, "result-c")
    await season.lists("result-c-p2", number=2)
    await season.hands_in_nothing("result-c-p2")
    await season.missing("result-c-p2")
    path = "programmes/result-c/decisions?limit=1"

    first = (await season.get(STAFF, path)).json()
    second = (await season.get(STAFF, f"{path}&after={first['next']}")).json()
    last = (await season.get(STAFF, f"{path}&after={second['next']}")).json()

    assert [page["items"][0]["number"] for page in (first, second)] == [1, 2]
    assert (last["items"], last["next"]) == ([], "")
    assert (await season.get(STAFF, "programmes/result-c/decisions?limit=0")).status_code == 422
    assert (await season.get(STAFF, "programmes/No~Slug/decisions")).status_code == 422


@pytest.mark.covers("AMB-23", "REQ-49")
async def test_organiser_and_auditor_read_what_was_dropped_how_far_sheets_lie_apart_and_objections(
    office: Office,
) -> None:
    season = await a_season(office, "result-d")
    await season.publicise()
    await season.objects()
    path = "programmes/result-d/decisions"

    (staff,) = (await season.get(STAFF, path)).json()["items"]
    (auditor,) = (await season.get(AUDITOR, path)).json()["items"]
    (lead,) = (await season.get(LEAD, path)).json()["items"]

    behind = staff["round"]
    left_out = {(sheet["standing"], sheet["total"]) for sheet in behind["left_out"]}
    assert left_out == {("highest", 91), ("lowest", 79)}
    assert all(sheet["label"].startswith("评委") for sheet in behind["left_out"])
    assert (behind["valid"], behind["counted"], behind["spread"]) == (6, 4, 12)
    assert (behind["open_objections"], auditor) == (1, staff)
    assert lead["round"] is None


async def test_the_list_is_cut_down_to_an_outcome_and_a_stage(office: Office) -> None:
    season = await a_season(office, "result-e")
    await season.lists("result-e-p2", number=2)
    await season.hands_in_nothing("result-e-p2")
    await season.missing("result-e-p2")
    await season.publicise()
    path = "programmes/result-e/decisions"

    async def numbers(query: str) -> list[int]:
        return [
            line["number"] for line in (await season.get(STAFF, f"{path}?{query}")).json()["items"]
        ]

    assert await numbers("outcome=pass") == [1]
    assert await numbers("outcome=not_submitted") == [2]
    assert await numbers("stage=in_publicity") == [1]
    assert await numbers("outcome=pass&stage=evaluated") == []
    for bad in ("outcome=perhaps", "stage=never"):
        assert (await season.get(STAFF, f"{path}?{bad}")).status_code == 422


@pytest.mark.covers("PRA-03")
@pytest.mark.parametrize(("name", "total", "outcome"), [("f", 80, "pass"), ("g", 40, "fail")])
async def test_the_lead_reads_the_advice_without_names_whatever_the_outcome(
    office: Office, name: str, total: float, outcome: str
) -> None:
    season = await (await Season(office, f"result-{name}").opened()).ruled()
    for number, who in enumerate(season.panel[:5], 1):
        await season.assign(who)
        await season.score(who, total, advice=f"建议{number}")
    before = await season.decision(LEAD)
    await season.close()

    read = (await season.decision(LEAD)).json()

    assert (before.status_code, read["outcome"]) == (404, outcome)
    assert {sheet["advice"] for sheet in read["sheets"]} == {f"建议{n}" for n in range(1, 6)}
    assert {sheet["label"] for sheet in read["sheets"]} == {f"评委{n}" for n in range(1, 6)}
    assert {sheet["reviewer_id"] for sheet in read["sheets"]} == {None}


@pytest.mark.covers("REQ-49")
async def test_the_organiser_reads_how_many_sheets_are_in_and_no_mark(office: Office) -> None:
    season = await (await Season(office, "result-h").opened()).ruled()
    for who in season.panel[:4]:
        await season.assign(who)
    for who in season.panel[:3]:
        await season.score(who, 61.5)
    await season.void(season.panel[2])
    await season.impose(season.panel[6])

    for caller in (STAFF, LEADER):
        answer = await season.get(caller, f"projects/{season.project}/reviewers")
        read = answer.json()
        assert (read["done"], read["asked"]) == (2, 3)
        assert [line["reviewer_id"] for line in read["items"] if line["bar"]] == [season.panel[6]]
        assert "21.5" not in answer.text

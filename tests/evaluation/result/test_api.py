"""Who reads results, and when."""

from tests.evaluation.season import AUDITOR, LEAD, STAFF, STRANGER, Season
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
    await office.caught_up()
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
    await office.caught_up()
    await season.missing("result-c-p2")
    path = "programmes/result-c/decisions?limit=1"

    first = (await season.get(STAFF, path)).json()
    second = (await season.get(STAFF, f"{path}&after={first['next']}")).json()
    last = (await season.get(STAFF, f"{path}&after={second['next']}")).json()

    assert [page["items"][0]["number"] for page in (first, second)] == [1, 2]
    assert (last["items"], last["next"]) == ([], "")
    assert (await season.get(STAFF, "programmes/result-c/decisions?limit=0")).status_code == 422
    assert (await season.get(STAFF, "programmes/No~Slug/decisions")).status_code == 422

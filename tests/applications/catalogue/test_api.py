"""The catalogue as each reader sees it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.applications.catalogue.projection import looked_after
from services.applications.programme.projection import programme_with
from shared.ids import ProgrammeId
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    ANNOUNCED,
    CLIENT,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
)
from tests.office import Office

CUT_OFF = datetime(2017, 5, 11, 0, 0, tzinfo=SHANGHAI)
CONTACTS = f"/api/applications/programmes/{PROGRAMME}/contact-leaders"
PROJECTS = f"/api/applications/programmes/{PROGRAMME}/projects"


async def test_the_annex_column_fills_with_accepted_co_leads_in_order_of_acceptance(
    office: Office,
) -> None:
    units = ("gongan-ju", "weiji-wei", "minzheng-xitong")
    for unit in units:
        async with client(office, liaison(unit)) as http:
            await http.put(path("2017-p08", unit), json=application())
    async with client(office, liaison("guozi-wei")) as lead:
        before = (await lead.get("/api/applications/projects/2017-p08")).json()
        await lead.put(path("2017-p08", "guozi-wei"), json=application("lead"))
        for unit in ("weiji-wei", "gongan-ju"):
            office.clock.set(office.clock.now() + timedelta(seconds=1))
            async with client(office, STAFF) as staff:
                await staff.post(path("2017-p08", unit, "acceptance"))
        after = await lead.get("/api/applications/projects/2017-p08")

    assert (before["co_leads"], before["co_leads_as_printed"]) == ([], "自主申报")
    assert before["lead_status"] == "designated"
    assert after.headers["etag"] == '"2"'
    project = after.json()
    assert [unit["unit_id"] for unit in project["co_leads"]] == ["weiji-wei", "gongan-ju"]
    assert project["co_leads_as_printed"] == "市卫计委、市公安局"
    assert project["lead_status"] == "confirmed"


async def test_lead_party_organisation_and_executing_unit_are_three_fields(
    office: Office,
) -> None:
    async with client(office, CLIENT) as http:
        project = (await http.get("/api/applications/projects/2017-p12")).json()

    assert project["lead"] == {
        "unit_id": "shifu-ban",
        "name": "市府办",
        "party_organisation": "直属机关党委",
    }
    assert project["executing_unit"] == {
        "unit_id": "keji-ju",
        "name": "市科技局",
        "party_organisation": "",
    }
    assert project["lead_as_printed"] == "市府办直属机关党委（市科技局）"


async def test_words_are_looked_for_in_title_text_and_lead(office: Office) -> None:
    async with client(office, liaison("gongan-ju")) as http:
        found = {
            words: [p["number"] for p in (await http.get(PROJECTS, params={"q": words})).json()]
            for words in ("铁军", "志愿服务", "市公安局", "HEALTH express", "100%", "_", " ")
        }

    assert found["铁军"] == [11, 12, 13, 14, 15]
    assert found["志愿服务"] == [8]
    assert found["市公安局"] == [18]
    assert found["HEALTH express"] == [16]
    assert (found["100%"], found["_"]) == ([], [])
    assert found[" "] == list(range(1, 19))


async def test_the_catalogue_is_read_page_by_page(office: Office) -> None:
    async with client(office, liaison("gongan-ju")) as http:
        first = (await http.get(PROJECTS, params={"limit": 10})).json()
        second = (await http.get(PROJECTS, params={"limit": 10, "after": 10})).json()
        bad = [
            await http.get(PROJECTS, params=params)
            for params in ({"limit": 0}, {"limit": 201}, {"after": -1}, {"after": "x"})
        ]
        long = await http.get(PROJECTS, params={"q": "长" * 101})

    assert [p["number"] for p in first + second] == list(range(1, 19))
    assert {answer.status_code for answer in (*bad, long)} == {422}


async def test_what_is_not_there_is_not_found(office: Office) -> None:
    office.clock.set(ANNOUNCED)
    async with client(office, STAFF) as http:
        answers = [
            await http.get("/api/applications/projects/2017-p99"),
            await http.get("/api/applications/projects/2017-p99/participations"),
            await http.get("/api/applications/programmes/none/projects"),
            await http.get("/api/applications/programmes/none"),
        ]

    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.covers("AMB-10")
async def test_after_the_cut_off_a_project_without_co_leads_is_shown_as_short_of_them(
    office: Office,
) -> None:
    async with client(office, liaison("jingxin-wei")) as http:
        await http.put(path("2017-p16", "jingxin-wei"), json=application())
    async with client(office, STAFF) as staff:
        await staff.post(path("2017-p16", "jingxin-wei", "acceptance"))
        before = await staff.get(CONTACTS)
        office.clock.set(CUT_OFF)
        after = await staff.get(CONTACTS)
        by_hand = await short_of(office, expected=0)
        strict = await short_of(office, expected=2)
    office.clock.set(ANNOUNCED)

    assert not any(each["short_of_co_leads"] for each in before.json())
    short = {each["project_id"]: each["short_of_co_leads"] for each in after.json()}
    assert (short["2017-p04"], short["2017-p16"]) == (True, False)
    assert by_hand == set()
    assert {"2017-p04", "2017-p16"} <= strict


async def short_of(office: Office, expected: int) -> set[str]:
    """Return the projects short of co-leads if the programme's rules expected so many."""
    async with office.resources("applications").pool.acquire() as connection:
        programme = await programme_with(ProgrammeId(PROGRAMME), connection)
        assert programme is not None
        rules = programme.rules | {"participation": {"co_leads_expected": expected}}
        found = await looked_after(replace(programme, rules=rules), CUT_OFF, connection)
    return {each.project_id for each in found if each.short_of_co_leads}


async def test_projects_are_found_by_number_category_and_unit(office: Office) -> None:
    async def found(**query: str) -> set[int]:
        async with client(office, CLIENT) as http:
            answer = await http.get(PROJECTS, params=query)
        return {project["number"] for project in answer.json()}

    async with client(office, CLIENT) as http:
        projects = (await http.get(PROJECTS)).json()
    category = projects[0]["category"]

    assert await found(q="12") >= {12}
    assert await found(category=category) == {
        each["number"] for each in projects if each["category"] == category
    }
    assert await found(unit="keji-ju") == {12}
    assert await found(unit="guozi-wei", category="nowhere") == set()


async def test_a_unit_finds_the_project_that_it_co_leads(office: Office) -> None:
    async with client(office, liaison("jiaotong-ju")) as http:
        await http.put(path("2017-p08", "jiaotong-ju"), json=application())
        before = (await http.get(PROJECTS, params={"unit": "jiaotong-ju"})).json()
        async with client(office, STAFF) as staff:
            await staff.post(path("2017-p08", "jiaotong-ju", "acceptance"))
        after = (await http.get(PROJECTS, params={"unit": "jiaotong-ju"})).json()

    assert [each["number"] for each in before] == [11]
    assert [each["number"] for each in after] == [8, 11]

"""The import of the 2017 notice: all of it, or nothing, and every fault by name."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from services.applications.notice_faults import FaultyNotice, checked
from services.applications.results_rule import USUAL, results_rule
from tests.applications.season import (
    APRIL,
    LEADER,
    PROGRAMME,
    STAFF,
    client,
    imported,
    liaison,
    notice,
)
from tests.office import Office

IMPORT = "/api/applications/programmes/import"

type Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
async def staff(empty_office: Office) -> Any:
    empty_office.clock.set(APRIL)
    async with client(empty_office, STAFF) as http:
        yield http


async def log(office: Office) -> list[str]:
    rows = await office.resources("applications").pool.fetch("select type from event")
    return [row["type"] for row in rows]


async def test_a_faulty_file_is_refused_whole_and_nothing_is_stored(
    empty_office: Office, staff: httpx2.AsyncClient
) -> None:
    document = notice()
    document["projects"][4]["number"] = 4
    document["projects"][7]["title"] = " "
    document["projects"][9]["category"] = "qita"
    document["projects"][11]["lead"]["unit_id"] = "nobody"
    document["programme"]["issue_date"] = "2 May 2017"
    del document["programme"]["issuer"]

    answer = await staff.post(IMPORT, json=document)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "faulty-notice")
    assert {error["field"] for error in problem["errors"]} == {
        "/projects/4/number",
        "/projects/7/title",
        "/projects/9/category",
        "/projects/11/lead/unit_id",
        "/programme/issue_date",
        "/programme/issuer",
    }
    assert all(error["zh"] and error["en"] for error in problem["errors"])
    assert await log(empty_office) == []
    assert (await staff.get("/api/applications/programmes")).json() == []


@pytest.mark.parametrize(
    "body",
    ["[]", "null", '"notice"', "{", "\x00", '{"a": NaN}', pytest.param("[" * 9000, id="too deep")],
)
async def test_what_is_no_notice_is_refused(
    empty_office: Office, staff: httpx2.AsyncClient, body: str
) -> None:
    answer = await staff.post(IMPORT, content=body, headers={"content-type": "application/json"})

    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await log(empty_office) == []


async def test_characters_that_are_none_are_refused(staff: httpx2.AsyncClient) -> None:
    body = '{"schema": "programme-notice/1", "\\ud800": "\\udfff"}'

    answer = await staff.post(IMPORT, content=body, headers={"content-type": "application/json"})

    assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize(
    ("caller", "status"), [(LEADER, 403), (liaison("guozi-wei"), 403), (None, 401)]
)
async def test_only_the_organisers_staff_drafts(
    empty_office: Office, caller: Any, status: int
) -> None:
    async with client(empty_office, caller) as http:
        answer = await http.post(IMPORT, json=notice())

    assert answer.status_code == status
    assert await log(empty_office) == []


async def test_the_real_notice_is_drafted_with_its_roll_projects_and_leads_byte_for_byte(
    empty_office: Office, staff: httpx2.AsyncClient
) -> None:
    await imported(empty_office)

    document = notice()
    types = await log(empty_office)
    assert {name: types.count(name) for name in set(types)} == {
        "ProgrammeDrafted": 1,
        "ProgrammeRulesSet": 1,
        "UnitRegistered": 20,
        "ProjectListed": 18,
        "LeadUnitDesignated": 18,
    }
    programme = (await staff.get(f"/api/applications/programmes/{PROGRAMME}")).json()
    assert programme["status"] == "drafted"
    for name in ("document_number", "title", "addressees", "issuer", "method", "purpose"):
        assert programme["notice"][name] == document["programme"][name]
    assert programme["notice"]["principles"] == document["principles"]
    catalogue = (await staff.get(f"/api/applications/programmes/{PROGRAMME}/projects")).json()
    printed = ("number", "title", "content_and_targets", "category", "category_basis")
    for project, line in zip(document["projects"], catalogue, strict=True):
        assert {name: line[name] for name in printed} == {n: project[n] for n in printed}
        assert line["project_id"] == project["id"]
        assert line["lead"]["unit_id"] == project["lead"]["unit_id"]
        assert line["lead_as_printed"] == project["lead"]["as_printed"]
        assert line["lead_basis"] == "annex"
        executing = line["executing_unit"] and line["executing_unit"]["unit_id"]
        assert executing == project["lead"]["parenthesised_unit_id"]


@pytest.mark.covers("REQ-05")
async def test_a_second_import_of_the_same_file_changes_nothing(
    empty_office: Office, staff: httpx2.AsyncClient
) -> None:
    await imported(empty_office)
    before = await log(empty_office)

    answer = await staff.post(IMPORT, json=notice())

    receipt = answer.json()
    assert (answer.status_code, receipt["events"], receipt["version"]) == (200, [], 2)
    assert await log(empty_office) == before


async def test_another_content_under_the_same_id_is_refused_with_all_that_differs(
    empty_office: Office, staff: httpx2.AsyncClient
) -> None:
    await imported(empty_office)
    before = await log(empty_office)
    document = notice()
    document["programme"]["title"] += "（修订）"
    document["deadlines"][0]["date"] = "2017-05-12"
    document["units"][0]["name"] = "市综合执法局"
    document["projects"][9]["content_and_targets"] = "家庭"
    document["projects"][17]["lead"]["unit_id"] = "guozi-wei"
    document["projects"][17]["lead"]["as_printed"] = "市国资委直属机关党委"

    answer = await staff.post(IMPORT, json=document)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "programme-differs")
    assert {error["field"] for error in problem["errors"]} == {
        "/programme/title",
        "/programme/filings/0/due_on",
        "/units/0/name",
        "/projects/9/content_and_targets",
        "/projects/17/lead/unit_id",
        "/projects/17/lead/as_printed",
    }
    assert await log(empty_office) == before


async def test_the_same_request_again_gets_the_first_receipt_and_another_body_is_a_conflict(
    staff: httpx2.AsyncClient,
) -> None:
    document = notice()
    document["programme"]["id"] = "szjg-2018"
    document["programme"]["year"] = 2018
    for deadline in document["deadlines"]:
        deadline["date"] = deadline["date"] and deadline["date"].replace("2017", "2018")
    for project in document["projects"]:
        project["id"] = project["id"].replace("2017", "2018")
    for category in document["categories"]:
        category["projects"] = [name.replace("2017", "2018") for name in category["projects"]]
    key = {"Idempotency-Key": "import-2018"}

    first = await staff.post(IMPORT, json=document, headers=key)
    again = await staff.post(IMPORT, json=document, headers=key)
    document["programme"]["title"] += "（修订）"
    other = await staff.post(IMPORT, json=document, headers=key)

    assert first.status_code == 200, first.text
    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")


def _change(*place: Any, to: Any) -> Spoil:
    def spoil(document: dict[str, Any]) -> None:
        part: Any = document
        for name in place[:-1]:
            part = part[name]
        part[place[-1]] = to

    return spoil


def _drop(*place: Any) -> Spoil:
    def spoil(document: dict[str, Any]) -> None:
        part: Any = document
        for name in place[:-1]:
            part = part[name]
        del part[place[-1]]

    return spoil


FORM: dict[str, Any] = {
    "sections": [{"id": "use", "name": "应用情况", "name_en": "Use"}],
    "required_kinds": ["activity"],
    "every_target": True,
}


def test_results_are_handed_in_as_the_office_usually_does_unless_the_notice_says_otherwise() -> (
    None
):
    stated = notice()
    stated["categories"][0]["results"] = FORM
    stated["results"] = {
        "shift": "previous_working_day",
        "replace_last_report": False,
        "held_by_unit": False,
        "late_within_grace": False,
    }

    usual, own = (results_rule(checked(document)) for document in (notice(), stated))

    assert usual == USUAL
    assert {form.category: form.required_kinds for form in usual.forms} == {
        "zhidu-jizhi": ("system_text",),
        "tiejun-plus": (),
        "dangjian-plus": (),
    }
    assert (own.shift, own.replace_last_report, own.held_by_unit, own.late_within_grace) == (
        "previous_working_day",
        False,
        False,
        False,
    )
    assert [section.name for section in own.forms[0].sections] == ["应用情况"]
    assert own.forms[0].every_target is True
    assert own.forms[1:] == usual.forms[1:]


def test_a_category_that_nobody_wrote_a_form_for_has_no_sections() -> None:
    document = notice()
    document["categories"][2]["id"] = "qita"
    for project in document["projects"][15:]:
        project["category"] = "qita"

    rule = results_rule(checked(document))

    assert [form.category for form in rule.forms] == ["zhidu-jizhi", "tiejun-plus"]


def faults() -> Iterator[tuple[str, Spoil]]:
    yield "/schema", _change("schema", to="programme-notice/2")
    yield "/projects", _drop("projects")
    yield "/projects", _change("projects", to=[])
    yield "/units", _change("units", to="none")
    yield "/surprise", _change("surprise", to=1)
    yield "/programme/document_number", _change("programme", "document_number", to=None)
    yield "/programme/title", _change("programme", "title", to="")
    yield "/programme/year", _change("programme", "year", to="2017")
    yield "/programme/issue_date", _change("programme", "issue_date", to="2017-02-30")
    yield "/programme/issue_date", _change("programme", "issue_date", to=20170502)
    yield "/programme/legal_basis/0", _change("programme", "legal_basis", 0, to="a\x00b")
    yield "/categories/0/id", _change("categories", 0, "id", to="Zhidu Jizhi")
    yield "/categories/1/id", _change("categories", 1, "id", to="zhidu-jizhi")
    yield "/categories/0/projects", _change("categories", 0, "projects", 0, to="2017-p99")
    yield "/categories/0/results/sections", _change("categories", 0, "results", to={})
    yield (
        "/categories/0/results/required_kinds/0",
        _change("categories", 0, "results", to={**FORM, "required_kinds": ["System text"]}),
    )
    yield "/results/shift", _change("results", to={"shift": "next_working_day"})
    yield "/projects/0/category", _change("categories", 0, "projects", 0, to="2017-p99")
    yield "/projects/3", _change("projects", 3, to="nothing")
    yield "/projects/3/number", _change("projects", 3, "number", to=4.5)
    yield "/projects/3/number", _change("projects", 3, "number", to=3)
    yield "/projects/3/id", _change("projects", 3, "id", to="2017-p03")
    yield "/projects/3/content_and_targets", _drop("projects", 3, "content_and_targets")
    yield "/projects/3/category", _change("projects", 3, "category", to="dangjian-plus")
    yield "/projects/3/lead", _change("projects", 3, "lead", to=None)
    yield "/projects/3/lead/unit_id", _change("projects", 3, "lead", "unit_id", to="szjg-gongwei")
    yield "/projects/3/lead/as_printed", _change("projects", 3, "lead", "as_printed", to="党委")
    yield (
        "/projects/11/lead/parenthesised_unit_id",
        _change("projects", 11, "lead", "parenthesised_unit_id", to="nobody"),
    )
    yield "/projects/3/co_leads", _change("projects", 3, "co_leads", to=["gongan-ju"])
    yield "/units/1/id", _change("units", 1, "id", to="xingzheng-zhifa-ju")
    yield "/units/1/kind", _change("units", 1, "kind", to="club")
    yield "/units/1/full_name_as_printed", _drop("units", 1, "full_name_as_printed")
    yield "/units/1/parent", _change("units", 1, "parent", to="szjg-gongwei")
    yield "/units/1/parent", _change("units", 1, "parent", to="zhijian-ju")
    yield "/units/1/is_system", _change("units", 1, "is_system", to="no")
    yield "/deadlines", _drop("deadlines", 0)
    yield "/deadlines/0/date", _change("deadlines", 0, "date", to=None)
    yield "/deadlines/0/date", _change("deadlines", 0, "date", to="10 May")
    yield "/deadlines/3/date", _change("deadlines", 3, "date", to="2018-11-30")
    yield "/deadlines/1/id", _change("deadlines", 1, "id", to="dl-lead-application")


@pytest.mark.parametrize(
    ("field", "spoil"),
    [pytest.param(*fault, id=f"{n}: {fault[0]}") for n, fault in enumerate(faults(), 1)],
)
def test_a_fault_is_named_with_its_place(field: str, spoil: Spoil) -> None:
    document = notice()
    spoil(document)

    with pytest.raises(FaultyNotice) as refused:
        checked(document)

    assert field in {fault.field for fault in refused.value.faults}


def test_a_notice_without_anything_names_all_that_is_missing() -> None:
    with pytest.raises(FaultyNotice) as refused:
        checked({})

    missing = {fault.field for fault in refused.value.faults}
    assert {"/schema", "/programme", "/projects", "/units", "/deadlines"} <= missing

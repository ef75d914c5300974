"""A programme after its announcement: put right, and carried over (REQ-01, REQ-02, S-014, S-158)."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    ANNOUNCED,
    LEADER,
    PROGRAMME,
    REVIEWER,
    STAFF,
    application,
    client,
    liaison,
    path,
)
from tests.office import Office

ALL = "/api/applications/programmes"
CORRECTION = {"field": "purpose", "text": "为推动机关党建创新。", "reason": "笔误"}
LATER: dict[str, Any] = {
    "programme_id": "szjg-zutuanshi-2018",
    "year": 2018,
    "title": "关于认真做好2018年度机关党建创新项目组团式领办工作的通知",
    "title_en": "Notice of 2018",
}


async def post(office: Office, act: str, body: Any, caller: Caller = STAFF, **headers: str) -> Any:
    async with client(office, caller) as http:
        return await http.post(f"{ALL}/{act}", json=body, headers=headers)


async def read(office: Office, programme: str, caller: Caller = STAFF) -> Any:
    async with client(office, caller) as http:
        return (await http.get(f"{ALL}/{programme}")).json()


@pytest.fixture(autouse=True)
def on_2_may(office: Office) -> None:
    office.clock.set(ANNOUNCED)


async def test_a_corrected_text_is_shown_and_the_first_one_stays_readable(office: Office) -> None:
    first = (await read(office, PROGRAMME))["notice"]["purpose"]

    answer = await post(office, f"{PROGRAMME}/corrections", CORRECTION)
    again = await post(office, f"{PROGRAMME}/corrections", CORRECTION)

    assert (answer.json()["events"], again.json()["events"]) == (["ProgrammeCorrected"], [])
    found = await read(office, PROGRAMME, REVIEWER)
    assert found["notice"]["purpose"] == CORRECTION["text"]
    assert found["corrections"] == [
        CORRECTION
        | {"programme_id": PROGRAMME, "was": first, "corrected_at": "2017-05-02T01:00:00Z"}
    ]
    assert found["status"] == "announced"


async def test_a_corrected_title_is_the_title_in_the_list(office: Office) -> None:
    title = {"field": "title", "text": "通知(更正)", "reason": "漏字"}

    await post(office, f"{PROGRAMME}/corrections", title)

    async with client(office, liaison("guozi-wei")) as http:
        listed = (await http.get(ALL)).json()
    assert [each["title"] for each in listed] == ["通知(更正)"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"field": "year"}, "/body/field"),
        ({"field": None}, "/body/field"),
        ({"text": " "}, "/body/text"),
        ({"text": 7}, "/body/text"),
        ({"reason": ""}, "/body/reason"),
        ({"was": "x"}, "/body/was"),
    ],
)
async def test_what_is_no_correction_is_refused_with_its_place(
    office: Office, change: dict[str, Any], field: str
) -> None:
    answer = await post(office, f"{PROGRAMME}/corrections", CORRECTION | change)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_what_is_not_there_or_was_not_seen_is_not_put_right(office: Office) -> None:
    unknown = await post(office, "szjg-1999/corrections", CORRECTION)
    odd = await post(office, "A~B/corrections", CORRECTION)
    stale = await post(office, f"{PROGRAMME}/corrections", CORRECTION, STAFF, **{"If-Match": '"1"'})

    assert (unknown.status_code, odd.status_code, stale.status_code) == (404, 422, 412)


async def test_the_next_year_is_drafted_by_the_rules_and_without_who_took_part(
    office: Office,
) -> None:
    async with client(office, liaison("guozi-wei")) as lead:
        await lead.put(path("2017-p08", "guozi-wei"), json=application("lead"))

    answer = await post(office, f"{PROGRAMME}/carry-over", LATER)
    again = await post(office, f"{PROGRAMME}/carry-over", LATER)

    assert answer.json()["stream"] == "programme:szjg-zutuanshi-2018"
    assert answer.json()["events"] == ["ProgrammeDrafted", "ProgrammeRulesSet"]
    assert (again.status_code, again.json()["events"]) == (200, [])
    old, new = await read(office, PROGRAMME), await read(office, LATER["programme_id"])
    assert (new["status"], new["year"], new["document_number"]) == ("drafted", 2018, "")
    assert [rule["due_on"] for rule in new["rules"]["filings"]] == [
        rule["due_on"].replace("2017", "2018") for rule in old["rules"]["filings"]
    ]
    assert [each["projects"] for each in new["rules"]["categories"]] == [[], [], []]
    async with client(office, STAFF) as staff:
        projects = (await staff.get(f"{ALL}/{LATER['programme_id']}/projects")).json()
    assert projects == []


async def test_a_carried_over_draft_is_refused_for_what_it_lacks_until_it_has_it(
    office: Office,
) -> None:
    later = LATER | {"programme_id": "szjg-2019", "year": 2019}
    await post(office, f"{PROGRAMME}/carry-over", later)
    number = {"field": "document_number", "text": "金直委发〔2019〕1号", "reason": "定稿"}
    office.clock.set(datetime(2019, 5, 2, 9, 0, tzinfo=SHANGHAI))
    date = {"issue_date": "2019-05-02"}

    before = await post(office, "szjg-2019/announcement", date, LEADER)
    await post(office, "szjg-2019/corrections", number)
    after = await post(office, "szjg-2019/announcement", date, LEADER)

    missing = [[e["field"] for e in answer.json()["errors"]] for answer in (before, after)]
    assert missing == [["/document_number", "/projects"], ["/projects"]]


async def test_a_carry_over_that_cannot_be_is_refused(office: Office) -> None:
    unknown = await post(office, "szjg-1999/carry-over", LATER)
    same_year = await post(office, f"{PROGRAMME}/carry-over", LATER | {"year": 2017})
    itself = await post(office, f"{PROGRAMME}/carry-over", LATER | {"programme_id": PROGRAMME})

    assert unknown.status_code == 404
    assert (same_year.status_code, same_year.json()["code"]) == (409, "not-a-later-year")
    assert (itself.status_code, itself.json()["code"]) == (409, "programme-differs")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"programme_id": "A~B"}, "/body/programme_id"),
        ({"programme_id": "x" * 65}, "/body/programme_id"),
        ({"year": "2018"}, "/body/year"),
        ({"year": 1999}, "/body/year"),
        ({"title": " "}, "/body/title"),
        ({"title_en": None}, "/body/title_en"),
        ({"projects": []}, "/body/projects"),
    ],
)
async def test_what_is_no_later_year_is_refused_with_its_place(
    office: Office, change: dict[str, Any], field: str
) -> None:
    answer = await post(office, f"{PROGRAMME}/carry-over", LATER | change)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]

"""The ledger of a project over HTTP, in a running service."""

import csv
import io
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from shared.contracts.programme_rules import ResultsRule
from shared.http.caller import Caller
from shared.http.spreadsheet import as_csv
from tests.office import Office
from tests.progress.evidence.examples import picture
from tests.progress.examples import (
    CO_LEAD,
    EXECUTING,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    P17,
    P18,
    REVIEWER,
    RULES,
    STAFF,
    TARGETS,
    programme,
    shanghai,
)
from tests.progress.ledger.examples import FORM, ITEM, OTHER_ITEM


def path(project: str, rest: str = "") -> str:
    return f"/api/progress/projects/{project}/ledger{rest}"


async def send(
    office: Office, caller: Caller, method: str, where: str, body: Any = None
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        return await client.request(method, where, json=body)


async def directory(office: Office, caller: Caller, project: str) -> dict[str, Any]:
    answer = await send(office, caller, "GET", path(project))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def filed(office: Office, project: str) -> int:
    pool = office.resources("progress").pool
    return await pool.fetchval(
        "select count(*) from event where stream like $1", f"ledger-item:{project}~%"
    )


async def test_documents_stand_in_order_by_target_and_a_void_one_stays(office: Office) -> None:
    office.clock.set(shanghai(7, 12, 9))
    whole = {**FORM, "kind": "coordination", "target": 0, "title": "联席会议", "pages": 2}
    second = {**FORM, "kind": "activity", "target": 2, "title": "公益日记录", "pages": 3}
    for number, form in enumerate((whole, second, FORM)):
        item = ITEM[:-1] + str(number)
        answer = await send(office, LIAISON, "PUT", path(P08, f"/{item}"), form)
        assert (answer.status_code, answer.json()["events"]) == (200, ["LedgerItemFiled"])
    before = await directory(office, STAFF, P08)
    void = {"reason": "重复登记"}
    voided = await send(office, LIAISON, "POST", path(P08, f"/{ITEM[:-1]}1/void"), void)
    after = await directory(office, CO_LEAD, P08)

    assert voided.json()["events"] == ["LedgerItemVoided"]
    assert [i["item"]["title"] for i in after["items"]] == [
        "党员公益日制度",
        "公益日记录",
        "联席会议",
    ]
    assert [t["text"] for t in after["targets"]] == list(TARGETS)
    assert [t["has_items"] for t in before["targets"]] == [True, True]
    assert [t["has_items"] for t in after["targets"]] == [True, False]
    assert (before["pages"], after["pages"]) == (11, 8)
    assert after["items"][1]["item"]["void_reason"] == "重复登记"
    assert after["items"][0]["item"]["target_text"] == TARGETS[0]


async def test_a_stored_file_is_seen_by_who_sees_the_ledger(office: Office) -> None:
    async with office.client("progress", CO_LEAD) as client:
        files = {"file": ("制度.png", picture("PNG", 40, 50))}
        sha256 = (await client.post("/api/progress/evidence", files=files)).json()["sha256"]
    form = {**FORM, "sha256": sha256, "held_by_unit": False}
    foreign = await send(office, LIAISON, "PUT", path(P08, f"/{OTHER_ITEM}"), form)
    before = await send(office, LIAISON, "GET", f"/api/progress/evidence/{sha256}")
    own = await send(office, CO_LEAD, "PUT", path(P08, f"/{OTHER_ITEM}"), form)
    after = await send(office, LIAISON, "GET", f"/api/progress/evidence/{sha256}")
    outside = await send(office, OUTSIDER, "GET", f"/api/progress/evidence/{sha256}")

    assert (foreign.status_code, foreign.json()["code"]) == (422, "file-not-uploaded")
    assert own.status_code == 200, own.text
    assert (before.status_code, after.status_code, outside.status_code) == (404, 200, 404)


async def test_the_same_document_again_has_one_effect_and_another_one_is_refused(
    office: Office,
) -> None:
    own = path(P18, f"/{ITEM}")
    first = await send(office, OTHER_LEAD, "PUT", own, FORM)
    again = await send(office, OTHER_LEAD, "PUT", own, FORM)
    other = await send(office, OTHER_LEAD, "PUT", own, {**FORM, "pages": 7})

    assert (len(first.json()["events"]), again.json()["events"]) == (1, [])
    assert (other.status_code, other.json()["code"]) == (409, "item-id-taken")
    assert await filed(office, P18) == 1


async def test_a_list_of_persons_is_warned_of(office: Office) -> None:
    named = {**FORM, "title": "参与党员名单", "target": 0}
    await send(office, EXECUTING, "PUT", path(P17, f"/{OTHER_ITEM}"), named)
    (line,) = (await directory(office, EXECUTING, P17))["items"]

    assert "汇总人数" in line["warning"]["zh"]
    assert line["warning"]["en"]


async def test_the_directory_opens_in_an_office_program_and_runs_nothing(office: Office) -> None:
    form = {**FORM, "title": "=HYPERLINK(1)", "remark": "\uff1d1+1", "archive_number": "-2"}
    made_up = {**FORM, "title": "公益日", "made_up_title": True, "dated": "2017-07-01"}
    for item, body in ((ITEM, form), (OTHER_ITEM, made_up)):
        answer = await send(office, EXECUTING, "PUT", path(P17, f"/{item[:-1]}c"), body)
        assert answer.status_code == 200, answer.text

    printed = await send(office, EXECUTING, "GET", path(P17, "/directory.csv"))

    assert printed.headers["content-type"].startswith("text/csv")
    assert printed.content.startswith(b"\xef\xbb\xbf")
    head, first, second, *_ = csv.reader(io.StringIO(printed.content.decode("utf-8-sig")))
    assert head[:9] == ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
    assert (first[1], first[4], first[8]) == ("'-2", "'=HYPERLINK(1)", "'\uff1d1+1")
    assert (first[5], first[6], first[7], first[10]) == ("20170603", "", "6", "单位自存")
    assert (second[4], second[5]) == ("[公益日]", "20170701")


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_a_cell_that_an_office_program_would_run_is_led_by_an_apostrophe(sign: str) -> None:
    (_, row) = csv.reader(
        io.StringIO(as_csv(["x"], [[f"{sign}1", f"1{sign}"]]).decode("utf-8-sig"), newline="")
    )

    assert row == [f"'{sign}1", f"1{sign}"]


@pytest.mark.parametrize("caller", [OTHER_LEAD, OUTSIDER])
async def test_only_the_projects_units_file(office: Office, caller: Caller) -> None:
    answer = await send(office, caller, "PUT", path(P17, f"/{ITEM}"), FORM)

    assert (answer.status_code, answer.json()["code"]) == (403, "only-the-projects-units-file")


@pytest.mark.parametrize("caller", [OTHER_LEAD, OUTSIDER, REVIEWER])
async def test_a_foreign_ledger_is_not_there(office: Office, caller: Caller) -> None:
    for where in (path(P17), path(P17, "/directory.csv")):
        assert (await send(office, caller, "GET", where)).status_code == 404


async def test_a_project_that_nobody_leads_has_no_ledger(office: Office) -> None:
    filing = await send(office, LIAISON, "PUT", path("2017-p99", f"/{ITEM}"), FORM)
    voiding = await send(office, LIAISON, "POST", path(P08, f"/{ITEM}/void"), {"reason": "x"})

    assert (filing.status_code, filing.json()["code"]) == (404, "no-such-project")
    assert (voiding.status_code, voiding.json()["code"]) == (404, "no-such-item")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "essay"},
        {"target": -1},
        {"target": "1"},
        {"target": 9},
        {"title": " "},
        {"title": "x\u0007"},
        {"title": "机密★"},
        {"responsible": ""},
        {"dated": "3 June"},
        {"dated": "1999-12-31"},
        {"pages": 0},
        {"pages": 1.5},
        {"retention": "ever"},
        {"sha256": "../../etc/passwd"},
        {"held_by_unit": False},
        {"held_by_unit": "yes"},
        {"made_up_title": 1},
        {"remark": "字" * 201},
        {"archive_number": None},
        {"document_number": "\x00"},
        {"extra": True},
    ],
)
async def test_a_form_that_is_not_valid_is_refused_and_nothing_is_stored(
    office: Office, change: dict[str, object]
) -> None:
    before = await filed(office, P18)
    where = path(P18, f"/{OTHER_ITEM}")
    answer = await send(office, OTHER_LEAD, "PUT", where, {**FORM, **change})

    assert answer.status_code == 422
    assert await filed(office, P18) == before


@pytest.mark.parametrize("body", [None, {}, {"reason": ""}, {"reason": "x", "y": 1}])
async def test_an_item_is_not_void_without_a_reason(office: Office, body: object) -> None:
    where = path(P18, f"/{ITEM}/void")
    assert (await send(office, OTHER_LEAD, "POST", where, body)).status_code == 422


@pytest.mark.parametrize("item", ["x", "1", "..%2Fx"])
async def test_an_id_is_a_uuid(office: Office, item: str) -> None:
    answer = await send(office, OTHER_LEAD, "PUT", path(P18, f"/{item}"), FORM)
    assert answer.status_code in {404, 422}


async def test_originals_are_uploaded_if_the_programme_says_so(office: Office) -> None:
    uploaded = replace(RULES, results=ResultsRule(held_by_unit=False))
    await office.publish("applications", programme(), uploaded)
    await office.caught_up()
    answer = await send(office, OTHER_LEAD, "PUT", path(P18, f"/{OTHER_ITEM}"), FORM)
    await office.publish("applications", programme(), RULES)
    await office.caught_up()

    assert (answer.status_code, answer.json()["code"]) == (409, "upload-the-original")

"""The papers of a project's work: the quarterly report, scheme and plan, the ledger's directory."""

from typing import Any

import pytest

from shared.contracts.applications import ApplicationsEvent, UnitRegistered
from shared.http.caller import Caller
from shared.ids import UnitId
from shared.papers.register import DocumentRendered, document_of
from shared.store.events import Stream
from tests.office import Office
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    GUOZI,
    LIAISON,
    OUTSIDER,
    P08,
    STAFF,
    shanghai,
)
from tests.progress.ledger.examples import FORM as ITEM_FORM
from tests.progress.ledger.examples import ITEM, OTHER_ITEM
from tests.progress.plan_milestone.examples import RANGE_FORM
from tests.progress.progress_report.examples import FORM as REPORT_FORM
from tests.progress.task.examples import FORM as TASK_FORM
from tests.progress.task.examples import where
from tests.progress.work_plan.examples import PLAN_FORM, SCHEME_FORM, open_planning

PROJECT = f"/api/progress/projects/{P08}"
REPORT = f"{PROJECT}/reports/2017Q2"
PLAN, SCHEME = f"{PROJECT}/plans/jiaotong-ju", f"{PROJECT}/plans/guozi-wei"
LEDGER = f"{PROJECT}/ledger"
FORM: dict[str, Any] = {**REPORT_FORM}
HOSTILE = "<script>alert(1)</script>"


async def send(office: Office, by: Caller, method: str, path: str, body: object = None) -> Any:
    async with office.client("progress", by) as http:
        return await http.request(method, path, json=body)


async def done(office: Office, by: Caller, method: str, path: str, body: object = None) -> None:
    answer = await send(office, by, method, path, body)
    assert answer.status_code == 200, answer.text


async def rendered(office: Office, document: str) -> list[DocumentRendered]:
    history = await office.resources("progress").store.read(document_of(document))
    return [recorded.event for recorded in history.recorded]


@pytest.fixture(scope="module", autouse=True)
async def at_work(season: Office) -> None:
    """The lead is on the roll, plan and scheme are filed, a milestone and a task are set."""
    unit: Stream[ApplicationsEvent] = Stream("unit", GUOZI)
    name = UnitRegistered(unit_id=UnitId(GUOZI), name="市国资委", full_name="市国资委机关党委")
    await season.publish("applications", unit, name)
    await open_planning(season)
    season.clock.set(shanghai(5, 12, 9))
    await done(season, CO_LEAD, "PUT", PLAN, PLAN_FORM)
    await done(season, LIAISON, "PUT", f"{PROJECT}/scheme", SCHEME_FORM)
    await done(season, LIAISON, "POST", f"{PROJECT}/milestones", RANGE_FORM)
    task = where("00000000-0000-4000-8000-000000000001")
    await done(season, LIAISON, "PUT", task, {**TASK_FORM, "due_on": "2017-06-20"})


@pytest.mark.covers("REQ-38", "REQ-58", "AMB-19")
async def test_a_filed_report_prints_for_signature_with_all_that_it_says(office: Office) -> None:
    office.clock.set(shanghai(6, 29, 9))
    await done(office, LIAISON, "PUT", REPORT, FORM | {"problems": HOSTILE})

    draft = await send(office, LIAISON, "GET", f"{REPORT}/print")
    first = await send(office, LIAISON, "POST", f"{REPORT}/print")
    again = await send(office, LIAISON, "POST", f"{REPORT}/print")
    page = await send(office, AUDITOR, "GET", f"{REPORT}/print")

    assert "草稿" in draft.text
    assert first.json()["events"] == ["DocumentRendered"]
    assert again.json()["events"] == []
    for text in ("表 F4", "季度进展反馈表", "2017年第二季度", "市国资委", FORM["main_practices"]):
        assert text in page.text
    for text in (
        "直接责任人",
        "签字（盖章）",
        "2017年6月29日 09:00",
        "系统回执",
        TASK_FORM["title"],
    ):
        assert text in page.text
    assert RANGE_FORM["title"] in page.text
    assert HOSTILE not in page.text
    assert "&lt;script&gt;" in page.text
    assert "草稿" not in page.text
    (event,) = await rendered(office, "progress-report~2017-p08~2017q2")
    assert (event.kind, event.version, event.by) == ("progress-report", 1, "li-guozi")
    assert event.check_code in page.text


@pytest.mark.covers("REQ-58")
async def test_work_that_goes_on_leaves_the_reports_paper_as_it_was_and_a_decision_does_not(
    office: Office,
) -> None:
    office.clock.set(shanghai(7, 3, 9))
    before = await send(office, STAFF, "GET", f"{REPORT}/print")
    task = where("00000000-0000-4000-8000-000000000001")
    await done(office, CO_LEAD, "POST", f"{task}/acceptance")
    await done(office, CO_LEAD, "POST", f"{task}/completion", {"result": "已完成"})
    after = await send(office, STAFF, "GET", f"{REPORT}/print")
    await done(office, STAFF, "POST", f"{REPORT}/acceptance")
    accepted = await send(office, STAFF, "GET", f"{REPORT}/print")
    second = await send(office, STAFF, "POST", f"{REPORT}/print")

    assert before.content == after.content
    assert "受理" in accepted.text
    assert "草稿" in accepted.text
    assert second.json()["events"] == ["DocumentRendered"]


@pytest.mark.covers("REQ-24", "REQ-26", "REQ-58")
async def test_scheme_and_plan_print_in_their_forms(office: Office) -> None:
    await done(office, LIAISON, "POST", f"{SCHEME}/print")
    scheme = (await send(office, STAFF, "GET", f"{SCHEME}/print")).text
    plan = (await send(office, CO_LEAD, "GET", f"{PLAN}/print")).text

    for text in (SCHEME_FORM["title"], "一、依据", "八、保障措施", *SCHEME_FORM["rules_relied_on"]):
        assert text in scheme
    for part in SCHEME_FORM["parts"]:
        assert part["task"] in scheme
    assert "草稿" not in scheme
    for text in (
        PLAN_FORM["title"],
        PLAN_FORM["entry_point"],
        PLAN_FORM["tasks"],
        "主送",
        "市国资委",
    ):
        assert text in plan
    assert "需牵头单位支持事项" in plan
    assert "草稿" in plan


@pytest.mark.covers("REQ-28", "PRA-12")
async def test_the_ledgers_directory_prints_with_the_columns_of_the_archive(office: Office) -> None:
    office.clock.set(shanghai(6, 29, 9))
    for item, title in ((ITEM, ITEM_FORM["title"]), (OTHER_ITEM, HOSTILE)):
        await done(office, LIAISON, "PUT", f"{LEDGER}/{item}", ITEM_FORM | {"title": title})

    await done(office, STAFF, "POST", f"{LEDGER}/print")
    page = (await send(office, STAFF, "GET", f"{LEDGER}/print")).text

    columns = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
    assert "".join(f'<th scope="col">{name}</th>' for name in columns) in page
    for text in (
        "台账目录",
        "国资党〔2017〕3号",
        "<td>20170603</td>",
        "size: A4 landscape",
        "市国资委",
    ):
        assert text in page
    assert HOSTILE not in page
    assert "草稿" not in page
    assert [event.title for event in await rendered(office, "ledger~2017-p08")] == ["台账目录"]


@pytest.mark.covers("PRA-12")
async def test_the_organiser_prints_the_directory_of_the_whole_archive(office: Office) -> None:
    archive = "/api/progress/programmes/szjg-zutuanshi-2017/print/archive"
    await done(office, STAFF, "POST", archive)
    page = (await send(office, STAFF, "GET", archive)).text
    refused = await send(office, LIAISON, "GET", archive)

    for text in ("归档目录", "8. ", "国资党〔2017〕3号", "移交人", "接收人"):
        assert text in page
    assert "草稿" not in page
    assert (refused.status_code, refused.json()["code"]) == (403, "only-the-organiser-archives")


async def test_there_are_no_papers_of_what_was_not_filed_or_is_not_yours(office: Office) -> None:
    cases = {
        f"{PROJECT}/reports/2017Q4/print": (404, "no-such-report"),
        f"{PROJECT}/plans/weiji-wei/print": (404, "no-such-plan"),
        "/api/progress/projects/2017-p99/ledger/print": (404, "no-such-project"),
    }
    for path, expected in cases.items():
        answer = await send(office, STAFF, "GET", path)
        assert (answer.status_code, answer.json()["code"]) == expected
    for path in (REPORT, PLAN, LEDGER):
        assert (await send(office, OUTSIDER, "GET", f"{path}/print")).status_code == 404


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{PROJECT}/reports/2017-5/print", "/path/period"),
        (f"{PROJECT}/plans/A~B/print", "/path/unit_id"),
        ("/api/progress/projects/A~B/ledger/print", "/path/project_id"),
        ("/api/progress/programmes/A~B/print/archive", "/path/programme_id"),
    ],
)
async def test_odd_addresses_are_named(office: Office, path: str, field: str) -> None:
    answer = await send(office, STAFF, "GET", path)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]

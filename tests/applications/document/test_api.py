"""The papers of the season: the notice put right, a paper form's receipt, the form F1, the sheets F2."""

from datetime import datetime

import pytest

from shared.timing.zone import SHANGHAI
from tests.applications.document.printing import apply, get, post, rendered, sheet
from tests.applications.season import (
    AUDITOR,
    LEADER,
    PROGRAMME,
    REVIEWER,
    STAFF,
    application,
    client,
    liaison,
    path,
    supplement,
)
from tests.office import Office

ISSUER = "中共金华市直属机关工作委员会"
MAY_9 = datetime(2017, 5, 9, 16, 30, tzinfo=SHANGHAI)
MAY_12 = datetime(2017, 5, 12, 9, 0, tzinfo=SHANGHAI)
HOSTILE = "<script>alert(1)</script>"


async def test_a_notice_that_was_put_right_is_a_draft_until_a_leader_issues_it_anew(
    office: Office,
) -> None:
    async with client(office, STAFF) as staff:
        await staff.post(
            f"/api/applications/programmes/{PROGRAMME}/corrections",
            json={"field": "purpose", "text": HOSTILE, "reason": "错字"},
        )
    changed = await get(office, sheet("notice"))
    refused = await post(office, sheet("notice"), STAFF)
    anew = await post(office, sheet("notice"), LEADER)
    issued = await get(office, sheet("notice"))

    assert "草稿" in changed.text
    assert HOSTILE not in changed.text
    assert (refused.status_code, refused.json()["code"]) == (403, "only-a-leader-issues")
    assert anew.json()["events"] == ["DocumentRendered"]
    assert "第 2 版" in issued.text


@pytest.mark.covers("REQ-58", "AMB-19")
async def test_entering_a_paper_registers_its_receipt_with_the_day_it_came(office: Office) -> None:
    office.clock.set(MAY_9)
    body = application(received_on="2017-05-08", scan="5c" * 32)
    tomorrow = body | {"received_on": "2017-05-10"}
    address = path("2017-p06", "guoshui-ju", "paper/application")
    async with client(office, STAFF) as staff:
        refused = await staff.put(address, json=tomorrow)
        entered = await staff.put(address, json=body)
        again = await staff.put(address, json=body)

    receipt = await get(office, path("2017-p06", "guoshui-ju", "print/receipt"))

    assert (refused.status_code, refused.json()["code"]) == (422, "received-in-the-future")
    assert entered.json()["events"] == ["UnitApplied", "PaperApplicationEntered"]
    assert again.json()["events"] == []
    (event,) = await rendered(office, "receipt~2017-p06~guoshui-ju")
    assert event.check_code in receipt.text
    assert "草稿" not in receipt.text
    assert "2017年5月8日" in receipt.text
    assert "2017-p06" in receipt.text


@pytest.mark.covers("REQ-21", "REQ-58")
async def test_a_supplementary_form_prints_every_field_and_the_places_to_sign(
    office: Office,
) -> None:
    office.clock.set(MAY_12)
    unit, project = "shuili-ju", "2017-p14"
    body = supplement(plan_outline=HOSTILE, resources="志愿服务队")
    async with client(office, liaison(unit)) as http:
        filed = await http.put(path(project, unit, "supplement"), json=body)
    assert filed.status_code == 200, filed.text
    form = path(project, unit, "print/application")

    draft = await get(office, form, liaison(unit))
    registered = await post(office, form, liaison(unit))
    page = await get(office, form, AUDITOR)
    again = await post(office, form, STAFF)

    assert "草稿" in draft.text
    assert registered.json()["events"] == ["DocumentRendered"]
    assert again.json()["events"] == []
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    for text in (
        "申报表(补报)",
        "逾期补报",
        "通知转办时漏报",
        "治安与服务窗口",
        "便民服务",
        "志愿服务队",
    ):
        assert text in page.text
    for text in (
        "申报单位党组织意见",
        "牵头领办单位意见",
        "市直机关工委意见",
        "☑联办",
        "2017年5月12日",
    ):
        assert text in page.text
    assert HOSTILE not in page.text


async def test_a_form_is_for_its_unit_the_lead_and_the_organiser(office: Office) -> None:
    office.clock.set(MAY_9)
    await apply(office, "2017-p08", "jiaotong-ju")
    form = path("2017-p08", "jiaotong-ju", "print/application")

    found = {
        caller.id: (await get(office, form, caller)).status_code
        for caller in (liaison("jiaotong-ju"), liaison("guozi-wei"), STAFF, LEADER, AUDITOR)
    }
    others = [(await get(office, form, c)).status_code for c in (liaison("gongan-ju"), REVIEWER)]
    nothing = await get(office, path("2017-p08", "gongan-ju", "print/receipt"))

    assert set(found.values()) == {200}
    assert others == [404, 404]
    assert (nothing.status_code, nothing.json()["code"]) == (404, "no-such-application")


@pytest.mark.covers("REQ-22")
async def test_the_summary_says_self_application_until_someone_is_accepted_then_names_in_order(
    office: Office,
) -> None:
    office.clock.set(MAY_9)
    before = await get(office, sheet("summary"))
    for unit in ("jianshe-ju", "gongan-ju"):
        await apply(office, "2017-p16", unit)
        office.clock.advance(minutes=5)
    async with client(office, STAFF) as staff:
        for unit in ("jianshe-ju", "gongan-ju"):
            await staff.post(path("2017-p16", unit, "acceptance"))
            office.clock.advance(minutes=5)
    after = await get(office, sheet("summary"))
    async with client(office, STAFF) as staff:
        entry = (await staff.get("/api/applications/projects/2017-p16")).json()

    assert before.text.count("<td>自主申报</td>") >= 15
    names = entry["co_leads_as_printed"]
    assert [each["unit_id"] for each in entry["co_leads"]] == ["jianshe-ju", "gongan-ju"]
    assert f"<td>{names}</td>" in after.text
    assert f"<td>{names}</td>" not in before.text


@pytest.mark.covers("REQ-22", "REQ-58")
async def test_the_sheets_are_sideways_with_version_and_check_code_in_the_footer(
    office: Office,
) -> None:
    for name in ("summary", "coverage"):
        first = await post(office, sheet(name))
        again = await post(office, sheet(name))
        page = await get(office, sheet(name))

        assert first.json()["events"] == ["DocumentRendered"]
        assert again.json()["events"] == []
        assert "size: A4 landscape" in page.text
        assert "草稿" not in page.text
        assert "市国资委" in page.text
        (*_, event) = await rendered(office, f"{name}~{PROGRAMME}")
        assert f"校验码 {event.check_code}" in page.text


async def test_the_public_summary_leaves_out_who_is_in_charge(office: Office) -> None:
    async with client(office, LEADER) as leader:
        await leader.put(
            "/api/applications/projects/2017-p11/contact-leader", json={"account": "wang-shuji"}
        )
    internal = await get(office, sheet("summary"))
    public = await get(office, sheet("summary-public"), liaison("gongan-ju"))
    refused = await get(office, sheet("summary"), liaison("gongan-ju"))

    assert ("wang-shuji" in internal.text, "wang-shuji" in public.text) == (True, False)
    assert ("联络员" in internal.text, "联络员" in public.text) == (True, False)
    assert (refused.status_code, refused.json()["code"]) == (403, "only-the-organiser-prints")


async def test_a_sheet_is_also_a_table_for_an_office_program(office: Office) -> None:
    table = await get(office, sheet("coverage/table.csv"))
    notice = await get(office, sheet("notice/table.csv"))

    assert table.headers["content-type"].startswith("text/csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "单位,领办项目,联办项目,执行项目,是否满足要求,备注"
    assert len(lines) == 21
    assert "市科技局,,,12,是," in lines
    assert (notice.status_code, notice.json()["code"]) == (404, "no-such-table")


async def test_there_are_no_other_papers(office: Office) -> None:
    odd = await get(office, sheet("everything"))
    unknown = await get(office, sheet("notice").replace("2017", "1999"))
    form = await get(office, path("2017-p08", "gongan-ju", "print/everything"))
    project = await get(office, path("1999-p08", "gongan-ju", "print/receipt"))

    assert (odd.status_code, odd.json()["errors"][0]["field"]) == (422, "/path/sheet")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "programme-unknown")
    assert (form.status_code, form.json()["errors"][0]["field"]) == (422, "/path/form")
    assert (project.status_code, project.json()["code"]) == (404, "project-unknown")

"""The papers of the judgement: score sheets, the summary of results, statements of points."""

from typing import Any

import pytest

from shared.contracts.applications import ProgrammeDrafted, Recipient, UnitRegistered
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import UnitId
from shared.papers.register import document_of
from tests.evaluation.bonus.season import Awards
from tests.evaluation.season import (
    AUDITOR,
    CO_LEAD,
    LEAD,
    STAFF,
    STRANGER,
    Season,
    marks_of,
    reviewer,
)
from tests.office import Office, who

HOSTILE = "<script>alert(1)</script>"


async def show(season: Season, path: str, by: Caller = STAFF) -> Any:
    return await season.get(by, path)


async def register(season: Season, path: str, by: Caller = STAFF) -> Any:
    return await season.send(by, "POST", path)


async def named(season: Season, unit: str, name: str) -> None:
    event = UnitRegistered(unit_id=UnitId(unit), name=name, full_name=name)
    await season.tell("unit", unit, event)


async def drafted(season: Season) -> None:
    event = ProgrammeDrafted(
        programme_id=season.programme,
        legal_basis=(),
        title="组团式领办",
        issuer="中共金华市直属机关工作委员会",
        addressees="市直各机关部门（单位）党组织",
        report_to=(Recipient(as_printed="市委秘书长", role="市委秘书长"),),
        copy_to=(Recipient(as_printed="工委各委员"),),
    )
    await season.tell("programme", season.programme, event)


@pytest.mark.covers("REQ-52", "REQ-53")
async def test_a_unit_prints_its_own_points_and_the_organiser_all(office: Office) -> None:
    season = await Awards(office, "paper-a").announced()
    await season.table()
    for number in (1, 2):
        await season.taken_part(number, "lead", "co-lead")
        await season.confirmed(number)
    await named(season, season.unit("lead"), "市国资委")
    await office.caught_up()
    await season.awarded()
    statement = f"programmes/paper-a/bonus/{season.unit('lead')}/print"
    own = who("lead-liaison", Role.LIAISON, unit=season.unit("lead"))
    other = who("other-liaison", Role.LIAISON, unit=season.unit("co-lead"))

    draft = (await show(season, statement, own)).text
    first = await register(season, statement, own)
    again = await register(season, statement)
    page = (await show(season, statement, AUDITOR)).text
    summary = (await show(season, "programmes/paper-a/print/bonus")).text

    assert "草稿" in draft
    assert (first.json()["events"], again.json()["events"]) == (["DocumentRendered"], [])
    assert "草稿" not in page
    for text in (
        "表 F8",
        "市国资委",
        "牵头",
        "超限扣减",
        "<td>12</td>",
        "<td>20</td>",
        "<td>24</td>",
    ):
        assert text in page
    assert season.unit("co-lead") not in page
    for text in ("市国资委", season.unit("co-lead"), "加分汇总表", "size: A4 landscape"):
        assert text in summary
    assert (await show(season, statement, other)).status_code == 404
    refused = await show(season, "programmes/paper-a/print/bonus", own)
    assert (refused.status_code, refused.json()["code"]) == (403, "only-the-organiser-prints")


@pytest.mark.covers("REQ-48", "REQ-58")
async def test_score_sheets_print_by_number_without_names(office: Office) -> None:
    season = await (await Season(office, "paper-b").opened()).ruled()
    await season.scored([80, 82, 84, 86])
    await season.assign(season.panel[4])
    body = {"marks": marks_of(88), "advice": HOSTILE}
    path = f"projects/{season.project}/reviews/{season.panel[4]}/score"
    assert (await season.send(reviewer(season.panel[4]), "PUT", path, body)).status_code == 200
    assert (await season.close()).status_code == 200
    scores = f"projects/{season.project}/scores/print"

    page = (await show(season, scores, LEAD)).text
    first = await register(season, scores)
    results = (await show(season, "programmes/paper-b/print/results")).text

    for text in (
        "表 F6",
        "评委1",
        "评委5",
        "去掉（最高）",
        "去掉（最低）",
        "实际成效",
        "<td>88</td>",
    ):
        assert text in page
    assert not any(account in page for account in season.panel)
    assert HOSTILE not in page
    assert first.json()["events"] == ["DocumentRendered"]
    for text in ("评审汇总表", "一项创新", "<td>84</td>", "通过"):
        assert text in results
    for caller, status in ((CO_LEAD, 200), (STRANGER, 404), (reviewer("paper-b-r7"), 404)):
        assert (await show(season, scores, caller)).status_code == status
    history = await office.resources("evaluation").store.read(
        document_of(f"scores~{season.project}")
    )
    assert [recorded.event.version for recorded in history.recorded] == [1]


async def test_there_is_no_paper_of_what_is_not_there(office: Office) -> None:
    season = await Awards(office, "paper-c").announced()
    await office.caught_up()
    cases = {
        "programmes/paper-z/print/bonus": (404, "no-such-programme"),
        "programmes/paper-z/print/results": (404, "no-such-programme"),
        "programmes/paper-c/bonus/nobody/print": (404, "no-such-sheet"),
        "projects/paper-z-p1/scores/print": (404, "not-decided-yet"),
    }
    for path, expected in cases.items():
        answer = await show(season, path)
        assert (answer.status_code, answer.json()["code"]) == expected


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("programmes/paper-c/print/everything", "/path/sheet"),
        ("programmes/A~B/print/bonus", "/path/programme_id"),
        ("programmes/paper-c/bonus/A~B/print", "/path/unit_id"),
        ("projects/A~B/scores/print", "/path/project_id"),
    ],
)
async def test_odd_addresses_are_named(office: Office, path: str, field: str) -> None:
    answer = await Season(office, "paper-c").get(STAFF, path)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]

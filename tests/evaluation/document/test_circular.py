"""The commendation as a circular: a draft, then issued in the committee's name (S-148, S-149)."""

from typing import Any

import pytest

from shared.papers.register import document_of
from tests.evaluation.bonus.season import Awards
from tests.evaluation.document.test_api import drafted, named, register, show
from tests.evaluation.season import CO_LEAD, LEADER, STAFF
from tests.office import Office

DOCUMENT: dict[str, Any] = {"document_year": 2018, "document_number": "金直委发〔2018〕1号"}
ISSUER = "中共金华市直属机关工作委员会"


async def drawn_up(office: Office, name: str, **more: Any) -> tuple[Awards, str]:
    """One confirmed pass with a co-lead, and its commendation drafted."""
    season = await Awards(office, name).announced()
    await drafted(season)
    await season.taken_part(1, "lead", "co-lead")
    await season.confirmed(1)
    await named(season, season.unit("lead"), "市国资委")
    await office.caught_up()
    circular = f"programmes/{name}/commendations/1"
    answer = await season.send(STAFF, "PUT", circular, DOCUMENT | more)
    assert answer.status_code == 200, answer.text
    return season, circular


@pytest.mark.covers("REQ-51", "REQ-55", "REQ-56", "REQ-57", "AMB-34")
async def test_a_circular_is_a_draft_until_a_leader_issues_it_and_then_goes_to_its_roles(
    office: Office,
) -> None:
    season, circular = await drawn_up(office, "circ-a")
    paper = f"{circular}/print"

    registered = await register(season, paper)
    draft = (await show(season, paper)).text
    hidden = await show(season, paper, CO_LEAD)
    assert (await season.send(LEADER, "POST", f"{circular}/issue")).status_code == 200
    refused = await register(season, paper)
    issued = await register(season, paper, LEADER)
    page = (await show(season, paper, CO_LEAD)).text

    assert registered.json()["events"] == ["DocumentRendered"]
    assert hidden.status_code == 404
    assert "草稿" in draft
    assert (refused.status_code, refused.json()["code"]) == (403, "only-a-leader-issues")
    assert issued.json()["events"] == ["DocumentRendered"]
    assert "草稿" not in page
    for text in (ISSUER, "金直委发〔2018〕1号", "通报表彰2017年度", "市国资委", "（印章）"):
        assert text in page
    for text in (season.unit("co-lead"), "报：市委秘书长。", "抄：工委各委员。"):
        assert text in page
    history = await office.resources("evaluation").store.read(document_of("commendation~circ-a~1"))
    first, second = (recorded.event for recorded in history.recorded)
    assert (first.report_to, first.copy_to) == ((), ())
    assert (second.report_to, second.copy_to) == (("市委秘书长",), ("工委各委员",))


@pytest.mark.covers("PRA-14")
async def test_the_wording_is_the_offices_choice(office: Office) -> None:
    season, circular = await drawn_up(
        office, "circ-b", wording="praised", basis="<script>alert(1)</script>"
    )

    page = (await show(season, f"{circular}/print")).text

    assert "通报表扬2017年度" in page
    assert "通报表彰" not in page
    assert "<script>" not in page


async def test_there_is_no_circular_of_what_was_not_drafted(office: Office) -> None:
    season = Awards(office, "circ-c")

    missing = await show(season, "programmes/circ-c/commendations/1/print")
    odd = await show(season, "programmes/circ-c/commendations/0/print")

    assert (missing.status_code, missing.json()["code"]) == (404, "no-such-commendation")
    assert [error["field"] for error in odd.json()["errors"]] == ["/path/sequence"]

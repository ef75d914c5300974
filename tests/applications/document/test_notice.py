"""The notice: a draft until a leader announces the programme, then issued by role (S-011)."""

import pytest

from tests.applications.document.printing import get, post, rendered, sheet
from tests.applications.season import LEADER, PROGRAMME, announced, imported, liaison
from tests.office import Office

ISSUER = "中共金华市直属机关工作委员会"


@pytest.mark.covers("REQ-55", "REQ-56", "REQ-57", "AMB-29")
async def test_the_notice_is_a_draft_until_it_is_announced_and_then_issued_by_role(
    empty_office: Office,
) -> None:
    await imported(empty_office)
    draft = await get(empty_office, sheet("notice"))
    too_early = await post(empty_office, sheet("notice"), LEADER)

    await announced(empty_office)
    issued = await get(empty_office, sheet("notice"), liaison("gongan-ju"))
    again = await post(empty_office, sheet("notice"), LEADER)

    assert "草稿" in draft.text
    assert (too_early.status_code, too_early.json()["code"]) == (409, "announce-it-first")
    assert "草稿" not in issued.text
    for text in (ISSUER, "金直委发〔2017〕20号", "2017年5月2日", "（印章）", "报：", "抄："):
        assert text in issued.text
    assert again.json()["events"] == []
    (event,) = await rendered(empty_office, f"notice~{PROGRAMME}")
    assert (event.version, event.by) == (1, "lingdao")
    assert event.report_to == ("市委秘书长",)
    assert event.copy_to == ("工委各委员",)
    assert event.check_code in issued.text

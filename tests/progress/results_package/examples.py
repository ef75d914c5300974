"""An ordinary results package: 2017-p08, of the category that demands a system text."""

from typing import Any

from services.progress.progress_report.commands import Leading
from services.progress.results_package.commands import (
    AcceptResults,
    Demanded,
    FreezeResults,
    ReturnResults,
    SubmitResults,
)
from services.progress.results_package.events import (
    ManifestLine,
    ResultsAccepted,
    ResultsContent,
    ResultsFrozen,
    ResultsReturned,
    ResultsSubmitted,
    WrittenSection,
)
from shared.ids import AccountId
from tests.progress.examples import CATEGORY, GUOZI, JIAOTONG, P08, PROGRAMME, shanghai

OPINION = "金委办发〔2016〕63号"
FREEZE = shanghai(12, 8)
STAFF_MEMBER = AccountId("staff")
LEADING = Leading(unit_id=GUOZI, executing_unit_id="")
CONTENT = ResultsContent(
    summary="形成党员公益日制度",
    sections=(
        WrittenSection(id="operable", name="规范可操作", text="有章程"),
        WrittenSection(id="replicable", name="推广可复制", text="三家推广"),
    ),
    rules_relied_on=(OPINION,),
    party_organisations=12,
    party_members=340,
)
MANIFEST = (
    ManifestLine(
        item_id="0b54ac2e-7a5f-4c1e-9f56-1c2d3e4f5a6b", entry_sha256="a" * 64, file_sha256="b" * 64
    ),
    ManifestLine(
        item_id="7d1f0c52-2b0a-4d8e-8f6b-9a8b7c6d5e4f", entry_sha256="c" * 64, file_sha256=""
    ),
)
DEMANDED = Demanded(
    sections={"operable": "规范可操作", "replicable": "推广可复制"},
    required_kinds=("system_text",),
    kinds=frozenset({"system_text", "activity"}),
    every_target=False,
)
SUBMIT = SubmitResults(
    programme_id=PROGRAMME,
    project_id=P08,
    category=CATEGORY,
    leading=LEADING,
    joining=(JIAOTONG,),
    from_unit=GUOZI,
    content=CONTENT,
    manifest=MANIFEST,
    bare_targets=(2,),
    demanded=DEMANDED,
    freezes_at=FREEZE,
    at=shanghai(11, 16, 9),
)
SUBMITTED = ResultsSubmitted(
    programme_id=PROGRAMME,
    project_id=P08,
    number=1,
    category=CATEGORY,
    unit_id=GUOZI,
    filed_by_unit_id=GUOZI,
    content=CONTENT,
    participants=(GUOZI, JIAOTONG),
    manifest=MANIFEST,
    bare_targets=(2,),
    freezes_at=FREEZE,
)
RETURN = ReturnResults(
    missing=("目标要求 2 的台账",), advice="请补充", by=STAFF_MEMBER, at=shanghai(11, 23, 9)
)
RETURNED = ResultsReturned(
    project_id=P08, number=1, missing=("目标要求 2 的台账",), advice="请补充", by=STAFF_MEMBER
)
ACCEPT = AcceptResults(every_target=False, by=STAFF_MEMBER, at=shanghai(12, 7, 17))
ACCEPTED = ResultsAccepted(project_id=P08, number=1, by=STAFF_MEMBER)
TIME_OVER = FreezeResults(at=FREEZE)
FROZEN = ResultsFrozen(
    programme_id=PROGRAMME,
    project_id=P08,
    number=1,
    form_check="accepted",
    manifest_sha256="c19e613f57a142ae7f622fb3f636d8bbfed1db4be861c86bda4927d23743b2ba",
)

FORM: dict[str, Any] = {
    "summary": "形成党员公益日制度",
    "sections": {"operable": "有章程", "replicable": "三家推广"},
    "rules_relied_on": [OPINION],
    "party_organisations": 12,
    "party_members": 340,
}

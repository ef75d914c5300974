"""An ordinary item of a ledger: a system text of 2017-p08, uploaded by its lead."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.progress.ledger.commands import FileItem, VoidItem
from services.progress.ledger.events import Entry, LedgerItemFiled, LedgerItemVoided
from shared.ids import AccountId
from tests.progress.examples import GUOZI, JIAOTONG, P08, TARGETS
from tests.progress.progress_report.examples import LEADING, PICTURE

ITEM = "0b54ac2e-7a5f-4c1e-9f56-1c2d3e4f5a6b"
OTHER_ITEM = "7d1f0c52-2b0a-4d8e-8f6b-9a8b7c6d5e4f"
MEMBER = AccountId("li-guozi")
ENTRY = Entry(
    kind="system_text",
    target=1,
    target_text="",
    title="党员公益日制度",
    made_up_title=False,
    archive_number="",
    document_number="国资党〔2017〕3号",
    responsible="市国资委机关党委",
    dated=date(2017, 6, 3),
    pages=6,
    retention="permanent",
    remark="",
)
FILE = FileItem(
    project_id=P08,
    item_id=ITEM,
    leading=LEADING,
    joining=frozenset({JIAOTONG}),
    from_unit=GUOZI,
    entry=ENTRY,
    targets=TARGETS,
    sha256=PICTURE,
    held_by_unit=False,
    may_be_held=True,
    handed_in=True,
    closed=False,
    by=MEMBER,
)
FILED = LedgerItemFiled(
    project_id=P08,
    item_id=ITEM,
    entry=replace(ENTRY, target_text=TARGETS[0]),
    filed_by_unit_id=GUOZI,
    sha256=PICTURE,
    held_by_unit=False,
    names_people=False,
    by=MEMBER,
)
HELD = replace(FILE, sha256="", held_by_unit=True, handed_in=False)
VOID = VoidItem(leading=LEADING, from_unit=GUOZI, reason="重复登记", closed=False, by=MEMBER)
VOIDED = LedgerItemVoided(project_id=P08, item_id=ITEM, reason="重复登记", by=MEMBER)

FORM: dict[str, Any] = {
    "kind": "system_text",
    "target": 1,
    "title": "党员公益日制度",
    "document_number": "国资党〔2017〕3号",
    "responsible": "市国资委机关党委",
    "dated": "2017-06-03",
    "pages": 6,
    "retention": "permanent",
    "held_by_unit": True,
}

"""What can have happened to one item of a project's ledger.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from datetime import date
from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream

type ItemKind = Literal[
    "system_text", "method_text", "activity", "participation", "coordination", "other"
]
type Retention = Literal["permanent", "30_years", "10_years"]


@value
class Entry:
    """One document as the directory lists it (DA/T 22-2015, F5 of domain.md 5.2).

    `target` is the number of the project's target that the document belongs to, and `target_text`
    that target as it read then; 0 and "" for what belongs to the project as a whole. `responsible`
    is the body that answers for the document, `dated` its own date, `pages` how many it has. A
    title that the filer made up is marked, and printed in square brackets.
    """

    kind: ItemKind
    target: int
    target_text: str
    title: str
    made_up_title: bool
    archive_number: str
    document_number: str
    responsible: str
    dated: date
    pages: int
    retention: Retention
    remark: str


@value
class LedgerItemFiled:
    """A unit of the project put a document into the ledger (REQ-28).

    `sha256` names the stored file; it is "" where the original stays with the unit (`held_by_unit`,
    AMB-33). `names_people` says that the title sounds like a list of persons, of which the filer
    was warned (REQ-15).
    """

    project_id: ProjectId
    item_id: str
    entry: Entry
    filed_by_unit_id: UnitId
    sha256: str
    held_by_unit: bool
    names_people: bool
    by: AccountId


@value
class LedgerItemVoided:
    """The lead declared an item void, for a reason; it stays in the directory as void."""

    project_id: ProjectId
    item_id: str
    reason: str
    by: AccountId


type LedgerEvent = LedgerItemFiled | LedgerItemVoided


def ledger_item_of(project_id: ProjectId, item_id: str) -> Stream[LedgerEvent]:
    """Return the stream of one item; its id was chosen by who filed it."""
    return Stream("ledger-item", f"{project_id}~{item_id}")

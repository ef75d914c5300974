"""What can be asked of an item of a project's ledger."""

from collections.abc import Sequence

from services.progress.progress_report.commands import Leading
from shared.domain import value
from shared.ids import AccountId, ProjectId

from .events import Entry


@value
class FileItem:
    """Put a document into the ledger.

    `joining` are the units that take part in the project besides its lead; `targets` the project's
    targets in order. `may_be_held` says whether the programme lets originals stay with the unit,
    `handed_in` whether the file was uploaded by who files it, `closed` whether the project's
    results are frozen.
    """

    project_id: ProjectId
    item_id: str
    leading: Leading
    joining: frozenset[str]
    from_unit: str
    entry: Entry
    targets: Sequence[str]
    sha256: str
    held_by_unit: bool
    may_be_held: bool
    handed_in: bool
    closed: bool
    by: AccountId


@value
class VoidItem:
    """Declare an item void."""

    leading: Leading
    from_unit: str
    reason: str
    closed: bool
    by: AccountId


type LedgerCommand = FileItem | VoidItem

"""What can have been exported of a year's bonus sheets. Points are integers in hundredths."""

from typing import Literal
from uuid import UUID

from shared.domain import value
from shared.ids import AccountId, UnitId
from shared.store.events import Stream

type EntryKind = Literal["award", "cut", "revocation", "adjustment"]


@value
class ExportedLine:
    """An approved entry of a sheet, as the other system gets it.

    `points` is the amount to be added, negative where something is taken off: never a factor, and
    never to be multiplied (PRA-18). `event_id` is the event that made the entry; `project_id` and
    `role` are "" for what is cut above the cap.
    """

    unit_id: UnitId
    programme_id: str
    project_id: str
    role: str
    kind: EntryKind
    points: int
    reason: str
    rule: str
    event_id: UUID


@value
class BonusExported:
    """The approved sheets of a year were exported under the next number, as they stood (REQ-52)."""

    year: int
    number: int
    lines: tuple[ExportedLine, ...]
    by: AccountId


type ExportEvent = BonusExported


def exports_of(year: int) -> Stream[ExportEvent]:
    """Return the stream of one year's exports."""
    return Stream("bonus-export", str(year))

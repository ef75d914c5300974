"""What can have happened to a unit on the roll.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from datetime import date

from shared.domain import value
from shared.ids import UnitId
from shared.store.events import Stream


@value
class UnitRegistered:
    """A unit is on the roll.

    Its name, its Party organisation and its executing unit are three fields (REQ-25); `full_name`
    joins them as the notice prints them. `party_organisation` is "" where none is printed, and
    `executing_unit_id` the unit in parentheses that acts for it, or "" (AMB-13). A system (系统) is
    one unit, and `parent_id` the unit of the roll that it belongs to, or "" (AMB-14).
    """

    unit_id: UnitId
    name: str
    name_en: str
    party_organisation: str
    executing_unit_id: str
    full_name: str
    is_system: bool
    parent_id: str = ""


@value
class UnitRenamed:
    """A unit bears another name from a day on, for a reason. Older papers keep the older name."""

    unit_id: UnitId
    name: str
    name_en: str
    party_organisation: str
    full_name: str
    effective_on: date
    reason: str


@value
class UnitMerged:
    """A unit is part of another from a day on, for a reason, and no longer on the roll itself."""

    unit_id: UnitId
    into_unit_id: UnitId
    effective_on: date
    reason: str


type UnitEvent = UnitRegistered | UnitRenamed | UnitMerged


def unit_of(unit_id: UnitId) -> Stream[UnitEvent]:
    """Return the stream of one unit."""
    return Stream("unit", unit_id)

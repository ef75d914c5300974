"""What can have happened to a unit on the roll.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from shared.domain import value
from shared.ids import UnitId
from shared.store.events import Stream


@value
class UnitRegistered:
    """A unit is on the roll.

    Its name, its Party organisation and its executing unit are three fields (REQ-25); `full_name`
    joins them as the notice prints them. `party_organisation` is "" where none is printed, and
    `executing_unit_id` the unit in parentheses that acts for it, or "" (AMB-13). A system (系统) is
    one unit (AMB-14).
    """

    unit_id: UnitId
    name: str
    name_en: str
    party_organisation: str
    executing_unit_id: str
    full_name: str
    is_system: bool


type UnitEvent = UnitRegistered


def unit_of(unit_id: UnitId) -> Stream[UnitEvent]:
    """Return the stream of one unit."""
    return Stream("unit", unit_id)

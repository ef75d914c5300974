"""What can be asked of the export of bonus sheets."""

from shared.domain import value
from shared.ids import AccountId, UnitId

from .events import ExportedLine


@value
class ExportBonus:
    """Export a year's approved entries. `held` are units of which a line is to be reckoned anew."""

    year: int
    lines: tuple[ExportedLine, ...]
    held: tuple[UnitId, ...]
    by: AccountId

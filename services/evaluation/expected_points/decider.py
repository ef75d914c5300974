"""The rule by which lines become a unit's points: they add up, and the excess over the cap is cut.

The cut is a line of its own, so that nothing disappears in silence (REQ-53).
"""

from collections.abc import Sequence

from services.evaluation.cap import cut_of
from services.evaluation.rules.events import CapScope
from shared.domain import value


@value
class Total:
    """What lines come to, in hundredths: `raw` together, `cut` above the cap, `expected` left."""

    raw: int
    cut: int
    expected: int


def total_of(lines: Sequence[int], cap: int, scope: CapScope = "unit_year") -> Total:
    """Return what lines come to under a cap, usually for the unit and year (REQ-53 AMB-01)."""
    raw = sum(lines)
    cut = cut_of(lines, cap, scope)
    return Total(raw=raw, cut=cut, expected=raw - cut)

"""The rule by which lines become a unit's points: they add up, and the excess over the cap is cut.

The cut is a line of its own, so that nothing disappears in silence (REQ-53).
"""

from collections.abc import Sequence

from shared.domain import value


@value
class Total:
    """What lines come to, in hundredths: `raw` together, `cut` above the cap, `expected` left."""

    raw: int
    cut: int
    expected: int


def total_of(lines: Sequence[int], cap: int) -> Total:
    """Return what lines come to under a cap for the unit and year (REQ-53 AMB-01)."""
    raw = sum(lines)
    cut = max(0, raw - cap)
    return Total(raw=raw, cut=cut, expected=raw - cut)

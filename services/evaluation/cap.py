"""How much of a unit's points is cut. Points are integers in hundredths."""

from collections.abc import Sequence

from services.evaluation.rules.events import CapScope


def cut_of(lines: Sequence[int], cap: int, scope: CapScope) -> int:
    """Return what is cut from lines, one for each project (REQ-53 AMB-01).

    The cap holds for a unit's year as a whole or, if the rules say so, for each of its projects.
    """
    if scope == "unit_project":
        return sum(max(0, points - cap) for points in lines)
    return max(0, sum(lines) - cap)

"""The rules of coverage.

After the cut-off a gap is open exactly while a unit of the roll takes part in fewer projects than the
programme asks for (REQ-13, X16). Nothing here is refused and nothing is punished: a gap is flagged once
and closed once, and may open again.

Everything here is pure: no clock, no database, no log.
"""

from typing import assert_never

from shared.domain import Decider, value

from .commands import CoverageCommand
from .events import CoverageEvent, CoverageGapClosed, CoverageGapFlagged

type Decision = tuple[CoverageEvent, ...]

NOTHING_NEW: Decision = ()


@value
class Coverage:
    """Whether a gap is open now."""

    gap: bool = False


def evolve(_: Coverage, event: CoverageEvent) -> Coverage:
    """Return the coverage as the event leaves it."""
    match event:
        case CoverageGapFlagged():
            return Coverage(gap=True)
        case CoverageGapClosed():
            return Coverage(gap=False)
        case _:
            assert_never(event)


def decide(command: CoverageCommand, coverage: Coverage) -> Decision:
    """A gap that is found is flagged unless it is open; one that is gone is closed."""
    if command.finds_a_gap() == coverage.gap:
        return NOTHING_NEW
    return (command.closed(),) if coverage.gap else (command.flagged(),)


DECIDER: Decider[CoverageCommand, Coverage, CoverageEvent] = Decider(
    initial=Coverage(), decide=decide, evolve=evolve
)

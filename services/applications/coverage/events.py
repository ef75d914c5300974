"""What can have happened to a unit's taking part in a programme.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from typing import Literal

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

type Ending = Literal["takes_part", "off_the_roll"]


@value
class CoverageGapFlagged:
    """After the cut-off, a unit takes part in fewer projects than it must (REQ-13, X16).

    No penalty follows: it is reminded, may file the supplementary form, and stays on the organiser's
    list. `projects` is what it does take part in.
    """

    programme_id: ProgrammeId
    unit_id: UnitId
    minimum: int
    projects: tuple[ProjectId, ...]


@value
class CoverageGapClosed:
    """A unit takes part in enough projects again, which `projects` names, or left the roll."""

    programme_id: ProgrammeId
    unit_id: UnitId
    because: Ending
    projects: tuple[ProjectId, ...]


type CoverageEvent = CoverageGapFlagged | CoverageGapClosed


def coverage_of(programme_id: ProgrammeId, unit_id: UnitId) -> Stream[CoverageEvent]:
    """Return the stream of one unit's taking part in one programme."""
    return Stream("coverage", f"{programme_id}~{unit_id}")

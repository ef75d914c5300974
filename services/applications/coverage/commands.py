"""What can be asked of a unit's taking part in a programme."""

from datetime import datetime

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId

from .events import CoverageGapClosed, CoverageGapFlagged, Ending


@value
class CheckCoverage:
    """Compare what a unit takes part in with what it must, as both are at a moment.

    `projects` are those that it leads, executes for the lead or was accepted into, as the programme's
    rules count (AMB-13, AMB-14). `obliged` says whether it is on the roll and has to take part.
    """

    programme_id: ProgrammeId
    unit_id: UnitId
    obliged: bool
    projects: tuple[ProjectId, ...]
    minimum: int
    cut_off_at: datetime
    at: datetime

    def finds_a_gap(self) -> bool:
        """Return whether the unit, from the cut-off on, takes part in too few projects."""
        too_few = len(self.projects) < self.minimum
        return self.obliged and self.at >= self.cut_off_at and too_few

    def flagged(self) -> CoverageGapFlagged:
        """Return the fact that there is a gap."""
        return CoverageGapFlagged(
            programme_id=self.programme_id,
            unit_id=self.unit_id,
            minimum=self.minimum,
            projects=self.projects,
        )

    def closed(self) -> CoverageGapClosed:
        """Return the fact that there is a gap no more."""
        because: Ending = "takes_part" if self.obliged else "off_the_roll"
        return CoverageGapClosed(
            programme_id=self.programme_id,
            unit_id=self.unit_id,
            because=because,
            projects=self.projects,
        )


type CoverageCommand = CheckCoverage

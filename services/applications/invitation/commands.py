"""What can be asked about an invitation."""

from datetime import datetime

from services.applications.standing import ProjectFacts
from shared.domain import value
from shared.ids import AccountId, UnitId

from .events import UnitInvited


@value
class Invite:
    """Invite a unit to apply. `applied` says whether it has applied or takes part already."""

    project: ProjectFacts
    unit_id: UnitId
    applied: bool
    words: str
    by: AccountId
    at: datetime

    def invited(self) -> UnitInvited:
        """Return the fact that is asked for."""
        return UnitInvited(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            words=self.words,
            by=self.by,
        )

"""What can be asked about leaving a project.

Each command brings the facts that its rules rest on; `by` is the unit whose account asks, or "".
"""

from datetime import date

from services.applications.standing import ParticipationRole, ProjectFacts
from shared.domain import value
from shared.ids import AccountId, UnitId

from .events import (
    WithdrawalApproved,
    WithdrawalOpinionGiven,
    WithdrawalRefused,
    WithdrawalRequested,
)


@value
class AskToLeave:
    """Ask to leave. `role` is the unit's role in the project, None while it takes no part."""

    project: ProjectFacts
    unit_id: UnitId
    role: ParticipationRole | None
    reason: str
    by: str
    today: date

    def requested(self) -> WithdrawalRequested:
        """Return the fact that is asked for."""
        return WithdrawalRequested(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
        )

    def approved(self) -> WithdrawalApproved:
        """Return the fact that the unit may go at once."""
        return WithdrawalApproved(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
            ended_on=self.today,
            decided_by=AccountId(""),
        )


@value
class GiveOpinion:
    """Say, as the project's lead, what to think of a request."""

    project: ProjectFacts
    unit_id: UnitId
    agrees: bool
    opinion: str
    by: str

    def given(self) -> WithdrawalOpinionGiven:
        """Return the fact that is asked for."""
        return WithdrawalOpinionGiven(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            agrees=self.agrees,
            opinion=self.opinion,
            given_by=UnitId(self.by),
        )


@value
class RefuseLeaving:
    """Let the unit not go."""

    project: ProjectFacts
    unit_id: UnitId
    reason: str
    by: AccountId

    def refused(self) -> WithdrawalRefused:
        """Return the fact that is asked for."""
        return WithdrawalRefused(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
            decided_by=self.by,
        )


@value
class ApproveLeaving:
    """Let the unit go; `ended_on` is its last day."""

    project: ProjectFacts
    unit_id: UnitId
    reason: str
    ended_on: date
    by: AccountId

    def approved(self) -> WithdrawalApproved:
        """Return the fact that is asked for."""
        return WithdrawalApproved(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            reason=self.reason,
            ended_on=self.ended_on,
            decided_by=self.by,
        )


type LeavingCommand = AskToLeave | GiveOpinion | RefuseLeaving | ApproveLeaving

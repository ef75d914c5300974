"""What can be asked in one case of supervision."""

from datetime import date, datetime

from services.progress.parties import Parties
from shared.domain import value
from shared.ids import AccountId, ProjectId

from .events import SupervisionRecorded


@value
class RecordSupervision:
    """Put down what was found. `today` is the day in Asia/Shanghai."""

    project_id: ProjectId
    supervision_id: str
    held_on: date
    met: str
    finding: str
    by: AccountId
    today: date

    def recorded(self) -> SupervisionRecorded:
        """Return the fact that is asked for."""
        return SupervisionRecorded(
            project_id=self.project_id,
            supervision_id=self.supervision_id,
            held_on=self.held_on,
            met=self.met,
            finding=self.finding,
            by=self.by,
        )


@value
class AnswerSupervision:
    """Say something to a finding. `from_unit` is the unit that asks, or ""."""

    answer: str
    parties: Parties
    from_unit: str


@value
class RequireRectification:
    """Ask the lead to put something right before `due_at`."""

    demand: str
    due_at: datetime
    parties: Parties
    by: AccountId
    at: datetime


@value
class CloseRectification:
    """Put down that it was, and by what that is seen."""

    evidence: str
    by: AccountId


type SupervisionCommand = (
    RecordSupervision | AnswerSupervision | RequireRectification | CloseRectification
)

"""What can be asked about who does not judge a project."""

from services.evaluation.panel.events import Interest
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId


@value
class DeclareRecusal:
    """Declare an interest in a project. `by` is the account that declares it."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    interest: Interest
    by: str
    round_closed: bool


@value
class ImposeRecusal:
    """Decide that a reviewer does not judge a project."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    reason: str
    by: AccountId
    round_closed: bool


type RecusalCommand = DeclareRecusal | ImposeRecusal

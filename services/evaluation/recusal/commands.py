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


@value
class StandDown:
    """Let a reviewer judge a project no more, without an interest in it: for illness, say.

    `own` says that the reviewer asks, who must be `by`; otherwise the organiser's leader does.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    by: str
    own: bool
    round_closed: bool


type RecusalCommand = DeclareRecusal | ImposeRecusal | StandDown

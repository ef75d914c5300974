"""What can have happened to the question whether a co-lead's part in a project is recognised."""

from datetime import datetime

from services.evaluation.rules.events import Contribution
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream


@value
class ContributionProposed:
    """The lead proposed how a co-lead's part should count, with the reason (AMB-25).

    The co-lead may contest it strictly before `contest_until`, which was computed once.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    standing: Contribution
    reason: str
    contest_until: datetime
    proposed_by: AccountId


@value
class ContributionContested:
    """The co-lead contested what the lead proposed, and said what it delivered."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    statement: str
    contested_by: AccountId


@value
class ContributionRuled:
    """The organiser's leader ruled whether the co-lead's part is recognised."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    standing: Contribution
    reason: str
    ruled_by: AccountId


type ContributionEvent = ContributionProposed | ContributionContested | ContributionRuled


def contribution_of(project_id: ProjectId, unit_id: UnitId) -> Stream[ContributionEvent]:
    """Return the stream on one co-lead's part in one project."""
    return Stream("contribution", f"{project_id}~{unit_id}")

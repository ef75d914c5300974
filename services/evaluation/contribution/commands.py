"""What can be asked about a co-lead's part in a project."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.evaluation.rules.events import Contribution
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId


@value
class ProposeContribution:
    """Propose how a co-lead's part should count. `parties` are the project's units, with roles."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    standing: Contribution
    reason: str
    parties: Mapping[str, Sequence[str]]
    contest_working_days: int
    from_unit: str
    by: AccountId
    at: datetime


@value
class ContestContribution:
    """Contest what the lead proposed."""

    statement: str
    from_unit: str
    by: AccountId
    at: datetime


@value
class RuleOnContribution:
    """Rule on what the lead proposed. `by_leader` says whether the organiser's leader rules."""

    standing: Contribution
    reason: str
    by_leader: bool
    by: AccountId
    at: datetime


type ContributionCommand = ProposeContribution | ContestContribution | RuleOnContribution

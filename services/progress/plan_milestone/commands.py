"""What can be asked of a milestone."""

from datetime import date

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId


@value
class Participants:
    """Who may plan in a project, who takes part in it, and whether its scheme is filed."""

    leading: frozenset[str]
    joining: frozenset[str]
    scheme_filed: bool


@value
class ScheduleMilestone:
    """Put something into the plan, or move it. `from_unit` is the unit whose account asks."""

    project_id: ProjectId
    milestone_id: str
    series: str
    title: str
    outcome: str
    starts_on: date
    ends_on: date
    activity_lead: UnitId
    participants: Participants
    from_unit: str
    by: AccountId


@value
class ReachMilestone:
    """Put down that it took place."""

    reached_on: date
    note: str
    ledger_item_id: str
    participants: Participants
    from_unit: str
    by: AccountId
    today: date


@value
class SkipMilestone:
    """Put down that it will not take place."""

    reason: str
    participants: Participants
    from_unit: str
    by: AccountId


type MilestoneCommand = ScheduleMilestone | ReachMilestone | SkipMilestone

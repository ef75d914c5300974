"""What can have happened to a milestone of a plan.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from datetime import date

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream


@value
class PlanMilestoneScheduled:
    """The lead put something into its plan, or moved it: from a day to a day, both included.

    `series` is what occurrences of one recurring milestone share, or "". `activity_lead` is the
    participant that leads this activity (REQ-46).
    """

    project_id: ProjectId
    milestone_id: str
    series: str
    title: str
    outcome: str
    starts_on: date
    ends_on: date
    activity_lead: UnitId
    by: AccountId


@value
class PlanMilestoneReached:
    """It took place on a day. `ledger_item_id` is what shows it, or ""."""

    project_id: ProjectId
    milestone_id: str
    reached_on: date
    note: str
    ledger_item_id: str
    by: AccountId


@value
class PlanMilestoneSkipped:
    """It will not take place, for a reason; other occurrences are untouched."""

    project_id: ProjectId
    milestone_id: str
    reason: str
    by: AccountId


type MilestoneEvent = PlanMilestoneScheduled | PlanMilestoneReached | PlanMilestoneSkipped


def milestone_of(project_id: ProjectId, milestone_id: str) -> Stream[MilestoneEvent]:
    """Return the stream of one milestone, or of one occurrence of a recurring one."""
    return Stream("plan-milestone", f"{project_id}~{milestone_id}")

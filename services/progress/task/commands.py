"""What the lead of a project can ask about a task."""

from datetime import datetime

from services.progress.parties import Parties
from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId

from .events import TaskTerms


@value
class AssignTask:
    """Give a co-lead something to do. `from_unit` is the unit that asks, or ""."""

    project_id: ProjectId
    task_id: str
    unit_id: UnitId
    terms: TaskTerms
    parties: Parties
    from_unit: str
    at: datetime


@value
class ReassignTask:
    """Give the task to another co-lead, or to the same one with a new date.

    `by_organiser` says that the organiser's leader asks.
    """

    unit_id: UnitId
    due_at: datetime
    reason: str
    parties: Parties
    from_unit: str
    by_organiser: bool
    by: AccountId
    at: datetime


@value
class CancelTask:
    """Take the task back."""

    reason: str
    parties: Parties
    from_unit: str


type TaskCommand = AssignTask | ReassignTask | CancelTask

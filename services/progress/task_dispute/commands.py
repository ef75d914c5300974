"""What can be asked about a task that a co-lead finds outside its remit."""

from datetime import datetime

from services.progress.task.events import Ruling
from shared.domain import value
from shared.ids import AccountId


@value
class DisputeTask:
    """Say that the task is outside the own remit. `from_unit` is the unit that asks, or ""."""

    reason: str
    from_unit: str
    at: datetime


@value
class RuleOnDispute:
    """Let the task stand, stand changed, or be void.

    What a change leaves alone is "" or None: title, work, or the date, which is then moved by the
    days that the clock stood still.
    """

    ruling: Ruling
    title: str
    work: str
    due_at: datetime | None
    reason: str
    by: AccountId
    at: datetime


type DisputeCommand = DisputeTask | RuleOnDispute

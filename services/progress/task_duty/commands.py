"""What can be asked about what is owed for a task."""

from datetime import datetime

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId


@value
class Owe:
    """Put down that a unit has to do a task by a date, strictly before `due_at`."""

    programme_id: ProgrammeId
    project_id: ProjectId
    subject: str
    unit_id: UnitId
    label: str
    due_at: datetime


@value
class StopClock:
    """Put down that the task is in dispute since a moment."""

    reason: str
    at: datetime


@value
class RestartClock:
    """Put down that the dispute was ruled on; None for the date: the days lost are added to it."""

    due_at: datetime | None
    reason: str
    by: AccountId
    at: datetime


@value
class PassOn:
    """Put down that a unit has the task from now on, by a date."""

    to_unit: UnitId
    due_at: datetime
    reason: str
    by: AccountId


@value
class Withdraw:
    """Put down that the task was taken back, or is void; `by` is the leader that ruled so, or ""."""

    reason: str
    by: str


type DutyCommand = Owe | StopClock | RestartClock | PassOn | Withdraw

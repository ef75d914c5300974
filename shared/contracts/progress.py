"""What others may rely on in the events of `progress`."""

from datetime import datetime
from typing import Literal

from shared.contracts.notices import ToldOfProgress
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.codec import EventCodec


@value
class DeadlineSet:
    """A unit owes something by a date.

    `obligation` is the kind ("results", "progress_report", ...), `subject` what it is for
    ("2017-p08" or "2017-p08~2017q2"); together they name the deadline. `label` is for people.
    """

    programme_id: ProgrammeId
    obligation: str
    subject: str
    project_id: ProjectId
    owner_unit_id: UnitId
    label: str
    due_at: datetime
    grace_until: datetime


@value
class DeadlineExtended:
    """There is more time: what was said of the old dates, or that it was missed, no longer holds.

    Project, owner and label are "" in what was recorded before they were told.
    """

    obligation: str
    subject: str
    due_at: datetime
    grace_until: datetime
    project_id: str = ""
    owner_unit_id: str = ""
    label: str = ""
    reason: str = ""


@value
class ClockStopped:
    """What is owed is in dispute: until there are new terms nothing is due."""

    obligation: str
    subject: str


@value
class DeadlineMet:
    """What was owed came before its grace was over; `within_grace` if after the due date."""

    obligation: str
    subject: str
    within_grace: bool = False


@value
class DeadlineMissed:
    """What was owed had not come when its grace was over."""

    obligation: str
    subject: str
    owner_unit_id: UnitId
    label: str


@value
class DeadlineMetLate:
    """What was owed came after all."""

    obligation: str
    subject: str


@value
class DeadlineWaived:
    """It is owed no more: a leader decided so, or the owner's part ended."""

    obligation: str
    subject: str
    owner_unit_id: str = ""
    label: str = ""
    reason: str = ""
    cause: str = "decided"


@value
class DeadlineTransferred:
    """Another unit owes it from now on, by the dates in force."""

    obligation: str
    subject: str
    project_id: ProjectId
    from_unit_id: UnitId
    to_unit_id: UnitId
    label: str
    due_at: datetime
    grace_until: datetime


@value
class ReminderIssued:
    """Whoever owes something was reminded: by an account of the organiser, or by the clock ("")."""

    obligation: str
    subject: str
    project_id: ProjectId
    owner_unit_id: UnitId
    label: str
    due_at: datetime
    by: str
    remark: str


@value
class SupervisionRecorded:
    """The organiser visited or talked to a project's units; `met` is a role."""

    project_id: ProjectId
    supervision_id: str
    met: str
    finding: str


@value
class RectificationRequired:
    """The lead of a project has to put something right, strictly before `due_at`."""

    project_id: ProjectId
    supervision_id: str
    demand: str
    due_at: datetime


@value
class RectificationClosed:
    """What had to be put right was."""

    project_id: ProjectId
    supervision_id: str
    evidence: str


@value
class ProgressReported:
    """The lead of a project filed its report of a period."""

    project_id: ProjectId
    period: str
    unit_id: UnitId


@value
class ResultsAccepted:
    """The form check of a project's results package found nothing missing."""

    project_id: ProjectId
    number: int


@value
class ResultsFrozen:
    """The package as it was handed in last became final; `form_check` is how far the check had come."""

    project_id: ProjectId
    number: int
    form_check: Literal["pending", "returned", "accepted"]


@value
class WorkPlanReturned:
    """A unit has to revise its plan or scheme, by the advice."""

    project_id: ProjectId
    unit_id: UnitId
    number: int
    advice: str


@value
class WorkPlanAcknowledged:
    """A unit's plan or scheme was taken note of."""

    project_id: ProjectId
    unit_id: UnitId
    number: int


@value
class TaskAssigned:
    """The lead of a project gave a unit a task."""

    project_id: ProjectId
    task_id: str
    unit_id: UnitId


@value
class TaskReassigned:
    """A task passed from one unit to another, to be done strictly before `due_at`."""

    project_id: ProjectId
    task_id: str
    from_unit_id: UnitId
    unit_id: UnitId
    due_at: datetime
    reason: str


type ProgressEvent = (
    DeadlineSet
    | DeadlineExtended
    | ClockStopped
    | DeadlineMet
    | DeadlineMissed
    | DeadlineMetLate
    | DeadlineWaived
    | DeadlineTransferred
    | ReminderIssued
    | SupervisionRecorded
    | RectificationRequired
    | RectificationClosed
    | ProgressReported
    | ResultsAccepted
    | ResultsFrozen
    | WorkPlanReturned
    | WorkPlanAcknowledged
    | TaskAssigned
    | TaskReassigned
)

CODEC = EventCodec(ProgressEvent, ToldOfProgress, ignore_unknown=True)

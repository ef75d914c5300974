"""What can have happened to a task.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from datetime import datetime
from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProjectId, UnitId
from shared.store.events import Stream

type Ruling = Literal["stands", "changed", "void"]


@value
class TaskTerms:
    """What is to be done, and by when: strictly before `due_at` (AMB-08).

    `activity_lead_unit_id` leads the activity if that is not the project's lead, or is "" (REQ-46);
    `helping_unit_ids` help. All of them take part in the project.
    """

    title: str
    work: str
    due_at: datetime
    activity_lead_unit_id: str
    helping_unit_ids: tuple[UnitId, ...]


@value
class TaskAssigned:
    """The lead of a project gave a co-lead something to do.

    `assigned_by_unit_id` is the lead `lead_unit_id` or the unit that acts for it (AMB-13).
    """

    project_id: ProjectId
    task_id: str
    unit_id: UnitId
    terms: TaskTerms
    lead_unit_id: str
    assigned_by_unit_id: str


@value
class TaskAccepted:
    """The co-lead took the task on."""

    project_id: ProjectId
    task_id: str
    unit_id: UnitId


@value
class TaskDisputed:
    """The co-lead says that the task is outside its remit (REQ-40).

    From `clock_stopped_at` on the clock stands still until the organiser has ruled.
    """

    project_id: ProjectId
    task_id: str
    unit_id: UnitId
    reason: str
    clock_stopped_at: datetime


@value
class TaskDisputeRuled:
    """The organiser ruled: the task stands, stands changed, or is void.

    `title`, `work` and `due_at` are those that hold from now on: the clock that stood still while
    the dispute was open is made up for.
    """

    project_id: ProjectId
    task_id: str
    ruling: Ruling
    title: str
    work: str
    due_at: datetime
    reason: str
    by: AccountId


@value
class TaskCompletionReported:
    """The co-lead reported what it has done.

    If the lead has not answered before `confirm_by`, the organiser is shown so; nothing is ever
    confirmed by the passing of time.
    """

    project_id: ProjectId
    task_id: str
    unit_id: UnitId
    result: str
    confirm_by: datetime


@value
class TaskReturned:
    """The lead found the task not done yet, and said what is missing."""

    project_id: ProjectId
    task_id: str
    advice: str
    returned_by_unit_id: str


@value
class TaskConfirmed:
    """The lead confirmed that the task is done."""

    project_id: ProjectId
    task_id: str
    confirmed_by_unit_id: str


@value
class TaskReassigned:
    """The task was given to another co-lead, or to the same one with a new date, for a reason.

    `by` is an account of the lead or of the organiser's leader.
    """

    project_id: ProjectId
    task_id: str
    from_unit_id: UnitId
    unit_id: UnitId
    due_at: datetime
    reason: str
    by: AccountId


@value
class TaskCancelled:
    """The lead took the task back, for a reason."""

    project_id: ProjectId
    task_id: str
    reason: str
    cancelled_by_unit_id: str


type TaskEvent = (
    TaskAssigned
    | TaskAccepted
    | TaskDisputed
    | TaskDisputeRuled
    | TaskCompletionReported
    | TaskReturned
    | TaskConfirmed
    | TaskReassigned
    | TaskCancelled
)


def task_of(project_id: ProjectId, task_id: str) -> Stream[TaskEvent]:
    """Return the stream of one task; its id (a UUID) is chosen by whoever assigns it."""
    return Stream("task", f"{project_id}~{task_id}")

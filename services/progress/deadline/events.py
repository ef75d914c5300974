"""What can have happened to something that is owed.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. A fact that means something new gets a new class.
"""

from datetime import date, datetime
from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

TASK = "task"

type Wish = Literal["waiver", "more_time"]
type WaiverCause = Literal["decided", "participation_ended", "withdrawn", "project_cancelled"]


@value
class DeadlineSet:
    """A unit owes something by a date.

    In time is strictly before `due_at`, the first moment after the last day (AMB-08); what has not
    come by `grace_until` is missed. Both were computed once, when the programme was announced (P5).
    What comes between the two meets it, or is late if `late_within_grace` says so (AMB-24).
    """

    programme_id: ProgrammeId
    obligation: str
    subject: str
    project_id: ProjectId
    owner_unit_id: UnitId
    label: str
    due_at: datetime
    grace_until: datetime
    late_within_grace: bool = False


@value
class FulfilmentNoted:
    """What is owed came before it was known here that it is owed: the news of it was overtaken.

    `from_unit` is the unit that brought it, or None where another rule had found the right unit.
    """

    obligation: str
    subject: str
    at: datetime
    from_unit: UnitId | None = None


@value
class DeadlineExtended:
    """The organiser's leader gave more time, for a reason (X13).

    Project, owner and label are as they were then; "" in what was stored before they were kept.
    """

    obligation: str
    subject: str
    due_at: datetime
    grace_until: datetime
    reason: str
    approved_by: AccountId
    project_id: str = ""
    owner_unit_id: str = ""
    label: str = ""


@value
class ClockStopped:
    """What is owed is in dispute: nothing is missed until it was ruled on (REQ-40).

    The clock goes on with the `DeadlineExtended` or `DeadlineSet` that follows the ruling.
    """

    obligation: str
    subject: str
    reason: str
    stopped_at: datetime


@value
class DeadlineMet:
    """What was owed came before its grace was over; `within_grace` if after the due date.

    `fulfilled_at` is when it came, where that is not when this event occurred.
    """

    obligation: str
    subject: str
    within_grace: bool
    fulfilled_at: datetime | None = None


@value
class DeadlineMissed:
    """What was owed had not come when its grace was over."""

    obligation: str
    subject: str
    owner_unit_id: UnitId
    label: str


@value
class DeadlineMetLate:
    """What was owed came after all: its grace was over, or it counts as late within it (AMB-24).

    `fulfilled_at` as for `DeadlineMet`.
    """

    obligation: str
    subject: str
    fulfilled_at: datetime | None = None


@value
class ReminderIssued:
    """Whoever owes something was reminded of it: by the organiser, or by the clock (REQ-43).

    `on` is the day in Asia/Shanghai, `by` the account that did, or "" for the clock; `remark` is what it
    wants to say, or "".
    """

    obligation: str
    subject: str
    project_id: ProjectId
    owner_unit_id: UnitId
    label: str
    due_at: datetime
    on: date
    by: str
    remark: str


@value
class ReliefRequested:
    """Somebody asked that a deadline be waived, or for more time, for a reason (X13, X15).

    `for_unit_id` is the unit that asks, or "" where the organiser's staff prepares it.
    """

    obligation: str
    subject: str
    wish: Wish
    reason: str
    by: AccountId
    for_unit_id: str


@value
class DeadlineWaived:
    """It is owed no more: a leader decided so, a part ended, or a task was withdrawn (X13, AMB-11).

    `approved_by` is the leader's account, or "" where a part ended or the lead took a task back.
    """

    obligation: str
    subject: str
    owner_unit_id: UnitId
    label: str
    reason: str
    cause: WaiverCause
    approved_by: str


@value
class DeadlineTransferred:
    """Another unit owes it from now on: the project got another lead (AMB-12), a task another assignee.

    What was set, reminded of and missed before stays with the unit it happened to. `approved_by` is the
    account that replaced the lead or gave the task, or "" where the lead was designated anew.
    """

    obligation: str
    subject: str
    project_id: ProjectId
    from_unit_id: UnitId
    to_unit_id: UnitId
    label: str
    due_at: datetime
    grace_until: datetime
    reason: str
    approved_by: str


type DeadlineEvent = (
    DeadlineSet
    | FulfilmentNoted
    | DeadlineExtended
    | ClockStopped
    | DeadlineMet
    | DeadlineMissed
    | DeadlineMetLate
    | ReminderIssued
    | ReliefRequested
    | DeadlineWaived
    | DeadlineTransferred
)


def deadline_of(obligation: str, subject: str) -> Stream[DeadlineEvent]:
    """Return the stream of one thing owed, for example `progress_report` for `2017-p08~2017q2`."""
    return Stream("deadline", f"{obligation.replace('_', '-')}~{subject}")

"""What notices rely on beyond the rest: events that only somebody who is told of them cares for.

They are read with the other events of their service, by its `CODEC`.
"""

from datetime import date, datetime
from typing import Literal

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId


@value
class UnitInvited:
    """The organiser asked a unit to apply to co-lead a project."""

    project_id: ProjectId
    unit_id: UnitId
    words: str


@value
class UnitMerged:
    """A unit is no longer on the roll itself."""

    unit_id: UnitId
    into_unit_id: UnitId


@value
class WithdrawalRequested:
    """A unit asked to leave a project."""

    project_id: ProjectId
    unit_id: UnitId
    reason: str


@value
class WithdrawalRefused:
    """A unit has to stay in a project."""

    project_id: ProjectId
    unit_id: UnitId
    reason: str


@value
class ProgrammeCorrected:
    """A mistake in a programme's text was put right."""

    programme_id: ProgrammeId
    reason: str


type ToldOfApplications = (
    UnitInvited | UnitMerged | WithdrawalRequested | WithdrawalRefused | ProgrammeCorrected
)


@value
class WorkPlanFiled:
    """A unit filed its plan or scheme."""

    project_id: ProjectId
    unit_id: UnitId
    number: int


@value
class WorkPlanRevised:
    """A unit filed a new version of its plan or scheme."""

    project_id: ProjectId
    unit_id: UnitId
    number: int


@value
class TaskDisputed:
    """A co-lead says that a task is outside its remit."""

    project_id: ProjectId
    task_id: str
    unit_id: UnitId
    reason: str


@value
class TaskDisputeRuled:
    """The organiser ruled on a disputed task."""

    project_id: ProjectId
    task_id: str
    ruling: Literal["stands", "changed", "void"]
    due_at: datetime
    reason: str


@value
class TaskCompletionReported:
    """A co-lead reported a task as done. The lead answers strictly before `confirm_by`."""

    project_id: ProjectId
    task_id: str
    unit_id: UnitId
    confirm_by: datetime


@value
class TaskReturned:
    """The lead found a task not done yet."""

    project_id: ProjectId
    task_id: str
    advice: str


@value
class TaskConfirmed:
    """The lead confirmed that a task is done."""

    project_id: ProjectId
    task_id: str


@value
class TaskCancelled:
    """The lead took a task back."""

    project_id: ProjectId
    task_id: str
    reason: str


@value
class ProgressReportReturned:
    """The organiser sent a quarterly report back."""

    project_id: ProjectId
    period: str
    advice: str


@value
class ProgressReportAccepted:
    """The organiser took a quarterly report on file."""

    project_id: ProjectId
    period: str


@value
class GoodPracticeRecommended:
    """The organiser recommended a practice to all units."""

    project_id: ProjectId
    practice_id: str


@value
class ResultsReturned:
    """The form check of a results package found something missing."""

    project_id: ProjectId
    number: int
    advice: str


type ToldOfProgress = (
    WorkPlanFiled
    | WorkPlanRevised
    | TaskDisputed
    | TaskDisputeRuled
    | TaskCompletionReported
    | TaskReturned
    | TaskConfirmed
    | TaskCancelled
    | ProgressReportReturned
    | ProgressReportAccepted
    | GoodPracticeRecommended
    | ResultsReturned
)


@value
class ResultPublicised:
    """A result is before the public; an objection is in time strictly before `until`."""

    project_id: ProjectId
    begins_on: date
    until: datetime


@value
class ContributionProposed:
    """The lead proposed how a co-lead's part should count; to be contested before `contest_until`."""

    project_id: ProjectId
    unit_id: UnitId
    standing: Literal["recognised", "not_recognised"]
    reason: str
    contest_until: datetime


@value
class ContributionRuled:
    """The organiser's leader ruled whether a co-lead's part is recognised."""

    project_id: ProjectId
    unit_id: UnitId
    standing: Literal["recognised", "not_recognised"]
    reason: str


@value
class BonusAwarded:
    """Points were credited to a unit. `total` is its sum of the year, in hundredths of a point."""

    year: int
    unit_id: UnitId
    total: int


@value
class BonusRevoked:
    """Points of a unit were taken back: `points` is negative, in hundredths."""

    year: int
    unit_id: UnitId
    project_id: ProjectId
    points: int
    reason: str


@value
class CommendationIssued:
    """A commendation went out."""

    programme_id: ProgrammeId
    programme_year: int


type ToldOfEvaluation = (
    ResultPublicised
    | ContributionProposed
    | ContributionRuled
    | BonusAwarded
    | BonusRevoked
    | CommendationIssued
)

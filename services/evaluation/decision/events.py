"""What can have happened to the judgement on a project. Points are integers in hundredths."""

from datetime import date, datetime
from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream

type Outcome = Literal["pass", "fail", "not_submitted"]
type Aggregate = Literal["trimmed_mean", "mean", "none"]
type Standing = Literal["counted", "highest", "lowest", "barred", "voided"]
type FactStatus = Literal["open", "met", "within_grace", "missed", "met_late", "waived"]
type Ground = Literal["objection", "finding"]


@value
class Mark:
    """What a reviewer gave for one criterion."""

    criterion: str
    points: int


@value
class OpenedSheet:
    """A score sheet after the round, with all that is needed to check it.

    The SHA-256 (hex) of `salt` followed by the canonical JSON of the marks as an object is the
    `commitment` that was recorded when the sheet came in. `review_version` is the version of the
    review's stream that was read; `standing` says whether it was counted, and if not, why.
    """

    reviewer_id: str
    sheet: int
    review_version: int
    marks: tuple[Mark, ...]
    total: int
    advice: str
    salt: str
    commitment: str
    standing: Standing


@value
class ResultsFoundMissing:
    """The organiser found that a project has no results to be judged, and said why (REQ-49)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reason: str
    by: AccountId


@value
class ProjectEvaluated:
    """The round of a project was closed, its sheets opened, and its outcome computed.

    `mean` has the places that the rule asks for: hundredths, half up. `min_score`, `min_valid` and
    `aggregate` are the rule it was computed by. A project without results has no sheets, the mean 0
    and the aggregate `none`.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    category: str
    sheets: tuple[OpenedSheet, ...]
    mean: int
    outcome: Outcome
    aggregate: Aggregate
    min_score: int
    min_valid: int


@value
class ProcessFact:
    """Something that the lead of the project owed in the year, and how it stood at the end."""

    obligation: str
    subject: str
    label: str
    status: FactStatus


@value
class ProcessFactsNoted:
    """What is known of the process was put beside the judgement (REQ-50).

    `gated`: the rules let no project pass that still owes something, and this one does (AMB-03).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    facts: tuple[ProcessFact, ...]
    gated: bool


@value
class ResultPublicised:
    """The result was put before the public, for objections (AMB-27).

    It is public from `begins_on`, a working day, for so many working days; strictly before `until`
    an objection is in time. `by` is "" where an upheld objection or a finding made it start anew.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    begins_on: date
    working_days: int
    until: datetime
    by: str


@value
class DecisionConfirmed:
    """The decision stands, with this outcome."""

    programme_id: ProgrammeId
    project_id: ProjectId
    outcome: Outcome
    by: AccountId


@value
class DecisionRevised:
    """The decision was made anew after an upheld objection or a finding; the pass rule is the same.

    `voided` is the reviewer whose sheet counts no more, or ""; `hearing` says how the units were
    heard about a finding, or is "". `sheets`, `mean`, `outcome` and `aggregate` replace the former.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    ground: Ground
    objection_id: str
    voided: str
    reason: str
    hearing: str
    sheets: tuple[OpenedSheet, ...]
    mean: int
    outcome: Outcome
    aggregate: Aggregate
    by: AccountId


type DecisionEvent = (
    ResultsFoundMissing
    | ProjectEvaluated
    | ProcessFactsNoted
    | ResultPublicised
    | DecisionConfirmed
    | DecisionRevised
)


def decision_of(project_id: ProjectId) -> Stream[DecisionEvent]:
    """Return the stream that holds the judgement on one project."""
    return Stream("decision", project_id)

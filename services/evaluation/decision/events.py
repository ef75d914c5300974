"""What can have happened to the judgement on a project. Points are integers in hundredths."""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream

type Outcome = Literal["pass", "fail", "not_submitted"]
type Aggregate = Literal["trimmed_mean", "mean"]
type Standing = Literal["counted", "highest", "lowest", "barred"]


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
class ProjectEvaluated:
    """The round of a project was closed, its sheets opened, and its outcome computed.

    `mean` has the places that the rule asks for: hundredths, half up. `min_score`, `min_valid` and
    `aggregate` are the rule it was computed by.
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
class DecisionConfirmed:
    """The decision stands, with this outcome."""

    programme_id: ProgrammeId
    project_id: ProjectId
    outcome: Outcome
    by: AccountId


type DecisionEvent = ProjectEvaluated | DecisionConfirmed


def decision_of(project_id: ProjectId) -> Stream[DecisionEvent]:
    """Return the stream that holds the judgement on one project."""
    return Stream("decision", project_id)

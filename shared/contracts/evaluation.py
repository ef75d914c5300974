"""What others may rely on in the events of `evaluation`."""

from typing import Literal

from shared.contracts.notices import ToldOfEvaluation
from shared.contracts.papers import DocumentRendered
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.store.codec import EventCodec

type Outcome = Literal["pass", "fail", "not_submitted"]


@value
class ReviewAssigned:
    """A reviewer is to score a project."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str


@value
class ProjectEvaluated:
    """The round of a project is closed. `mean` is in hundredths of a point of 100."""

    programme_id: ProgrammeId
    project_id: ProjectId
    mean: int
    outcome: Outcome


@value
class DecisionConfirmed:
    """A decision stands."""

    programme_id: ProgrammeId
    project_id: ProjectId
    outcome: Outcome


@value
class DecisionRevised:
    """A decision was made anew. It does not stand before it is confirmed again."""

    programme_id: ProgrammeId
    project_id: ProjectId
    outcome: Outcome


@value
class ObjectionLodged:
    """A unit objected to a result: the decision on it waits for the answer."""

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str
    unit_id: str = ""


@value
class ObjectionDeclined:
    """An objection was not taken up."""

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str


@value
class ObjectionRuled:
    """An objection was ruled on, and answered in writing."""

    programme_id: ProgrammeId
    project_id: ProjectId
    objection_id: str
    ruling: Literal["upheld", "dismissed"] = "dismissed"


type EvaluationEvent = (
    ReviewAssigned
    | ProjectEvaluated
    | DecisionConfirmed
    | DecisionRevised
    | ObjectionLodged
    | ObjectionDeclined
    | ObjectionRuled
    | DocumentRendered
)

CODEC = EventCodec(EvaluationEvent, ToldOfEvaluation, ignore_unknown=True)

"""What others may rely on in the events of `evaluation`."""

from typing import Literal

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.store.codec import EventCodec


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
    outcome: Literal["pass", "fail", "not_submitted"]


type EvaluationEvent = ReviewAssigned | ProjectEvaluated

CODEC = EventCodec(EvaluationEvent, ignore_unknown=True)

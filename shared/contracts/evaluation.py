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


@value
class DocumentRendered:
    """A paper was registered as a document's newest version; official ones name whom they go to."""

    document_id: str
    kind: str
    version: int
    title: str
    check_code: str
    report_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()


type EvaluationEvent = ReviewAssigned | ProjectEvaluated | DocumentRendered

CODEC = EventCodec(EvaluationEvent, ignore_unknown=True)

"""What can have happened to one reviewer's sheet for one project.

Marks are not in these events: they lie in a sealed box until the round closes, and the commitment
lets anyone check afterwards that nothing changed in between.
"""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream
from shared.store.sealed import Sealed


@value
class ReviewAssigned:
    """A reviewer is to score a project. `unit_id` is the reviewer's unit at that time, or ""."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    unit_id: str


@value
class ScoreSubmitted:
    """The reviewer handed in a sheet, sealed; one that was reopened is followed by a later one.

    `sheet` counts from 1. `commitment` is the SHA-256 (hex) of the salt followed by the canonical
    JSON of the marks, an object of criterion id to hundredths; the salt lies in the box.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    sheet: int
    category: str
    sealed: Sealed
    commitment: str


@value
class ScoreReopened:
    """The organiser's leader gave a sheet back to its reviewer, who hands it in anew.

    The sheet that was handed in stays recorded and no longer counts.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    sheet: int
    reason: str
    by: AccountId


@value
class ReviewVoided:
    """The review counts no more. `objection_id` is the upheld objection it follows from, or "".

    `by` is "" where the rules bar the reviewer by news that came after the sheet (X8).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    reason: str
    objection_id: str
    by: AccountId


@value
class ReviewClosed:
    """The project's round closed with this sheet, or without one (`sheet` 0)."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    sheet: int


type ReviewEvent = ReviewAssigned | ScoreSubmitted | ScoreReopened | ReviewVoided | ReviewClosed


def review_of(project_id: ProjectId, reviewer_id: str) -> Stream[ReviewEvent]:
    """Return the stream that holds one reviewer's sheet for one project."""
    return Stream("review", f"{project_id}~{reviewer_id}")


def round_of(programme_id: ProgrammeId, project_id: ProjectId) -> str:
    """Return the subject whose key seals the sheets of a project's round."""
    return f"round:{programme_id}~{project_id}"

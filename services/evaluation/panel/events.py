"""What can have happened to a programme's review panel."""

from typing import Literal

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.events import Stream

type Interest = Literal["took_part", "related", "other"]


@value
class PanelFormed:
    """The review panel of the programme was formed (REQ-48)."""

    programme_id: ProgrammeId


@value
class ReviewerAppointed:
    """A reviewer sits on the panel. `unit_id` is the reviewer's unit, or "" for someone outside."""

    programme_id: ProgrammeId
    reviewer_id: str
    unit_id: str


@value
class ReviewerStoodDown:
    """A reviewer no longer sits on the panel."""

    programme_id: ProgrammeId
    reviewer_id: str


@value
class RecusalDeclared:
    """A reviewer declared an interest in a project and does not judge it (PRA-01).

    `interest`: took part in preparing it or a rival, is related to somebody who did, or another.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    interest: Interest


@value
class RecusalImposed:
    """The organiser's leader decided that a reviewer does not judge a project, for a reason."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    reason: str
    by: AccountId


type PanelEvent = (
    PanelFormed | ReviewerAppointed | ReviewerStoodDown | RecusalDeclared | RecusalImposed
)


def panel_of(programme_id: ProgrammeId) -> Stream[PanelEvent]:
    """Return the stream that holds one programme's panel."""
    return Stream("panel", programme_id)

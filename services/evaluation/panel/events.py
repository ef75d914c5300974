"""What can have happened to a programme's review panel."""

from typing import Any, ClassVar, Literal

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
    """A reviewer no longer sits on the panel, or no longer judges one project, say for illness.

    `project_id` is "" for the whole panel. A sheet that is in stays valid.
    """

    SCHEMA_VERSION: ClassVar[int] = 2

    programme_id: ProgrammeId
    reviewer_id: str
    project_id: str = ""


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
    """A reviewer does not judge a project, for a reason.

    The organiser's leader (`by`) decided it, or the rules bar the reviewer and `by` is "": by a part
    that the reviewer's unit has or had in the project, or as its contact leader (AMB-21, AMB-22).
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    reviewer_id: str
    reason: str
    by: AccountId


type PanelEvent = (
    PanelFormed | ReviewerAppointed | ReviewerStoodDown | RecusalDeclared | RecusalImposed
)


def from_the_whole_panel(first: dict[str, Any]) -> dict[str, Any]:
    """Return the first version of `ReviewerStoodDown`, which was always from the whole panel."""
    return first | {"project_id": ""}


UPCASTS = {("ReviewerStoodDown", 1): from_the_whole_panel}


def panel_of(programme_id: ProgrammeId) -> Stream[PanelEvent]:
    """Return the stream that holds one programme's panel."""
    return Stream("panel", programme_id)

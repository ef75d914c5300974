"""What can have happened to a programme's review panel."""

from shared.domain import value
from shared.ids import ProgrammeId
from shared.store.events import Stream


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


type PanelEvent = PanelFormed | ReviewerAppointed | ReviewerStoodDown


def panel_of(programme_id: ProgrammeId) -> Stream[PanelEvent]:
    """Return the stream that holds one programme's panel."""
    return Stream("panel", programme_id)

"""What can be asked of a review panel."""

from shared.domain import value
from shared.ids import ProgrammeId


@value
class Member:
    """A reviewer's account, and the unit it belongs to, or ""."""

    reviewer_id: str
    unit_id: str


@value
class SetPanel:
    """Let exactly these reviewers sit on the panel."""

    programme_id: ProgrammeId
    members: tuple[Member, ...]
    min_valid: int


type PanelCommand = SetPanel

"""What can be asked of a review panel."""

from collections.abc import Mapping

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId


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


@value
class RecordBars:
    """Put on record who the rules bar from a project: reviewers with the ground of each."""

    programme_id: ProgrammeId
    project_id: ProjectId
    grounds: Mapping[str, str]


type PanelCommand = SetPanel | RecordBars

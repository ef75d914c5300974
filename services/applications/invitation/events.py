"""What can have happened between the organiser and a unit that it would like to see in a project.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream


@value
class UnitInvited:
    """The organiser invited a unit to apply to co-lead a project. Only a notice follows from it.

    `words` say why, `by` is the account that sent it.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    words: str
    by: AccountId


type InvitationEvent = UnitInvited


def invitation_of(project_id: ProjectId, unit_id: UnitId) -> Stream[InvitationEvent]:
    """Return the stream of what one unit was invited to in one project."""
    return Stream("invitation", f"{project_id}~{unit_id}")

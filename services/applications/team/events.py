"""What can have happened to a unit's team in a project.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed. People are named by their accounts; what is personal stays with the account.
"""

from services.applications.standing import ParticipationRole
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream


@value
class WorkTeamRegistered:
    """A unit set up its working team, or a co-lead its organisation (REQ-31, REQ-39).

    `composition` says which posts are in it, without names.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    name: str
    composition: str


@value
class ResponsibleLeaderNamed:
    """One member of the unit's leadership is directly responsible from now on (REQ-32).

    `replaces` is who was before, or "".
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    account_id: AccountId
    replaces: str


@value
class LiaisonNamed:
    """One person is the unit's liaison, or a co-lead's person in charge, from now on (REQ-33).

    `replaces` is who was before, or "".
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    account_id: AccountId
    replaces: str


type TeamEvent = WorkTeamRegistered | ResponsibleLeaderNamed | LiaisonNamed


def team_of(project_id: ProjectId, unit_id: UnitId) -> Stream[TeamEvent]:
    """Return the stream of one unit's team in one project."""
    return Stream("team", f"{project_id}~{unit_id}")

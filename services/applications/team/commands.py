"""What can be asked of a unit's team in a project.

Each command brings the facts that its rules rest on. `role` is the unit's role in the project, None
while it takes no part; `by` is the unit whose account asks, or "".
"""

from services.applications.standing import ParticipationRole, ProjectFacts
from shared.domain import value
from shared.ids import AccountId, UnitId

from .events import LiaisonNamed, ResponsibleLeaderNamed, WorkTeamRegistered


@value
class RegisterTeam:
    """Set up the team, or say anew what it is."""

    project: ProjectFacts
    unit_id: UnitId
    role: ParticipationRole | None
    name: str
    composition: str
    by: str

    def registered(self, role: ParticipationRole) -> WorkTeamRegistered:
        """Return the fact that is asked for."""
        return WorkTeamRegistered(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=role,
            name=self.name,
            composition=self.composition,
        )


@value
class NameResponsibleLeader:
    """Name the one who is directly responsible; `accounts` has to hold exactly one."""

    project: ProjectFacts
    unit_id: UnitId
    role: ParticipationRole | None
    accounts: tuple[AccountId, ...]
    by: str

    def named(
        self, role: ParticipationRole, account_id: AccountId, replaces: str
    ) -> ResponsibleLeaderNamed:
        """Return the fact that is asked for."""
        return ResponsibleLeaderNamed(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=role,
            account_id=account_id,
            replaces=replaces,
        )


@value
class NameLiaison:
    """Name the one who is the liaison; `accounts` has to hold exactly one."""

    project: ProjectFacts
    unit_id: UnitId
    role: ParticipationRole | None
    accounts: tuple[AccountId, ...]
    by: str

    def named(self, role: ParticipationRole, account_id: AccountId, replaces: str) -> LiaisonNamed:
        """Return the fact that is asked for."""
        return LiaisonNamed(
            programme_id=self.project.programme_id,
            project_id=self.project.project_id,
            unit_id=self.unit_id,
            role=role,
            account_id=account_id,
            replaces=replaces,
        )


type TeamCommand = RegisterTeam | NameResponsibleLeader | NameLiaison

"""What can be asked about a project."""

from shared.domain import value
from shared.ids import AccountId

from .events import LeadUnitDesignated, ProjectListed


@value
class ListProject:
    """List a project as these facts say, with the lead that the annex designates (AMB-05)."""

    project: ProjectListed
    lead: LeadUnitDesignated


@value
class AssignContactLeader:
    """Make someone of the organiser's leadership the project's contact."""

    account_id: AccountId


type ProjectCommand = ListProject | AssignContactLeader

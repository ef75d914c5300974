"""What can be asked about a project."""

from shared.domain import value

from .events import LeadUnitDesignated, ProjectListed


@value
class ListProject:
    """List a project as these facts say, with the lead that the annex designates (AMB-05)."""

    project: ProjectListed
    lead: LeadUnitDesignated


type ProjectCommand = ListProject

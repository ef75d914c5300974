"""What can be asked about a project."""

from shared.domain import value
from shared.ids import AccountId, UnitId

from .events import LeadUnitDesignated, PrintedText, ProjectListed


@value
class ListProject:
    """List a project as these facts say, with the lead that the annex designates (AMB-05)."""

    project: ProjectListed
    lead: LeadUnitDesignated


@value
class AssignContactLeader:
    """Make someone of the organiser's leadership the project's contact."""

    account_id: AccountId


@value
class CorrectText:
    """Put a mistake in the project's text right."""

    field: PrintedText
    text: str
    reason: str


@value
class Candidate:
    """A unit of the roll that is to lead.

    `executing_unit_id` acts for it, or is ""; `co_leads` and `declined` say what the unit is to this
    project now.
    """

    unit_id: UnitId
    executing_unit_id: str
    full_name: str
    co_leads: bool
    declined: bool


@value
class DesignateLead:
    """Designate a unit to lead without its application, with the reason."""

    candidate: Candidate
    reason: str


@value
class PrepareReplacement:
    """Put another lead forward."""

    candidate: Candidate
    reason: str
    by: AccountId


@value
class ReplaceLead:
    """Replace the lead by the unit that was put forward."""

    candidate: Candidate
    by: AccountId


@value
class CancelProject:
    """Give the project up. `results_accepted`: its results were accepted, as far as is known here."""

    reason: str
    results_accepted: bool
    by: AccountId


type ProjectCommand = (
    ListProject
    | CorrectText
    | AssignContactLeader
    | DesignateLead
    | PrepareReplacement
    | ReplaceLead
    | CancelProject
)

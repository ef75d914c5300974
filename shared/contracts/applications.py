"""What others may rely on in the events of `applications`."""

from datetime import date, datetime
from typing import Literal

from shared.contracts.notices import ToldOfApplications
from shared.contracts.papers import DocumentRendered, Recipient
from shared.contracts.programme_rules import (
    Category,
    DatedRule,
    ReportingPeriod,
    ResultsRule,
    SupervisionRules,
)
from shared.domain import value
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.codec import EventCodec

type ParticipationRole = Literal["lead", "co_lead"]


@value
class UnitRegistered:
    """A unit is on the roll."""

    unit_id: UnitId
    name: str
    full_name: str


@value
class AnnouncedProject:
    """One project of an announced programme, with the lead it was announced with."""

    project_id: ProjectId
    number: int
    title: str
    lead_unit_id: UnitId


@value
class Obligation:
    """What every lead of the programme owes, or a co-lead from its acceptance on.

    Fulfilled in time strictly before `due_at`; missed once `grace_until` has passed. `period` is the
    period a report is for, such as "2017Q2", or "". `late_within_grace`: what comes between the two is late.
    """

    kind: Literal["lead_application", "lead_scheme", "progress_report", "results", "co_lead_plan"]
    period: str
    label: str
    due_at: datetime
    grace_until: datetime
    late_within_grace: bool = False


@value
class ProgrammeDrafted:
    """A programme was drafted. `legal_basis` is what its notice rests on, word for word.

    Its documents go out in the name of `issuer` to the `addressees`, and to the roles in `report_to`
    and `copy_to`.
    """

    programme_id: ProgrammeId
    legal_basis: tuple[str, ...]
    title: str = ""
    issuer: str = ""
    addressees: str = ""
    report_to: tuple[Recipient, ...] = ()
    copy_to: tuple[Recipient, ...] = ()


@value
class ProgrammeRulesSet:
    """A programme's rules were set; the newest version counts. Every project is in a category."""

    programme_id: ProgrammeId
    categories: tuple[Category, ...] = ()
    filings: tuple[DatedRule, ...] = ()
    plan_readers: Literal["lead", "lead_and_organiser", "participants"] = "lead_and_organiser"
    monthly_day: Literal["first_such_day", "week_of_the_first"] = "first_such_day"
    task_confirmation_working_days: int = 10
    practice_picture_required: bool = False
    practice_channels_required: Literal["any", "all"] = "any"
    results: ResultsRule = ResultsRule()
    supervision: SupervisionRules = SupervisionRules()
    periods: tuple[ReportingPeriod, ...] = ()


@value
class ProgrammeAnnounced:
    """A programme was announced with its projects, leads and dates."""

    programme_id: ProgrammeId
    year: int
    title: str
    document_number: str
    issue_date: date
    projects: tuple[AnnouncedProject, ...]
    obligations: tuple[Obligation, ...]
    addressees: tuple[UnitId, ...]


@value
class ProjectListed:
    """A project is in the programme's catalogue, with its text as printed.

    `category` is the id of its outcome category.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    number: int
    title: str
    category: str
    content_and_targets: str = ""


@value
class LeadUnitDesignated:
    """A unit leads a project. `executing_unit_id` may act for it (AMB-13), or is ""."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    executing_unit_id: str


@value
class LeadUnitReplaced:
    """Another unit leads a project. The new lead's `LeadUnitDesignated` follows it."""

    programme_id: ProgrammeId
    project_id: ProjectId
    former_unit_id: UnitId
    unit_id: UnitId
    reason: str
    approved_by: str = ""


@value
class UnitApplied:
    """A unit applied to lead or to co-lead a project."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole


@value
class ApplicationAccepted:
    """A unit takes part in a project from now on. `obligations` is what it owes by that."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    obligations: tuple[Obligation, ...] = ()


@value
class ApplicationReturned:
    """An application has to be completed."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    advice: str


@value
class ApplicationRejected:
    """An application was refused, with the reason."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str


@value
class SupplementaryApplicationFiled:
    """A unit applied after the cut-off, with the reason. It follows its `UnitApplied`."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    reason: str


@value
class ParticipationEnded:
    """A unit no longer takes part in a project. `ended_on` is its last day in Asia/Shanghai.

    `liaison` is the account of its liaison until then, or "".
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    cause: Literal["withdrawal", "lead_replaced", "project_cancelled"]
    reason: str
    ended_on: date
    liaison: str = ""


@value
class WorkTeamRegistered:
    """A unit set up its working team, or a co-lead its organisation."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole


@value
class ResponsibleLeaderNamed:
    """Who is directly responsible in a unit from now on, and who was before, or ""."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    account_id: AccountId
    replaces: str


@value
class LiaisonNamed:
    """Who is a unit's liaison or person in charge from now on, and who was before, or ""."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole
    account_id: AccountId
    replaces: str


@value
class ContactLeaderAssigned:
    """Who of the organiser's leadership looks after a project, and who did before, or ""."""

    programme_id: ProgrammeId
    project_id: ProjectId
    account_id: AccountId
    replaces: str


@value
class ProjectCancelled:
    """A project was given up, for a reason. Nothing is owed, reviewed or decided for it any more."""

    programme_id: ProgrammeId
    project_id: ProjectId
    reason: str


@value
class ProgrammeClosed:
    """A programme's year is over: nothing is asked or judged in it any more."""

    programme_id: ProgrammeId


type ApplicationsEvent = (
    UnitRegistered
    | ProgrammeDrafted
    | ProgrammeRulesSet
    | ProgrammeAnnounced
    | ProjectListed
    | LeadUnitDesignated
    | LeadUnitReplaced
    | UnitApplied
    | ApplicationAccepted
    | ApplicationReturned
    | ApplicationRejected
    | SupplementaryApplicationFiled
    | ParticipationEnded
    | WorkTeamRegistered
    | ResponsibleLeaderNamed
    | LiaisonNamed
    | ContactLeaderAssigned
    | DocumentRendered
    | ProjectCancelled
    | ProgrammeClosed
)

CODEC = EventCodec(ApplicationsEvent, ToldOfApplications, ignore_unknown=True)

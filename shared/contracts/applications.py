"""What others may rely on in the events of `applications`."""

from datetime import date, datetime
from typing import Literal

from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
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
    """What every lead of the programme owes.

    Fulfilled in time strictly before `due_at`; missed once `grace_until` has passed. `period` is the
    quarter a report is for ("2017Q2"), or "".
    """

    kind: Literal["lead_application", "lead_scheme", "progress_report", "results"]
    period: str
    label: str
    due_at: datetime
    grace_until: datetime


@value
class ProgrammeDrafted:
    """A programme was drafted; `legal_basis` are the opinions that it is founded on (REQ-10)."""

    programme_id: ProgrammeId
    legal_basis: tuple[str, ...]


@value
class ResultsSection:
    """A section that every results package of a category must hold."""

    id: str
    name: str
    name_en: str


@value
class ResultsForm:
    """What a results package of a category must hold, and whether every target needs an item."""

    category: str
    sections: tuple[ResultsSection, ...]
    required_kinds: tuple[str, ...]
    every_target: bool


@value
class ResultsRule:
    """How results are handed in; `held_by_unit` says whether originals may stay with the unit."""

    shift: Literal["none", "previous_working_day"] = "none"
    replace_last_report: bool = True
    held_by_unit: bool = True
    forms: tuple[ResultsForm, ...] = ()


@value
class ProgrammeRulesSet:
    """A programme's rules were set."""

    programme_id: ProgrammeId
    results: ResultsRule = ResultsRule()


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
    """A project is in the programme's catalogue. `category` is the id of its outcome category.

    `content_and_targets` is its text byte for byte as printed.
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
class UnitApplied:
    """A unit applied to lead or to co-lead a project."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole


@value
class ApplicationAccepted:
    """A unit takes part in a project from now on."""

    programme_id: ProgrammeId
    project_id: ProjectId
    unit_id: UnitId
    role: ParticipationRole


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


type ApplicationsEvent = (
    UnitRegistered
    | ProgrammeDrafted
    | ProgrammeRulesSet
    | ProgrammeAnnounced
    | ProjectListed
    | LeadUnitDesignated
    | UnitApplied
    | ApplicationAccepted
    | ApplicationReturned
    | ApplicationRejected
)

CODEC = EventCodec(ApplicationsEvent, ignore_unknown=True)

"""What can have happened to a programme.

These classes are the stored format. A field may be added with a default; nothing is renamed or
removed.
"""

from datetime import date, datetime
from typing import Literal

from services.applications.rule_parts import (
    CoverageRule,
    ParticipationRules,
    ReportingPeriod,
    ResultsRule,
    SupervisionRules,
)
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream

type DatedFiling = Literal[
    "lead_application", "co_lead_application", "co_lead_plan", "lead_scheme", "results"
]
type OwedByLeads = Literal["lead_application", "lead_scheme", "progress_report", "results"]
type Owed = OwedByLeads | Literal["co_lead_plan"]
type PlanReaders = Literal["lead", "lead_and_organiser", "participants"]
type MonthlyDay = Literal["first_such_day", "week_of_the_first"]
type NoticeText = Literal[
    "document_number",
    "title",
    "title_en",
    "addressees",
    "issuer",
    "issuer_short",
    "method",
    "purpose",
    "participation_rule",
    "evaluation_rule",
]
"""The parts of a notice that can be put right. Days are extended, not corrected (X13)."""


@value
class Annex:
    """An annex of the notice. `in_text` says whether its body is in the document."""

    number: int
    title: str
    in_text: bool


@value
class Recipient:
    """Who the notice is reported or copied to, by role (AMB-29) or as a body of the organiser."""

    as_printed: str
    role: str
    unit_id: str


@value
class Principle:
    """A principle of the programme, as printed."""

    id: str
    name: str
    name_en: str
    text: str


@value
class Duty:
    """A duty of a party of a project, as printed."""

    party: Literal["lead_unit", "co_lead_unit", "organiser"]
    id: str
    quote: str
    en: str


@value
class ProgrammeDrafted:
    """A year's programme was drafted from its notice, word for word (REQ-01).

    `issue_date` is empty while the notice is undated (AMB-31).
    """

    programme_id: ProgrammeId
    year: int
    document_number: str
    title: str
    title_en: str
    addressees: str
    issuer_id: str
    issuer: str
    issuer_short: str
    issue_date: date | None
    method: str
    purpose: str
    legal_basis: tuple[str, ...]
    annexes: tuple[Annex, ...]
    report_to: tuple[Recipient, ...]
    copy_to: tuple[Recipient, ...]
    principles: tuple[Principle, ...]
    duties: tuple[Duty, ...]
    participation_rule: str
    evaluation_rule: str


@value
class Category:
    """A kind of outcome, and the projects that belong to it (REQ-06). The list is open (AMB-30)."""

    id: str
    name: str
    name_en: str
    outcome_orientation: str
    outcome_orientation_en: str
    projects: tuple[ProjectId, ...]


@value
class DatedRule:
    """Something is due by a day, that day included (AMB-08).

    `quote` is the notice's sentence; `stated` says whether the day is in it or is the office's
    default (AMB-15). Until `grace_working_days` later it is late but not missed; what is not `hard`
    only reminds and is never missed (AMB-15). Who joins later has at least
    `working_days_after_acceptance` (AMB-06). `addressee` is the body it goes to, or "".
    """

    kind: DatedFiling
    label: str
    quote: str
    due_on: date
    stated: bool
    grace_working_days: int
    hard: bool = True
    working_days_after_acceptance: int = 0
    addressee: str = ""


@value
class QuarterlyRule:
    """Leads report by the last day of each period that ends between issue and results.

    The period in which the results fall is reported by them (AMB-07, AMB-35).
    """

    label: str
    quote: str
    grace_working_days: int


@value
class ProgrammeRulesSet:
    """The programme's rules were set, as data. `number` counts their versions from 1.

    `plan_readers` says who reads a co-lead's plan in full (AMB-32), `monthly_day` which day "the
    Saturday of a month's first week" is (AMB-26).
    A lead that has not answered a task reported as done within so many working days is shown to the
    organiser (REQ-41). A good practice may need a picture (AMB-17), and counts as reported when any
    or when all of its channels have it (AMB-18). Leads report on the calendar's quarters, or on
    `periods` if there are any (AMB-07).
    """

    programme_id: ProgrammeId
    number: int
    categories: tuple[Category, ...]
    filings: tuple[DatedRule, ...]
    quarterly: QuarterlyRule
    minimum_projects_per_unit: int
    cut_off: Literal["24:00"]
    time_zone: Literal["Asia/Shanghai"]
    plan_readers: PlanReaders = "lead_and_organiser"
    monthly_day: MonthlyDay = "first_such_day"
    task_confirmation_working_days: int = 10
    practice_picture_required: bool = False
    practice_channels_required: Literal["any", "all"] = "any"
    results: ResultsRule = ResultsRule()
    coverage: CoverageRule = CoverageRule()
    participation: ParticipationRules = ParticipationRules()
    supervision: SupervisionRules = SupervisionRules()
    periods: tuple[ReportingPeriod, ...] = ()


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

    Fulfilled in time strictly before `due_at`; missed once `grace_until` has passed. `period` is
    the period a report is for, such as "2017Q2", or "". `late_within_grace` says that what comes between the
    two is late, though not missed (AMB-24).
    """

    kind: Owed
    period: str
    label: str
    due_at: datetime
    grace_until: datetime
    late_within_grace: bool = False


@value
class ProgrammeAnnounced:
    """A programme was announced with its projects, leads and dates, once for its year (REQ-02).

    Dates are computed here, once (P5). `applications_close_at` is the first moment at which a
    co-lead's application is late, `supplementary_close_at` that for the supplementary form, if
    there is one (AMB-04); `addressees` are the units that get the notice (REQ-03).
    """

    programme_id: ProgrammeId
    year: int
    title: str
    document_number: str
    issue_date: date
    projects: tuple[AnnouncedProject, ...]
    obligations: tuple[Obligation, ...]
    applications_close_at: datetime
    addressees: tuple[UnitId, ...]
    supplementary_close_at: datetime | None = None


@value
class ProgrammeCorrected:
    """A mistake in the notice's text was put right, for a reason (REQ-01).

    `was` is how the text read until then: every earlier text stays readable.
    """

    programme_id: ProgrammeId
    field: NoticeText
    was: str
    text: str
    reason: str


type ProgrammeEvent = ProgrammeDrafted | ProgrammeRulesSet | ProgrammeAnnounced | ProgrammeCorrected


def programme_of(programme_id: ProgrammeId) -> Stream[ProgrammeEvent]:
    """Return the stream of one programme."""
    return Stream("programme", programme_id)

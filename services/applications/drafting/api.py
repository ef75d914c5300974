"""The import of a notice over HTTP: all of it at one moment, or nothing.

Dates and rules that the notice leaves open get the office's defaults (domain.md, AMB-07 to AMB-24).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends

from services.applications import notice as file
from services.applications.notice_faults import FaultyNotice, checked
from services.applications.programme import decider as programmes
from services.applications.programme.commands import DraftProgramme
from services.applications.programme.events import (
    Annex,
    Category,
    DatedFiling,
    DatedRule,
    Duty,
    Principle,
    ProgrammeDrafted,
    ProgrammeRulesSet,
    QuarterlyRule,
    Recipient,
    programme_of,
)
from services.applications.project import decider as projects
from services.applications.project.commands import ListProject
from services.applications.project.events import LeadUnitDesignated, ProjectListed, project_of
from services.applications.results_rule import results_rule
from services.applications.rule_parts import ParticipationRules
from services.applications.unit import decider as units
from services.applications.unit.commands import RegisterUnit
from services.applications.unit.events import UnitRegistered, unit_of
from shared.domain import Fault, Rejection
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, may
from shared.http.rights import Capability
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, handle_together
from shared.store.store import EventStore

router = APIRouter(tags=["programmes"])

Drafter = Annotated[Caller, Depends(may(Capability.PROGRAMME_DRAFT, "C"))]

FILINGS: Sequence[tuple[str, DatedFiling, int]] = (
    ("dl-lead-application", "lead_application", 0),
    ("dl-colead-application", "co_lead_application", 0),
    ("dl-colead-plan", "co_lead_plan", 0),
    ("dl-lead-scheme", "lead_scheme", 0),
    ("dl-results", "results", 5),
)
"""What is due on a day, and its grace in working days (AMB-06, AMB-15, AMB-24)."""

ONLY_REMINDS = frozenset({"lead_scheme"})
"""What is never missed (AMB-15)."""

AFTER_ACCEPTANCE = {"co_lead_plan": 5}
"""Working days that whoever joins late has at least (AMB-06)."""

SCHEME_MONTH_AND_DAY = (5, 31)
"""When a lead's scheme is due if the notice does not say (AMB-15)."""

SUPPLEMENTARY_MONTH_AND_DAY = (5, 31)
"""The last day of the supplementary form, of which the notice gives no date (AMB-04)."""

QUARTERLY_GRACE = 5
"""Working days after a quarter's last day (AMB-07)."""


@dataclass(frozen=True)
class Drafted:
    """One thing that the file asks for, and where in the file it stands (a JSON Pointer)."""

    place: str
    reaction: Reaction[Any, Any, Any]


@router.post(
    "/programmes/import",
    responses=refusals(
        MayNot,
        FaultyNotice,
        programmes.ProgrammeDiffers,
        projects.ProjectDiffers,
        units.UnitDiffers,
        KeyReused,
    ),
)
async def import_programme(
    document: Annotated[dict[str, Any], Body(description='A file "programme-notice/1".')],
    _: Drafter,
    context: Context,
    resources: Resources,
) -> Receipt:
    """Draft a programme from its notice, with its roll, its projects and their leads.

    The same file again changes nothing, and the receipt names no events. A file that says other
    things about what is drafted already is refused, naming everything that differs.
    """
    asked = tuple(drafted(checked(document)))
    try:
        return await handle_together([each.reaction for each in asked], resources.store, context)
    except (programmes.ProgrammeDiffers, projects.ProjectDiffers, units.UnitDiffers) as refusal:
        raise type(refusal)(faults=await differing(asked, resources.store)) from None


async def differing(asked: Sequence[Drafted], store: EventStore) -> Sequence[Fault]:
    """Name everything that the file says otherwise than what is recorded."""
    faults: list[Fault] = []
    for each in asked:
        decider, command = each.reaction.decider, each.reaction.command
        history = await store.read(each.reaction.stream)
        try:
            decider.decide(command, history.folded(decider))
        except Rejection as refusal:
            faults += (
                Fault(field=each.place + fault.field, zh=fault.zh, en=fault.en)
                for fault in refusal.faults
            )
    return faults


def drafted(notice: file.Notice) -> Iterator[Drafted]:
    """Return all that a notice asks for: the programme, its roll, its projects with their leads."""
    programme_id = ProgrammeId(notice.programme.id)
    draft = DraftProgramme(programme=draft_of(notice), rules=rules_of(notice))
    yield Drafted("/programme", Reaction(draft, programmes.DECIDER, programme_of(programme_id)))
    executing = {
        project.lead.unit_id: project.lead.parenthesised_unit_id or ""
        for project in reversed(notice.projects)
    }
    for index, body in enumerate(notice.units):
        if body.kind in file.ON_THE_ROLL:
            unit = unit_from(body, executing.get(body.id, ""))
            register = Reaction(RegisterUnit(unit=unit), units.DECIDER, unit_of(unit.unit_id))
            yield Drafted(f"/units/{index}", register)
    for index, project in enumerate(notice.projects):
        listing = listing_of(project, programme_id)
        stream = project_of(listing.project.project_id)
        yield Drafted(f"/projects/{index}", Reaction(listing, projects.DECIDER, stream))


def draft_of(notice: file.Notice) -> ProgrammeDrafted:
    """Return the draft, word for word."""
    head = notice.programme
    return ProgrammeDrafted(
        programme_id=ProgrammeId(head.id),
        year=head.year,
        document_number=head.document_number,
        title=head.title,
        title_en=head.title_en,
        addressees=head.addressees,
        issuer_id=head.issuer_id,
        issuer=head.issuer,
        issuer_short=head.issuer_short,
        issue_date=head.issue_date,
        method=head.method,
        purpose=head.purpose,
        legal_basis=tuple(head.legal_basis),
        annexes=tuple(Annex(**annex.model_dump()) for annex in head.annexes),
        report_to=tuple(recipient_from(each) for each in head.report_to),
        copy_to=tuple(recipient_from(each) for each in head.copy_to),
        principles=tuple(Principle(**each.model_dump()) for each in notice.principles),
        duties=tuple(duties_of(notice.duties)),
        participation_rule=notice.participation_rule.quote,
        evaluation_rule=notice.evaluation.quote,
    )


def recipient_from(recipient: file.Recipient) -> Recipient:
    """Return a recipient of the notice."""
    return Recipient(
        as_printed=recipient.as_printed,
        role=recipient.role or "",
        unit_id=recipient.unit_id or "",
    )


def duties_of(duties: file.Duties) -> Iterator[Duty]:
    """Return the duties of all parties."""
    for duty in duties.lead_unit:
        yield Duty(party="lead_unit", **duty.model_dump())
    for duty in duties.co_lead_unit:
        yield Duty(party="co_lead_unit", **duty.model_dump())
    for duty in duties.organiser:
        yield Duty(party="organiser", **duty.model_dump())


def rules_of(notice: file.Notice) -> ProgrammeRulesSet:
    """Return the rules that the notice states, and the office's defaults for what it leaves open."""
    deadlines = {deadline.id: deadline for deadline in notice.deadlines}
    scheme = date(notice.programme.year, *SCHEME_MONTH_AND_DAY)
    supplementary = date(notice.programme.year, *SUPPLEMENTARY_MONTH_AND_DAY)
    quarterly = deadlines["dl-quarterly-progress"]
    desk = deadlines["dl-lead-scheme"].to or deadlines["dl-results"].to or ""
    return ProgrammeRulesSet(
        programme_id=ProgrammeId(notice.programme.id),
        number=1,
        categories=tuple(
            Category(
                **category.model_dump(exclude={"projects", "results"}),
                projects=tuple(ProjectId(project) for project in category.projects),
            )
            for category in notice.categories
        ),
        filings=tuple(
            DatedRule(
                kind=kind,
                label=deadline.label,
                quote=deadline.quote,
                due_on=deadline.date or scheme,
                stated=deadline.date is not None,
                grace_working_days=grace,
                hard=kind not in ONLY_REMINDS,
                working_days_after_acceptance=AFTER_ACCEPTANCE.get(kind, 0),
                addressee=desk if kind == "lead_scheme" else deadline.to or "",
            )
            for name, kind, grace in FILINGS
            for deadline in (deadlines[name],)
        ),
        quarterly=QuarterlyRule(
            label=quarterly.label, quote=quarterly.quote, grace_working_days=QUARTERLY_GRACE
        ),
        minimum_projects_per_unit=notice.participation_rule.minimum,
        cut_off="24:00",
        time_zone="Asia/Shanghai",
        results=results_rule(notice),
        participation=ParticipationRules(supplementary_until=supplementary),
    )


def unit_from(body: file.Body, executing_unit_id: str) -> UnitRegistered:
    """Return a unit of the roll: name, Party organisation and executing unit apart (REQ-25)."""
    return UnitRegistered(
        unit_id=UnitId(body.id),
        name=body.name,
        name_en=body.name_en,
        party_organisation=body.party_organisation or "",
        executing_unit_id=executing_unit_id,
        full_name=body.full_name_as_printed or body.name,
        is_system=body.is_system,
        parent_id=body.parent or "",
    )


def listing_of(project: file.Project, programme_id: ProgrammeId) -> ListProject:
    """Return a project with its lead, which the annex designates (AMB-05)."""
    project_id = ProjectId(project.id)
    return ListProject(
        project=ProjectListed(
            programme_id=programme_id,
            project_id=project_id,
            number=project.number,
            title=project.title,
            title_en=project.title_en,
            category=project.category,
            category_basis=project.category_basis,
            content_and_targets=project.content_and_targets,
        ),
        lead=LeadUnitDesignated(
            programme_id=programme_id,
            project_id=project_id,
            unit_id=UnitId(project.lead.unit_id),
            executing_unit_id=project.lead.parenthesised_unit_id or "",
            basis="annex",
            as_printed=project.lead.as_printed,
        ),
    )

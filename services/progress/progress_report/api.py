"""Progress reports over HTTP: filing, returning, correcting, accepting, reading."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Path, Response

from services.progress.deadline.commands import FulfilObligation
from services.progress.deadline.decider import DECIDER as DEADLINE
from services.progress.deadline.events import deadline_of
from services.progress.deadline_refusals import NothingOwed
from services.progress.evidence.projection import pictures_handed_in
from services.progress.forms import Advice, Form, PaperForm
from services.progress.participant.projection import lead_of
from services.progress.periods import NoSuchPeriod, period_of
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.domain import NotFound, NotPermitted, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import ReceivedInTheFuture, received
from shared.http.requests import Context, Now, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Role
from shared.ids import PERIOD_PATTERN, SLUG_PATTERN, AccountId, ProjectId, UnitId
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together

from .commands import AcceptReport, CorrectReport, FileReport, Leading, ReturnReport
from .decider import (
    DECIDER,
    AlreadyAccepted,
    AlreadyReported,
    AwaitsCorrection,
    NoSuchReport,
    NotReturned,
    OnlyTheLeadReports,
    PeriodNotBegun,
    PictureNotUploaded,
)
from .events import ReportContent, report_of
from .projection import TimedReport, project_is_visible, reports_of

OBLIGATION = "progress_report"

router = running_routes("progress reports", "/projects/{project_id}/reports")


class NoSuchProject(NotFound):
    """No unit leads such a project, or its work is not this person's to see."""

    zh = "没有找到该项目, 或您未参与该项目。请核对项目编号。"
    en = "There is no such project, or you take no part in it. Check the project's number."
    rule = "domain.md 4"


class OnlyTheOrganisersStaff(NotPermitted):
    """Returning, accepting and entering paper forms is the staff's work."""

    zh = "退回、受理和登记纸质反馈表由工委工作人员办理。"
    en = "Only the organiser's staff returns and accepts reports and enters paper forms."
    rule = "domain.md 4"


async def organiser_staff(
    caller: Annotated[Caller, Depends(may(Capability.REPORT, "A"))],
) -> Caller:
    """Return the caller if it is the organiser's staff; the matrix lets others sign, not decide."""
    if Role.STAFF not in caller.roles:
        raise OnlyTheOrganisersStaff
    return caller


Reporter = Annotated[Caller, Depends(may(Capability.REPORT, "C"))]
Editor = Annotated[Caller, Depends(may(Capability.REPORT, "E"))]
Staff = Annotated[Caller, Depends(organiser_staff)]
Reader = Annotated[Caller, Depends(may(Capability.REPORT, "R"))]
Project = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=80, examples=["2017-p08"])]
Period = Annotated[str, Path(pattern=PERIOD_PATTERN, examples=["2017Q2"])]


def content_of(form: Form) -> ReportContent:
    """Return a form's content as it is recorded; a picture named twice is meant once."""
    return ReportContent(
        main_practices=form.main_practices,
        problems=form.problems,
        to_coordinate=form.to_coordinate,
        next_plan=form.next_plan,
        pictures=tuple(dict.fromkeys(form.pictures)),
    )


@value
class ReportList:
    """A project's reports, oldest period first."""

    items: Sequence[TimedReport]


async def standing(
    project_id: ProjectId, pictures: Sequence[str], caller: Caller, resources: OpenResources
) -> tuple[Leading, frozenset[str]]:
    """Return who leads a project now, and which of these pictures the caller may put into a report.

    Raises `NoSuchProject`.
    """
    async with resources.pool.acquire() as connection:
        lead = await lead_of(project_id, connection)
        if lead is None:
            raise NoSuchProject
        usable = await pictures_handed_in(pictures, caller, connection)
    return Leading(unit_id=UnitId(lead.unit_id), executing_unit_id=lead.executing_unit_id), usable


async def file(
    project_id: ProjectId,
    period: str,
    form: Form,
    caller: Caller,
    resources: OpenResources,
    context: CommandContext,
) -> Receipt:
    """File a report and meet its deadline, both or neither."""
    content, on_paper = content_of(form), isinstance(form, PaperForm)
    leading, usable = await standing(project_id, content.pictures, caller, resources)
    async with resources.pool.acquire() as connection:
        span = await period_of(project_id, period, connection)
    command = FileReport(
        project_id=project_id,
        period=period,
        leading=leading,
        from_unit="" if on_paper else own_unit(caller),
        on_paper=on_paper,
        content=content,
        handed_in=usable,
        period_begins=span.begins,
        at=context.occurred_at,
    )
    subject = f"{project_id}~{period.lower()}"
    return await handle_together(
        [
            Reaction(command, DECIDER, report_of(project_id, period)),
            Reaction(FulfilObligation(at=command.at), DEADLINE, deadline_of(OBLIGATION, subject)),
        ],
        resources.store,
        context,
    )


FILING = (
    OnlyTheLeadReports,
    NoSuchProject,
    NoSuchPeriod,
    NothingOwed,
    AlreadyReported,
    PeriodNotBegun,
    PictureNotUploaded,
    KeyReused,
)


@router.put("/{period}", responses=refusals(*FILING))
async def file_report(
    project_id: Project,
    period: Period,
    form: Form,
    caller: Reporter,
    resources: Resources,
    context: Context,
) -> Receipt:
    """File the report of a period, as the lead's liaison. A late one is accepted and marked."""
    return await file(project_id, period, form, caller, resources, context)


@router.put(
    "/{period}/paper", responses=refusals(*FILING, OnlyTheOrganisersStaff, ReceivedInTheFuture)
)
async def enter_paper_report(
    project_id: Project,
    period: Period,
    form: PaperForm,
    caller: Staff,
    resources: Resources,
    context: Context,
    now: Now,
) -> Receipt:
    """Enter a report that came on paper; its lateness is judged by the day it came (AMB-19)."""
    received_at = received(form.received_on, now)
    context = replace(context, occurred_at=received_at)
    return await file(project_id, period, form, caller, resources, context)


@router.post(
    "/{period}/return",
    responses=refusals(
        OnlyTheOrganisersStaff,
        NoSuchReport,
        AwaitsCorrection,
        AlreadyAccepted,
        KeyReused,
        VersionMoved,
    ),
)
async def return_report(
    project_id: Project,
    period: Period,
    advice: Advice,
    caller: Staff,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Send a report back to the lead, with advice."""
    command = ReturnReport(advice=advice.advice, by=AccountId(caller.id))
    stream = report_of(project_id, period)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.put(
    "/{period}/correction",
    responses=refusals(
        OnlyTheLeadReports,
        NoSuchProject,
        NoSuchReport,
        NotReturned,
        PictureNotUploaded,
        KeyReused,
        VersionMoved,
    ),
)
async def correct_report(
    project_id: Project,
    period: Period,
    form: Form,
    caller: Editor,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """File a returned report anew, as the lead's liaison."""
    content = content_of(form)
    leading, usable = await standing(project_id, content.pictures, caller, resources)
    command = CorrectReport(
        leading=leading,
        from_unit=own_unit(caller),
        content=content,
        handed_in=usable,
    )
    stream = report_of(project_id, period)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{period}/acceptance",
    responses=refusals(
        OnlyTheOrganisersStaff, NoSuchReport, AwaitsCorrection, KeyReused, VersionMoved
    ),
)
async def accept_report(
    project_id: Project,
    period: Period,
    caller: Staff,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Take a report on file."""
    command = AcceptReport(by=AccountId(caller.id))
    stream = report_of(project_id, period)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.get("", responses=refusals(NoSuchProject))
async def list_reports(project_id: Project, caller: Reader, resources: Resources) -> ReportList:
    """List a project's reports."""
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
        return ReportList(items=await reports_of(project_id, connection))


@router.get("/{period}", responses=refusals(NoSuchReport))
async def read_report(
    project_id: Project,
    period: Period,
    caller: Reader,
    resources: Resources,
    response: Response,
) -> TimedReport:
    """Read a report with its receipt: version and time."""
    async with resources.pool.acquire() as connection:
        visible = await project_is_visible(project_id, caller, connection)
        found = await reports_of(project_id, connection, period=period) if visible else ()
    if not found:
        raise NoSuchReport
    response.headers.update(etag(found[0].report.version))
    return found[0]

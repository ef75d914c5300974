"""The papers of a programme over HTTP: look at one, or have it registered as it is now.

`GET` shows a paper, with 草稿 on it until this very content is registered; `POST` registers it. The notice
and the receipt of what came on paper are registered by the act itself.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.applications.catalogue.projection import project_with
from services.applications.papers import notice_paper, receipt_paper
from services.applications.participation.api import READS_ALL, Facts, UnitPath
from services.applications.participation.decider import NoSuchApplication
from services.applications.participation.projection import participation_with
from services.applications.programme.api import DRAFTS, ProgrammePath
from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.projection import Programme, programme_with
from services.applications.project.decider import ProjectUnknown
from services.applications.sheets import (
    application_paper,
    coverage_paper,
    summary_paper,
)
from services.applications.team.projection import teams_in
from services.applications.unit.projection import unit_with
from services.applications.whole_programme import whole
from shared.domain import NotFound, NotPermitted, Rejection
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Now, Resources
from shared.http.rights import Role
from shared.http.spreadsheet import as_csv
from shared.papers.desk import HTML, Printer, Reader, registered, shown
from shared.papers.paper import Paper, Table
from shared.store.events import Receipt
from shared.store.handle import KeyReused
from shared.timing.zone import SHANGHAI

of_programme = APIRouter(prefix="/programmes/{programme_id}/print/{sheet}", tags=["documents"])
of_part = APIRouter(
    prefix="/projects/{project_id}/participations/{unit_id}/print/{form}", tags=["documents"]
)

type Sheet = Literal["notice", "summary", "summary-public", "coverage"]
type Form = Literal["application", "receipt"]

OPEN_TO_ALL = frozenset({"notice", "summary-public"})
CSV = {200: {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}}


class OnlyTheOrganiserPrints(NotPermitted):
    """The summary sheets name who is in charge everywhere: they are the organiser's."""

    zh = "汇总表由市直机关工委打印。各单位可打印公开汇总表。"
    en = "The organiser prints the summary sheets; units print the public one."
    rule = "REQ-22 domain.md 4"


class OnlyALeaderIssues(NotPermitted):
    """A notice is issued in the committee's name."""

    zh = "通知以工委名义印发, 须由工委领导签发。请报工委领导办理。"
    en = "A notice is issued in the committee's name by a leader of the organiser."
    rule = "REQ-57"


class NoSuchTable(NotFound):
    """Not every paper is a table."""

    zh = "该文件不是表格, 请直接打印。"
    en = "This paper is no table: print it."
    rule = "REQ-22"


class AnnounceItFirst(Rejection):
    """A notice is issued by announcing its programme."""

    zh = "该通知尚未印发。请先发布本年度项目, 通知随之登记印发。"
    en = "The notice is issued by announcing the programme: announce it first."
    rule = "REQ-57"


async def drafted(
    programme_id: ProgrammePath, sheet: Sheet, caller: Reader, resources: Resources
) -> Programme:
    """Return the programme that a paper is asked of, if the caller may see that paper."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
    if programme is None or (programme.status == "drafted" and not DRAFTS.held_by(caller.roles)):
        raise ProgrammeUnknown
    if sheet not in OPEN_TO_ALL and not caller.roles & READS_ALL:
        raise OnlyTheOrganiserPrints
    return programme


Asked = Annotated[Programme, Depends(drafted)]


async def sheet_of(programme: Asked, sheet: Sheet, resources: Resources, now: Now) -> Paper:
    """Return the paper as it is now."""
    if sheet == "notice":
        return notice_paper(programme.programme_id, programme.notice, programme.issue_date)
    day = now.astimezone(SHANGHAI).date()
    async with resources.pool.acquire() as connection:
        found = await whole(programme.programme_id, day, connection)
    if sheet == "coverage":
        return coverage_paper(programme, found)
    public = sheet == "summary-public"
    return summary_paper(programme, found, public=public)


async def form_of(
    project: Facts, unit_id: UnitPath, form: Form, caller: Reader, resources: Resources
) -> Paper:
    """Return a unit's form or receipt, for the organiser, the lead and the unit itself."""
    own = {unit_id, project.lead_unit_id} if caller.unit else frozenset[str]()
    if caller.unit not in own and not caller.roles & READS_ALL:
        raise NoSuchApplication
    async with resources.pool.acquire() as connection:
        part = await participation_with(project.project_id, unit_id, connection)
        unit = await unit_with(unit_id, connection)
        entry = await project_with(project.project_id, connection)
        programme = await programme_with(project.programme_id, connection)
        teams = await teams_in(project.project_id, connection)
    if not (part and part.applied_at and unit and entry and programme):
        raise NoSuchApplication
    unit = unit.on(part.applied_at.astimezone(SHANGHAI).date())
    if form == "receipt":
        return receipt_paper(
            part.project_id, unit_id, unit.full_name or unit.name, part.role, part.applied_at
        )
    team = next((each for each in teams if each.unit_id == unit_id), None)
    return application_paper(programme, entry[0], unit, part, team)


AskedSheet = Annotated[Paper, Depends(sheet_of)]
AskedForm = Annotated[Paper, Depends(form_of)]
OF_PROGRAMME = (MayNot, ProgrammeUnknown, OnlyTheOrganiserPrints)
OF_PART = (MayNot, ProjectUnknown, NoSuchApplication)


@of_programme.get("", response_class=HTMLResponse, responses={**refusals(*OF_PROGRAMME), **HTML})
async def show_sheet(paper: AskedSheet, resources: Resources) -> Response:
    """Show the notice or a summary sheet as an A4 page to print."""
    return await shown(paper, resources)


@of_programme.post(
    "", responses=refusals(*OF_PROGRAMME, OnlyALeaderIssues, AnnounceItFirst, KeyReused)
)
async def print_sheet(
    caller: Printer,
    programme: Asked,
    paper: AskedSheet,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Register a paper as it is now. A notice that was put right is issued again by a leader."""
    if paper.kind == "notice" and Role.LEADER not in caller.roles:
        raise OnlyALeaderIssues
    if paper.kind == "notice" and programme.status == "drafted":
        raise AnnounceItFirst
    return await registered(paper, caller, resources, context)


@of_programme.get(
    "/table.csv",
    response_class=Response,
    responses={**refusals(*OF_PROGRAMME, NoSuchTable), **CSV},
)
async def sheet_as_table(paper: AskedSheet) -> Response:
    """Get a summary sheet as CSV for an office program."""
    table = next((block for block in paper.blocks if isinstance(block, Table)), None)
    if table is None:
        raise NoSuchTable
    name = f"attachment; filename={paper.document_id.replace('~', '-')}.csv"
    return Response(
        as_csv(table.head, table.rows),
        media_type="text/csv",
        headers={"Content-Disposition": name},
    )


@of_part.get("", response_class=HTMLResponse, responses={**refusals(*OF_PART), **HTML})
async def show_form(paper: AskedForm, resources: Resources) -> Response:
    """Show an application's form or receipt as an A4 page to print and sign."""
    return await shown(paper, resources)


@of_part.post("", responses=refusals(*OF_PART, KeyReused))
async def print_form(
    caller: Printer, paper: AskedForm, resources: Resources, context: Context
) -> Receipt:
    """Register an application's form or receipt as it is now."""
    return await registered(paper, caller, resources, context)

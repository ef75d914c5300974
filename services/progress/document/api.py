"""The papers of a project's work over HTTP: look at one, or have it registered as it is now.

`GET` shows a paper, with 草稿 on it until this very content is registered; `POST` registers it. Who reads a
record prints it.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse, Response

from services.progress.at_work import archive_of, at_work
from services.progress.ledger.projection import directory_of
from services.progress.periods import NoSuchPeriod, period_of
from services.progress.printing import archive_paper, ledger_paper, plan_paper, report_paper
from services.progress.progress_report.api import NoSuchProject, Period, Project
from services.progress.progress_report.decider import NoSuchReport
from services.progress.progress_report.projection import project_is_visible, reports_of
from services.progress.scope import sees_all
from services.progress.work_plan.api import Stands, Unit
from services.progress.work_plan.decider import NoSuchPlan
from services.progress.work_plan.projection import plans_of
from shared.domain import NotPermitted
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources
from shared.ids import SLUG_PATTERN
from shared.papers.desk import HTML, Printer, Reader, registered, shown
from shared.papers.paper import Paper
from shared.store.events import Receipt
from shared.store.handle import KeyReused

of_report = APIRouter(prefix="/projects/{project_id}/reports/{period}/print", tags=["documents"])
of_plan = APIRouter(prefix="/projects/{project_id}/plans/{unit_id}/print", tags=["documents"])
of_programme = APIRouter(prefix="/programmes/{programme_id}/print/archive", tags=["documents"])
of_ledger = APIRouter(prefix="/projects/{project_id}/ledger/print", tags=["documents"])


Programme = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]


class OnlyTheOrganiserArchives(NotPermitted):
    """The whole archive is handed over by the organiser."""

    zh = "归档总目由市直机关工委打印。各单位可打印本项目的台账目录。"
    en = "The organiser prints the archive's directory; units print that of their project."
    rule = "PRA-12 domain.md 4"


async def report_asked(
    project_id: Project, period: Period, caller: Reader, resources: Resources
) -> Paper:
    """Return a period's report as its form. Raises `NoSuchReport` or `NoSuchPeriod`."""
    async with resources.pool.acquire() as connection:
        visible = await project_is_visible(project_id, caller, connection)
        found = await reports_of(project_id, connection, period=period) if visible else ()
        project = await at_work(project_id, connection)
        if not found or project is None:
            raise NoSuchReport
        span = await period_of(project_id, period, connection)
    return report_paper(project, found[0], span)


async def plan_asked(
    project_id: Project, unit_id: Unit, stands: Stands, caller: Reader, resources: Resources
) -> Paper:
    """Return a scheme or a plan that the caller reads in full. Raises `NoSuchPlan`."""
    async with resources.pool.acquire() as connection:
        found = await plans_of(project_id, caller, stands, connection, unit_id=unit_id)
        project = await at_work(project_id, connection)
    if not found or not found[0].in_full or project is None:
        raise NoSuchPlan
    return plan_paper(project, found[0])


async def ledger_asked(project_id: Project, caller: Reader, resources: Resources) -> Paper:
    """Return the directory of a project's ledger. Raises `NoSuchProject`."""
    async with resources.pool.acquire() as connection:
        visible = await project_is_visible(project_id, caller, connection)
        project = await at_work(project_id, connection)
        if not visible or project is None:
            raise NoSuchProject
        return ledger_paper(project, await directory_of(project_id, connection))


async def archive_asked(programme_id: Programme, caller: Reader, resources: Resources) -> Paper:
    """Return the directory of a programme's archive, to the organiser and the auditor."""
    if not sees_all(caller):
        raise OnlyTheOrganiserArchives
    async with resources.pool.acquire() as connection:
        return archive_paper(programme_id, await archive_of(programme_id, connection))


AskedArchive = Annotated[Paper, Depends(archive_asked)]
AskedReport = Annotated[Paper, Depends(report_asked)]
AskedPlan = Annotated[Paper, Depends(plan_asked)]
AskedLedger = Annotated[Paper, Depends(ledger_asked)]
OF_PLAN = (MayNot, NoSuchProject, NoSuchPlan)


@of_report.get(
    "",
    response_class=HTMLResponse,
    responses={**refusals(MayNot, NoSuchReport, NoSuchPeriod), **HTML},
)
async def show_report(paper: AskedReport, resources: Resources) -> Response:
    """Show a progress report as an A4 page to print and sign (F4)."""
    return await shown(paper, resources)


@of_report.post("", responses=refusals(MayNot, NoSuchReport, NoSuchPeriod, KeyReused))
async def print_report(
    caller: Printer, paper: AskedReport, resources: Resources, context: Context
) -> Receipt:
    """Register a progress report's form as it is now."""
    return await registered(paper, caller, resources, context)


@of_plan.get("", response_class=HTMLResponse, responses={**refusals(*OF_PLAN), **HTML})
async def show_plan(paper: AskedPlan, resources: Resources) -> Response:
    """Show a scheme or a co-lead's plan as A4 pages to print and sign (F3)."""
    return await shown(paper, resources)


@of_plan.post("", responses=refusals(*OF_PLAN, KeyReused))
async def print_plan(
    caller: Printer, paper: AskedPlan, resources: Resources, context: Context
) -> Receipt:
    """Register a scheme or a plan as it is now."""
    return await registered(paper, caller, resources, context)


@of_ledger.get(
    "", response_class=HTMLResponse, responses={**refusals(MayNot, NoSuchProject), **HTML}
)
async def show_ledger(paper: AskedLedger, resources: Resources) -> Response:
    """Show the ledger's directory as A4 pages to print (F5)."""
    return await shown(paper, resources)


@of_ledger.post("", responses=refusals(MayNot, NoSuchProject, KeyReused))
async def print_ledger(
    caller: Printer, paper: AskedLedger, resources: Resources, context: Context
) -> Receipt:
    """Register the ledger's directory as it is now."""
    return await registered(paper, caller, resources, context)


@of_programme.get(
    "",
    response_class=HTMLResponse,
    responses={**refusals(MayNot, OnlyTheOrganiserArchives), **HTML},
)
async def show_archive(paper: AskedArchive, resources: Resources) -> Response:
    """Show the directory of a programme's archive as A4 pages to print."""
    return await shown(paper, resources)


@of_programme.post("", responses=refusals(MayNot, OnlyTheOrganiserArchives, KeyReused))
async def print_archive(
    caller: Printer, paper: AskedArchive, resources: Resources, context: Context
) -> Receipt:
    """Register the directory of a programme's archive as it is now."""
    return await registered(paper, caller, resources, context)

"""Drafts over HTTP: what the forms of reports and results can begin with. Nothing is stored."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from pydantic import BaseModel

from services.progress.forms import MAX_PICTURES
from services.progress.periods import NoSuchPeriod, period_of
from services.progress.progress_report.api import NoSuchProject, Period, Project, Reader
from services.progress.progress_report.projection import project_is_visible
from services.progress.results_package.api import Reader as ResultsReader
from services.progress.results_package.api import standing
from shared.http.problems import refusals
from shared.http.requests import Resources

from .projection import happened_in, season_of

router = APIRouter(prefix="/projects/{project_id}", tags=["drafts"])


class ReportDraft(BaseModel):
    """A form F4 to begin with; its lead changes what it likes and files it."""

    main_practices: str
    problems: str
    to_coordinate: str
    next_plan: str
    pictures: Sequence[str]


class ResultsDraft(BaseModel):
    """A results form to begin with; every section of the category is there, still empty."""

    summary: str
    sections: Mapping[str, str]
    rules_relied_on: Sequence[str]


@router.get("/reports/{period}/draft", responses=refusals(NoSuchProject, NoSuchPeriod))
async def read_report_draft(
    project_id: Project, period: Period, caller: Reader, resources: Resources
) -> ReportDraft:
    """Read what a period's report can begin with: milestones, tasks and practices (PRA-08)."""
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
        span = await period_of(project_id, period, connection)
        happened = await happened_in(project_id, span.begins, span.ends, connection)
    return ReportDraft(
        main_practices="\n".join(happened.done),
        problems="",
        to_coordinate="",
        next_plan="\n".join(happened.ahead),
        pictures=happened.pictures[:MAX_PICTURES],
    )


@router.get("/results/draft", responses=refusals(NoSuchProject))
async def read_results_draft(
    project_id: Project, caller: ResultsReader, resources: Resources
) -> ResultsDraft:
    """Read what the results can begin with: reports, scheme and the category's sections (PRA-08)."""
    async with resources.pool.acquire() as connection:
        if not await project_is_visible(project_id, caller, connection):
            raise NoSuchProject
        season = await season_of(project_id, connection)
    asked = (await standing(project_id, resources)).asked
    return ResultsDraft(
        summary="\n".join(season.practices),
        sections={section.id: "" for section in asked.form.sections},
        rules_relied_on=season.rules_relied_on or asked.legal_basis,
    )

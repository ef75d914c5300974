"""The papers of the judgement over HTTP: look at one, or have it registered as it is now.

`GET` shows a paper, with 草稿 on it until this very content is registered; `POST` registers it. Who reads a
record prints it; reviewers are numbered, never named.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.evaluation.bonus.api import ORGANISER, Id, announced, one_sheet
from services.evaluation.bonus.decider import NoSuchSheet
from services.evaluation.bonus.projection import sheets
from services.evaluation.circular import circular_paper
from services.evaluation.commendation.api import Sequence, readable
from services.evaluation.commendation.decider import NoSuchCommendation
from services.evaluation.decision.projection import decision, decisions
from services.evaluation.letterhead import printed_in
from services.evaluation.papers import bonus_paper, bonus_summary_paper, results_paper, scores_paper
from services.evaluation.result.api import BY_NAME, NotDecidedYet, takes_part
from services.evaluation.rules.decider import NoSuchProgramme
from services.evaluation.rules.projection import rules
from shared.domain import NotPermitted
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources
from shared.http.rights import Role
from shared.papers.desk import HTML, Printer, Reader, registered, shown
from shared.papers.paper import Paper
from shared.store.events import Receipt
from shared.store.handle import KeyReused

of_programme = APIRouter(prefix="/programmes/{programme_id}/print/{sheet}", tags=["documents"])
of_sheet = APIRouter(prefix="/programmes/{programme_id}/bonus/{unit_id}/print", tags=["documents"])
of_commendation = APIRouter(
    prefix="/programmes/{programme_id}/commendations/{sequence}/print", tags=["documents"]
)
of_project = APIRouter(prefix="/projects/{project_id}/scores/print", tags=["documents"])

type Sheet = Literal["bonus", "results"]

ALL = 1000
"""More projects than a programme has."""


class OnlyTheOrganiserPrints(NotPermitted):
    """The summary sheets are for the annual assessment and the panel."""

    zh = "汇总表由市直机关工委打印。各单位可打印本单位的加分明细表。"
    en = "The organiser prints the summary sheets; a unit prints its own statement."
    rule = "domain.md 4"


class OnlyALeaderIssues(NotPermitted):
    """A circular goes out in the committee's name."""

    zh = "通报以工委名义印发, 须由工委领导登记印发。请报工委领导办理。"
    en = "A circular goes out in the committee's name, by a leader of the organiser."
    rule = "REQ-57"


async def summary_asked(
    programme_id: Id, sheet: Sheet, caller: Reader, resources: Resources
) -> Paper:
    """Return the summary of all results or of all points, to the organiser and the auditor."""
    if not caller.roles & ORGANISER:
        raise OnlyTheOrganiserPrints
    printed = await printed_in(resources.pool, programme_id)
    if sheet == "bonus":
        year = (await announced(resources, programme_id)).year
        return bonus_summary_paper(printed, await sheets(resources.pool, year), year)
    if not printed.projects:
        raise NoSuchProgramme
    results = await decisions(resources.pool, programme_id, "", ALL, only_public=False)
    return results_paper(printed, results)


async def statement_asked(
    programme_id: Id, unit_id: Id, caller: Reader, resources: Resources
) -> Paper:
    """Return a unit's statement of points, if the caller reads that sheet."""
    sheet = await one_sheet(resources, programme_id, unit_id, caller)
    printed = await printed_in(resources.pool, programme_id)
    return bonus_paper(printed, sheet, (await rules(resources.pool, programme_id)).cap)


async def scores_asked(project_id: Id, caller: Reader, resources: Resources) -> Paper:
    """Return a project's opened sheets, to those who read them after the round (domain.md 4)."""
    row = await decision(resources.pool, project_id)
    inside = caller.roles & BY_NAME or await takes_part(caller, resources, project_id)
    if row is None or not inside:
        raise NotDecidedYet
    rubrics = (await rules(resources.pool, row.programme_id)).rubrics
    printed = await printed_in(resources.pool, row.programme_id)
    return scores_paper(printed, row, rubrics.get(row.category, ()))


async def circular_asked(
    programme_id: Id, sequence: Sequence, caller: Reader, resources: Resources
) -> Paper:
    """Return a commendation as its circular, if the caller reads it. Raises `NoSuchCommendation`."""
    for row in await readable(resources, programme_id, caller):
        if row.sequence == sequence:
            return circular_paper(await printed_in(resources.pool, programme_id), row)
    raise NoSuchCommendation


AskedCircular = Annotated[Paper, Depends(circular_asked)]
AskedSummary = Annotated[Paper, Depends(summary_asked)]
AskedStatement = Annotated[Paper, Depends(statement_asked)]
AskedScores = Annotated[Paper, Depends(scores_asked)]
OF_PROGRAMME = (MayNot, OnlyTheOrganiserPrints, NoSuchProgramme)
OF_SHEET = (MayNot, NoSuchProgramme, NoSuchSheet)


@of_programme.get("", response_class=HTMLResponse, responses={**refusals(*OF_PROGRAMME), **HTML})
async def show_summary(paper: AskedSummary, resources: Resources) -> Response:
    """Show the summary of results (F6) or of points (F8) as A4 pages to print and sign."""
    return await shown(paper, resources)


@of_programme.post("", responses=refusals(*OF_PROGRAMME, KeyReused))
async def print_summary(
    caller: Printer, paper: AskedSummary, resources: Resources, context: Context
) -> Receipt:
    """Register a summary as it is now."""
    return await registered(paper, caller, resources, context)


@of_sheet.get("", response_class=HTMLResponse, responses={**refusals(*OF_SHEET), **HTML})
async def show_statement(paper: AskedStatement, resources: Resources) -> Response:
    """Show a unit's statement of points as an A4 page to print (F8)."""
    return await shown(paper, resources)


@of_sheet.post("", responses=refusals(*OF_SHEET, KeyReused))
async def print_statement(
    caller: Printer, paper: AskedStatement, resources: Resources, context: Context
) -> Receipt:
    """Register a unit's statement of points as it is now."""
    return await registered(paper, caller, resources, context)


@of_project.get(
    "", response_class=HTMLResponse, responses={**refusals(MayNot, NotDecidedYet), **HTML}
)
async def show_scores(paper: AskedScores, resources: Resources) -> Response:
    """Show a project's opened score sheets as an A4 page to print and sign (F6)."""
    return await shown(paper, resources)


@of_project.post("", responses=refusals(MayNot, NotDecidedYet, KeyReused))
async def print_scores(
    caller: Printer, paper: AskedScores, resources: Resources, context: Context
) -> Receipt:
    """Register a project's score sheets as they are now."""
    return await registered(paper, caller, resources, context)


@of_commendation.get(
    "", response_class=HTMLResponse, responses={**refusals(MayNot, NoSuchCommendation), **HTML}
)
async def show_circular(paper: AskedCircular, resources: Resources) -> Response:
    """Show a commendation as the circular under the red head (F7); a draft bears 草稿."""
    return await shown(paper, resources)


@of_commendation.post(
    "", responses=refusals(MayNot, NoSuchCommendation, OnlyALeaderIssues, KeyReused)
)
async def print_circular(
    caller: Printer, paper: AskedCircular, resources: Resources, context: Context
) -> Receipt:
    """Register a circular as it is now; once it is issued, it is dispatched by that."""
    organiser = {Role.STAFF, Role.LEADER} if paper.draft else {Role.LEADER}
    if not caller.roles & organiser:
        raise OnlyALeaderIssues
    return await registered(paper, caller, resources, context)

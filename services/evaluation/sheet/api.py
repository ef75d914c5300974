"""Reading sheets over HTTP. Before the round closes only the reviewer gets his own marks back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel

from services.evaluation.bars import bar_of
from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, parties, project
from services.evaluation.contact import barred_contact
from services.evaluation.obligation.projection import Status, obligations
from services.evaluation.panel.projection import panel
from services.evaluation.points import Points, points
from services.evaluation.review.decider import MustRecuse, NotAssigned
from services.evaluation.review.projection import Assignment, ReviewRow, assignments, review
from services.evaluation.rules.api import CriterionOut, criteria_of
from services.evaluation.rules.projection import rules
from services.evaluation.sheets import unseal
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Resources, etag, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN
from shared.resources import OpenResources

router = APIRouter(tags=["review"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
Reader = Annotated[Caller, Depends(may(Capability.SCORE, "R"))]


class FactOut(BaseModel):
    """Something that the project owed in the year, and how it stands."""

    label: str
    status: Status


class SheetOut(BaseModel):
    """One's own sheet. `sheet` is 0 and `marks` empty until one was handed in.

    `facts` are what is known of the process, for information (AMB-03). `reopened`: the sheet was
    given back and is to be handed in anew; `void`: the review counts no more.
    """

    programme_id: str
    project_id: str
    number: int
    title: str
    category: str
    reviewer_id: str
    criteria: list[CriterionOut]
    sheet: int
    marks: dict[str, Points]
    advice: str
    commitment: str
    facts: list[FactOut]
    reopened: bool
    void: bool
    closed: bool


class AssignmentsOut(BaseModel):
    """A page of what a reviewer is to score. `next` is what to send as `after`, or ""."""

    items: list[Assignment]
    next: str


def readable_by(caller: Caller, row: ReviewRow | None) -> ReviewRow:
    """Return the review if this caller may open it: the reviewer; the auditor once it is closed."""
    if row is not None and (
        caller.id == row.reviewer_id or (row.closed and Role.AUDITOR in caller.roles)
    ):
        return row
    raise NotAssigned


@router.get(
    "/projects/{project_id}/reviews/{reviewer_id}",
    responses=refusals(NoSuchProject, NotAssigned, MustRecuse),
)
async def read_sheet(
    project_id: Id, reviewer_id: Id, caller: Reader, resources: Resources, response: Response
) -> SheetOut:
    """Read one's own sheet with its rubric; the auditor may once the round is closed.

    Who is barred or recused from a project is denied its sheet, which goes on record (PRA-01).
    """
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    if caller.id == reviewer_id and (role := await bar(found, reviewer_id, resources)):
        raise MustRecuse(role=role)
    row = readable_by(caller, await review(resources.pool, project_id, reviewer_id))
    sheet = await unseal(resources.vault, row.sealed)
    in_force = await rules(resources.pool, found.programme_id)
    response.headers.update(etag(row.version))
    return SheetOut(
        programme_id=found.programme_id,
        project_id=project_id,
        number=found.number,
        title=found.title,
        category=found.category,
        reviewer_id=reviewer_id,
        criteria=criteria_of(in_force, found.category),
        sheet=row.sheet,
        marks={c: points(mark) for c, mark in sheet.marks.items()} if sheet else {},
        advice=sheet.advice if sheet else "",
        commitment=row.commitment,
        facts=[
            FactOut(label=fact.label, status=fact.status)
            for fact in await obligations(resources.pool, project_id)
        ],
        reopened=row.reopened,
        void=row.void,
        closed=row.closed,
    )


async def bar(found: ListedProject, reviewer_id: str, resources: OpenResources) -> str:
    """Return what bars a reviewer from a project, as far as is known here, or ""."""
    sitting = await panel(resources.pool, found.programme_id)
    return bar_of(
        sitting.members.get(reviewer_id, ""),
        await parties(resources.pool, found.project_id),
        contact=reviewer_id == await barred_contact(resources.pool, found.project_id),
        recused=sitting.recused(found.project_id, reviewer_id),
    )


@router.get("/reviewer/assignments")
async def list_assignments(
    caller: Reader,
    resources: Resources,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> AssignmentsOut:
    """List what one is to score oneself."""
    items = await assignments(resources.pool, caller.id, after, limit)
    more = items[-1].project_id if len(items) == limit else ""
    return AssignmentsOut(items=list(items), next=more)

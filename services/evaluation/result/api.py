"""Reading decisions over HTTP. Points are numbers with two decimals.

The organiser and the auditor read everything by name. Units with a part in the project and its
reviewers read its sheets without names once the round is closed; everybody else reads the result
without sheets once it is before the public.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel

from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import parties, project
from services.evaluation.decision.events import FactStatus, Outcome, Standing
from services.evaluation.decision.projection import (
    DecisionRow,
    ListedDecision,
    Status,
    decision,
    decisions,
)
from services.evaluation.objection.projection import open_objections_in
from services.evaluation.points import AnyPoints, points
from services.evaluation.review.projection import review, reviews
from services.evaluation.round_summary import RoundSummary, ranked, summary
from shared.domain import NotFound
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Resources, etag, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN
from shared.resources import OpenResources

router = APIRouter(tags=["decision"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
Reader = Annotated[Caller, Depends(may(Capability.DECISION, "R"))]
ORGANISER = frozenset({Role.STAFF, Role.LEADER})
BY_NAME = ORGANISER | {Role.AUDITOR}


class NotDecidedYet(NotFound):
    zh = "本项目评审尚未结束，或您无权查看其结果。"
    en = "This project is not decided yet, or its result is not open to you."
    rule = "PRA-02"


class RoundOpen(BaseModel):
    """How far an open round is: `done` of `assigned` sheets are in."""

    status: Literal["open"] = "open"
    project_id: str
    done: int
    assigned: int


class SheetShown(BaseModel):
    """An opened sheet, with all that is needed to check that its marks are those that were sealed.

    `label` stands for the reviewer; `reviewer_id` is only for organiser and auditor.
    """

    label: str
    reviewer_id: str | None
    sheet: int
    review_version: int
    marks: dict[str, AnyPoints]
    total: AnyPoints
    advice: str
    salt: str
    commitment: str
    standing: Standing


class FactOut(BaseModel):
    """Something that the project owed in the year, and how it stood when it was judged."""

    obligation: str
    subject: str
    label: str
    status: FactStatus


class Decided(BaseModel):
    """The decision on a project, with the rule it was made by and what was left out.

    `stage` says how far it is from being final; `reason` why the outcome is not what the sheets come
    to. Objections are in time before `public_until`. Without a part in the project no sheet is shown.
    """

    status: Literal["closed"] = "closed"
    programme_id: str
    project_id: str
    category: str
    mean: AnyPoints
    outcome: str
    aggregate: str
    min_score: AnyPoints
    min_valid: int
    evaluated_at: datetime
    stage: Status
    reason: str
    facts: list[FactOut]
    public_from: date | None
    public_until: datetime | None
    sheets: list[SheetShown]


class ResultOut(BaseModel):
    """A line of the list of results. `round` is only for organiser and auditor."""

    project_id: str
    number: int
    title: str
    category: str
    mean: AnyPoints
    outcome: str
    stage: Status
    reason: str
    public_from: date | None
    public_until: datetime | None
    round: RoundSummary | None


class ResultsOut(BaseModel):
    """A page of results. `next` is what to send as `after`, or ""."""

    items: list[ResultOut]
    next: str


@router.get("/projects/{project_id}/decision", responses=refusals(NoSuchProject, NotDecidedYet))
async def read_decision(
    project_id: Id,
    caller: Reader,
    resources: Resources,
    response: Response,
) -> RoundOpen | Decided:
    """Read how a project was judged; before that, only the organiser reads how many are done."""
    if await project(resources.pool, project_id) is None:
        raise NoSuchProject
    row = await decision(resources.pool, project_id)
    if row is None:
        return await progress_for(caller, resources, project_id)
    by_name = bool(caller.roles & BY_NAME)
    inside = by_name or await takes_part(caller, resources, project_id)
    if not inside and row.public_from is None:
        raise NotDecidedYet
    response.headers.update(etag(row.version))
    return shown(row if inside else replace(row, sheets=[]), by_name=by_name)


async def progress_for(caller: Caller, resources: OpenResources, project_id: str) -> RoundOpen:
    """Return how many sheets are in, to the organiser."""
    if not caller.roles & ORGANISER:
        raise NotDecidedYet
    rows = await reviews(resources.pool, project_id)
    return RoundOpen(
        project_id=project_id, done=sum(1 for row in rows if row.handed_in), assigned=len(rows)
    )


async def takes_part(caller: Caller, resources: OpenResources, project_id: str) -> bool:
    """Return whether the caller's unit has a part in the project, or the caller reviewed it."""
    if caller.unit and caller.unit in await parties(resources.pool, project_id):
        return True
    return (
        Role.REVIEWER in caller.roles
        and await review(resources.pool, project_id, caller.id) is not None
    )


def shown(row: DecisionRow, *, by_name: bool) -> Decided:
    """Return a decision for reading.

    Reviewers are numbered in the order of their commitments, which says nothing about who they are
    and is another one in every project.
    """
    sheets = [
        SheetShown(
            label=f"评委{number}",
            reviewer_id=sheet["reviewer_id"] if by_name else None,
            sheet=sheet["sheet"],
            review_version=sheet["review_version"],
            marks={c: points(mark) for c, mark in sheet["marks"].items()},
            total=points(sheet["total"]),
            advice=sheet["advice"],
            salt=sheet["salt"],
            commitment=sheet["commitment"],
            standing=sheet["standing"],
        )
        for number, sheet in enumerate(ranked(row.sheets), 1)
    ]
    return Decided(
        programme_id=row.programme_id,
        project_id=row.project_id,
        category=row.category,
        mean=points(row.mean),
        outcome=row.outcome,
        aggregate=row.aggregate,
        min_score=points(row.min_score),
        min_valid=row.min_valid,
        evaluated_at=row.evaluated_at,
        stage=row.status,
        reason=row.reason,
        facts=[FactOut.model_validate(fact) for fact in row.facts],
        public_from=row.public_from,
        public_until=row.public_until,
        sheets=sheets,
    )


@router.get("/programmes/{programme_id}/decisions")
async def list_decisions(
    programme_id: Id,
    caller: Reader,
    resources: Resources,
    outcome: Annotated[Outcome | None, Query()] = None,
    stage: Annotated[Status | None, Query()] = None,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> ResultsOut:
    """List a programme's results; who is neither organiser nor auditor reads those that are public.

    Organiser and auditor also read what was left out, how far sheets lie apart, and how many
    objections are open.
    """
    by_name = bool(caller.roles & BY_NAME)
    rows = await decisions(
        resources.pool,
        programme_id,
        after,
        limit,
        only_public=not by_name,
        outcome=outcome or "",
        status=stage or "",
    )
    objected = await open_objections_in(resources.pool, programme_id)
    items = [
        line_of(row, summary(row.sheets, objected.get(row.project_id, 0)) if by_name else None)
        for row in rows
    ]
    return ResultsOut(items=items, next=items[-1].project_id if len(items) == limit else "")


def line_of(row: ListedDecision, behind: RoundSummary | None) -> ResultOut:
    """Return a line of the list of results."""
    return ResultOut(
        project_id=row.project_id,
        number=row.number,
        title=row.title,
        category=row.category,
        mean=points(row.mean),
        outcome=row.outcome,
        stage=row.status,
        reason=row.reason,
        public_from=row.public_from,
        public_until=row.public_until,
        round=behind,
    )

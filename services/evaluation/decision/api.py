"""Closing rounds and reading decisions over HTTP. Points are numbers with two decimals."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel

from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, parties, project
from services.evaluation.panel.projection import panel
from services.evaluation.points import AnyPoints, points
from services.evaluation.review.commands import CloseReview
from services.evaluation.review.decider import DECIDER as REVIEW_DECIDER
from services.evaluation.review.decider import SheetReplaced, part_of
from services.evaluation.review.events import review_of
from services.evaluation.review.projection import ReviewRow, review, reviews
from services.evaluation.rules.decider import USUAL_MIN_VALID
from services.evaluation.rules.projection import rules
from services.evaluation.sheets import unseal
from shared.domain import NotFound
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, etag, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, handle_together

from .commands import CloseRound, UnsealedSheet
from .decider import DECIDER, AlreadyEvaluated, SealBroken, TooFewSheets
from .events import Standing, decision_of
from .projection import DecisionRow, decision

router = APIRouter(prefix="/projects/{project_id}", tags=["decision"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
ORGANISER = frozenset({Role.STAFF, Role.LEADER})


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


class Decided(BaseModel):
    """The decision on a project, with the rule it was made by and what was left out."""

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
    sheets: list[SheetShown]


@router.post(
    "/round/closing",
    responses=refusals(
        NoSuchProject, AlreadyEvaluated, TooFewSheets, SealBroken, SheetReplaced, KeyReused
    ),
)
async def close_round(
    project_id: Id,
    _: Annotated[Caller, Depends(may(Capability.DECISION, "A"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Close a project's round: open its sheets, check every seal, and compute the outcome.

    Decision and sheets change in one transaction, so no sheet is replaced in between.
    """
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    rows = await reviews(resources.pool, project_id)
    in_force = await rules(resources.pool, found.programme_id)
    command = CloseRound(
        programme_id=found.programme_id,
        project_id=found.project_id,
        category=found.category,
        sheets=await unsealed(resources, found, [row for row in rows if row.sheet]),
        min_score=in_force.min_score or 0,
        min_valid=in_force.min_valid or USUAL_MIN_VALID,
    )
    closing = [
        Reaction(
            CloseReview(
                programme_id=row.programme_id,
                project_id=row.project_id,
                reviewer_id=row.reviewer_id,
                sheet=row.sheet,
            ),
            REVIEW_DECIDER,
            review_of(row.project_id, row.reviewer_id),
        )
        for row in rows
    ]
    return await handle_together(
        [Reaction(command, DECIDER, decision_of(found.project_id)), *closing],
        resources.store,
        context,
    )


async def unsealed(
    resources: OpenResources, found: ListedProject, rows: list[ReviewRow]
) -> tuple[UnsealedSheet, ...]:
    """Return the sheets of a project out of their boxes; one that does not open is refused."""
    taking_part = await parties(resources.pool, found.project_id)
    members = (await panel(resources.pool, found.programme_id)).members
    opened: list[UnsealedSheet] = []
    for row in rows:
        sheet = await unseal(resources.vault, row.sealed)
        if sheet is None:
            raise SealBroken(reviewer=row.reviewer_id)
        units = {row.unit_id, members.get(row.reviewer_id, "")}
        opened.append(
            UnsealedSheet(
                reviewer_id=row.reviewer_id,
                sheet=row.sheet,
                review_version=row.version,
                marks=sheet.marks,
                advice=sheet.advice,
                salt=sheet.salt,
                commitment=row.commitment,
                barred=any(part_of(unit, taking_part) for unit in units),
            )
        )
    return tuple(opened)


@router.get("/decision", responses=refusals(NoSuchProject, NotDecidedYet))
async def read_decision(
    project_id: Id,
    caller: Annotated[Caller, Depends(may(Capability.DECISION, "R"))],
    resources: Resources,
    response: Response,
) -> RoundOpen | Decided:
    """Read how a project was judged; before that, only the organiser reads how many are done."""
    if await project(resources.pool, project_id) is None:
        raise NoSuchProject
    row = await decision(resources.pool, project_id)
    if row is None:
        return await progress_for(caller, resources, project_id)
    by_name = bool(caller.roles & (ORGANISER | {Role.AUDITOR}))
    if not by_name and not await takes_part(caller, resources, project_id):
        raise NotDecidedYet
    response.headers.update(etag(row.version))
    return shown(row, by_name=by_name)


async def progress_for(caller: Caller, resources: OpenResources, project_id: str) -> RoundOpen:
    """Return how many sheets are in, to the organiser."""
    if not caller.roles & ORGANISER:
        raise NotDecidedYet
    rows = await reviews(resources.pool, project_id)
    return RoundOpen(
        project_id=project_id, done=sum(1 for row in rows if row.sheet), assigned=len(rows)
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
    ranked = sorted(row.sheets, key=lambda sheet: str(sheet["commitment"]))
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
        for number, sheet in enumerate(ranked, 1)
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
        sheets=sheets,
    )

"""Reviews over HTTP. Marks are points with at most two decimals.

Before the round closes only the reviewer gets his own marks back.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, categories, parties, project
from services.evaluation.commitment import commitment
from services.evaluation.panel.projection import panel
from services.evaluation.points import Points, hundredths, points
from services.evaluation.rules.api import CriterionOut, criteria_of
from services.evaluation.rules.commands import FixRules
from services.evaluation.rules.decider import DECIDER as RULES_DECIDER
from services.evaluation.rules.decider import RubricChanged, RulesIncomplete
from services.evaluation.rules.events import rules_of
from services.evaluation.rules.projection import rules
from services.evaluation.sheets import new_sheet, seal, unseal
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Role
from shared.http.validation import Words
from shared.ids import SLUG_PATTERN, ProjectId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together

from .commands import AssignReview, SubmitScore
from .decider import (
    DECIDER,
    MarksNotSound,
    MustRecuse,
    NoPanelYet,
    NoRubricYet,
    NotAssigned,
    NotOnThePanel,
    OnlyOnesOwnSheet,
    ReviewerBarred,
    RoundClosed,
    StoodDown,
)
from .events import review_of, round_of
from .projection import Assignment, ReviewRow, assignments, review, round_closed

router = APIRouter(tags=["review"])

SHEET = "/projects/{project_id}/reviews/{reviewer_id}"
type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Reader = Annotated[Caller, Depends(may(Capability.SCORE, "R"))]


class ScoreIn(BaseModel):
    """A mark for every criterion of the rubric, and advice in words (PRA-03)."""

    model_config = ConfigDict(extra="forbid")

    marks: Annotated[dict[Slug, Points], Field(min_length=1, max_length=30)]
    advice: Annotated[Words, Field(min_length=1)]


class SheetOut(BaseModel):
    """One's own sheet. `sheet` is 0 and `marks` empty until one was handed in."""

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
    closed: bool


class AssignmentsOut(BaseModel):
    """A page of what a reviewer is to score. `next` is what to send as `after`, or ""."""

    items: list[Assignment]
    next: str


async def listed(resources: OpenResources, project_id: str) -> ListedProject:
    """Return a project that is known here, or refuse."""
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    return found


@router.put(
    SHEET,
    responses=refusals(
        NoSuchProject,
        RoundClosed,
        NoPanelYet,
        NotOnThePanel,
        ReviewerBarred,
        VersionMoved,
        KeyReused,
    ),
)
async def assign_review(
    project_id: Id,
    reviewer_id: Id,
    _: Annotated[Caller, Depends(may(Capability.PANEL, "A"))],
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Ask a reviewer of the panel to score a project; one with a part in it is refused."""
    found = await listed(resources, project_id)
    command = AssignReview(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        members=(await panel(resources.pool, found.programme_id)).members,
        parties=await parties(resources.pool, project_id),
        round_closed=await round_closed(resources.pool, project_id),
    )
    stream = review_of(found.project_id, reviewer_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.put(
    f"{SHEET}/score",
    responses=refusals(
        NoSuchProject,
        OnlyOnesOwnSheet,
        NotAssigned,
        RoundClosed,
        StoodDown,
        MustRecuse,
        NoRubricYet,
        MarksNotSound,
        RulesIncomplete,
        RubricChanged,
        KeyReused,
    ),
)
async def submit_score(
    project_id: Id,
    reviewer_id: Id,
    score: ScoreIn,
    caller: Annotated[Caller, Depends(may(Capability.SCORE, "C"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Hand in the own sheet, or replace it until the round closes. It is sealed at once.

    The first sheet of a programme fixes its rules in the same transaction. What is stored about
    the request is hashed with the round's key, so that the marks cannot be guessed from it.
    """
    found = await listed(resources, project_id)
    in_force = await rules(resources.pool, found.programme_id)
    criteria = in_force.rubric(found.category)
    marks = {criterion: hundredths(mark) for criterion, mark in score.marks.items()}
    sheet = new_sheet(marks, score.advice)
    subject = round_of(found.programme_id, found.project_id)
    submit = SubmitScore(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        by=caller.id,
        category=found.category,
        maxima={criterion.id: criterion.max_points for criterion in criteria},
        marks=marks,
        sealed=await seal(resources.vault, subject, sheet),
        commitment=commitment(sheet.salt, marks),
        members=(await panel(resources.pool, found.programme_id)).members,
        parties=await parties(resources.pool, project_id),
        round_closed=await round_closed(resources.pool, project_id),
    )
    fix = FixRules(
        programme_id=found.programme_id,
        category=found.category,
        criteria=criteria,
        categories=await categories(resources.pool, found.programme_id),
    )
    hidden = await resources.vault.fingerprint(subject, context.fingerprint)
    return await handle_together(
        [
            Reaction(submit, DECIDER, review_of(ProjectId(project_id), reviewer_id)),
            Reaction(fix, RULES_DECIDER, rules_of(found.programme_id)),
        ],
        resources.store,
        replace(context, fingerprint=hidden),
    )


def readable_by(caller: Caller, row: ReviewRow | None) -> ReviewRow:
    """Return the review if this caller may open it: the reviewer; the auditor once it is closed."""
    if row is not None and (
        caller.id == row.reviewer_id or (row.closed and Role.AUDITOR in caller.roles)
    ):
        return row
    raise NotAssigned


@router.get(SHEET, responses=refusals(NoSuchProject, NotAssigned))
async def read_sheet(
    project_id: Id, reviewer_id: Id, caller: Reader, resources: Resources, response: Response
) -> SheetOut:
    """Read one's own sheet with its rubric; the auditor may once the round is closed."""
    found = await listed(resources, project_id)
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
        closed=row.closed,
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

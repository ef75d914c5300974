"""Assigning reviews, handing in, giving back and voiding sheets over HTTP.

Marks are points with at most two decimals; they are sealed as they come in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.evaluation.bars import bar_of
from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, categories, parties, project
from services.evaluation.commitment import commitment
from services.evaluation.contact import barred_contact
from services.evaluation.panel.commands import RecordBars
from services.evaluation.panel.decider import DECIDER as PANEL_DECIDER
from services.evaluation.panel.events import panel_of
from services.evaluation.panel.projection import PanelRow, panel
from services.evaluation.participation.projection import results_frozen
from services.evaluation.points import Points, hundredths
from services.evaluation.rules.commands import FixRules
from services.evaluation.rules.decider import DECIDER as RULES_DECIDER
from services.evaluation.rules.decider import RubricChanged, RulesIncomplete
from services.evaluation.rules.events import rules_of
from services.evaluation.rules.projection import rules
from services.evaluation.running import running_routes
from services.evaluation.sheets import new_sheet, seal
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, AccountId, ProjectId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together

from .commands import AssignReview, ReopenScore, SubmitScore, VoidReview
from .decider import (
    DECIDER,
    MarksNotSound,
    MustRecuse,
    NoPanelYet,
    NoRubricYet,
    NoSuchReview,
    NotAssigned,
    NothingToReopen,
    NotOnThePanel,
    OnlyOnesOwnSheet,
    ResultsNotFrozen,
    ReviewerBarred,
    ReviewIsVoid,
    RoundClosed,
    SheetIsIn,
    StoodDown,
)
from .events import review_of, round_of
from .projection import round_closed

router = running_routes("review")

SHEET = "/projects/{project_id}/reviews/{reviewer_id}"
type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Reader = Annotated[Caller, Depends(may(Capability.SCORE, "R"))]
Leader = Annotated[Caller, Depends(may(Capability.PANEL, "A"))]


class ScoreIn(BaseModel):
    """A mark for every criterion of the rubric, and advice in words (PRA-03)."""

    model_config = ConfigDict(extra="forbid")

    marks: Annotated[dict[Slug, Points], Field(min_length=1, max_length=30)]
    advice: Annotated[Words, Field(min_length=1)]


class ReasonIn(BaseModel):
    """Why a sheet is given back, or a review voided."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


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
        ResultsNotFrozen,
        VersionMoved,
        KeyReused,
    ),
)
async def assign_review(
    project_id: Id,
    reviewer_id: Id,
    _: Leader,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Ask a reviewer of the panel to score a project; one with a part in it is refused.

    With the project's first review goes on record whom of the panel the rules bar from it, and why.
    """
    found = await listed(resources, project_id)
    sitting = await panel(resources.pool, found.programme_id)
    taking_part = await parties(resources.pool, project_id)
    contact = await barred_contact(resources.pool, project_id)
    command = AssignReview(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        members=sitting.judging(project_id),
        parties=taking_part,
        contact=reviewer_id == contact,
        recused=sitting.recused(project_id, reviewer_id),
        frozen=await results_frozen(found.project_id, resources.pool),
        round_closed=await round_closed(resources.pool, project_id),
    )
    assigning = Reaction(command, DECIDER, review_of(found.project_id, reviewer_id))
    return await handle_together(
        [assigning, *barring(found, sitting, taking_part, contact)],
        resources.store,
        context,
        expected_version=seen,
    )


def barring(
    found: ListedProject, sitting: PanelRow, taking_part: Mapping[str, Sequence[str]], contact: str
) -> Sequence[Reaction[Any, Any, Any]]:
    """Return that those whom the rules bar from a project go on record, unless they are there."""
    grounds = {
        who: ground
        for who, unit in sitting.members.items()
        if not sitting.recused(found.project_id, who)
        and (ground := bar_of(unit, taking_part, contact=who == contact, recused=False))
    }
    if not grounds:
        return ()
    command = RecordBars(
        programme_id=found.programme_id, project_id=found.project_id, grounds=grounds
    )
    return (Reaction(command, PANEL_DECIDER, panel_of(found.programme_id)),)


@router.put(
    f"{SHEET}/score",
    responses=refusals(
        NoSuchProject,
        OnlyOnesOwnSheet,
        NotAssigned,
        RoundClosed,
        ReviewIsVoid,
        SheetIsIn,
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
    """Hand in the own sheet, once, or anew when it was given back. It is sealed at once.

    The first sheet of a programme fixes its rules in the same transaction. What is stored about
    the request is hashed with the round's key, so that the marks cannot be guessed from it.
    """
    found = await listed(resources, project_id)
    in_force = await rules(resources.pool, found.programme_id)
    criteria = in_force.rubric(found.category)
    sitting = await panel(resources.pool, found.programme_id)
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
        members=sitting.judging(project_id),
        parties=await parties(resources.pool, project_id),
        contact=reviewer_id == await barred_contact(resources.pool, project_id),
        recused=sitting.recused(project_id, reviewer_id),
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


@router.post(
    f"{SHEET}/reopening",
    responses=refusals(
        NoSuchProject, NoSuchReview, NothingToReopen, ReviewIsVoid, RoundClosed, KeyReused
    ),
)
async def reopen_score(
    project_id: Id,
    reviewer_id: Id,
    why: ReasonIn,
    caller: Leader,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Give a sheet back to its reviewer before the round closes; both versions are kept."""
    found = await listed(resources, project_id)
    command = ReopenScore(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        reason=why.reason,
        by=AccountId(caller.id),
        round_closed=await round_closed(resources.pool, project_id),
    )
    stream = review_of(found.project_id, reviewer_id)
    return await handle(command, DECIDER, stream, resources.store, context)


@router.post(
    f"{SHEET}/voiding", responses=refusals(NoSuchProject, NoSuchReview, RoundClosed, KeyReused)
)
async def void_review(
    project_id: Id,
    reviewer_id: Id,
    why: ReasonIn,
    caller: Leader,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Let a review count no more before the round closes; later only an objection does that."""
    found = await listed(resources, project_id)
    command = VoidReview(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        reason=why.reason,
        objection_id="",
        by=AccountId(caller.id),
        round_closed=await round_closed(resources.pool, project_id),
    )
    stream = review_of(found.project_id, reviewer_id)
    return await handle(command, DECIDER, stream, resources.store, context)

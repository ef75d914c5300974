"""Putting results before the public, confirming and revising decisions over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, project
from services.evaluation.decision.events import decision_of
from services.evaluation.objection.commands import RuleObjection
from services.evaluation.objection.decider import DECIDER as OBJECTION
from services.evaluation.objection.decider import (
    AlreadyDeclined,
    AlreadyRuled,
    DismissedChangesNothing,
    NoSuchObjection,
)
from services.evaluation.objection.events import Ruling, objection_of
from services.evaluation.objection.projection import open_objections
from services.evaluation.review.commands import VoidReview
from services.evaluation.review.decider import DECIDER as REVIEW
from services.evaluation.review.events import review_of
from services.evaluation.rules.api import procedure_of
from services.evaluation.rules.projection import rules
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Now, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together
from shared.timing.zone import SHANGHAI

from .commands import ConfirmDecision, Finding, PubliciseResult, ReviseDecision
from .decider import (
    DECIDER,
    AlreadyConfirmed,
    AlreadyPublicised,
    BeginsInThePast,
    NoSuchSheet,
    NotEvaluatedYet,
    NothingFollows,
    NotPublicisedYet,
    NoWorkingCalendar,
    ObjectionOpen,
    PublicisedByTheSame,
    PublicityIsOff,
    PublicityNotOver,
    TooFewLeft,
)

router = APIRouter(prefix="/projects/{project_id}", tags=["publicity"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Publisher = Annotated[Caller, Depends(may(Capability.DECISION, "C"))]
Approver = Annotated[Caller, Depends(may(Capability.DECISION, "A"))]
Ruler = Annotated[Caller, Depends(may(Capability.OBJECTION, "A"))]


class PublicityIn(BaseModel):
    """From which day the result is public: today, unless a later day is given."""

    model_config = ConfigDict(extra="forbid")

    begins_on: date | None = None


class FindingIn(BaseModel):
    """A finding: the project fails, or its sheets decide again. `hearing` says how all were heard."""

    model_config = ConfigDict(extra="forbid")

    finding: Literal["fail", "as_scored"]
    reason: Line
    hearing: Words = ""


class RulingIn(BaseModel):
    """A ruling with its answer in writing.

    An upheld objection voids the review of `void_reviewer`, or leads to a finding, or both.
    """

    model_config = ConfigDict(extra="forbid")

    ruling: Ruling
    answer: Annotated[Words, Field(min_length=1)]
    void_reviewer: Slug | Literal[""] = ""
    finding: Finding = ""


async def listed(resources: OpenResources, project_id: str) -> ListedProject:
    """Return a project that is known here, or refuse."""
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    return found


async def public_days(resources: OpenResources, found: ListedProject) -> int:
    """Return for how many working days the programme's results are public (AMB-27)."""
    in_force = await rules(resources.pool, found.programme_id)
    return procedure_of(in_force).publicity_working_days


@router.post(
    "/publicity",
    responses=refusals(
        NoSuchProject,
        NotEvaluatedYet,
        PublicityIsOff,
        AlreadyPublicised,
        AlreadyConfirmed,
        BeginsInThePast,
        NoWorkingCalendar,
        VersionMoved,
        KeyReused,
    ),
)
async def publicise_result(
    project_id: Id,
    publicity: PublicityIn,
    caller: Publisher,
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Put a result before the public for the working days that the rules ask for."""
    found = await listed(resources, project_id)
    command = PubliciseResult(
        begins_on=publicity.begins_on or now.astimezone(SHANGHAI).date(),
        working_days=await public_days(resources, found),
        by=AccountId(caller.id),
        at=now,
    )
    stream = decision_of(found.project_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/decision/confirmation",
    responses=refusals(
        NoSuchProject,
        NotEvaluatedYet,
        NotPublicisedYet,
        PublicityNotOver,
        ObjectionOpen,
        PublicisedByTheSame,
        VersionMoved,
        KeyReused,
    ),
)
async def confirm_decision(
    project_id: Id,
    caller: Approver,
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Let a decision stand, once its publicity is over and no objection is open."""
    found = await listed(resources, project_id)
    command = ConfirmDecision(
        working_days=await public_days(resources, found),
        open_objections=await open_objections(resources.pool, project_id),
        by=AccountId(caller.id),
        at=now,
    )
    stream = decision_of(found.project_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/decision/finding",
    responses=refusals(
        NoSuchProject,
        NotEvaluatedYet,
        NotPublicisedYet,
        NothingFollows,
        TooFewLeft,
        NoWorkingCalendar,
        VersionMoved,
        KeyReused,
    ),
)
async def record_finding(
    project_id: Id,
    finding: FindingIn,
    caller: Approver,
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Revise a decision because of what was found out; where all were heard it stands at once."""
    found = await listed(resources, project_id)
    command = ReviseDecision(
        ground="finding",
        objection_id="",
        voided="",
        finding=finding.finding,
        reason=finding.reason,
        hearing=finding.hearing,
        working_days=await public_days(resources, found),
        by=AccountId(caller.id),
        at=now,
    )
    stream = decision_of(found.project_id)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/objections/{objection_id}/ruling",
    responses=refusals(
        NoSuchProject,
        NoSuchObjection,
        AlreadyDeclined,
        AlreadyRuled,
        DismissedChangesNothing,
        NotPublicisedYet,
        NoSuchSheet,
        TooFewLeft,
        NothingFollows,
        NoWorkingCalendar,
        KeyReused,
    ),
)
async def rule_on_objection(
    project_id: Id,
    objection_id: Id,
    ruling: RulingIn,
    caller: Ruler,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Rule on an objection and answer it. One that is upheld revises the decision at the same time.

    Ruling, voided review, revised decision and its new publicity are recorded together or not at all.
    """
    found = await listed(resources, project_id)
    command = RuleObjection(
        project_id=found.project_id,
        ruling=ruling.ruling,
        answer=ruling.answer,
        revises=bool(ruling.void_reviewer or ruling.finding),
        by=AccountId(caller.id),
    )
    reactions: list[Reaction[Any, Any, Any]] = [
        Reaction(command, OBJECTION, objection_of(objection_id))
    ]
    if ruling.ruling == "upheld":
        days = await public_days(resources, found)
        reactions += following(found, objection_id, ruling, days, context)
    return await handle_together(reactions, resources.store, context)


def following(
    found: ListedProject, objection_id: str, ruling: RulingIn, days: int, context: CommandContext
) -> list[Reaction[Any, Any, Any]]:
    """Return what an upheld objection leads to: a revised decision, perhaps a voided review."""
    by = AccountId(context.actor)
    revise = ReviseDecision(
        ground="objection",
        objection_id=objection_id,
        voided=ruling.void_reviewer,
        finding=ruling.finding,
        reason=ruling.answer,
        hearing="",
        working_days=days,
        by=by,
        at=context.occurred_at,
    )
    reactions: list[Reaction[Any, Any, Any]] = [
        Reaction(revise, DECIDER, decision_of(found.project_id))
    ]
    if ruling.void_reviewer:
        void = VoidReview(
            programme_id=found.programme_id,
            project_id=found.project_id,
            reviewer_id=ruling.void_reviewer,
            reason=ruling.answer,
            objection_id=objection_id,
            by=by,
            round_closed=True,
        )
        stream = review_of(found.project_id, ruling.void_reviewer)
        reactions.append(Reaction(void, REVIEW, stream))
    return reactions

"""Recusals over HTTP, and who of the panel is free to judge a project."""

from typing import Annotated

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict

from services.evaluation.bars import bar_of
from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import ListedProject, parties, project
from services.evaluation.contact import barred_contact
from services.evaluation.panel.events import Interest, panel_of
from services.evaluation.panel.projection import panel
from services.evaluation.review.projection import reviews, round_closed
from services.evaluation.running import running_routes
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle

from .commands import DeclareRecusal, ImposeRecusal, StandDown
from .decider import (
    DECIDER,
    NobodyOfThePanel,
    OnlyOnesOwnRecusal,
    OnlyOnesOwnSeat,
    RoundOver,
)

router = running_routes("recusal", "/projects/{project_id}/reviewers")

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]


class InterestIn(BaseModel):
    """What the interest is: took part in preparing it or a rival, is related to who did, other."""

    model_config = ConfigDict(extra="forbid")

    interest: Interest


class ReasonIn(BaseModel):
    """Why the reviewer does not judge the project."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


class CandidateOut(BaseModel):
    """A member of the panel. `bar` says why not to judge this project, "" for who is free to."""

    reviewer_id: str
    unit_id: str
    bar: str
    assigned: bool


class CandidatesOut(BaseModel):
    """The panel, as it stands towards one project: `done` of `asked` sheets are in."""

    items: list[CandidateOut]
    done: int
    asked: int


async def listed(resources: OpenResources, project_id: str) -> ListedProject:
    """Return a project that is known here, or refuse."""
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    return found


@router.get("", responses=refusals(NoSuchProject))
async def list_candidates(
    project_id: Id,
    _: Annotated[Caller, Depends(may(Capability.PANEL, "R"))],
    resources: Resources,
) -> CandidatesOut:
    """List the panel with who is free to judge a project, who is barred and why, who is asked."""
    found = await listed(resources, project_id)
    sitting = await panel(resources.pool, found.programme_id)
    taking_part = await parties(resources.pool, project_id)
    contact = await barred_contact(resources.pool, project_id)
    standing = [row for row in await reviews(resources.pool, project_id) if not row.void]
    asked = {row.reviewer_id for row in standing}
    items = [
        CandidateOut(
            reviewer_id=who,
            unit_id=unit,
            bar=bar_of(
                unit,
                taking_part,
                contact=who == contact,
                recused=sitting.recused(project_id, who),
            ),
            assigned=who in asked,
        )
        for who, unit in sorted(sitting.judging(project_id).items())
    ]
    done = sum(1 for row in standing if row.handed_in)
    return CandidatesOut(items=items, done=done, asked=len(asked))


@router.put(
    "/{reviewer_id}/recusal",
    responses=refusals(NoSuchProject, OnlyOnesOwnRecusal, NobodyOfThePanel, RoundOver, KeyReused),
)
async def declare_recusal(
    project_id: Id,
    reviewer_id: Id,
    declared: InterestIn,
    caller: Annotated[Caller, Depends(may(Capability.PANEL, "C"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Declare an interest in a project, as its reviewer: one does not judge or see it any more."""
    found = await listed(resources, project_id)
    command = DeclareRecusal(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        interest=declared.interest,
        by=caller.id,
        round_closed=await round_closed(resources.pool, project_id),
    )
    stream = panel_of(found.programme_id)
    return await handle(command, DECIDER, stream, resources.store, context)


@router.post(
    "/{reviewer_id}/recusal",
    responses=refusals(NoSuchProject, NobodyOfThePanel, RoundOver, KeyReused),
)
async def impose_recusal(
    project_id: Id,
    reviewer_id: Id,
    why: ReasonIn,
    caller: Annotated[Caller, Depends(may(Capability.PANEL, "A"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Decide that a reviewer does not judge a project, for a reason."""
    found = await listed(resources, project_id)
    command = ImposeRecusal(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        reason=why.reason,
        by=AccountId(caller.id),
        round_closed=await round_closed(resources.pool, project_id),
    )
    stream = panel_of(found.programme_id)
    return await handle(command, DECIDER, stream, resources.store, context)


@router.put(
    "/{reviewer_id}/standing-down",
    responses=refusals(NoSuchProject, OnlyOnesOwnSeat, NobodyOfThePanel, RoundOver, KeyReused),
)
async def stand_down(
    project_id: Id,
    reviewer_id: Id,
    caller: Annotated[Caller, Depends(may(Capability.PANEL, "C"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Stand down from a project as its reviewer, for illness, say; a sheet that is in stays valid."""
    found = await listed(resources, project_id)
    command = await standing_down(found, reviewer_id, caller, resources, own=True)
    return await handle(command, DECIDER, panel_of(found.programme_id), resources.store, context)


@router.post(
    "/{reviewer_id}/standing-down",
    responses=refusals(NoSuchProject, NobodyOfThePanel, RoundOver, KeyReused),
)
async def let_stand_down(
    project_id: Id,
    reviewer_id: Id,
    caller: Annotated[Caller, Depends(may(Capability.PANEL, "A"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Let a reviewer stand down from a project, who is ill, say."""
    found = await listed(resources, project_id)
    command = await standing_down(found, reviewer_id, caller, resources, own=False)
    return await handle(command, DECIDER, panel_of(found.programme_id), resources.store, context)


async def standing_down(
    found: ListedProject, reviewer_id: str, caller: Caller, resources: OpenResources, *, own: bool
) -> StandDown:
    """Return the wish that a reviewer stands down from a project."""
    return StandDown(
        programme_id=found.programme_id,
        project_id=found.project_id,
        reviewer_id=reviewer_id,
        by=caller.id,
        own=own,
        round_closed=await round_closed(resources.pool, found.project_id),
    )

"""The decisions on applications over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.applications.participation.api import ALWAYS, OF_UNIT, Addressed, Reason
from services.applications.participation.commands import Accept, Reject, Return
from services.applications.participation.decider import (
    ApplicationIncomplete,
    NoSuchApplication,
    NotAwaitingDecision,
    OnlyALeaderDecides,
)
from services.applications.standing import ProjectAlreadyLed
from services.applications.terms import NoWorkingCalendar
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import may
from shared.http.rights import Capability, Role
from shared.http.validation import Words
from shared.store.events import Receipt

router = APIRouter(prefix=OF_UNIT, tags=["participations"])

Judge = Annotated[Caller, Depends(may(Capability.APPLICATION_DECISION, "A"))]
DECIDING = (*ALWAYS, NoSuchApplication, NotAwaitingDecision)


class Advice(BaseModel):
    """What has to be completed."""

    model_config = ConfigDict(extra="forbid")

    advice: Annotated[Words, Field(min_length=1)]


@router.post(
    "/acceptance",
    responses=refusals(
        *DECIDING, ApplicationIncomplete, ProjectAlreadyLed, OnlyALeaderDecides, NoWorkingCalendar
    ),
)
async def accept(
    part: Addressed,
    caller: Judge,
) -> Receipt:
    """Accept an application: the unit takes part from now on. A supplement: leaders only."""
    leader = Role.LEADER in caller.roles
    at = part.context.occurred_at
    command = Accept(project=part.project, unit_id=part.unit_id, at=at, by_leader=leader)
    return await part.take(command)


@router.post("/return", responses=refusals(*DECIDING))
async def give_back(
    part: Addressed,
    what: Advice,
    _: Judge,
) -> Receipt:
    """Return an application with advice on what to complete."""
    command = Return(project=part.project, unit_id=part.unit_id, advice=what.advice)
    return await part.take(command)


@router.post("/rejection", responses=refusals(*DECIDING, OnlyALeaderDecides))
async def reject(
    part: Addressed,
    why: Reason,
    caller: Judge,
) -> Receipt:
    """Refuse an application with a reason. A supplement: leaders only."""
    leader = Role.LEADER in caller.roles
    command = Reject(
        project=part.project, unit_id=part.unit_id, reason=why.reason, by_leader=leader
    )
    return await part.take(command)

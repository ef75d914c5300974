"""Leaving a project over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from services.applications.participation.api import (
    ALWAYS,
    OF_UNIT,
    READS_ALL,
    Addressed,
    Part,
    Reason,
)
from services.applications.participation.commands import End
from services.applications.participation.decider import DECIDER as PARTICIPATION
from services.applications.participation.decider import NoLongerInIt
from services.applications.participation.events import participation_of
from services.applications.team.api import role_in
from services.applications.team.projection import liaison_of
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Resources, etag, may
from shared.http.rights import Capability
from shared.http.validation import Words
from shared.ids import AccountId, UnitId
from shared.store.events import Receipt
from shared.store.handle import Reaction, VersionMoved, handle, handle_together
from shared.timing.zone import SHANGHAI

from .commands import ApproveLeaving, AskToLeave, GiveOpinion, LeavingCommand, RefuseLeaving
from .decider import (
    DECIDER,
    AlreadyAsked,
    LeadIsReplaced,
    LeadNotHeard,
    LeavingNotAllowed,
    NobodyAsked,
    NoPartToLeave,
    OnlyTheLeadSays,
    OnlyTheUnitAsksToLeave,
)
from .events import leaving_of
from .projection import Leaving, leaving_with

router = APIRouter(prefix=OF_UNIT + "/leaving", tags=["leaving"])

Asker = Annotated[Caller, Depends(may(Capability.LEAVING, "C"))]
Judge = Annotated[Caller, Depends(may(Capability.LEAVING, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.LEAVING, "R"))]


class Opinion(BaseModel):
    """What the lead thinks."""

    model_config = ConfigDict(extra="forbid")

    agrees: Annotated[bool, Field(strict=True)]
    opinion: Annotated[Words, Field(min_length=1)]


class Approval(Reason):
    """Why the unit may go, and its last day; without one, today."""

    ended_on: Day | None = None


def today(part: Part) -> date:
    """Return the day it is in the office."""
    return part.context.occurred_at.astimezone(SHANGHAI).date()


async def put_down(part: Part, command: LeavingCommand) -> Receipt:
    """Hand a command to the rules and record what follows."""
    return await handle(
        command,
        DECIDER,
        leaving_of(part.project.project_id, part.unit_id),
        part.resources.store,
        part.context,
        expected_version=part.seen,
    )


async def put_down_and_end(part: Part, command: AskToLeave | ApproveLeaving, end: End) -> Receipt:
    """Let a unit go and end its part, both or neither."""
    project_id, store = part.project.project_id, part.resources.store
    leaving = leaving_of(project_id, part.unit_id)
    version = (await store.read(leaving)).version
    if part.seen not in {None, version}:
        raise VersionMoved(current=version)
    asked = [
        Reaction(command, DECIDER, leaving),
        Reaction(end, PARTICIPATION, participation_of(project_id, part.unit_id)),
    ]
    return await handle_together(asked, store, part.context)


async def end_of_part(part: Part, reason: str, ended_on: date) -> End:
    """Return the end that an approved request brings."""
    async with part.resources.pool.acquire() as connection:
        liaison = await liaison_of(part.project.project_id, part.unit_id, connection)
    return End(
        project=part.project,
        unit_id=part.unit_id,
        cause="withdrawal",
        reason=reason,
        ended_on=ended_on,
        today=today(part),
        liaison=liaison,
    )


@router.put(
    "",
    responses=refusals(
        *ALWAYS,
        OnlyTheUnitAsksToLeave,
        NoPartToLeave,
        LeadIsReplaced,
        LeavingNotAllowed,
        AlreadyAsked,
    ),
)
async def ask_to_leave(part: Addressed, why: Reason, caller: Asker) -> Receipt:
    """Ask to leave a project, with a reason. Where the programme's rules let it, the unit is out."""
    command = AskToLeave(
        project=part.project,
        unit_id=part.unit_id,
        role=await role_in(part),
        reason=why.reason,
        by=caller.unit,
        today=today(part),
    )
    if part.project.rules.leaving == "free":
        end = await end_of_part(part, why.reason, today(part))
        return await put_down_and_end(part, command, end)
    return await put_down(part, command)


@router.put("/opinion", responses=refusals(*ALWAYS, OnlyTheLeadSays, NobodyAsked))
async def give_opinion(part: Addressed, opinion: Opinion, caller: Asker) -> Receipt:
    """Say, as the project's lead, what to think of a request."""
    command = GiveOpinion(
        project=part.project,
        unit_id=part.unit_id,
        agrees=opinion.agrees,
        opinion=opinion.opinion,
        by=caller.unit,
    )
    return await put_down(part, command)


@router.post("/refusal", responses=refusals(*ALWAYS, NobodyAsked))
async def refuse_leaving(part: Addressed, why: Reason, caller: Judge) -> Receipt:
    """Let the unit not go, with a reason. Leaders of the organiser only."""
    command = RefuseLeaving(
        project=part.project, unit_id=part.unit_id, reason=why.reason, by=AccountId(caller.id)
    )
    return await put_down(part, command)


@router.post("/approval", responses=refusals(*ALWAYS, NobodyAsked, LeadNotHeard, NoLongerInIt))
async def approve_leaving(part: Addressed, approval: Approval, caller: Judge) -> Receipt:
    """Let the unit go, with a reason and its last day. Leaders of the organiser only."""
    ended_on = approval.ended_on or today(part)
    command = ApproveLeaving(
        project=part.project,
        unit_id=part.unit_id,
        reason=approval.reason,
        ended_on=ended_on,
        by=AccountId(caller.id),
    )
    end = await end_of_part(part, approval.reason, ended_on)
    return await put_down_and_end(part, command, end)


@router.get("", responses=refusals(*ALWAYS, NobodyAsked))
async def read_leaving(
    part: Addressed, caller: Reader, resources: Resources, response: Response
) -> Leaving:
    """Read a unit's last request. The unit, the project's lead, the organiser and the auditor may."""
    project = part.project
    concerned = {part.unit_id, UnitId(project.lead_unit_id)}
    async with resources.pool.acquire() as connection:
        found = await leaving_with(project.project_id, part.unit_id, connection)
    own = any(project.acts_for(caller.unit, unit) for unit in concerned)
    if found is None or not (own or caller.roles & READS_ALL):
        raise NobodyAsked
    response.headers.update(etag(found.version))
    return found

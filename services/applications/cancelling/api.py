"""Cancelling a project over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from services.applications.judgement.projection import results_accepted
from services.applications.participation.api import Facts
from services.applications.participation.commands import End
from services.applications.participation.decider import DECIDER as PARTICIPATION
from services.applications.participation.events import participation_of
from services.applications.participation.projection import participations_in
from services.applications.project.commands import CancelProject
from services.applications.project.decider import (
    DECIDER,
    CancelledAlready,
    ProjectUnknown,
    ResultsAreAccepted,
)
from services.applications.project.events import project_of
from services.applications.standing import ProgrammeIsClosed, ProjectFacts
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import AccountId
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, Reaction, handle_together
from shared.timing.zone import SHANGHAI

router = APIRouter(prefix="/projects/{project_id}", tags=["catalogue"])

Leader = Annotated[Caller, Depends(may(Capability.CATALOGUE, "A"))]


class Cancellation(BaseModel):
    """Why a project is given up."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


@router.post(
    "/cancellation",
    responses=refusals(
        MayNot, ProjectUnknown, ProgrammeIsClosed, CancelledAlready, ResultsAreAccepted, KeyReused
    ),
)
async def cancel_project(
    project: Facts, why: Cancellation, caller: Leader, context: Context, resources: Resources
) -> Receipt:
    """Give a project up, for a reason; every part in it ends. Leaders of the organiser only."""
    if project.closed_at is not None:
        raise ProgrammeIsClosed
    async with resources.pool.acquire() as connection:
        accepted = await results_accepted(project.project_id, connection)
    command = CancelProject(reason=why.reason, results_accepted=accepted, by=AccountId(caller.id))
    reaction = Reaction(command, DECIDER, project_of(project.project_id))
    ends = await ending(project, why.reason, context, resources)
    return await handle_together([reaction, *ends], resources.store, context)


async def ending(
    project: ProjectFacts, reason: str, context: CommandContext, resources: OpenResources
) -> list[Reaction[Any, Any, Any]]:
    """Return the end of every unit's part in the project."""
    async with resources.pool.acquire() as connection:
        parts = await participations_in(project.project_id, connection)
    today = context.occurred_at.astimezone(SHANGHAI).date()
    return [
        Reaction(
            End(
                project=project,
                unit_id=part.unit_id,
                cause="project_cancelled",
                reason=reason,
                ended_on=today,
                today=today,
            ),
            PARTICIPATION,
            participation_of(project.project_id, part.unit_id),
        )
        for part in parts
        if part.status == "active"
    ]

"""The end of a programme's year over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from services.applications.programme.api import ProgrammePath
from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.projection import programme_with
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, may
from shared.http.rights import Capability, Role
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle

from .commands import CloseProgramme, PrepareClosing, YearEnd
from .decider import DECIDER, ClosingNotPrepared, PreparerDoesNotClose, YearNotOver
from .events import FinalProject, closing_of
from .projection import closing_with, year_end

router = APIRouter(prefix="/programmes/{programme_id}/closing", tags=["programmes"])

Preparer = Annotated[Caller, Depends(may(Capability.PROGRAMME_ANNOUNCE, "C"))]
Closer = Annotated[Caller, Depends(may(Capability.PROGRAMME_ANNOUNCE, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.PROGRAMME_ANNOUNCE, "R"))]
INSIDE = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
ALWAYS = (MayNot, ProgrammeUnknown, YearNotOver, KeyReused)


class ClosingState(BaseModel):
    """How far a programme's end is. Only organiser and auditor see what keeps it open.

    `final` says what became of each project, `undecided` which decisions do not stand yet, and
    `objected` where an objection waits for its answer.
    """

    status: Literal["running", "prepared", "closed"]
    prepared_by: str
    closed_by: str
    closed_at: datetime | None
    final: Sequence[FinalProject] = ()
    undecided: Sequence[ProjectId] = ()
    objected: Sequence[ProjectId] = ()


async def at_its_end(programme_id: ProgrammeId, resources: OpenResources) -> YearEnd:
    """Return how an announced programme's projects stand, or refuse."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
        if programme is None or programme.announced_at is None:
            raise ProgrammeUnknown
        return await year_end(programme_id, connection)


@router.put("/preparation", responses=refusals(*ALWAYS))
async def prepare_closing(
    programme_id: ProgrammePath, caller: Preparer, context: Context, resources: Resources
) -> Receipt:
    """Put a programme forward to be closed. Staff of the organiser; a leader decides."""
    found = await at_its_end(programme_id, resources)
    command = PrepareClosing(year_end=found, by=AccountId(caller.id))
    return await handle(command, DECIDER, closing_of(programme_id), resources.store, context)


@router.post("", responses=refusals(*ALWAYS, ClosingNotPrepared, PreparerDoesNotClose))
async def close_programme(
    programme_id: ProgrammePath, caller: Closer, context: Context, resources: Resources
) -> Receipt:
    """Close a programme whose decisions all stand. Leaders of the organiser only (X12)."""
    found = await at_its_end(programme_id, resources)
    command = CloseProgramme(year_end=found, by=AccountId(caller.id))
    return await handle(command, DECIDER, closing_of(programme_id), resources.store, context)


@router.get("", responses=refusals(MayNot, ProgrammeUnknown))
async def read_closing(
    programme_id: ProgrammePath, caller: Reader, resources: Resources
) -> ClosingState:
    """Read whether a programme is closed, and what still keeps it open."""
    found = await at_its_end(programme_id, resources)
    async with resources.pool.acquire() as connection:
        row = await closing_with(programme_id, connection)
    inside = bool(caller.roles & INSIDE)
    return ClosingState(
        status="running" if row is None else "closed" if row.closed_at else "prepared",
        prepared_by=row.prepared_by if row and inside else "",
        closed_by=row.closed_by if row and inside else "",
        closed_at=row.closed_at if row else None,
        final=found.final if inside else (),
        undecided=found.undecided if inside else (),
        objected=found.objected if inside else (),
    )

"""Lodging objections and reading their answers over HTTP. The ruling is in `publicity`."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, StringConstraints

from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import parties, project
from services.evaluation.decision.projection import decision
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability
from shared.http.validation import Words
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle
from shared.store.sealed import Sealed

from .commands import LodgeObjection
from .decider import DECIDER, NothingToObjectTo, NotOnesOwnProject, ObjectionIdTaken
from .events import objection_of
from .projection import ObjectionRow, Status, objections_by, objections_to

router = APIRouter(prefix="/projects/{project_id}", tags=["objection"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
Objector = Annotated[Caller, Depends(may(Capability.OBJECTION, "C"))]
Reader = Annotated[Caller, Depends(may(Capability.OBJECTION, "R"))]


class ObjectionIn(BaseModel):
    """An objection: who signs it, and why. One that lacks either is put down and declined."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Words, StringConstraints(max_length=200)] = ""
    reason: Words = ""


class ObjectionOut(BaseModel):
    """An objection and its answer.

    `name` is null where nobody signed or the name was erased; `lack` says why it was declined.
    """

    objection_id: str
    project_id: str
    unit_id: str
    lodged_by: str
    name: str | None
    reason: str
    lodged_at: datetime
    status: Status
    lack: str
    answer: str
    answered_at: datetime | None


class ObjectionList(BaseModel):
    """Objections to one result, oldest first."""

    items: list[ObjectionOut]


@router.put(
    "/objections/{objection_id}",
    responses=refusals(
        NoSuchProject, NotOnesOwnProject, NothingToObjectTo, ObjectionIdTaken, KeyReused
    ),
)
async def lodge_objection(
    project_id: Id,
    objection_id: Id,
    objection: ObjectionIn,
    caller: Objector,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Object to the result of a project one has a part in, while it is before the public."""
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    row = await decision(resources.pool, project_id)
    command = LodgeObjection(
        programme_id=found.programme_id,
        project_id=found.project_id,
        objection_id=objection_id,
        unit_id=caller.unit,
        by=AccountId(caller.id),
        name=await sealed(resources, caller, objection.name),
        reason=objection.reason,
        parties=await parties(resources.pool, project_id),
        until=None if row is None else row.public_until,
        at=context.occurred_at,
    )
    return await handle(command, DECIDER, objection_of(objection_id), resources.store, context)


async def sealed(resources: OpenResources, caller: Caller, name: str) -> Sealed | None:
    """Return who signed, sealed under that account's key; None if nobody did."""
    return await resources.vault.seal(f"person:{caller.id}", name) if name else None


@router.get("/objections", responses=refusals(NoSuchProject))
async def list_objections(project_id: Id, _: Reader, resources: Resources) -> ObjectionList:
    """List the objections to a project's result."""
    if await project(resources.pool, project_id) is None:
        raise NoSuchProject
    rows = await objections_to(resources.pool, project_id)
    return ObjectionList(items=[await shown(resources, row) for row in rows])


@router.get("/own-objections", responses=refusals(NoSuchProject))
async def list_own_objections(
    project_id: Id, caller: Objector, resources: Resources
) -> ObjectionList:
    """List the own unit's objections to a project's result, with their answers."""
    if await project(resources.pool, project_id) is None:
        raise NoSuchProject
    rows = await objections_by(resources.pool, project_id, caller.unit)
    return ObjectionList(items=[await shown(resources, row) for row in rows])


async def shown(resources: OpenResources, row: ObjectionRow) -> ObjectionOut:
    """Return an objection for reading, with the name of who signed it."""
    return ObjectionOut(
        objection_id=row.objection_id,
        project_id=row.project_id,
        unit_id=row.unit_id,
        lodged_by=row.lodged_by,
        name=None if row.signed is None else await resources.vault.open(row.signed),
        reason=row.reason,
        lodged_at=row.lodged_at,
        status=row.status,
        lack=row.lack,
        answer=row.answer,
        answered_at=row.answered_at,
    )

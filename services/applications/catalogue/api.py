"""The catalogue over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.applications.participation.api import ProjectPath
from services.applications.programme.api import DRAFTS, ProgrammePath
from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.projection import programme_with
from services.applications.project.decider import ProjectUnknown
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Now, Resources, etag, may
from shared.http.rights import Capability

from .projection import CatalogueEntry, LookedAfter, Wanted, looked_after, project_with, projects_of

router = APIRouter(tags=["catalogue"])

Reader = Annotated[Caller, Depends(may(Capability.CATALOGUE, "R"))]
ContactReader = Annotated[Caller, Depends(may(Capability.CONTACT_LEADER, "R"))]


@router.get("/programmes/{programme_id}/projects", responses=refusals(MayNot, ProgrammeUnknown))
async def list_projects(
    programme_id: ProgrammePath,
    caller: Reader,
    resources: Resources,
    q: Annotated[str, Query(max_length=100, description="A number, or words in the text.")] = "",
    category: Annotated[str, Query(max_length=64)] = "",
    unit: Annotated[str, Query(max_length=64, description="Who leads, acts or co-leads.")] = "",
    after: Annotated[int, Query(ge=0, le=10_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Sequence[CatalogueEntry]:
    """List a programme's projects by number; `after` is the last number of the page before.

    Every unit reads them in full from the announcement on (REQ-19).
    """
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
        if programme is None:
            raise ProgrammeUnknown
        if programme.status == "drafted" and not DRAFTS.held_by(caller.roles):
            raise ProgrammeUnknown
        wanted = Wanted(words=q.strip(), category=category, unit=unit)
        return await projects_of(programme_id, wanted, after, limit, connection)


@router.get("/projects/{project_id}", responses=refusals(MayNot, ProjectUnknown))
async def read_project(
    project_id: ProjectPath, caller: Reader, resources: Resources, response: Response
) -> CatalogueEntry:
    """Read one project with its lead and its co-leads."""
    async with resources.pool.acquire() as connection:
        found = await project_with(project_id, connection)
    if found is None or not (found[1] or DRAFTS.held_by(caller.roles)):
        raise ProjectUnknown
    response.headers.update(etag(found[0].version))
    return found[0]


@router.get(
    "/programmes/{programme_id}/contact-leaders", responses=refusals(MayNot, ProgrammeUnknown)
)
async def list_contact_leaders(
    programme_id: ProgrammePath, caller: ContactReader, resources: Resources, now: Now
) -> Sequence[LookedAfter]:
    """List who looks after which project, and which projects are short of co-leads (AMB-10)."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
        if programme is None:
            raise ProgrammeUnknown
        if programme.status == "drafted" and not DRAFTS.held_by(caller.roles):
            raise ProgrammeUnknown
        return await looked_after(programme, now, connection)

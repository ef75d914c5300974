"""Listing a project by hand, over HTTP: in the catalogue and in its category at one moment."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from services.applications import notice as file
from services.applications.programme.events import programme_of
from services.applications.project import decider as projects
from services.applications.project.commands import ListProject
from services.applications.project.events import LeadUnitDesignated, ProjectListed, project_of
from services.applications.project.projection import led_projects
from services.applications.rulebook import decider as rulebooks
from services.applications.rulebook.commands import TakeIn
from services.applications.unit.api import UnitNotOnRoll
from services.applications.unit.projection import unit_with
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, ProgrammeId, ProjectId, UnitId
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle_together
from shared.timing.zone import SHANGHAI

router = APIRouter(prefix="/programmes/{programme_id}/projects", tags=["catalogue"])

ProgrammePath = Annotated[ProgrammeId, Path(pattern=SLUG_PATTERN, max_length=64)]
ProjectPath = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=64)]
Lister = Annotated[Caller, Depends(may(Capability.CATALOGUE, "C"))]
OR_NONE = r"^([a-z0-9]+(-[a-z0-9]+)*)?$"


class NewProject(BaseModel):
    """A project of the list, with the unit that is to lead it and perhaps one that acts for it."""

    model_config = ConfigDict(extra="forbid")

    number: file.Number
    title: Line
    title_en: Line
    category: file.Slug
    category_basis: Line = "organiser"
    content_and_targets: file.Long
    lead_unit_id: Annotated[UnitId, Field(pattern=SLUG_PATTERN, max_length=64)]
    executing_unit_id: Annotated[str, Field(pattern=OR_NONE, max_length=64)] = ""


@router.put(
    "/{project_id}",
    responses=refusals(
        MayNot,
        UnitNotOnRoll,
        projects.ProjectDiffers,
        rulebooks.NoSuchDraft,
        rulebooks.CategoryUnknown,
        rulebooks.NumberTaken,
        rulebooks.RulesAreSettled,
        KeyReused,
        VersionMoved,
    ),
)
async def list_project(
    programme_id: ProgrammePath,
    project_id: ProjectPath,
    new: NewProject,
    _: Lister,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """List a project in a draft, with its lead and in its category. The same again changes nothing.

    `If-Match` is the version of the programme.
    """
    lead = await lead_of(new, programme_id, project_id, context, resources)
    listed = ProjectListed(
        programme_id=programme_id,
        project_id=project_id,
        **new.model_dump(exclude={"lead_unit_id", "executing_unit_id"}),
    )
    take_in = await taking_in(new, programme_id, project_id, resources)
    listing = ListProject(project=listed, lead=lead)
    return await handle_together(
        [
            Reaction(take_in, rulebooks.DECIDER, programme_of(programme_id)),
            Reaction(listing, projects.DECIDER, project_of(project_id)),
        ],
        resources.store,
        context,
        expected_version=seen,
    )


async def taking_in(
    new: NewProject, programme_id: ProgrammeId, project_id: ProjectId, resources: OpenResources
) -> TakeIn:
    """Return the command to take a project into the draft, knowing the numbers of the others."""
    async with resources.pool.acquire() as connection:
        others = await led_projects(programme_id, connection)
    taken = frozenset(each.number for each in others if each.project_id != project_id)
    return TakeIn(project_id=project_id, number=new.number, category=new.category, taken=taken)


async def lead_of(
    new: NewProject,
    programme_id: ProgrammeId,
    project_id: ProjectId,
    context: CommandContext,
    resources: OpenResources,
) -> LeadUnitDesignated:
    """Return the designation of the lead by the list, under its name of the day (AMB-05)."""
    day = context.occurred_at.astimezone(SHANGHAI).date()
    names: list[str] = []
    async with resources.pool.acquire() as connection:
        for unit_id in filter(None, (new.lead_unit_id, new.executing_unit_id)):
            unit = await unit_with(UnitId(unit_id), connection)
            if unit is None or not unit.stands_on(day):
                raise UnitNotOnRoll
            names.append(unit.on(day).full_name or unit.on(day).name)
    lead, *executing = names
    return LeadUnitDesignated(
        programme_id=programme_id,
        project_id=project_id,
        unit_id=new.lead_unit_id,
        executing_unit_id=new.executing_unit_id,
        basis="annex",
        as_printed=f"{lead}（{executing[0]}）" if executing else lead,
    )

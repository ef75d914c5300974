"""Applications over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from services.applications.papers import receipt_paper
from services.applications.project.decider import ProjectUnknown
from services.applications.standing import (
    OneRolePerProject,
    OnlyTheDesignatedLead,
    OnlyTheUnitItself,
    ParticipationRole,
    ProgrammeIsClosed,
    ProjectFacts,
    ProjectIsCancelled,
    TakesPartInEnough,
    check_running,
)
from services.applications.unit.api import UnitNotOnRoll
from services.applications.unit.projection import unit_with
from services.applications.windows import ApplicationsClosed, ApplicationsNotOpen
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, SeenVersion, may
from shared.http.rights import Capability, Right, Role
from shared.http.validation import Words
from shared.ids import SLUG_PATTERN, ProjectId, UnitId
from shared.papers.desk import rendering
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle_together
from shared.timing.zone import SHANGHAI

from .commands import (
    Apply,
    Decline,
    Paper,
    ParticipationCommand,
    Supplement,
    Withdraw,
)
from .decider import (
    DECIDER,
    AlreadyTakesPart,
    ApplicationIncomplete,
    DesignationIsDeclined,
    NoSuchApplication,
)
from .events import participation_of
from .projection import Participation, facts_of, others_of, participations_in

OF_PROJECT = "/projects/{project_id}/participations"
OF_UNIT = OF_PROJECT + "/{unit_id}"
router = APIRouter(prefix=OF_PROJECT, tags=["participations"])
of_unit = APIRouter(prefix=OF_UNIT, tags=["participations"])

ProjectPath = Annotated[ProjectId, Path(pattern=SLUG_PATTERN, max_length=100)]
UnitPath = Annotated[UnitId, Path(pattern=SLUG_PATTERN, max_length=100)]
Applicant = Annotated[Caller, Depends(may(Capability.CO_LEAD_APPLICATION, "C"))]
Editor = Annotated[Caller, Depends(may(Capability.CO_LEAD_APPLICATION, "E"))]
Decliner = Annotated[Caller, Depends(may(Capability.DESIGNATION, "C"))]
Reader = Annotated[Caller, Depends(may(Capability.APPLICATION_DECISION, "R"))]
MAY_LEAD = Right(capability=Capability.LEAD_APPLICATION, verb="C")
READS_ALL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
ALWAYS = (
    MayNot,
    ProjectUnknown,
    ProjectIsCancelled,
    ProgrammeIsClosed,
    KeyReused,
    VersionMoved,
)


async def facts(project_id: ProjectPath, resources: Resources) -> ProjectFacts:
    """Return what the rules need to know of the project in the path, or refuse."""
    async with resources.pool.acquire() as connection:
        found = await facts_of(project_id, connection)
    if found is None:
        raise ProjectUnknown
    return found


Facts = Annotated[ProjectFacts, Depends(facts)]


@dataclass(frozen=True)
class Part:
    """One unit's part in one project, which a request wants to change."""

    project: ProjectFacts
    unit_id: UnitId
    context: CommandContext
    seen: int | None
    resources: OpenResources

    async def take(
        self, command: ParticipationCommand, *with_it: Reaction[Any, Any, Any]
    ) -> Receipt:
        """Hand a command to the rules and record what follows with it, if the year still runs."""
        check_running(self.project)
        stream = participation_of(self.project.project_id, self.unit_id)
        acts = (Reaction(command, DECIDER, stream), *with_it)
        return await handle_together(
            acts, self.resources.store, self.context, expected_version=self.seen
        )


async def addressed(
    project: Facts, unit_id: UnitPath, context: Context, seen: SeenVersion, resources: Resources
) -> Part:
    """Return the part that a request's path speaks of."""
    return Part(project, unit_id, context, seen, resources)


Addressed = Annotated[Part, Depends(addressed)]


class Application(BaseModel):
    """What a unit writes when it applies. What may be empty here may still be required (REQ-19)."""

    model_config = ConfigDict(extra="forbid")

    role: ParticipationRole
    functions_and_strengths: Words = ""
    entry_point: Words = ""
    plan_outline: Words = ""
    resources: Words = ""


class Reason(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Words, Field(min_length=1)]


@router.get("", responses=refusals(MayNot, ProjectUnknown))
async def list_participations(
    project: Facts, caller: Reader, resources: Resources
) -> Sequence[Participation]:
    """List who applied to a project.

    The organiser, the auditor and the project's lead see all. Others see their own, and of the
    accepted ones who they are, without what they wrote (domain.md 4).
    """
    reads_all = bool(caller.roles & READS_ALL)
    if project.announced_at is None and not reads_all:
        raise ProjectUnknown
    async with resources.pool.acquire() as connection:
        found = await participations_in(project.project_id, connection)
    if reads_all or project.acts_for(caller.unit, UnitId(project.lead_unit_id)):
        return found
    return [
        part if part.unit_id == caller.unit else in_public(part)
        for part in found
        if part.unit_id == caller.unit or part.status == "active"
    ]


def in_public(part: Participation) -> Participation:
    """Return what everyone may see of an accepted participation."""
    return replace(
        part,
        functions_and_strengths="",
        entry_point="",
        plan_outline="",
        resources="",
        remark="",
        supplementary_reason="",
        scan="",
    )


FILING = (
    *ALWAYS,
    UnitNotOnRoll,
    ApplicationsNotOpen,
    ApplicationIncomplete,
    OneRolePerProject,
    TakesPartInEnough,
    AlreadyTakesPart,
    DesignationIsDeclined,
)


@of_unit.put("/application", responses=refusals(*FILING, OnlyTheUnitItself, ApplicationsClosed))
async def apply(
    part: Addressed,
    application: Application,
    caller: Applicant,
) -> Receipt:
    """Apply to lead or to co-lead a project, or confirm a designation.

    The same application sent again changes nothing; another content replaces an application that
    nobody has decided on yet.
    """
    return await file(part, application, caller, caller.unit)


async def file(
    part: Part,
    application: Application,
    caller: Caller,
    by: str,
    supplement: Supplement | None = None,
    paper: Paper | None = None,
) -> Receipt:
    """File the application of a unit of the roll, as this unit's account or from a paper.

    The receipt for a paper is registered with it (REQ-58).
    """
    if application.role == "lead" and not MAY_LEAD.held_by(caller.roles):
        raise MayNot
    day = part.context.occurred_at.astimezone(SHANGHAI).date()
    async with part.resources.pool.acquire() as connection:
        unit = await unit_with(part.unit_id, connection)
        others = await others_of(part.project, part.unit_id, connection)
    if unit is None or not unit.stands_on(day):
        raise UnitNotOnRoll
    command = Apply(
        takes_part_in=others,
        project=part.project,
        unit_id=part.unit_id,
        by=by,
        at=part.context.occurred_at,
        supplement=supplement,
        paper=paper,
        **application.model_dump(include=set(Application.model_fields)),
    )
    if paper is None:
        return await part.take(command)
    name = unit.on(day).full_name or unit.on(day).name
    receipt = receipt_paper(
        part.project.project_id, part.unit_id, name, application.role, command.at
    )
    return await part.take(command, rendering(receipt, caller))


@of_unit.post(
    "/withdrawal",
    responses=refusals(
        *ALWAYS,
        OnlyTheUnitItself,
        NoSuchApplication,
        ApplicationsNotOpen,
        ApplicationsClosed,
        AlreadyTakesPart,
    ),
)
async def withdraw(
    part: Addressed,
    caller: Editor,
) -> Receipt:
    """Take an application back before the cut-off, freely (AMB-11)."""
    command = Withdraw(
        project=part.project, unit_id=part.unit_id, by=caller.unit, at=part.context.occurred_at
    )
    return await part.take(command)


@of_unit.post(
    "/decline",
    responses=refusals(
        *ALWAYS,
        OnlyTheDesignatedLead,
        OnlyTheUnitItself,
        ApplicationsNotOpen,
        AlreadyTakesPart,
        DesignationIsDeclined,
    ),
)
async def decline(
    part: Addressed,
    why: Reason,
    caller: Decliner,
) -> Receipt:
    """Decline to lead a project, with a reason. Responsible leaders of the designated unit only."""
    command = Decline(
        project=part.project,
        unit_id=part.unit_id,
        reason=why.reason,
        by=caller.unit,
        at=part.context.occurred_at,
    )
    return await part.take(command)

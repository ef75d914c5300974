"""Designating and replacing leads over HTTP.

A replaced lead's part ends in the same transaction; what it filed and what was decided stays. The new
lead confirms as any designated lead does, and the former one may apply to co-lead (AMB-12).
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.applications.participation.api import ALWAYS as OF_PARTS
from services.applications.participation.api import Facts, Reason
from services.applications.participation.commands import End
from services.applications.participation.decider import DECIDER as PARTICIPATION
from services.applications.participation.decider import NoLongerInIt
from services.applications.participation.events import participation_of
from services.applications.participation.projection import participation_with
from services.applications.project.commands import (
    Candidate,
    DesignateLead,
    PrepareReplacement,
    ReplaceLead,
)
from services.applications.project.decider import (
    DECIDER,
    AnotherApproves,
    CancelledAlready,
    CoLeadLeavesFirst,
    LeadsItAlready,
    NothingPutForward,
    ProjectHasALead,
)
from services.applications.project.events import LeadReplacementPrepared, project_of
from services.applications.standing import ProjectFacts
from services.applications.team.projection import liaison_of
from services.applications.unit.api import UnitNotOnRoll
from services.applications.unit.projection import unit_with
from shared.domain import NotPermitted
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN, AccountId, UnitId
from shared.resources import OpenResources
from shared.store.events import CommandContext, Receipt
from shared.store.handle import Reaction, VersionMoved, handle, handle_together
from shared.timing.zone import SHANGHAI

router = APIRouter(prefix="/projects/{project_id}", tags=["catalogue"])

ALWAYS = (*OF_PARTS, CancelledAlready)


class OnlyTheStaffPutsForward(NotPermitted):
    """A unit that may decline a designation has no say in who comes next."""

    zh = "更换牵头领办单位由组宣处提出。请向组宣处说明情况。"
    en = "Only the organiser's staff puts another lead forward."
    rule = "domain.md 4 X15"


async def organiser_staff(
    caller: Annotated[Caller, Depends(may(Capability.DESIGNATION, "C"))],
) -> Caller:
    """Return the caller if it is the organiser's staff."""
    if Role.STAFF not in caller.roles:
        raise OnlyTheStaffPutsForward
    return caller


Staff = Annotated[Caller, Depends(organiser_staff)]
Leader = Annotated[Caller, Depends(may(Capability.DESIGNATION, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.DESIGNATION, "R"))]
UnitName = Annotated[UnitId, Field(pattern=SLUG_PATTERN, max_length=100)]


class NewLead(BaseModel):
    """The unit that is to lead."""

    model_config = ConfigDict(extra="forbid")

    unit_id: UnitName


class Designation(Reason):
    """The unit that is to lead, and why."""

    unit_id: UnitName


@dataclass(frozen=True)
class Project:
    """The project whose lead a request wants to settle."""

    facts: ProjectFacts
    context: CommandContext
    seen: int | None
    resources: OpenResources

    async def candidate(self, unit_id: UnitId) -> Candidate:
        """Return what the rules need to know of a unit of the roll, or refuse."""
        day = self.context.occurred_at.astimezone(SHANGHAI).date()
        async with self.resources.pool.acquire() as connection:
            unit = await unit_with(unit_id, connection)
            part = await participation_with(self.facts.project_id, unit_id, connection)
        if unit is None or not unit.stands_on(day):
            raise UnitNotOnRoll
        return Candidate(
            unit_id=unit_id,
            executing_unit_id=unit.executing_unit_id,
            full_name=unit.on(day).full_name,
            co_leads=bool(part and part.status == "active" and part.role == "co_lead"),
            declined=bool(part and part.status == "declined"),
        )

    async def settle(self, command: DesignateLead | PrepareReplacement) -> Receipt:
        """Hand a command to the rules and record what follows."""
        return await handle(
            command,
            DECIDER,
            project_of(self.facts.project_id),
            self.resources.store,
            self.context,
            expected_version=self.seen,
        )


async def addressed(
    facts: Facts, context: Context, seen: SeenVersion, resources: Resources
) -> Project:
    """Return the project that a request's path speaks of."""
    return Project(facts, context, seen, resources)


Addressed = Annotated[Project, Depends(addressed)]


@router.put("/lead", responses=refusals(*ALWAYS, UnitNotOnRoll, ProjectHasALead))
async def designate_lead(project: Addressed, new: Designation, _: Leader) -> Receipt:
    """Designate a lead that has declined anew, with a reason. Leaders of the organiser only."""
    candidate = await project.candidate(new.unit_id)
    return await project.settle(DesignateLead(candidate=candidate, reason=new.reason))


@router.put(
    "/lead-replacement",
    responses=refusals(
        *ALWAYS, OnlyTheStaffPutsForward, UnitNotOnRoll, LeadsItAlready, CoLeadLeavesFirst
    ),
)
async def prepare_replacement(project: Addressed, new: Designation, caller: Staff) -> Receipt:
    """Put another lead forward, with the reason. A leader of the organiser decides."""
    command = PrepareReplacement(
        candidate=await project.candidate(new.unit_id),
        reason=new.reason,
        by=AccountId(caller.id),
    )
    return await project.settle(command)


@router.get("/lead-replacement", responses=refusals(*ALWAYS, NothingPutForward))
async def read_replacement(project: Addressed, _: Reader) -> LeadReplacementPrepared:
    """Read who was put forward to lead, by whom and why."""
    history = await project.resources.store.read(project_of(project.facts.project_id))
    prepared = history.folded(DECIDER).put_forward
    if prepared is None:
        raise NothingPutForward
    return prepared


@router.post(
    "/lead-replacement/approval",
    responses=refusals(
        *ALWAYS,
        UnitNotOnRoll,
        NothingPutForward,
        AnotherApproves,
        LeadsItAlready,
        CoLeadLeavesFirst,
        NoLongerInIt,
    ),
)
async def replace_lead(project: Addressed, new: NewLead, caller: Leader) -> Receipt:
    """Replace the lead by the unit that was put forward; the former lead's part ends."""
    store, stream = project.resources.store, project_of(project.facts.project_id)
    history = await store.read(stream)
    if project.seen not in {None, history.version}:
        raise VersionMoved(current=history.version)
    candidate = await project.candidate(new.unit_id)
    command = ReplaceLead(candidate=candidate, by=AccountId(caller.id))
    prepared = history.folded(DECIDER).put_forward
    ends = await ending(project, prepared.reason) if prepared else ()
    return await handle_together(
        [Reaction(command, DECIDER, stream), *ends], store, project.context
    )


async def ending(project: Project, reason: str) -> tuple[Reaction[Any, Any, Any], ...]:
    """Return the end of the former lead's part, if it ever confirmed."""
    facts, unit_id = project.facts, UnitId(project.facts.lead_unit_id)
    async with project.resources.pool.acquire() as connection:
        part = await participation_with(facts.project_id, unit_id, connection)
        liaison = await liaison_of(facts.project_id, unit_id, connection)
    if part is None or part.status != "active":
        return ()
    today = project.context.occurred_at.astimezone(SHANGHAI).date()
    end = End(
        project=facts,
        unit_id=unit_id,
        cause="lead_replaced",
        reason=reason,
        ended_on=today,
        today=today,
        liaison=liaison,
    )
    return (Reaction(end, PARTICIPATION, participation_of(facts.project_id, unit_id)),)

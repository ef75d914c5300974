"""Teams over HTTP: who is responsible for a project in a unit, and who is its liaison."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, assert_never

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from services.applications.participation.api import (
    ALWAYS,
    OF_UNIT,
    READS_ALL,
    Addressed,
    Facts,
    Part,
)
from services.applications.participation.projection import participation_with
from services.applications.project.decider import ProjectUnknown
from services.applications.standing import ParticipationRole
from shared.domain import NotFound, value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Resources, etag, may
from shared.http.rights import Capability
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, AccountId, UnitId
from shared.store.events import Receipt, Recorded
from shared.store.handle import handle

from .commands import NameLiaison, NameResponsibleLeader, RegisterTeam, TeamCommand
from .decider import (
    DECIDER,
    ExactlyOnePerson,
    NotTakingPart,
    OnlyTheUnitsOwnTeam,
    TwoPersonsNeeded,
)
from .events import LiaisonNamed, ResponsibleLeaderNamed, TeamEvent, WorkTeamRegistered, team_of
from .projection import Team, teams_in

router = APIRouter(prefix=OF_UNIT + "/team", tags=["teams"])
of_project = APIRouter(prefix="/projects/{project_id}/teams", tags=["teams"])

Editor = Annotated[Caller, Depends(may(Capability.TEAM, "C"))]
Reader = Annotated[Caller, Depends(may(Capability.TEAM, "R"))]
AccountName = Annotated[AccountId, Field(pattern=SLUG_PATTERN, max_length=60)]
EDITING = (*ALWAYS, OnlyTheUnitsOwnTeam, NotTakingPart)


class NoSuchTeam(NotFound):
    zh = "该单位在此项目中尚未确定工作班子和人员, 或您无权查看。请核对项目和单位。"
    en = "The unit has named nobody in this project yet, or this is not for you."
    rule = "REQ-31 REQ-39"


class WorkTeam(BaseModel):
    """What the team is called and which posts are in it, without names."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    composition: Annotated[Words, Field(min_length=1)]


class Named(BaseModel):
    """Who is named, by account. It has to be exactly one (REQ-32, REQ-33)."""

    model_config = ConfigDict(extra="forbid")

    accounts: Annotated[list[AccountName], Field(max_length=20)]


@value
class Naming:
    """One thing that happened to a team: what, when, who did it, and who was named, or ""."""

    type: str
    occurred_at: datetime
    actor: str
    account_id: str


@value
class TeamFile:
    """A team with everything that ever happened to it, oldest first."""

    team: Team
    history: Sequence[Naming]


async def role_in(part: Part) -> ParticipationRole | None:
    """Return the role of a unit that takes part now, or None."""
    async with part.resources.pool.acquire() as connection:
        found = await participation_with(part.project.project_id, part.unit_id, connection)
    return found.role if found and found.status == "active" else None


async def change(part: Part, command: TeamCommand) -> Receipt:
    """Hand a command to the rules and record what follows."""
    stream = team_of(part.project.project_id, part.unit_id)
    return await handle(
        command,
        DECIDER,
        stream,
        part.resources.store,
        part.context,
        expected_version=part.seen,
    )


@router.put("", responses=refusals(*EDITING))
async def register_team(part: Addressed, team: WorkTeam, caller: Editor) -> Receipt:
    """Set up the team of a unit that takes part, or say anew what it is."""
    command = RegisterTeam(
        project=part.project,
        unit_id=part.unit_id,
        role=await role_in(part),
        name=team.name,
        composition=team.composition,
        by=caller.unit,
    )
    return await change(part, command)


@router.put("/responsible-leader", responses=refusals(*EDITING, ExactlyOnePerson, TwoPersonsNeeded))
async def name_responsible_leader(part: Addressed, named: Named, caller: Editor) -> Receipt:
    """Name the one member of the leadership who is directly responsible, or a successor."""
    command = NameResponsibleLeader(
        project=part.project,
        unit_id=part.unit_id,
        role=await role_in(part),
        accounts=tuple(named.accounts),
        by=caller.unit,
    )
    return await change(part, command)


@router.put("/liaison", responses=refusals(*EDITING, ExactlyOnePerson, TwoPersonsNeeded))
async def name_liaison(part: Addressed, named: Named, caller: Editor) -> Receipt:
    """Name the one liaison, a co-lead its person in charge, or a successor."""
    command = NameLiaison(
        project=part.project,
        unit_id=part.unit_id,
        role=await role_in(part),
        accounts=tuple(named.accounts),
        by=caller.unit,
    )
    return await change(part, command)


@of_project.get("", responses=refusals(MayNot, ProjectUnknown))
async def list_teams(project: Facts, caller: Reader, resources: Resources) -> Sequence[Team]:
    """List a project's teams, the lead's first.

    The organiser, the auditor and the project's lead see all, a co-lead its own and the lead's.
    """
    async with resources.pool.acquire() as connection:
        teams = await teams_in(project.project_id, connection)
    lead = UnitId(project.lead_unit_id)
    if caller.roles & READS_ALL or project.acts_for(caller.unit, lead):
        return teams
    own = [team for team in teams if team.unit_id == caller.unit]
    return own and [team for team in teams if team.unit_id in {lead, caller.unit}]


@router.get("", responses=refusals(*ALWAYS, NoSuchTeam))
async def read_team(
    part: Addressed, caller: Reader, resources: Resources, response: Response
) -> TeamFile:
    """Read a team with its history: who was named when, and by whom."""
    teams = await list_teams(part.project, caller, resources)
    found = [team for team in teams if team.unit_id == part.unit_id]
    if not found:
        raise NoSuchTeam
    history = await resources.store.read(team_of(part.project.project_id, part.unit_id))
    response.headers.update(etag(found[0].version))
    return TeamFile(team=found[0], history=[_naming(each) for each in history.recorded])


def _naming(recorded: Recorded[TeamEvent]) -> Naming:
    return Naming(
        type=recorded.type,
        occurred_at=recorded.occurred_at,
        actor=recorded.actor,
        account_id=_who(recorded.event),
    )


def _who(event: TeamEvent) -> str:
    match event:
        case WorkTeamRegistered():
            return ""
        case ResponsibleLeaderNamed() | LiaisonNamed():
            return event.account_id
        case _:
            assert_never(event)

"""What a co-lead contributed, over HTTP: the lead proposes, the co-lead contests, the leader rules."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from services.evaluation.catalogue.decider import NoSuchProject
from services.evaluation.catalogue.projection import parties, project
from services.evaluation.rules.events import Contribution
from services.evaluation.rules.projection import rules
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Now, Resources, SeenVersion, may
from shared.http.rights import Capability, Role
from shared.http.validation import Words
from shared.ids import SLUG_PATTERN, AccountId, ProjectId, UnitId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import ContestContribution, ProposeContribution, RuleOnContribution
from .decider import (
    DECIDER,
    LEADING,
    AlreadyProposed,
    ContributionSettled,
    NoCalendarYet,
    NotACoLead,
    NothingProposed,
    OnlyTheCoLeadContests,
    OnlyTheLeaderRules,
    OnlyTheLeadProposes,
    StillContestable,
    TooLateToContest,
)
from .events import contribution_of
from .projection import ContributionRow, contributions

router = APIRouter(prefix="/projects/{project_id}/contributions", tags=["contribution"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Reason = Annotated[Words, Field(min_length=1)]
Liaison = Annotated[Caller, Depends(may(Capability.CONTRIBUTION, "C"))]
SEES_ALL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})


class StandingIn(BaseModel):
    """How a co-lead's part should count, and why."""

    model_config = ConfigDict(extra="forbid")

    standing: Contribution
    reason: Reason


class StatementIn(BaseModel):
    """What the co-lead delivered."""

    model_config = ConfigDict(extra="forbid")

    statement: Reason


class ContributionOut(BaseModel):
    """A co-lead's part that was called into question. `ruled` is "" before the ruling."""

    unit_id: str
    status: str
    proposed: str
    reason: str
    contest_until: datetime
    statement: str
    ruled: str
    ruling: str
    version: int


class ContributionsOut(BaseModel):
    """Every part in a project that was called into question and that the caller may see."""

    project_id: str
    items: list[ContributionOut]


def shown(row: ContributionRow) -> ContributionOut:
    """Return a part for reading."""
    return ContributionOut(
        unit_id=row.unit_id,
        status=row.status,
        proposed=row.proposed,
        reason=row.reason,
        contest_until=row.contest_until,
        statement=row.statement,
        ruled=row.ruled,
        ruling=row.ruling,
        version=row.version,
    )


@router.get("", responses=refusals(NoSuchProject))
async def read_contributions(
    project_id: Id,
    caller: Annotated[Caller, Depends(may(Capability.CONTRIBUTION, "R"))],
    resources: Resources,
) -> ContributionsOut:
    """Read what was proposed, contested and ruled; a co-lead reads what concerns itself."""
    if await project(resources.pool, project_id) is None:
        raise NoSuchProject
    roles = (await parties(resources.pool, project_id)).get(caller.unit, ())
    everything = bool(caller.roles & SEES_ALL or LEADING.intersection(roles))
    return ContributionsOut(
        project_id=project_id,
        items=[
            shown(row)
            for row in await contributions(resources.pool, project_id)
            if everything or row.unit_id == caller.unit
        ],
    )


@router.put(
    "/{unit_id}",
    responses=refusals(
        NoSuchProject,
        OnlyTheLeadProposes,
        NotACoLead,
        AlreadyProposed,
        ContributionSettled,
        NoCalendarYet,
        VersionMoved,
        KeyReused,
    ),
)
async def propose_contribution(
    project_id: Id,
    unit_id: Id,
    proposal: StandingIn,
    caller: Liaison,
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Propose, for the lead, how a co-lead's part should count, with the reason (AMB-25)."""
    found = await project(resources.pool, project_id)
    if found is None:
        raise NoSuchProject
    in_force = await rules(resources.pool, found.programme_id)
    command = ProposeContribution(
        programme_id=found.programme_id,
        project_id=found.project_id,
        unit_id=UnitId(unit_id),
        standing=proposal.standing,
        reason=proposal.reason,
        parties=await parties(resources.pool, project_id),
        contest_working_days=in_force.contest_working_days,
        from_unit=caller.unit,
        by=AccountId(caller.id),
        at=now,
    )
    stream = contribution_of(found.project_id, UnitId(unit_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{unit_id}/contest",
    responses=refusals(
        NothingProposed,
        OnlyTheCoLeadContests,
        AlreadyProposed,
        ContributionSettled,
        TooLateToContest,
        VersionMoved,
        KeyReused,
    ),
)
async def contest_contribution(
    project_id: Id,
    unit_id: Id,
    contest: StatementIn,
    caller: Liaison,
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Contest, for the co-lead, what the lead proposed, within the working days of the rules."""
    command = ContestContribution(
        statement=contest.statement, from_unit=caller.unit, by=AccountId(caller.id), at=now
    )
    stream = contribution_of(ProjectId(project_id), UnitId(unit_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{unit_id}/ruling",
    responses=refusals(
        NothingProposed,
        OnlyTheLeaderRules,
        ContributionSettled,
        StillContestable,
        VersionMoved,
        KeyReused,
    ),
)
async def rule_on_contribution(
    project_id: Id,
    unit_id: Id,
    ruling: StandingIn,
    caller: Annotated[Caller, Depends(may(Capability.CONTRIBUTION, "A"))],
    resources: Resources,
    context: Context,
    now: Now,
    seen: SeenVersion,
) -> Receipt:
    """Rule whether a co-lead's part is recognised."""
    command = RuleOnContribution(
        standing=ruling.standing,
        reason=ruling.reason,
        by_leader=Role.LEADER in caller.roles,
        by=AccountId(caller.id),
        at=now,
    )
    stream = contribution_of(ProjectId(project_id), UnitId(unit_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)

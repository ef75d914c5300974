"""Supervision over HTTP: recording, answering, requiring and closing rectification, reading."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict

from services.progress.catalogue.projection import programme_of
from services.progress.deadline.commands import FulfilObligation, SetDeadline
from services.progress.deadline.decider import DECIDER as DEADLINE
from services.progress.deadline.events import deadline_of
from services.progress.forms import Facts
from services.progress.participant.projection import parties_of
from services.progress.pressing import (
    AnotherLooksAfterIt,
    OnlyTheOrganiser,
    Organiser,
    pressing,
)
from services.progress.progress_report.api import Project
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, Now, Resources, SeenVersion, etag, in_utc, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together
from shared.timing.workdays import end_of
from shared.timing.zone import SHANGHAI

from .commands import (
    AnswerSupervision,
    CloseRectification,
    RecordSupervision,
    RequireRectification,
)
from .decider import (
    DECIDER,
    NobodyToPutItRight,
    NoSuchSupervision,
    NotHeldYet,
    NothingToClose,
    OnlyTheLeadAnswers,
    RectificationDueInThePast,
    RectificationIsOpen,
    SupervisionIdTaken,
)
from .events import supervision_of
from .projection import RECTIFICATION, State, SupervisionLine, Wanted, listed, subject_of

CURSOR = r"^[1-9]\d{0,5}\.[a-z0-9-]{1,80}\.[0-9a-f-]{36}$"
ONE_CASE = "/projects/{project_id}/supervisions/{supervision_id}"
LABEL = "整改"

router = running_routes("supervision")

Reader = Annotated[Caller, Depends(may(Capability.SUPERVISION, "R"))]
Leader = Annotated[Caller, Depends(may(Capability.SUPERVISION, "A"))]
CaseId = Annotated[UUID, Path(description="Chosen by whoever records the supervision.")]


class Visit(BaseModel):
    """Whom the organiser met, by role, on which day (today if it is left out), and what it found."""

    model_config = ConfigDict(extra="forbid")

    met: Line
    finding: Facts
    held_on: Day | None = None


class Answer(BaseModel):
    """What the lead says to it."""

    model_config = ConfigDict(extra="forbid")

    answer: Facts


class Demand(BaseModel):
    """What has to be put right, through the end of which day in Asia/Shanghai."""

    model_config = ConfigDict(extra="forbid")

    demand: Facts
    due_on: Day


class Evidence(BaseModel):
    """By what it is seen that it was put right."""

    model_config = ConfigDict(extra="forbid")

    evidence: Facts


class SupervisionPage(BaseModel):
    """Some cases, the oldest first. `next` is what to send as `after`, or null."""

    items: Sequence[SupervisionLine]
    next: str | None


@router.put(
    ONE_CASE,
    responses=refusals(
        OnlyTheOrganiser, AnotherLooksAfterIt, SupervisionIdTaken, NotHeldYet, KeyReused
    ),
)
async def record_supervision(
    project_id: Project,
    supervision_id: CaseId,
    visit: Visit,
    caller: Organiser,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Record a visit or talk, as the staff or the project's contact leader."""
    await pressing(project_id, caller, resources)
    today = context.occurred_at.astimezone(SHANGHAI).date()
    command = RecordSupervision(
        project_id=project_id,
        supervision_id=str(supervision_id),
        held_on=visit.held_on or today,
        met=visit.met,
        finding=visit.finding,
        by=AccountId(caller.id),
        today=today,
    )
    stream = supervision_of(project_id, str(supervision_id))
    return await handle(command, DECIDER, stream, resources.store, context)


@router.post(
    f"{ONE_CASE}/answer",
    responses=refusals(NoSuchSupervision, OnlyTheLeadAnswers, KeyReused, VersionMoved),
)
async def answer_supervision(
    project_id: Project,
    supervision_id: CaseId,
    answer: Answer,
    caller: Reader,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Answer a finding, as the lead's liaison or responsible leader."""
    async with resources.pool.acquire() as connection:
        parties = await parties_of(project_id, connection)
    command = AnswerSupervision(answer=answer.answer, parties=parties, from_unit=own_unit(caller))
    stream = supervision_of(project_id, str(supervision_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    f"{ONE_CASE}/rectification",
    responses=refusals(
        AnotherLooksAfterIt,
        NoSuchSupervision,
        NobodyToPutItRight,
        RectificationIsOpen,
        RectificationDueInThePast,
        KeyReused,
    ),
)
async def require_rectification(
    project_id: Project,
    supervision_id: CaseId,
    demand: Demand,
    caller: Leader,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Require the lead to put something right by a day, as the project's contact leader."""
    parties = await pressing(project_id, caller, resources)
    command = RequireRectification(
        demand=demand.demand,
        due_at=in_utc(end_of(demand.due_on)),
        parties=parties,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    case = Reaction(command, DECIDER, supervision_of(project_id, str(supervision_id)))
    async with resources.pool.acquire() as connection:
        programme = await programme_of(project_id, connection)
    owing = owed(command, programme, project_id, str(supervision_id))
    return await handle_together([case, owing], resources.store, context)


def owed(
    command: RequireRectification,
    programme_id: ProgrammeId,
    project_id: ProjectId,
    supervision_id: str,
) -> Reaction[Any, Any, Any]:
    """Return the setting of what the lead owes by that."""
    subject = subject_of(project_id, supervision_id)
    setting = SetDeadline(
        programme_id=programme_id,
        obligation=RECTIFICATION,
        subject=subject,
        project_id=project_id,
        owner_unit_id=UnitId(command.parties.lead_unit_id),
        label=LABEL,
        due_at=command.due_at,
        grace_until=command.due_at,
    )
    return Reaction(setting, DEADLINE, deadline_of(RECTIFICATION, subject))


@router.post(
    f"{ONE_CASE}/closing",
    responses=refusals(AnotherLooksAfterIt, NoSuchSupervision, NothingToClose, KeyReused),
)
async def close_rectification(
    project_id: Project,
    supervision_id: CaseId,
    evidence: Evidence,
    caller: Leader,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Close what was put right, on evidence, as the project's contact leader."""
    await pressing(project_id, caller, resources)
    case = supervision_of(project_id, str(supervision_id))
    command = CloseRectification(evidence=evidence.evidence, by=AccountId(caller.id))
    deadline = deadline_of(RECTIFICATION, subject_of(project_id, str(supervision_id)))
    met = FulfilObligation(at=context.occurred_at)
    return await handle_together(
        [Reaction(command, DECIDER, case), Reaction(met, DEADLINE, deadline)],
        resources.store,
        context,
    )


def _cursor(line: SupervisionLine) -> str:
    case = line.supervision
    return f"{case.held_on.toordinal()}.{case.project_id}.{case.supervision_id}"


def _place(cursor: str) -> tuple[date, str, str]:
    day, project, case = cursor.split(".")
    return date.fromordinal(int(day)), project, case


@router.get("/supervisions")
async def list_supervisions(
    caller: Reader,
    resources: Resources,
    now: Now,
    project: Annotated[str | None, Query(pattern=SLUG_PATTERN, max_length=80)] = None,
    state: State | None = None,
    attention: Annotated[
        Literal["overdue"] | None, Query(description="What was not put right in time.")
    ] = None,
    after: Annotated[str | None, Query(pattern=CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> SupervisionPage:
    """List the cases that the caller may see: the organiser's all, a lead's own."""
    wanted = Wanted(
        project=project or "",
        state=state or "",
        overdue_at=now if attention else None,
        after=None if after is None else _place(after),
        limit=limit + 1,
    )
    async with resources.pool.acquire() as connection:
        lines = await listed(wanted, caller, now, connection)
    shown = lines[:limit]
    return SupervisionPage(items=shown, next=_cursor(shown[-1]) if len(lines) > limit else None)


@router.get(ONE_CASE, responses=refusals(NoSuchSupervision))
async def read_supervision(
    project_id: Project,
    supervision_id: CaseId,
    caller: Reader,
    resources: Resources,
    now: Now,
    response: Response,
) -> SupervisionLine:
    """Read a case as it stands."""
    wanted = Wanted(project=project_id, supervision=str(supervision_id))
    async with resources.pool.acquire() as connection:
        lines = await listed(wanted, caller, now, connection)
    if not lines:
        raise NoSuchSupervision
    response.headers.update(etag(lines[0].supervision.version))
    return lines[0]

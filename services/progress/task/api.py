"""Tasks over HTTP: assigning, reassigning, taking back, reading."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from services.progress.catalogue.projection import programme_of
from services.progress.forms import Facts
from services.progress.participant.projection import parties_of
from services.progress.parties import Parties
from services.progress.progress_report.api import Project
from services.progress.running import running_routes
from services.progress.scope import own_unit
from services.progress.task_duty.commands import PassOn, Withdraw
from services.progress.task_duty.process import duty, owed
from services.progress.task_refusals import NoSuchTask, OnlyTheLead, TaskIsClosed
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, Now, Resources, SeenVersion, etag, in_utc, may
from shared.http.rights import Capability, Role
from shared.http.validation import Line
from shared.ids import SLUG_PATTERN, AccountId, UnitId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle_together
from shared.timing.workdays import end_of

from .commands import AssignTask, CancelTask, ReassignTask
from .decider import DECIDER, DueInThePast, NotInTheProject, TaskIdTaken
from .events import TaskTerms, task_of
from .projection import Attention, State, TaskLine, Wanted, listed

CURSOR = r"^\d{1,17}\.[a-z0-9-]{1,80}\.[0-9a-f-]{36}$"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_TASK = "/projects/{project_id}/tasks/{task_id}"
MAX_HELPERS = 30

router = running_routes("tasks")

Assigner = Annotated[Caller, Depends(may(Capability.TASK, "C"))]
Director = Annotated[Caller, Depends(may(Capability.TASK, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.TASK, "R"))]
TaskId = Annotated[UUID, Path(description="Chosen by whoever assigns the task.")]
Unit = Annotated[UnitId, Field(pattern=SLUG_PATTERN, max_length=80)]
Slug = Annotated[str, Query(pattern=SLUG_PATTERN, max_length=80)]


class Assignment(BaseModel):
    """A task for one co-lead, due through the end of a day in Asia/Shanghai.

    It may name a unit that leads the activity, and units that help; all take part in the project.
    """

    model_config = ConfigDict(extra="forbid")

    unit_id: Unit
    title: Line
    work: Facts
    due_on: Day
    activity_lead_unit_id: Unit | None = None
    helping_unit_ids: list[Unit] = Field(default=[], max_length=MAX_HELPERS)


class Reassignment(BaseModel):
    """Which co-lead has the task from now on, by when, and why."""

    model_config = ConfigDict(extra="forbid")

    unit_id: Unit
    due_on: Day
    reason: Line


class Why(BaseModel):
    """The reason for what is done."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


class TaskPage(BaseModel):
    """Some tasks, the next due first. `next` is what to send as `after`, or null."""

    items: Sequence[TaskLine]
    next: str | None


def terms_of(assignment: Assignment) -> TaskTerms:
    """Return what is to be done, as it is recorded; a helper named twice is meant once."""
    return TaskTerms(
        title=assignment.title,
        work=assignment.work,
        due_at=in_utc(end_of(assignment.due_on)),
        activity_lead_unit_id=assignment.activity_lead_unit_id or "",
        helping_unit_ids=tuple(dict.fromkeys(assignment.helping_unit_ids)),
    )


async def parties_in(project_id: str, resources: OpenResources) -> Parties:
    """Return who stands where in a project, as far as this service has heard."""
    async with resources.pool.acquire() as connection:
        return await parties_of(project_id, connection)


@router.put(
    ONE_TASK,
    responses=refusals(OnlyTheLead, TaskIdTaken, DueInThePast, NotInTheProject, KeyReused),
)
async def assign_task(
    project_id: Project,
    task_id: TaskId,
    assignment: Assignment,
    caller: Assigner,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Give a co-lead something to do that it owes by then. The same again changes nothing."""
    command = AssignTask(
        project_id=project_id,
        task_id=str(task_id),
        unit_id=assignment.unit_id,
        terms=terms_of(assignment),
        parties=await parties_in(project_id, resources),
        from_unit=own_unit(caller),
        at=context.occurred_at,
    )
    async with resources.pool.acquire() as connection:
        programme = await programme_of(project_id, connection)
    assigning = Reaction(command, DECIDER, task_of(project_id, str(task_id)))
    owing = owed(
        programme,
        project_id,
        str(task_id),
        command.unit_id,
        command.terms.title,
        command.terms.due_at,
    )
    return await handle_together([assigning, owing], resources.store, context)


@router.post(
    f"{ONE_TASK}/reassignment",
    responses=refusals(
        OnlyTheLead,
        NoSuchTask,
        TaskIsClosed,
        DueInThePast,
        NotInTheProject,
        KeyReused,
        VersionMoved,
    ),
)
async def reassign_task(
    project_id: Project,
    task_id: TaskId,
    reassignment: Reassignment,
    caller: Director,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Give an open task to another co-lead, or a new date: the lead or the organiser's leader."""
    command = ReassignTask(
        unit_id=reassignment.unit_id,
        due_at=in_utc(end_of(reassignment.due_on)),
        reason=reassignment.reason,
        parties=await parties_in(project_id, resources),
        from_unit=own_unit(caller),
        by_organiser=Role.LEADER in caller.roles,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    passing_on = PassOn(
        to_unit=command.unit_id, due_at=command.due_at, reason=command.reason, by=command.by
    )
    return await handle_together(
        [
            Reaction(command, DECIDER, task_of(project_id, str(task_id))),
            duty(project_id, str(task_id), passing_on),
        ],
        resources.store,
        context,
        expected_version=seen,
    )


@router.post(
    f"{ONE_TASK}/cancellation",
    responses=refusals(OnlyTheLead, NoSuchTask, TaskIsClosed, KeyReused, VersionMoved),
)
async def cancel_task(
    project_id: Project,
    task_id: TaskId,
    why: Why,
    caller: Assigner,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Take an open task back, as the lead's liaison."""
    command = CancelTask(
        reason=why.reason,
        parties=await parties_in(project_id, resources),
        from_unit=own_unit(caller),
    )
    withdrawing = Withdraw(reason=why.reason, by="")
    return await handle_together(
        [
            Reaction(command, DECIDER, task_of(project_id, str(task_id))),
            duty(project_id, str(task_id), withdrawing),
        ],
        resources.store,
        context,
        expected_version=seen,
    )


def _cursor(line: TaskLine) -> str:
    micros = (line.task.due_at - EPOCH) // timedelta(microseconds=1)
    return f"{micros}.{line.task.project_id}.{line.task.task_id}"


def _place(cursor: str) -> tuple[datetime, str, str]:
    micros, project, task = cursor.split(".")
    return EPOCH + timedelta(microseconds=int(micros)), project, task


@router.get("/tasks")
async def list_tasks(
    caller: Reader,
    resources: Resources,
    now: Now,
    project: Slug | None = None,
    unit: Slug | None = None,
    state: State | None = None,
    attention: Annotated[
        Attention | None, Query(description="What somebody should look at.")
    ] = None,
    after: Annotated[str | None, Query(pattern=CURSOR)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TaskPage:
    """List the tasks of the projects that the caller may see."""
    wanted = Wanted(
        project=project or "",
        unit=unit or "",
        state=state or "",
        attention=attention,
        after=None if after is None else _place(after),
        limit=limit + 1,
    )
    async with resources.pool.acquire() as connection:
        lines = await listed(wanted, caller, now, connection)
    shown = lines[:limit]
    return TaskPage(items=shown, next=_cursor(shown[-1]) if len(lines) > limit else None)


@router.get(ONE_TASK, responses=refusals(NoSuchTask))
async def read_task(
    project_id: Project,
    task_id: TaskId,
    caller: Reader,
    resources: Resources,
    now: Now,
    response: Response,
) -> TaskLine:
    """Read a task as it stands."""
    wanted = Wanted(project=project_id, task=str(task_id))
    async with resources.pool.acquire() as connection:
        lines = await listed(wanted, caller, now, connection)
    if not lines:
        raise NoSuchTask
    response.headers.update(etag(lines[0].task.version))
    return lines[0]

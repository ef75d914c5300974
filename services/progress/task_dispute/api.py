"""Disputes of tasks over HTTP: disputing, ruling."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, ConfigDict

from services.progress.progress_report.api import Project
from services.progress.running import running_routes
from services.progress.scope import own_unit
from services.progress.task.api import ONE_TASK, TaskId, Why
from services.progress.task.events import Ruling, task_of
from services.progress.task_duty.commands import DutyCommand, RestartClock, StopClock, Withdraw
from services.progress.task_duty.process import duty
from services.progress.task_refusals import (
    AwaitsConfirmation,
    DisputePending,
    NoSuchTask,
    OnlyTheAssignee,
    TaskIsClosed,
)
from shared.domain import NotPermitted
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, Resources, SeenVersion, in_utc, may
from shared.http.rights import Capability, Role
from shared.http.validation import Line, Words
from shared.ids import AccountId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle_together
from shared.timing.workdays import end_of

from .commands import DisputeTask, RuleOnDispute
from .decider import (
    DECIDER,
    ChangesNotCalledFor,
    DisputeTooLate,
    NewDateInThePast,
    NotDisputed,
    NothingChanged,
)

router = running_routes("tasks")


class OnlyTheOrganisersLeader(NotPermitted):
    """A dispute between units is for the organiser's leader to settle."""

    zh = "任务异议由工委领导裁定。请联系本项目的联系领导。"
    en = "Only the organiser's leader rules on a dispute. Ask the project's contact leader."
    rule = "REQ-40 domain.md 4"


async def organisers_leader(
    caller: Annotated[Caller, Depends(may(Capability.TASK, "A"))],
) -> Caller:
    """Return the caller if it leads the organiser; the matrix lets leads confirm, not rule."""
    if Role.LEADER not in caller.roles:
        raise OnlyTheOrganisersLeader
    return caller


Assignee = Annotated[Caller, Depends(may(Capability.TASK, "C"))]
Leader = Annotated[Caller, Depends(organisers_leader)]


class RulingForm(BaseModel):
    """How a dispute is settled, and why. Only a task that stands changed names changes."""

    model_config = ConfigDict(extra="forbid")

    ruling: Ruling
    reason: Line
    title: Line | None = None
    work: Words = ""
    due_on: Day | None = None


@router.post(
    f"{ONE_TASK}/dispute",
    responses=refusals(
        NoSuchTask,
        OnlyTheAssignee,
        DisputePending,
        AwaitsConfirmation,
        TaskIsClosed,
        DisputeTooLate,
        KeyReused,
        VersionMoved,
    ),
)
async def dispute_task(
    project_id: Project,
    task_id: TaskId,
    why: Why,
    caller: Assignee,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Say that a task is outside the own remit, as the assignee's liaison; its clock stops."""
    command = DisputeTask(reason=why.reason, from_unit=own_unit(caller), at=context.occurred_at)
    disputing = Reaction(command, DECIDER, task_of(project_id, str(task_id)))
    stopping = StopClock(reason=why.reason, at=context.occurred_at)
    return await handle_together(
        [disputing, duty(project_id, str(task_id), stopping)],
        resources.store,
        context,
        expected_version=seen,
    )


@router.post(
    f"{ONE_TASK}/ruling",
    responses=refusals(
        OnlyTheOrganisersLeader,
        NoSuchTask,
        NotDisputed,
        NothingChanged,
        ChangesNotCalledFor,
        NewDateInThePast,
        KeyReused,
        VersionMoved,
    ),
)
async def rule_on_dispute(
    project_id: Project,
    task_id: TaskId,
    form: RulingForm,
    caller: Leader,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Rule on a dispute, as a leader of the organiser; the clock runs again."""
    command = RuleOnDispute(
        ruling=form.ruling,
        title=form.title or "",
        work=form.work,
        due_at=None if form.due_on is None else in_utc(end_of(form.due_on)),
        reason=form.reason,
        by=AccountId(caller.id),
        at=context.occurred_at,
    )
    ruling = Reaction(command, DECIDER, task_of(project_id, str(task_id)))
    return await handle_together(
        [ruling, duty(project_id, str(task_id), clock_after(command))],
        resources.store,
        context,
        expected_version=seen,
    )


def clock_after(command: RuleOnDispute) -> DutyCommand:
    """Return what a ruling means for what is owed: nothing for a void task, else the clock goes on."""
    if command.ruling == "void":
        return Withdraw(reason=command.reason, by=command.by)
    return RestartClock(due_at=command.due_at, reason=command.reason, by=command.by, at=command.at)

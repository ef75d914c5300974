"""Working on tasks over HTTP: accepting, reporting done, returning, confirming; who is idle."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict

from services.progress.forms import Advice, Facts
from services.progress.periods import NoSuchPeriod, in_programmes
from services.progress.programme_rules.projection import rules_for
from services.progress.progress_report.api import Project
from services.progress.running import running_routes
from services.progress.scope import own_unit
from services.progress.task.api import ONE_TASK, TaskId, parties_in
from services.progress.task.events import task_of
from services.progress.task_duty.process import done
from services.progress.task_refusals import (
    AwaitsConfirmation,
    DisputePending,
    NoSuchTask,
    OnlyTheAssignee,
    OnlyTheLead,
    TaskIsClosed,
)
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.ids import PERIOD_PATTERN
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, VersionMoved, handle, handle_together

from .commands import AcceptTask, ConfirmTask, ReportCompletion, ReturnTask
from .decider import DECIDER, AcceptFirst, NotReportedDone, NoWorkingCalendar
from .projection import IdleCoLead, idle_co_leads

router = running_routes("tasks")

Worker = Annotated[Caller, Depends(may(Capability.TASK, "C"))]
Confirmer = Annotated[Caller, Depends(may(Capability.TASK, "A"))]
Reader = Annotated[Caller, Depends(may(Capability.TASK, "R"))]


class Completion(BaseModel):
    """What was done."""

    model_config = ConfigDict(extra="forbid")

    result: Facts


@router.post(
    f"{ONE_TASK}/acceptance",
    responses=refusals(
        NoSuchTask, OnlyTheAssignee, DisputePending, TaskIsClosed, KeyReused, VersionMoved
    ),
)
async def accept_task(
    project_id: Project,
    task_id: TaskId,
    caller: Worker,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Take a task on, as the liaison of the unit it was assigned to."""
    command = AcceptTask(from_unit=own_unit(caller))
    stream = task_of(project_id, str(task_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    f"{ONE_TASK}/completion",
    responses=refusals(
        NoSuchTask,
        OnlyTheAssignee,
        AcceptFirst,
        AwaitsConfirmation,
        DisputePending,
        TaskIsClosed,
        NoWorkingCalendar,
        KeyReused,
        VersionMoved,
    ),
)
async def report_completion(
    project_id: Project,
    task_id: TaskId,
    completion: Completion,
    caller: Worker,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Report a task as done and meet its deadline, as the liaison of the unit that took it on."""
    async with resources.pool.acquire() as connection:
        rules = await rules_for(project_id, connection)
    command = ReportCompletion(
        result=completion.result,
        from_unit=own_unit(caller),
        confirm_within=rules.task_confirmation_working_days,
        at=context.occurred_at,
    )
    reporting = Reaction(command, DECIDER, task_of(project_id, str(task_id)))
    meeting = done(project_id, str(task_id), command.at)
    return await handle_together(
        [reporting, meeting], resources.store, context, expected_version=seen
    )


ANSWERING = (
    OnlyTheLead,
    NoSuchTask,
    NotReportedDone,
    DisputePending,
    TaskIsClosed,
    KeyReused,
    VersionMoved,
)


@router.post(f"{ONE_TASK}/return", responses=refusals(*ANSWERING))
async def return_task(
    project_id: Project,
    task_id: TaskId,
    advice: Advice,
    caller: Confirmer,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Say what is still missing, as the lead's liaison."""
    command = ReturnTask(
        advice=advice.advice,
        parties=await parties_in(project_id, resources),
        from_unit=own_unit(caller),
    )
    stream = task_of(project_id, str(task_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(f"{ONE_TASK}/confirmation", responses=refusals(*ANSWERING))
async def confirm_task(
    project_id: Project,
    task_id: TaskId,
    caller: Confirmer,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Confirm that a task is done, as the lead's liaison."""
    parties = await parties_in(project_id, resources)
    command = ConfirmTask(parties=parties, from_unit=own_unit(caller))
    stream = task_of(project_id, str(task_id))
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.get("/idle-co-leads", responses=refusals(NoSuchPeriod))
async def list_idle_co_leads(
    caller: Reader,
    resources: Resources,
    period: Annotated[str, Query(pattern=PERIOD_PATTERN, examples=["2017Q2"])],
) -> Sequence[IdleCoLead]:
    """List co-leads that had no task for a whole period, in projects the caller may see (REQ-27)."""
    async with resources.pool.acquire() as connection:
        return [
            idle
            for programme_id, span in (await in_programmes(period, connection)).items()
            for idle in await idle_co_leads(
                programme_id, span.begins, span.ends, caller, connection
            )
        ]

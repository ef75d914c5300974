"""What happens to a task happens at the same moment to what is owed for it.

Each function returns the reaction that goes with a command of the task, to be recorded together.
"""

from datetime import datetime
from typing import Any

from services.progress.deadline.commands import NoteFulfilment
from services.progress.deadline.decider import DECIDER as DEADLINE
from services.progress.deadline.events import TASK, deadline_of
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.handle import Reaction

from .commands import DutyCommand, Owe
from .decider import DECIDER

LABEL = "任务: {title}"


def owed(
    programme_id: ProgrammeId,
    project_id: ProjectId,
    task_id: str,
    unit_id: UnitId,
    title: str,
    due_at: datetime,
) -> Reaction[Any, Any, Any]:
    """Return the setting of what the unit owes that a task is assigned to."""
    command = Owe(
        programme_id=programme_id,
        project_id=project_id,
        subject=subject_of(project_id, task_id),
        unit_id=unit_id,
        label=LABEL.format(title=title),
        due_at=due_at,
    )
    return duty(project_id, task_id, command)


def done(project_id: ProjectId, task_id: str, at: datetime) -> Reaction[Any, Any, Any]:
    """Return the meeting of a task's deadline by the report that it is done."""
    subject = subject_of(project_id, task_id)
    command = NoteFulfilment(obligation=TASK, subject=subject, at=at)
    return Reaction(command, DEADLINE, deadline_of(TASK, subject))


def duty(project_id: ProjectId, task_id: str, command: DutyCommand) -> Reaction[Any, Any, Any]:
    """Return what a command means for what is owed for a task."""
    return Reaction(command, DECIDER, deadline_of(TASK, subject_of(project_id, task_id)))


def subject_of(project_id: ProjectId, task_id: str) -> str:
    """Return what a task's deadline is for: the task, as its stream names it."""
    return f"{project_id}~{task_id}"

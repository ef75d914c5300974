"""What the papers of a project say besides their record: its title, its tasks, what units are called."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from services.progress.participant.projection import lead_of
from services.progress.plan_milestone.projection import MilestoneRow, milestones_of
from services.progress.tables import projects, tasks
from services.progress.task.projection import TaskRow
from services.progress.who_is_who import units
from shared.domain import value
from shared.store.sql import Connection, Statement

_PROJECT = Statement(
    sa.select(projects.c.number, projects.c.title).where(
        projects.c.project_id == sa.bindparam("project_id")
    )
)
_NAMES = Statement(sa.select(units.c.unit_id, units.c.name))
_TASKS = Statement(
    sa.select(tasks)
    .where(tasks.c.project_id == sa.bindparam("project_id"))
    .order_by(tasks.c.due_at, tasks.c.task_id)
)


@value
class ProjectAtWork:
    """A project with its lead, its milestones and its tasks, and what every unit is called."""

    project_id: str
    number: int
    title: str
    lead_unit_id: str
    milestones: Sequence[MilestoneRow]
    tasks: Sequence[TaskRow]
    names: Mapping[str, str]

    def called(self, unit_id: str) -> str:
        """Return what a unit or body is called; what is not on the roll keeps its id."""
        return self.names.get(unit_id, unit_id)


async def at_work(project_id: str, connection: Connection) -> ProjectAtWork | None:
    """Return a project at work; None for one that nobody leads or that is not known yet."""
    lead = await lead_of(project_id, connection)
    project = await _PROJECT.fetch_one(connection, project_id=project_id)
    if lead is None or project is None:
        return None
    assigned = await _TASKS.fetch(connection, project_id=project_id)
    called = await _NAMES.fetch(connection)
    return ProjectAtWork(
        project_id=project_id,
        number=project["number"],
        title=project["title"],
        lead_unit_id=lead.unit_id,
        milestones=await milestones_of(project_id, connection),
        tasks=[TaskRow(**dict(row)) for row in assigned],
        names={row["unit_id"]: row["name"] for row in called},
    )

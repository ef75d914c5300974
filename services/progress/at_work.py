"""What the papers of a project say besides their record: its title, its tasks, what units are called."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from services.progress.ledger.projection import ItemRow
from services.progress.participant.projection import lead_of
from services.progress.plan_milestone.projection import MilestoneRow, milestones_of
from services.progress.tables import ledger_items, projects, tasks
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
_ARCHIVE = Statement(
    sa.select(ledger_items, projects.c.number, projects.c.title.label("project_title"))
    .join_from(ledger_items, projects, ledger_items.c.project_id == projects.c.project_id)
    .where(projects.c.programme_id == sa.bindparam("programme_id"))
    .order_by(
        projects.c.number,
        ledger_items.c.target == 0,
        ledger_items.c.target,
        ledger_items.c.dated,
        ledger_items.c.filed_at,
        ledger_items.c.item_id,
    )
)
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


@value
class Archived:
    """An item of a programme's archive, with the project whose ledger holds it."""

    number: int
    project_title: str
    item: ItemRow


async def archive_of(programme_id: str, connection: Connection) -> Sequence[Archived]:
    """Return every item of every ledger of a programme, by project and target."""
    rows = [dict(row) for row in await _ARCHIVE.fetch(connection, programme_id=programme_id)]
    return [
        Archived(
            number=row.pop("number"), project_title=row.pop("project_title"), item=ItemRow(**row)
        )
        for row in rows
    ]

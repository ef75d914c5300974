"""What a project did and has before it, gathered from its milestones, tasks, practices and reports."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from services.progress.tables import (
    good_practices,
    plan_milestones,
    progress_reports,
    tasks,
    work_plans,
)
from services.progress.who_is_who import units
from shared.domain import value
from shared.store.sql import Connection, Row, Statement
from shared.timing.zone import SHANGHAI


@value
class Happened:
    """What a period's report can begin with, line by line."""

    done: Sequence[str]
    ahead: Sequence[str]
    pictures: Sequence[str]


@value
class Season:
    """What results can begin with: what the reports told, and the rules that the scheme relies on."""

    practices: Sequence[str]
    rules_relied_on: Sequence[str]


_PROJECT = sa.bindparam("project_id", type_=sa.Text)
_REACHED = Statement(
    sa.select(plan_milestones)
    .where(plan_milestones.c.project_id == _PROJECT, plan_milestones.c.state == "reached")
    .where(plan_milestones.c.reached_on >= sa.bindparam("first"))
    .where(plan_milestones.c.reached_on < sa.bindparam("after"))
    .order_by(plan_milestones.c.reached_on, plan_milestones.c.milestone_id)
)
_SCHEDULED = Statement(
    sa.select(plan_milestones)
    .where(plan_milestones.c.project_id == _PROJECT, plan_milestones.c.state == "scheduled")
    .where(plan_milestones.c.ends_on >= sa.bindparam("after"))
    .order_by(plan_milestones.c.starts_on, plan_milestones.c.milestone_id)
)
_TASKS = (
    sa.select(tasks, units.c.name)
    .outerjoin_from(tasks, units, units.c.unit_id == tasks.c.unit_id)
    .where(tasks.c.project_id == _PROJECT)
)
_CONFIRMED = Statement(
    _TASKS.where(tasks.c.state == "confirmed")
    .where(tasks.c.reported_at >= sa.bindparam("begins"))
    .where(tasks.c.reported_at < sa.bindparam("ends"))
    .order_by(tasks.c.reported_at, tasks.c.task_id)
)
_OPEN = Statement(
    _TASKS.where(tasks.c.state != "confirmed", tasks.c.state != "cancelled")
    .where(tasks.c.assigned_at < sa.bindparam("ends"))
    .order_by(tasks.c.due_at, tasks.c.task_id)
)
_SHARED = Statement(
    sa.select(good_practices)
    .where(good_practices.c.project_id == _PROJECT, good_practices.c.state == "shared")
    .where(good_practices.c.shared_at >= sa.bindparam("begins"))
    .where(good_practices.c.shared_at < sa.bindparam("ends"))
    .order_by(good_practices.c.shared_at, good_practices.c.practice_id)
)
_REPORTS = Statement(
    sa.select(progress_reports.c.main_practices)
    .where(progress_reports.c.project_id == _PROJECT)
    .order_by(progress_reports.c.period)
)
_SCHEME = Statement(
    sa.select(work_plans.c.content).where(
        work_plans.c.project_id == _PROJECT, work_plans.c.kind == "lead_scheme"
    )
)


async def happened_in(
    project_id: str, begins: datetime, ends: datetime, connection: Connection
) -> Happened:
    """Return what happened in a period, and what is planned after it."""
    first, after = (moment.astimezone(SHANGHAI).date() for moment in (begins, ends))
    days = {"project_id": project_id, "first": first, "after": after}
    moments = {"project_id": project_id, "begins": begins, "ends": ends}
    reached = await _REACHED.fetch(connection, **days)
    confirmed = await _CONFIRMED.fetch(connection, **moments)
    shared = await _SHARED.fetch(connection, **moments)
    scheduled = await _SCHEDULED.fetch(connection, project_id=project_id, after=after)
    unfinished = await _OPEN.fetch(connection, project_id=project_id, ends=ends)
    return Happened(
        done=[
            *(f"{in_words(row['reached_on'])}: {row['title']}" for row in reached),
            *(f"{unit_of(row)}: {row['title']}({row['result']})" for row in confirmed),
            *(row["title"] for row in shared),
        ],
        ahead=[
            *(f"{in_words(row['starts_on'])}: {row['title']}" for row in scheduled),
            *(f"{last_day(row['due_at'])}前: {unit_of(row)}{row['title']}" for row in unfinished),
        ],
        pictures=list(dict.fromkeys(digest for row in shared for digest in row["pictures"])),
    )


async def season_of(project_id: str, connection: Connection) -> Season:
    """Return what a project's reports and scheme say already."""
    reports = await _REPORTS.fetch(connection, project_id=project_id)
    scheme = await _SCHEME.fetch_one(connection, project_id=project_id)
    return Season(
        practices=[row["main_practices"] for row in reports],
        rules_relied_on=scheme["content"].get("rules_relied_on", ()) if scheme else (),
    )


def unit_of(row: Row) -> str:
    """Return what the unit of a task is called; its id, if its name has not come."""
    return row["name"] or row["unit_id"]


def last_day(due_at: datetime) -> str:
    """Return the last day on which something is in time (AMB-08)."""
    return in_words((due_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date())


def in_words(day: date) -> str:
    """Return a day as an office writes it within a year."""
    return f"{day.month}月{day.day}日"

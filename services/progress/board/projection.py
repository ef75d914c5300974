"""What the board shows, joined when it is read: the ledger of deadlines, projects and units.

A light is the reddest of the obligations behind it, and goes by dates only. What has to be put right is
red until it is closed (REQ-44). Nothing is counted, ranked or scored: projects come by number, units by
name, and a contact leader sees the own projects first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.progress.deadline.projection import DeadlineRow, Light, light_of, open_to
from services.progress.programme_rules.projection import amber_days
from services.progress.scope import own_unit, sees_all, visible_to
from services.progress.tables import deadlines, leads, participations, projects
from services.progress.who_is_who import contact_leaders, units
from shared.domain import value
from shared.http.caller import Caller
from shared.store.sql import Connection, dynamic

RECTIFICATION = "rectification"
REDDEST_FIRST: Sequence[Light] = ("red", "amber", "green")


@value
class Behind:
    """One obligation behind a light that is not green."""

    obligation: str
    subject: str
    project_id: str
    owner_unit_id: str
    label: str
    due_at: datetime
    light: Light


@value
class ProjectLight:
    """A project with its light. `own` says that the caller is its contact leader.

    `contact_leader` is "" for a project that nobody looks after yet (REQ-42), `co_leads` is empty for
    one that nobody has joined yet (AMB-10).
    """

    project_id: str
    number: int
    title: str
    lead_unit_id: str
    contact_leader: str
    co_leads: Sequence[str]
    own: bool
    light: Light
    behind: Sequence[Behind]


@value
class UnitLight:
    """A unit with its light."""

    unit_id: str
    name: str
    light: Light
    behind: Sequence[Behind]


@value
class Board:
    """The screen: projects by number, the caller's own first; units by name."""

    projects: Sequence[ProjectLight]
    units: Sequence[UnitLight]


_CO_LEADS = (
    sa.select(participations.c.unit_id)
    .where(participations.c.project_id == leads.c.project_id)
    .where(participations.c.role == "co_lead")
    .order_by(participations.c.unit_id)
    .correlate(leads)
    .scalar_subquery()
)

_PROJECT: Sequence[sa.ColumnElement[Any]] = (
    leads.c.project_id,
    leads.c.unit_id.label("lead_unit_id"),
    sa.func.coalesce(projects.c.number, 0).label("number"),
    sa.func.coalesce(projects.c.title, "").label("title"),
    sa.func.coalesce(contact_leaders.c.account_id, "").label("contact_leader"),
    sa.func.array(_CO_LEADS).label("co_leads"),
)


async def board_of(caller: Caller, now: datetime, connection: Connection) -> Board:
    """Return everything that the caller may see."""
    behind = await _behind(caller, now, connection)
    running = await _projects(caller, connection)
    concerned = await _units(caller, connection)
    return Board(
        projects=_projects_lit(running, behind, caller),
        units=_units_lit(concerned, behind),
    )


async def _behind(caller: Caller, now: datetime, connection: Connection) -> Sequence[Behind]:
    open_ones = sa.or_(deadlines.c.state == "open", deadlines.c.state == "missed")
    query = sa.select(deadlines).where(open_to(caller), open_ones)
    sql, arguments = dynamic(query.order_by(deadlines.c.due_at, deadlines.c.subject))
    rows = [DeadlineRow(**dict(row)) for row in await connection.fetch(sql, *arguments)]
    days = await amber_days(connection)
    return [_lit(row, now, days[row.project_id]) for row in rows]


def _lit(row: DeadlineRow, now: datetime, days: int) -> Behind:
    to_put_right = row.obligation == RECTIFICATION
    return Behind(
        obligation=row.obligation,
        subject=row.subject,
        project_id=row.project_id,
        owner_unit_id=row.owner_unit_id,
        label=row.label,
        due_at=row.due_at,
        light="red" if to_put_right else light_of(row, now, days),
    )


async def _projects(caller: Caller, connection: Connection) -> Sequence[Mapping[str, Any]]:
    """Return the projects that have begun: somebody was designated to lead them."""
    query = (
        sa.select(*_PROJECT)
        .outerjoin_from(leads, projects, projects.c.project_id == leads.c.project_id)
        .outerjoin(contact_leaders, contact_leaders.c.project_id == leads.c.project_id)
        .where(visible_to(caller, leads.c.project_id))
    )
    sql, arguments = dynamic(query)
    return [dict(row) for row in await connection.fetch(sql, *arguments)]


async def _units(caller: Caller, connection: Connection) -> Mapping[str, str]:
    """Return by id what the units are called that lead or co-lead; a unit sees itself only."""
    taking_part = sa.union(
        sa.select(leads.c.unit_id), sa.select(participations.c.unit_id)
    ).subquery()
    name = sa.func.coalesce(units.c.name, taking_part.c.unit_id).label("name")
    columns: list[sa.ColumnElement[Any]] = [taking_part.c.unit_id, name]
    named = taking_part.outerjoin(units, units.c.unit_id == taking_part.c.unit_id)
    query = sa.select(*columns).select_from(named)
    if not sees_all(caller):
        query = query.where(taking_part.c.unit_id == own_unit(caller))
    sql, arguments = dynamic(query)
    return {row["unit_id"]: row["name"] for row in await connection.fetch(sql, *arguments)}


def _projects_lit(
    running: Iterable[Mapping[str, Any]], behind: Iterable[Behind], caller: Caller
) -> Sequence[ProjectLight]:
    of_project = _grouped((each.project_id, each) for each in behind)
    lights = [
        ProjectLight(
            **row,
            own=row["contact_leader"] == caller.id,
            light=_light(of_project[row["project_id"]]),
            behind=_shown(of_project[row["project_id"]]),
        )
        for row in running
    ]
    return sorted(lights, key=lambda each: (not each.own, each.number, each.project_id))


def _units_lit(concerned: Mapping[str, str], behind: Iterable[Behind]) -> Sequence[UnitLight]:
    of_unit = _grouped((each.owner_unit_id, each) for each in behind)
    lights = [
        UnitLight(
            unit_id=unit_id,
            name=name,
            light=_light(of_unit[unit_id]),
            behind=_shown(of_unit[unit_id]),
        )
        for unit_id, name in concerned.items()
    ]
    return sorted(lights, key=lambda each: (each.name, each.unit_id))


def _grouped(pairs: Iterable[tuple[str, Behind]]) -> Mapping[str, list[Behind]]:
    groups = defaultdict[str, list[Behind]](list)
    for name, each in pairs:
        groups[name].append(each)
    return groups


def _light(behind: Iterable[Behind]) -> Light:
    found = {each.light for each in behind}
    for light in REDDEST_FIRST:
        if light in found:
            return light
    return "green"


def _shown(behind: Iterable[Behind]) -> Sequence[Behind]:
    """Return what is not green, red first, the longest due first."""
    lit = [each for each in behind if each.light != "green"]
    return sorted(lit, key=lambda each: (REDDEST_FIRST.index(each.light), each.due_at))

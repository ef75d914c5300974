"""The catalogue as it is read: projects, units and participations joined."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from services.applications.participation.projection import rules_in
from services.applications.participation.projection import table as participations
from services.applications.programme.projection import Programme
from services.applications.programme.projection import table as programmes
from services.applications.project.projection import table as projects
from services.applications.unit.projection import name_on
from services.applications.unit.projection import table as units
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.sql import Connection, Row, Statement, dynamic
from shared.timing.zone import SHANGHAI

NOT_YET = "自主申报"
"""What the annex prints in the column for applying units while there are none (REQ-22)."""
UNSEEN = {"lead_designated_at", "contact_leader", "contact_since"}
"""What of a project is not printed in the annex."""


@value
class UnitInProject:
    """A unit as the catalogue names it: three fields, not one (REQ-25)."""

    unit_id: UnitId
    name: str
    party_organisation: str


@value
class CatalogueEntry:
    """A project of the catalogue. Its units have the names of the day it was announced (REQ-25).

    `co_leads` are the accepted ones in the order of acceptance; `co_leads_as_printed` is the
    annex's column: their names, or 自主申报 (REQ-22). `lead_status` is "confirmed" once the
    designated lead has confirmed, "declined" if it has declined, else "designated" (AMB-05).
    `cancelled_at` is when and `cancelled_because` why the project was given up, if it was.
    """

    project_id: ProjectId
    programme_id: ProgrammeId
    version: int
    number: int
    title: str
    title_en: str
    category: str
    category_basis: str
    content_and_targets: str
    lead: UnitInProject | None
    lead_status: str
    lead_basis: str
    lead_as_printed: str
    executing_unit: UnitInProject | None
    co_leads: tuple[UnitInProject, ...]
    co_leads_as_printed: str
    cancelled_at: datetime | None = None
    cancelled_because: str = ""


@value
class Wanted:
    """Which projects a reader looks for: "" for any. `unit` leads, executes or co-leads them."""

    words: str = ""
    category: str = ""
    unit: str = ""


@value
class LookedAfter:
    """A project and who of the organiser's leadership looks after it, or "" (REQ-42).

    `short_of_co_leads`: applications have closed, and fewer than the programme's rules expect
    joined (AMB-10). Nothing follows from it.
    """

    project_id: ProjectId
    number: int
    title: str
    contact_leader: str
    contact_since: datetime | None
    co_leads: int
    short_of_co_leads: bool


def _unit(row: sa.FromClause) -> sa.ColumnElement[Any]:
    return sa.func.jsonb_build_object("unit_id", row.c.unit_id, "names", row.c.names)


_lead, _executing, _co_lead = (units.alias(name) for name in ("lead", "executing", "co_lead"))
_confirmation = participations.alias("confirmation")
_CO_LEADS = (
    sa.select(
        sa.func.jsonb_agg(
            aggregate_order_by(
                _unit(_co_lead), participations.c.accepted_at, participations.c.unit_id
            )
        )
    )
    .join_from(participations, _co_lead, participations.c.unit_id == _co_lead.c.unit_id)
    .where(participations.c.project_id == projects.c.project_id)
    .where(participations.c.status == "active", participations.c.role == "co_lead")
    .correlate(projects)
    .scalar_subquery()
)
_ENTRIES = (
    sa.select(
        *(c for c in projects.c if c.name not in UNSEEN),
        programmes.c.announced_at,
        sa.case((_lead.c.unit_id.is_not(None), _unit(_lead))).label("lead"),
        sa.case((_executing.c.unit_id.is_not(None), _unit(_executing))).label("executing"),
        _confirmation.c.status.label("confirmation"),
        _CO_LEADS.label("co_leads"),
    )
    .join_from(projects, programmes, projects.c.programme_id == programmes.c.programme_id)
    .outerjoin(_lead, projects.c.lead_unit_id == _lead.c.unit_id)
    .outerjoin(_executing, projects.c.executing_unit_id == _executing.c.unit_id)
    .outerjoin(
        _confirmation,
        (_confirmation.c.project_id == projects.c.project_id)
        & (_confirmation.c.unit_id == projects.c.lead_unit_id),
    )
)
_JOINED = (
    sa.select(sa.func.count())
    .where(participations.c.project_id == projects.c.project_id)
    .where(participations.c.status == "active", participations.c.role == "co_lead")
    .correlate(projects)
    .scalar_subquery()
)
_LOOKED_AFTER = Statement(
    sa.select(
        projects.c.project_id,
        projects.c.number,
        projects.c.title,
        projects.c.contact_leader,
        projects.c.contact_since,
        _JOINED.label("co_leads"),
    )
    .where(
        projects.c.programme_id == sa.bindparam("programme_id"), projects.c.cancelled_at.is_(None)
    )
    .order_by(projects.c.number)
)
_ONE = Statement(_ENTRIES.where(projects.c.project_id == sa.bindparam("project_id")))
LEAD_STATUS = {"active": "confirmed", "declined": "declined"}


def named(unit: Mapping[str, Any], day: date) -> UnitInProject:
    """Return a unit under the name that it bore on a day."""
    name = name_on(unit["names"], day)
    return UnitInProject(
        unit_id=unit["unit_id"], name=name["name"], party_organisation=name["party_organisation"]
    )


def day_of(row: Row) -> date:
    """Return the day whose names a project's paper bears: of a draft, the newest ones."""
    announced_at = row["announced_at"]
    return announced_at.astimezone(SHANGHAI).date() if announced_at else date.max


def _entry(row: Row) -> CatalogueEntry:
    day = day_of(row)
    co_leads = tuple(named(unit, day) for unit in row["co_leads"] or ())
    return CatalogueEntry(
        project_id=row["project_id"],
        programme_id=row["programme_id"],
        version=row["version"],
        number=row["number"],
        title=row["title"],
        title_en=row["title_en"],
        category=row["category"],
        category_basis=row["category_basis"],
        content_and_targets=row["content_and_targets"],
        lead=row["lead"] and named(row["lead"], day),
        lead_status=LEAD_STATUS.get(row["confirmation"], "designated"),
        lead_basis=row["lead_basis"],
        lead_as_printed=row["lead_as_printed"],
        executing_unit=row["executing"] and named(row["executing"], day),
        co_leads=co_leads,
        co_leads_as_printed="、".join(unit.name for unit in co_leads) or NOT_YET,
        cancelled_at=row["cancelled_at"],
        cancelled_because=row["cancelled_because"],
    )


async def projects_of(
    programme_id: ProgrammeId, wanted: Wanted, after: int, limit: int, connection: Connection
) -> Sequence[CatalogueEntry]:
    """Return a programme's projects after a number that are wanted."""
    query = _ENTRIES.where(projects.c.programme_id == programme_id, projects.c.number > after)
    query = query.where(*_conditions(wanted))
    sql, arguments = dynamic(query.order_by(projects.c.number).limit(limit))
    return [_entry(row) for row in await connection.fetch(sql, *arguments)]


def _conditions(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """Name what a wanted project is: the words are its number, or occur in title, text or lead."""
    if wanted.words:
        texts = (projects.c.title, projects.c.title_en, projects.c.content_and_targets)
        columns = (*texts, projects.c.lead_as_printed)
        found = [c.icontains(wanted.words, autoescape=True) for c in columns]
        yield sa.or_(sa.cast(projects.c.number, sa.Text) == wanted.words, *found)
    if wanted.category:
        yield projects.c.category == wanted.category
    if wanted.unit:
        joined = sa.select(participations.c.project_id).where(
            participations.c.unit_id == wanted.unit, participations.c.status == "active"
        )
        led = (projects.c.lead_unit_id, projects.c.executing_unit_id)
        yield sa.or_(*(c == wanted.unit for c in led), projects.c.project_id.in_(joined))


async def project_with(
    project_id: ProjectId, connection: Connection
) -> tuple[CatalogueEntry, bool] | None:
    """Return the project and whether its programme is announced, if there is such a project."""
    row = await _ONE.fetch_one(connection, project_id=project_id)
    return (_entry(row), row["announced_at"] is not None) if row else None


async def looked_after(
    programme: Programme, now: datetime, connection: Connection
) -> Sequence[LookedAfter]:
    """Return a programme's projects with their contact leaders, in the order of their numbers."""
    closes_at = programme.applications_close_at
    expected = rules_in(programme.rules).co_leads_expected if closes_at and now >= closes_at else 0
    rows = await _LOOKED_AFTER.fetch(connection, programme_id=programme.programme_id)
    return [LookedAfter(**dict(row), short_of_co_leads=row["co_leads"] < expected) for row in rows]

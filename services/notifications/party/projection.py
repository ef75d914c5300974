"""Who leads a project, takes part, is responsible, looks after it; and who is on the roll."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from services.notifications.tables import metadata
from shared.contracts.applications import (
    CODEC,
    ApplicationAccepted,
    ContactLeaderAssigned,
    LeadUnitDesignated,
    ParticipationEnded,
    ResponsibleLeaderNamed,
    UnitRegistered,
)
from shared.contracts.notices import UnitMerged
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

leads = sa.Table(
    "leads",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, nullable=False),
)
participations = sa.Table(
    "participations",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
)
responsible_leaders = sa.Table(
    "responsible_leaders",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Text, nullable=False),
)
contact_leaders = sa.Table(
    "contact_leaders",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Text, nullable=False),
)
units = sa.Table(
    "units",
    metadata,
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)


@value
class Lead:
    """The unit that leads a project."""

    project_id: str
    unit_id: str


@value
class Participation:
    """A unit that takes part in a project: accepted, and not ended since."""

    project_id: str
    unit_id: str
    role: str


@value
class ResponsibleLeader:
    """Who is directly responsible in a unit for a project."""

    project_id: str
    unit_id: str
    account_id: str


@value
class ContactLeader:
    """Who of the organiser's leadership looks after a project."""

    project_id: str
    account_id: str


@value
class Unit:
    """A unit of the roll, and what it is called."""

    unit_id: str
    name: str


def lead_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event touches: one lead for each project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, LeadUnitDesignated) else None


def lead_after(_: Lead | None, recorded: Recorded[LeadUnitDesignated]) -> Lead:
    """Return the lead after a designation: the newest counts."""
    return Lead(project_id=recorded.event.project_id, unit_id=recorded.event.unit_id)


def participation_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event touches: one for each project and unit."""
    event = recorded.event
    if isinstance(event, ApplicationAccepted | ParticipationEnded):
        return (event.project_id, event.unit_id)
    return None


def participation_after(
    _: Participation | None, recorded: Recorded[ApplicationAccepted | ParticipationEnded]
) -> Participation | None:
    """Return the participation after an acceptance; there is none after its end."""
    event = recorded.event
    if isinstance(event, ParticipationEnded):
        return None
    return Participation(project_id=event.project_id, unit_id=event.unit_id, role=event.role)


def responsible_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event touches: one for each project and unit."""
    event = recorded.event
    if isinstance(event, ResponsibleLeaderNamed):
        return (event.project_id, event.unit_id)
    return None


def responsible_after(
    _: ResponsibleLeader | None, recorded: Recorded[ResponsibleLeaderNamed]
) -> ResponsibleLeader:
    """Return who is responsible: the last one named."""
    event = recorded.event
    return ResponsibleLeader(
        project_id=event.project_id, unit_id=event.unit_id, account_id=event.account_id
    )


def contact_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event touches: one contact leader for each project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ContactLeaderAssigned) else None


def contact_after(
    _: ContactLeader | None, recorded: Recorded[ContactLeaderAssigned]
) -> ContactLeader:
    """Return who looks after a project: the last one assigned."""
    event = recorded.event
    return ContactLeader(project_id=event.project_id, account_id=event.account_id)


def unit_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event touches: one for each unit."""
    event = recorded.event
    return (event.unit_id,) if isinstance(event, UnitRegistered | UnitMerged) else None


def unit_after(_: Unit | None, recorded: Recorded[UnitRegistered | UnitMerged]) -> Unit | None:
    """Return the unit as long as it is on the roll itself."""
    event = recorded.event
    if isinstance(event, UnitMerged):
        return None
    return Unit(unit_id=event.unit_id, name=event.name)


SOURCE = "applications"
PARTIES = (
    Projection("leads", SOURCE, leads, Lead, lead_key, lead_after, events=CODEC),
    Projection(
        "participations",
        SOURCE,
        participations,
        Participation,
        participation_key,
        participation_after,
        events=CODEC,
    ),
    Projection(
        "responsible_leaders",
        SOURCE,
        responsible_leaders,
        ResponsibleLeader,
        responsible_key,
        responsible_after,
        events=CODEC,
    ),
    Projection(
        "contact_leaders",
        SOURCE,
        contact_leaders,
        ContactLeader,
        contact_key,
        contact_after,
        events=CODEC,
    ),
    Projection("units", SOURCE, units, Unit, unit_key, unit_after, events=CODEC),
)

_PROJECT = sa.bindparam("project_id", type_=sa.Text)
_LED = sa.and_(
    leads.c.project_id == responsible_leaders.c.project_id,
    leads.c.unit_id == responsible_leaders.c.unit_id,
)
HOLDERS: Mapping[str, Statement] = {
    "lead": Statement(sa.select(leads.c.unit_id.label("id")).where(leads.c.project_id == _PROJECT)),
    "lead_leader": Statement(
        sa.select(responsible_leaders.c.account_id.label("id"))
        .join(leads, _LED)
        .where(leads.c.project_id == _PROJECT)
    ),
    "co_leads": Statement(
        sa.select(participations.c.unit_id.label("id"))
        .where(participations.c.project_id == _PROJECT, participations.c.role == "co_lead")
        .order_by(participations.c.unit_id)
    ),
    "contact_leader": Statement(
        sa.select(contact_leaders.c.account_id.label("id")).where(
            contact_leaders.c.project_id == _PROJECT
        )
    ),
}
UNITS = Statement(sa.select(units.c.unit_id.label("id")).order_by(units.c.unit_id))


async def holders_of(role: str, project_id: str, connection: Connection) -> Sequence[str]:
    """Return the units or accounts that have a role in a project."""
    rows = await HOLDERS[role].fetch(connection, project_id=project_id)
    return [row["id"] for row in rows]


async def roll(connection: Connection) -> Sequence[str]:
    """Return all units of the roll."""
    return [row["id"] for row in await UNITS.fetch(connection)]

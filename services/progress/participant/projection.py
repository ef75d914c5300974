"""Leads, participations and teams, as `applications` announced them."""

from dataclasses import replace

import sqlalchemy as sa

from services.progress.parties import Parties
from services.progress.tables import leads, participations, teams
from services.progress.who_is_who import contact_leaders, units
from shared.contracts.applications import (
    CODEC,
    ApplicationAccepted,
    ContactLeaderAssigned,
    LeadUnitDesignated,
    LiaisonNamed,
    ParticipationEnded,
    UnitRegistered,
    WorkTeamRegistered,
)
from shared.domain import value
from shared.ids import UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

SOURCE = "applications"


@value
class Lead:
    """The unit that leads a project, and the unit that may act for it (AMB-13), or ""."""

    project_id: str
    unit_id: str
    executing_unit_id: str


@value
class Participation:
    """A unit that takes part in a project: accepted, and not ended since."""

    project_id: str
    unit_id: str
    role: str


@value
class Team:
    """What a unit has set up for a project: its team or organisation, and its liaison, or ""."""

    project_id: str
    unit_id: str
    registered: bool = False
    liaison: str = ""


@value
class ContactLeader:
    """Who of the organiser's leadership looks after a project (REQ-42)."""

    project_id: str
    account_id: str


@value
class Unit:
    """What a unit of the roll is called."""

    unit_id: str
    name: str


def lead_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one lead for each project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, LeadUnitDesignated) else None


def lead_after(_: Lead | None, recorded: Recorded[LeadUnitDesignated]) -> Lead:
    """Return the lead after a designation: the newest counts."""
    event = recorded.event
    return Lead(
        project_id=event.project_id,
        unit_id=event.unit_id,
        executing_unit_id=event.executing_unit_id,
    )


def participation_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each project and unit."""
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


def team_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each project and unit."""
    event = recorded.event
    if isinstance(event, WorkTeamRegistered | LiaisonNamed):
        return (event.project_id, event.unit_id)
    return None


def team_after(row: Team | None, recorded: Recorded[WorkTeamRegistered | LiaisonNamed]) -> Team:
    """Return the team after it was registered, or its liaison named."""
    event = recorded.event
    row = row or Team(project_id=event.project_id, unit_id=event.unit_id)
    if isinstance(event, LiaisonNamed):
        return replace(row, liaison=event.account_id)
    return replace(row, registered=True)


def contact_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one contact leader for each project."""
    event = recorded.event
    return (event.project_id,) if isinstance(event, ContactLeaderAssigned) else None


def contact_after(
    _: ContactLeader | None, recorded: Recorded[ContactLeaderAssigned]
) -> ContactLeader:
    """Return who looks after a project: the last one assigned."""
    event = recorded.event
    return ContactLeader(project_id=event.project_id, account_id=event.account_id)


def unit_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each unit."""
    event = recorded.event
    return (event.unit_id,) if isinstance(event, UnitRegistered) else None


def unit_after(_: Unit | None, recorded: Recorded[UnitRegistered]) -> Unit:
    """Return what a unit is called."""
    return Unit(unit_id=recorded.event.unit_id, name=recorded.event.name)


LEADS = Projection(
    name="leads",
    source=SOURCE,
    table=leads,
    row=Lead,
    key=lead_key,
    fold=lead_after,
    events=CODEC,
)
PARTICIPATIONS = Projection(
    name="participations",
    source=SOURCE,
    table=participations,
    row=Participation,
    key=participation_key,
    fold=participation_after,
    events=CODEC,
)

TEAMS = Projection(
    name="teams",
    source=SOURCE,
    table=teams,
    row=Team,
    key=team_key,
    fold=team_after,
    events=CODEC,
)

CONTACT_LEADERS = Projection(
    name="contact_leaders",
    source=SOURCE,
    table=contact_leaders,
    row=ContactLeader,
    key=contact_key,
    fold=contact_after,
    events=CODEC,
)

UNITS = Projection(
    name="units",
    source=SOURCE,
    table=units,
    row=Unit,
    key=unit_key,
    fold=unit_after,
    events=CODEC,
)

BY_PROJECT = Statement(sa.select(leads).where(leads.c.project_id == sa.bindparam("project_id")))


async def lead_of(project_id: str, connection: Connection) -> Lead | None:
    """Return who leads a project; None for one that was never given to anyone."""
    row = await BY_PROJECT.fetch_one(connection, project_id=project_id)
    return None if row is None else Lead(**dict(row))


CO_LEADS = Statement(
    sa.select(participations.c.unit_id).where(
        participations.c.project_id == sa.bindparam("project_id"),
        participations.c.role == "co_lead",
    )
)


async def parties_of(project_id: str, connection: Connection) -> Parties:
    """Return who stands where in a project; nobody anywhere in one that was never given to anyone."""
    lead = await lead_of(project_id, connection)
    rows = await CO_LEADS.fetch(connection, project_id=project_id)
    return Parties(
        lead_unit_id=lead.unit_id if lead else "",
        executing_unit_id=lead.executing_unit_id if lead else "",
        co_leads=frozenset(UnitId(row["unit_id"]) for row in rows),
    )


CONTACT = Statement(
    sa.select(contact_leaders.c.account_id).where(
        contact_leaders.c.project_id == sa.bindparam("project_id")
    )
)


async def contact_leader_of(project_id: str, connection: Connection) -> str:
    """Return the account of the leader who looks after a project; "" for nobody."""
    row = await CONTACT.fetch_one(connection, project_id=project_id)
    return row["account_id"] if row else ""

"""Copies of what papers print besides their record: what units are called, who issues, to whom."""

from collections.abc import Mapping, Sequence

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.catalogue.projection import ListedProject, listed
from services.evaluation.tables import metadata
from shared.contracts.applications import CODEC, ProgrammeDrafted, Recipient, UnitRegistered
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

SOURCE = "applications"

unit_names = sa.Table(
    "unit_name",
    metadata,
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)
letterheads = sa.Table(
    "letterhead",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("addressees", sa.Text, nullable=False),
    sa.Column("report_to", JSONB, nullable=False),
    sa.Column("copy_to", JSONB, nullable=False),
)


@value
class UnitName:
    """What a unit of the roll is called."""

    unit_id: str
    name: str


@value
class Letterhead:
    """In whose name a programme's documents are issued, and to which roles they go (AMB-29)."""

    programme_id: str
    title: str = ""
    issuer: str = ""
    addressees: str = ""
    report_to: Sequence[str] = ()
    copy_to: Sequence[str] = ()


@value
class Printed:
    """What every paper of a programme may print: its letterhead, its projects, units' names."""

    letterhead: Letterhead
    projects: Mapping[str, ListedProject]
    names: Mapping[str, str]

    def called(self, unit_id: str) -> str:
        """Return what a unit is called; what is not on the roll keeps its id."""
        return self.names.get(unit_id, unit_id)


def unit_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each unit."""
    event = recorded.event
    return (event.unit_id,) if isinstance(event, UnitRegistered) else None


def unit_after(_: UnitName | None, recorded: Recorded[UnitRegistered]) -> UnitName:
    """Return the unit as it was registered."""
    return UnitName(unit_id=recorded.event.unit_id, name=recorded.event.name)


def letterhead_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event of `applications` touches: one for each programme."""
    event = recorded.event
    return (event.programme_id,) if isinstance(event, ProgrammeDrafted) else None


def letterhead_after(_: Letterhead | None, recorded: Recorded[ProgrammeDrafted]) -> Letterhead:
    """Return the letterhead as the notice has it."""
    event = recorded.event
    return Letterhead(
        programme_id=event.programme_id,
        title=event.title,
        issuer=event.issuer,
        addressees=event.addressees,
        report_to=roles_of(event.report_to),
        copy_to=roles_of(event.copy_to),
    )


def roles_of(recipients: Sequence[Recipient]) -> list[str]:
    """Return the roles that recipients hold, as they are named."""
    return [recipient.role or recipient.as_printed for recipient in recipients]


UNIT_NAMES = Projection(
    name="unit_name",
    source=SOURCE,
    table=unit_names,
    row=UnitName,
    key=unit_key,
    fold=unit_after,
    events=CODEC,
)
LETTERHEADS = Projection(
    name="letterhead",
    source=SOURCE,
    table=letterheads,
    row=Letterhead,
    key=letterhead_key,
    fold=letterhead_after,
    events=CODEC,
)

_NAMES = Statement(sa.select(unit_names))
_LETTERHEAD = Statement(
    sa.select(letterheads).where(letterheads.c.programme_id == sa.bindparam("programme_id"))
)
_PROJECTS = Statement(
    sa.select(listed)
    .where(listed.c.programme_id == sa.bindparam("programme_id"))
    .order_by(listed.c.number)
)


async def printed_in(pool: asyncpg.Pool, programme_id: str) -> Printed:
    """Return what a programme's papers may print, as far as it is known here."""
    head = await _LETTERHEAD.fetch_one(pool, programme_id=programme_id)
    projects = await _PROJECTS.fetch(pool, programme_id=programme_id)
    names = await _NAMES.fetch(pool)
    return Printed(
        letterhead=Letterhead(**dict(head)) if head else Letterhead(programme_id=programme_id),
        projects={row["project_id"]: ListedProject(**dict(row)) for row in projects},
        names={row["unit_id"]: row["name"] for row in names},
    )

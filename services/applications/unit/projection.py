"""The roll as it is read."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.applications.tables import metadata
from shared.domain import value
from shared.ids import UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import UnitEvent

table = sa.Table(
    "units",
    metadata,
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_en", sa.Text, nullable=False),
    sa.Column("party_organisation", sa.Text, nullable=False),
    sa.Column("executing_unit_id", sa.Text, nullable=False),
    sa.Column("full_name", sa.Text, nullable=False),
    sa.Column("is_system", sa.Boolean, nullable=False),
)


@value
class Unit:
    """A unit on the roll: display name, Party organisation and executing unit apart (REQ-25)."""

    unit_id: UnitId
    version: int
    name: str
    name_en: str
    party_organisation: str
    executing_unit_id: str
    full_name: str
    is_system: bool


def key(recorded: Recorded[UnitEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.unit_id,)


def fold(_: Unit | None, recorded: Recorded[UnitEvent]) -> Unit:
    """Return the unit after an event."""
    event = recorded.event
    return Unit(
        unit_id=event.unit_id,
        version=recorded.version,
        name=event.name,
        name_en=event.name_en,
        party_organisation=event.party_organisation,
        executing_unit_id=event.executing_unit_id,
        full_name=event.full_name,
        is_system=event.is_system,
    )


UNITS = Projection(
    name="units",
    source="applications",
    table=table,
    row=Unit,
    key=key,
    fold=fold,
    features=frozenset({"unit"}),
)

_PAGE = Statement(
    sa.select(table)
    .where(table.c.unit_id > sa.bindparam("after", type_=sa.Text))
    .where(
        (sa.bindparam("only", type_=sa.Text) == "")
        | (table.c.unit_id == sa.bindparam("only", type_=sa.Text))
    )
    .order_by(table.c.unit_id)
    .limit(sa.bindparam("count", type_=sa.Integer))
)
_ONE = Statement(sa.select(table).where(table.c.unit_id == sa.bindparam("unit_id")))
_IDS = Statement(sa.select(table.c.unit_id).order_by(table.c.unit_id))


async def units_after(after: str, limit: int, only: str, connection: Connection) -> Sequence[Unit]:
    """Return the units that follow an id, in the order of ids; with `only`, none but that one."""
    rows = await _PAGE.fetch(connection, after=after, only=only, count=limit)
    return [Unit(**dict(row)) for row in rows]


async def unit_with(unit_id: UnitId, connection: Connection) -> Unit | None:
    """Return the unit, if it is on the roll."""
    row = await _ONE.fetch_one(connection, unit_id=unit_id)
    return Unit(**dict(row)) if row else None


async def all_unit_ids(connection: Connection) -> tuple[UnitId, ...]:
    """Return every active unit of the roll: the addressees of a notice (REQ-03)."""
    return tuple(row["unit_id"] for row in await _IDS.fetch(connection))

"""The roll as it is read: every unit with every name it ever bore, each from its day on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.applications.tables import metadata
from shared.domain import value
from shared.ids import UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import UnitEvent, UnitMerged, UnitRegistered, UnitRenamed

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
    sa.Column("parent_id", sa.Text, nullable=False),
    sa.Column("names", JSONB, nullable=False),
    sa.Column("merged_into", sa.Text, nullable=False),
    sa.Column("merged_on", sa.Date),
)

type Names = Sequence[Mapping[str, str]]
"""The names of a unit, oldest first; each says from which day on it is borne (`since`)."""

EVER = ""
"""Since when a unit bears the name it was registered with; before every day."""


@value
class Unit:
    """A unit of the roll: display name, Party organisation and executing unit apart (REQ-25).

    `names` are all its names with their days. It is no longer on the roll from `merged_on`, being part
    of `merged_into` then.
    """

    unit_id: UnitId
    version: int
    name: str
    name_en: str
    party_organisation: str
    executing_unit_id: str
    full_name: str
    is_system: bool
    parent_id: str
    names: list[dict[str, str]]
    merged_into: str = ""
    merged_on: date | None = None

    def on(self, day: date) -> "Unit":
        """Return the unit under the name that it bore on a day."""
        return replace(self, **parts_of(name_on(self.names, day)))

    def stands_on(self, day: date) -> bool:
        """Return whether the unit is on the roll on a day."""
        return self.merged_on is None or day < self.merged_on


def name_on(names: Names, day: date) -> Mapping[str, str]:
    """Return the name that was borne on a day, which is the newest that had begun by then."""
    return next(name for name in reversed(names) if name["since"] <= day.isoformat())


def parts_of(name: Mapping[str, str]) -> dict[str, str]:
    """Return a name without its day."""
    return {part: text for part, text in name.items() if part != "since"}


def key(recorded: Recorded[UnitEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.unit_id,)


def fold(row: Unit | None, recorded: Recorded[UnitEvent]) -> Unit | None:
    """Return the unit after an event."""
    match recorded.event:
        case UnitRegistered() as event:
            return Unit(
                unit_id=event.unit_id,
                version=recorded.version,
                name=event.name,
                name_en=event.name_en,
                party_organisation=event.party_organisation,
                executing_unit_id=event.executing_unit_id,
                full_name=event.full_name,
                is_system=event.is_system,
                parent_id=event.parent_id,
                names=[_name(event, EVER)],
            )
        case UnitRenamed() as event:
            return row and _renamed(row, event, recorded.version)
        case UnitMerged() as event:
            return row and replace(
                row,
                version=recorded.version,
                merged_into=event.into_unit_id,
                merged_on=event.effective_on,
            )
        case _:
            assert_never(recorded.event)


def _renamed(row: Unit, event: UnitRenamed, version: int) -> Unit:
    name = _name(event, event.effective_on.isoformat())
    return replace(row, version=version, names=[*row.names, name], **parts_of(name))


def _name(event: UnitRegistered | UnitRenamed, since: str) -> dict[str, str]:
    return {
        "name": event.name,
        "name_en": event.name_en,
        "party_organisation": event.party_organisation,
        "full_name": event.full_name,
        "since": since,
    }


UNITS = Projection(
    name="units",
    source="applications",
    table=table,
    row=Unit,
    key=key,
    fold=fold,
    features=frozenset({"unit"}),
)

_DAY = sa.bindparam("day", type_=sa.Date)
STANDS = table.c.merged_on.is_(None) | (table.c.merged_on > _DAY)
"""Whether a unit is on the roll on `day`."""

_PAGE = Statement(
    sa.select(table)
    .where(table.c.unit_id > sa.bindparam("after", type_=sa.Text), STANDS)
    .where(
        (sa.bindparam("only", type_=sa.Text) == "")
        | (table.c.unit_id == sa.bindparam("only", type_=sa.Text))
    )
    .order_by(table.c.unit_id)
    .limit(sa.bindparam("count", type_=sa.Integer))
)
_ONE = Statement(sa.select(table).where(table.c.unit_id == sa.bindparam("unit_id")))
_IDS = Statement(sa.select(table.c.unit_id).where(STANDS).order_by(table.c.unit_id))


async def units_after(
    after: str, limit: int, only: str, day: date, connection: Connection
) -> Sequence[Unit]:
    """Return the roll of a day after an id, in the order of ids; with `only`, none but that one."""
    rows = await _PAGE.fetch(connection, after=after, only=only, count=limit, day=day)
    return [Unit(**dict(row)).on(day) for row in rows]


async def unit_with(unit_id: UnitId, connection: Connection) -> Unit | None:
    """Return the unit, if it is or was on the roll."""
    row = await _ONE.fetch_one(connection, unit_id=unit_id)
    return Unit(**dict(row)) if row else None


async def all_unit_ids(day: date, connection: Connection) -> tuple[UnitId, ...]:
    """Return every active unit of the roll: the addressees of a notice (REQ-03)."""
    return tuple(row["unit_id"] for row in await _IDS.fetch(connection, day=day))

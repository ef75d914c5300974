"""The gaps that were flagged, and what every unit of the roll takes part in.

The second is joined when it is read, of projects, participations, units and the programme's rules: a
row would come from more than one stream.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, assert_never

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.applications.participation.projection import table as participations
from services.applications.programme.projection import table as programmes
from services.applications.project.projection import table as projects
from services.applications.tables import metadata
from services.applications.unit.projection import STANDS, name_on
from services.applications.unit.projection import table as units
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Reader, Row, Statement

from .commands import CheckCoverage
from .events import CoverageEvent, CoverageGapClosed, CoverageGapFlagged

table = sa.Table(
    "coverage_gaps",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("unit_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("closed_at", sa.DateTime(timezone=True)),
    sa.Column("closed_because", sa.Text, nullable=False),
)


type GapState = Literal["none", "open", "closed"]


@value
class Gap:
    """A gap in coverage: when it was flagged last, and when and why it was closed, if it was."""

    programme_id: ProgrammeId
    unit_id: UnitId
    version: int
    state: Literal["open", "closed"]
    flagged_at: datetime
    closed_at: datetime | None = None
    closed_because: str = ""


def key(recorded: Recorded[CoverageEvent]) -> Key:
    """Return the row an event touches."""
    return (recorded.event.programme_id, recorded.event.unit_id)


def fold(row: Gap | None, recorded: Recorded[CoverageEvent]) -> Gap | None:
    """Return the gap after an event."""
    match recorded.event:
        case CoverageGapFlagged() as event:
            return Gap(
                programme_id=event.programme_id,
                unit_id=event.unit_id,
                version=recorded.version,
                state="open",
                flagged_at=recorded.occurred_at,
            )
        case CoverageGapClosed() as event:
            return row and replace(
                row,
                version=recorded.version,
                state="closed",
                closed_at=recorded.occurred_at,
                closed_because=event.because,
            )
        case _:
            assert_never(recorded.event)


GAPS = Projection(
    name="coverage-gaps",
    source="applications",
    table=table,
    row=Gap,
    key=key,
    fold=fold,
    features=frozenset({"coverage"}),
)

LIVE = (sa.literal("active"),)
"""States of a participation in which a unit takes part."""


def _rule(name: str) -> sa.ColumnElement[bool]:
    """Return a setting of the programme's `CoverageRule`."""
    return programmes.c.rules["coverage"][name].astext.cast(sa.Boolean)


def _led(unit: sa.ColumnElement[str]) -> sa.Select[Any, Any, str]:
    """Select the projects in which a unit leads, or executes, unless the lead has declined."""
    declined = participations.alias("declined")
    return (
        sa.select(projects.c.programme_id, projects.c.project_id, unit.label("unit_id"))
        .join_from(projects, programmes, projects.c.programme_id == programmes.c.programme_id)
        .outerjoin(
            declined,
            (declined.c.project_id == projects.c.project_id)
            & (declined.c.unit_id == projects.c.lead_unit_id)
            & (declined.c.status == "declined"),
        )
        .where(declined.c.unit_id.is_(None), projects.c.cancelled_at.is_(None))
    )


_parts = sa.union(
    _led(projects.c.lead_unit_id),
    _led(projects.c.executing_unit_id).where(_rule("executing_units_count")),
    sa.select(
        participations.c.programme_id, participations.c.project_id, participations.c.unit_id
    ).where(participations.c.status.in_(LIVE)),
).cte("parts")
_taking = units.alias("taking")
_counts_for = sa.case(
    (_rule("children_roll_up") & (_taking.c.parent_id != ""), _taking.c.parent_id),
    else_=_taking.c.unit_id,
)
_counted = (
    sa.select(
        _parts.c.programme_id,
        _counts_for.label("unit_id"),
        sa.func.array_agg(sa.distinct(_parts.c.project_id)).label("projects"),
    )
    .join_from(_parts, programmes, _parts.c.programme_id == programmes.c.programme_id)
    .join(_taking, _parts.c.unit_id == _taking.c.unit_id)
    .group_by(_parts.c.programme_id, sa.literal_column("2"))
).cte("counted")
_projects = sa.func.coalesce(_counted.c.projects, sa.cast(sa.literal("{}"), ARRAY(sa.Text)))
_obliged = STANDS & ((units.c.parent_id == "") | ~_rule("children_roll_up"))
_minimum = programmes.c.rules["minimum_projects_per_unit"].astext.cast(sa.Integer)
_STANDINGS = (
    sa.select(
        programmes.c.programme_id,
        programmes.c.applications_close_at.label("cut_off_at"),
        _minimum.label("minimum"),
        units.c.unit_id,
        units.c.names,
        _obliged.label("obliged"),
        _projects.label("projects"),
        table.c.state,
        table.c.version,
        table.c.flagged_at,
        table.c.closed_at,
        table.c.closed_because,
    )
    .join_from(programmes, units, programmes.c.announced_at.is_not(None))
    .outerjoin(
        _counted,
        (_counted.c.programme_id == programmes.c.programme_id)
        & (_counted.c.unit_id == units.c.unit_id),
    )
    .outerjoin(
        table,
        (table.c.programme_id == programmes.c.programme_id) & (table.c.unit_id == units.c.unit_id),
    )
    .order_by(programmes.c.programme_id, units.c.unit_id)
)
_CHANGED = Statement(
    _STANDINGS.where(
        programmes.c.applications_close_at <= sa.bindparam("at", type_=sa.DateTime(timezone=True)),
        (_obliged & (sa.func.cardinality(_projects) < _minimum))
        != (sa.func.coalesce(table.c.state, "") == "open"),
    )
)
_OF_PROGRAMME = Statement(
    _STANDINGS.where(
        programmes.c.programme_id == sa.bindparam("programme_id"),
        _obliged | table.c.state.is_not(None),
        (sa.bindparam("only", type_=sa.Text) == "")
        | (units.c.unit_id == sa.bindparam("only", type_=sa.Text)),
    )
)


@value
class UnitCoverage:
    """What a unit takes part in, under its name of today; `gap` says whether that was too little."""

    unit_id: UnitId
    name: str
    party_organisation: str
    projects: tuple[ProjectId, ...]
    gap: GapState
    flagged_at: datetime | None
    closed_at: datetime | None
    closed_because: str


def _coverage(row: Row, day: date) -> UnitCoverage:
    name = name_on(row["names"], day)
    return UnitCoverage(
        unit_id=row["unit_id"],
        name=name["name"],
        party_organisation=name["party_organisation"],
        projects=tuple(sorted(row["projects"])),
        gap=row["state"] or "none",
        flagged_at=row["flagged_at"],
        closed_at=row["closed_at"],
        closed_because=row["closed_because"] or "",
    )


async def coverage_in(
    programme_id: ProgrammeId, only: str, day: date, connection: Connection
) -> Sequence[UnitCoverage]:
    """Return what each unit takes part in on a day, by id; with `only`, none but that unit."""
    rows = await _OF_PROGRAMME.fetch(connection, programme_id=programme_id, only=only, day=day)
    return [_coverage(row, day) for row in rows]


@value
class Unsettled:
    """A unit whose coverage is not as it was last recorded, and the version of that record."""

    check: CheckCoverage
    version: int


async def unsettled(at: datetime, day: date, connection: Reader) -> Sequence[Unsettled]:
    """Return the units that have a gap which is not flagged, or none although one is."""
    return [
        Unsettled(
            check=CheckCoverage(
                programme_id=row["programme_id"],
                unit_id=row["unit_id"],
                obliged=row["obliged"],
                projects=tuple(sorted(row["projects"])),
                minimum=row["minimum"],
                cut_off_at=row["cut_off_at"],
                at=at,
            ),
            version=row["version"] or 0,
        )
        for row in await _CHANGED.fetch(connection, at=at, day=day)
    ]

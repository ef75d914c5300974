"""Which points follow for which unit, joined when it is read from rows that events made.

A line exists when a project has passed, its programme has a bonus table, and the unit led it or was
its co-lead when its results were accepted or, until they are, does so now (X11); the unit that acts
for a lead has one only if the rules say so (AMB-13).
The order in which all this became known does not matter.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import sqlalchemy as sa

from services.evaluation.catalogue.projection import listed
from services.evaluation.decision.projection import table as decisions
from services.evaluation.participation.projection import joining, leading
from services.evaluation.rules.events import CapScope
from services.evaluation.rules.projection import table as rules
from shared.domain import value
from shared.store.sql import Statement


@value
class Line:
    """Points of one unit from one passed project, in hundredths, and the events they follow from."""

    programme_id: str
    unit_id: str
    project_id: str
    number: int
    title: str
    role: str
    points: int
    cap: int
    cap_scope: CapScope
    taking_part_event_id: UUID
    taken_in_event_id: UUID | None
    decision_event_id: UUID
    bonus_event_id: UUID


def _lines(unit: sa.Column[Any], role: str, worth: sa.Column[Any]) -> Any:  # noqa: ANN401
    taking_part = unit.table
    return (
        sa.select(
            taking_part.c.programme_id,
            unit.label("unit_id"),
            taking_part.c.project_id,
            sa.func.coalesce(listed.c.number, 0).label("number"),
            sa.func.coalesce(listed.c.title, "").label("title"),
            sa.literal(role).label("role"),
            worth.label("points"),
            rules.c.cap,
            rules.c.cap_scope,
            taking_part.c.event_id.label("taking_part_event_id"),
            taking_part.c.taken_in_event_id,
            decisions.c.event_id.label("decision_event_id"),
            rules.c.bonus_event_id,
        )
        .join(decisions, decisions.c.project_id == taking_part.c.project_id)
        .join(rules, rules.c.programme_id == taking_part.c.programme_id)
        .join(listed, listed.c.project_id == taking_part.c.project_id, isouter=True)
        .where(decisions.c.outcome == "pass", rules.c.bonus_event_id.is_not(None))
    )


_also_leads = sa.exists().where(
    leading.c.project_id == joining.c.project_id, leading.c.unit_id == joining.c.unit_id
)
expected: Any = sa.union_all(
    _lines(leading.c.unit_id, "lead", rules.c.lead),
    _lines(leading.c.executing_unit_id, "executing", rules.c.lead).where(
        rules.c.executing_unit_bonus, leading.c.executing_unit_id != ""
    ),
    _lines(joining.c.unit_id, "co_lead", rules.c.co_lead).where(
        ~_also_leads,  # AMB-36: one role and one line for a unit and project
    ),
).subquery("line")
_ORDER = (expected.c.programme_id, expected.c.unit_id, expected.c.number, expected.c.project_id)

_ranked: Any = (
    sa.select(expected, sa.func.dense_rank().over(order_by=expected.c.unit_id).label("place"))
    .where(
        expected.c.programme_id == sa.bindparam("programme_id"),
        expected.c.unit_id > sa.bindparam("after"),
        sa.or_(sa.bindparam("unit_id") == "", expected.c.unit_id == sa.bindparam("unit_id")),
    )
    .subquery("ranked")
)
_OF_PROGRAMME = Statement(
    sa.select(*(_ranked.c[column.name] for column in expected.c))
    .where(_ranked.c.place <= sa.bindparam("limit", type_=sa.BigInteger))
    .order_by(_ranked.c.unit_id, _ranked.c.number, _ranked.c.project_id)
)
_OF_UNIT = Statement(
    sa.select(expected).where(expected.c.unit_id == sa.bindparam("unit_id")).order_by(*_ORDER)
)


async def lines_of_programme(
    pool: asyncpg.Pool, programme_id: str, unit_id: str, after: str, limit: int
) -> Sequence[Line]:
    """Return the lines of up to `limit` units after a unit id, or of one unit; by unit, project."""
    async with pool.acquire() as connection:
        rows = await _OF_PROGRAMME.fetch(
            connection, programme_id=programme_id, unit_id=unit_id, after=after, limit=limit
        )
    return [Line(**dict(row)) for row in rows]


async def lines_of_unit(pool: asyncpg.Pool, unit_id: str) -> Sequence[Line]:
    """Return a unit's lines of all programmes, by programme and project."""
    async with pool.acquire() as connection:
        rows = await _OF_UNIT.fetch(connection, unit_id=unit_id)
    return [Line(**dict(row)) for row in rows]

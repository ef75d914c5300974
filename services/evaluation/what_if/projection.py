"""Who tried out which rules, and what a simulation starts from."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.contribution.projection import table as contributions
from services.evaluation.decision.projection import DecisionRow
from services.evaluation.decision.projection import table as decisions
from services.evaluation.entitlement.commands import PartTaken
from services.evaluation.participation.projection import joining, leading
from services.evaluation.rules.projection import table as rules
from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import DraftRules, WhatIfEvent

table = sa.Table(
    "what_if_run",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("what_if_id", sa.Text, primary_key=True),
    sa.Column("rules", JSONB, nullable=False),
    sa.Column("run_by", sa.Text, nullable=False),
    sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
)


@value
class WhatIfRow:
    """A simulation: its rules in hundredths, who ran it and when."""

    programme_id: ProgrammeId
    what_if_id: str
    rules: dict[str, Any]
    run_by: str
    run_at: datetime

    @property
    def draft(self) -> DraftRules:
        """Return the rules that were tried out."""
        return DraftRules(**self.rules)


def fold(_: WhatIfRow | None, recorded: Recorded[WhatIfEvent]) -> WhatIfRow:
    """Return the simulation that was run."""
    event = recorded.event
    return WhatIfRow(
        programme_id=event.programme_id,
        what_if_id=event.what_if_id,
        rules=asdict(event.rules),
        run_by=event.by,
        run_at=recorded.occurred_at,
    )


WHAT_IFS = Projection(
    name="what_if_run",
    source="evaluation",
    table=table,
    row=WhatIfRow,
    key=lambda recorded: (recorded.event.programme_id, recorded.event.what_if_id),
    fold=fold,
    features=frozenset({"what-if"}),
)

_RUNS = Statement(
    sa.select(table)
    .where(table.c.programme_id == sa.bindparam("programme_id"))
    .order_by(table.c.run_at, table.c.what_if_id)
)
_JUDGED = Statement(
    sa.select(decisions)
    .where(decisions.c.programme_id == sa.bindparam("programme_id"))
    .order_by(decisions.c.project_id)
)


def _parts(part: Any, unit: Any, role: str) -> Any:  # noqa: ANN401 - columns of a subquery
    return sa.select(
        unit.label("unit_id"), part.c.project_id, sa.literal(role).label("role")
    ).where(part.c.programme_id == sa.bindparam("programme_id"))


_taking_part: Any = sa.union_all(
    _parts(leading, leading.c.unit_id, "lead"),
    _parts(leading, leading.c.executing_unit_id, "executing").where(
        leading.c.executing_unit_id != "",
        sa.exists().where(
            rules.c.programme_id == leading.c.programme_id, rules.c.executing_unit_bonus
        ),
    ),
    _parts(joining, joining.c.unit_id, "co_lead"),
).subquery("taking_part")
_PARTS = Statement(
    sa.select(
        _taking_part,
        sa.func.coalesce(contributions.c.status, "").label("contribution"),
        sa.func.coalesce(contributions.c.ruled, "").label("ruled"),
    )
    .join(
        contributions,
        sa.and_(
            contributions.c.project_id == _taking_part.c.project_id,
            contributions.c.unit_id == _taking_part.c.unit_id,
        ),
        isouter=True,
    )
    .order_by(_taking_part.c.unit_id, _taking_part.c.project_id, _taking_part.c.role)
)


async def what_ifs(pool: asyncpg.Pool, programme_id: str) -> Sequence[WhatIfRow]:
    """Return the simulations of a programme in the order in which they were run."""
    rows = await _RUNS.fetch(pool, programme_id=programme_id)
    return [WhatIfRow(**dict(row)) for row in rows]


async def judged(pool: asyncpg.Pool, programme_id: str) -> Sequence[DecisionRow]:
    """Return all judgements of a programme with their sheets."""
    rows = await _JUDGED.fetch(pool, programme_id=programme_id)
    return [DecisionRow(**dict(row)) for row in rows]


async def parts(pool: asyncpg.Pool, programme_id: str) -> Sequence[PartTaken]:
    """Return who took part in each project, whatever came of it and whatever it is worth."""
    rows = await _PARTS.fetch(pool, programme_id=programme_id)
    return [PartTaken(**dict(row), points=0, decision_version=1, because=()) for row in rows]

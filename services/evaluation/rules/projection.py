"""The rules of a programme's evaluation as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import (
    Aggregate,
    BonusRulesSet,
    CapScope,
    Contribution,
    Criterion,
    LeadBonus,
    PassRuleSet,
    ProcedureSet,
    ProcessGate,
    RubricSet,
    RulesEvent,
    RulesFixed,
)

table = sa.Table(
    "evaluation_rules",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("rubrics", JSONB, nullable=False),
    sa.Column("min_score", sa.Integer),
    sa.Column("min_valid", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("lead", sa.Integer),
    sa.Column("co_lead", sa.Integer),
    sa.Column("cap", sa.Integer),
    sa.Column("cap_scope", sa.Text, nullable=False),
    sa.Column("executing_unit_bonus", sa.Boolean, nullable=False),
    sa.Column("contribution", sa.Text, nullable=False),
    sa.Column("contest_working_days", sa.Integer, nullable=False),
    sa.Column("lead_bonus", sa.Text, nullable=False),
    sa.Column("bonus_event_id", sa.Uuid),
    sa.Column("aggregate", sa.Text),
    sa.Column("publicity_working_days", sa.Integer),
    sa.Column("process_gate", sa.Text),
    sa.Column("contact_leader_scores", sa.Boolean, nullable=False),
    sa.Column("commendation_in_parts", sa.Boolean, nullable=False),
    sa.Column("fixed", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class RulesRow:
    """The rules in force. Points in hundredths; None where nothing was set yet.

    `rubrics` maps a category to its criteria; `bonus_event_id` is the event that set the bonus
    table; `version` is that of the stream.
    """

    programme_id: ProgrammeId
    rubrics: Mapping[str, Sequence[Mapping[str, Any]]]
    min_score: int | None = None
    min_valid: int | None = None
    reason: str = ""
    lead: int | None = None
    co_lead: int | None = None
    cap: int | None = None
    cap_scope: CapScope = "unit_year"
    executing_unit_bonus: bool = False
    contribution: Contribution = "recognised"
    contest_working_days: int = 3
    lead_bonus: LeadBonus = "at_acceptance"
    bonus_event_id: UUID | None = None
    aggregate: Aggregate | None = None
    publicity_working_days: int | None = None
    process_gate: ProcessGate | None = None
    contact_leader_scores: bool = False
    commendation_in_parts: bool = False
    fixed: bool = False
    version: int = 0

    def rubric(self, category: str) -> tuple[Criterion, ...]:
        """Return what projects of a category are judged by; nothing if that was not set."""
        return tuple(Criterion(**criterion) for criterion in self.rubrics.get(category, ()))


def fold(row: RulesRow | None, recorded: Recorded[RulesEvent]) -> RulesRow:
    """Return the rules after an event."""
    event = recorded.event
    row = row or RulesRow(programme_id=event.programme_id, rubrics={})
    row = replace(row, version=recorded.version)
    match event:
        case RubricSet():
            criteria = [
                {"id": c.id, "name": c.name, "kind": c.kind, "max_points": c.max_points}
                for c in event.criteria
            ]
            return replace(row, rubrics={**row.rubrics, event.category: criteria})
        case PassRuleSet():
            return replace(
                row, min_score=event.min_score, min_valid=event.min_valid, reason=event.reason
            )
        case BonusRulesSet():
            return replace(
                row,
                lead=event.lead,
                co_lead=event.co_lead,
                cap=event.cap,
                cap_scope=event.cap_scope,
                executing_unit_bonus=event.executing_unit_bonus,
                contribution=event.contribution,
                contest_working_days=event.contest_working_days,
                lead_bonus=event.lead_bonus,
                bonus_event_id=recorded.event_id,
            )
        case ProcedureSet():
            return replace(
                row,
                aggregate=event.aggregate,
                publicity_working_days=event.publicity_working_days,
                process_gate=event.process_gate,
                contact_leader_scores=event.contact_leader_scores,
                commendation_in_parts=event.commendation_in_parts,
            )
        case RulesFixed():
            return replace(row, fixed=True)
        case _:
            assert_never(event)


RULES = Projection(
    name="evaluation_rules",
    source="evaluation",
    table=table,
    row=RulesRow,
    key=lambda recorded: (recorded.event.programme_id,),
    fold=fold,
    features=frozenset({"rules"}),
)

_RULES = Statement(sa.select(table).where(table.c.programme_id == sa.bindparam("programme_id")))


async def rules(pool: asyncpg.Pool, programme_id: str) -> RulesRow:
    """Return the rules of a programme; empty ones if nothing was set yet."""
    async with pool.acquire() as connection:
        row = await _RULES.fetch_one(connection, programme_id=programme_id)
    if row is None:
        return RulesRow(programme_id=ProgrammeId(programme_id), rubrics={})
    return RulesRow(**dict(row))

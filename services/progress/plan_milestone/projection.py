"""A project's milestones as they stand: plan beside actual, with a light by date only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal, assert_never

import sqlalchemy as sa

from services.progress.deadline.projection import Light
from services.progress.tables import plan_milestones, work_plans
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import (
    MilestoneEvent,
    PlanMilestoneReached,
    PlanMilestoneScheduled,
    PlanMilestoneSkipped,
)

type State = Literal["scheduled", "reached", "skipped"]
type Kept = Literal["early", "in_range", "late"]


@value
class MilestoneRow:
    """A milestone, or one occurrence of a recurring one, with what became of it."""

    project_id: str
    milestone_id: str
    series: str
    title: str
    outcome: str
    starts_on: date
    ends_on: date
    activity_lead: str
    state: State
    reached_on: date | None
    note: str
    ledger_item_id: str
    reason: str
    recorded_at: datetime
    version: int


def key(recorded: Recorded[MilestoneEvent]) -> Key:
    """Return the row of the milestone that the event is about."""
    return (recorded.event.project_id, recorded.event.milestone_id)


def milestone_after(
    row: MilestoneRow | None, recorded: Recorded[MilestoneEvent]
) -> MilestoneRow | None:
    """Return the milestone after an event."""
    event = recorded.event
    if isinstance(event, PlanMilestoneScheduled):
        return _scheduled(event, recorded)
    if row is None:
        return None
    row = replace(row, version=recorded.version, recorded_at=recorded.recorded_at)
    match event:
        case PlanMilestoneReached():
            return replace(
                row,
                state="reached",
                reached_on=event.reached_on,
                note=event.note,
                ledger_item_id=event.ledger_item_id,
            )
        case PlanMilestoneSkipped():
            return replace(row, state="skipped", reason=event.reason)
        case _:
            assert_never(event)


def _scheduled(event: PlanMilestoneScheduled, recorded: Recorded[MilestoneEvent]) -> MilestoneRow:
    return MilestoneRow(
        project_id=event.project_id,
        milestone_id=event.milestone_id,
        series=event.series,
        title=event.title,
        outcome=event.outcome,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        activity_lead=event.activity_lead,
        state="scheduled",
        reached_on=None,
        note="",
        ledger_item_id="",
        reason="",
        recorded_at=recorded.recorded_at,
        version=recorded.version,
    )


MILESTONES = Projection(
    name="plan_milestones",
    source="progress",
    table=plan_milestones,
    row=MilestoneRow,
    key=key,
    fold=milestone_after,
    features=frozenset({"plan-milestone"}),
)


def light_of(row: MilestoneRow, today: date, amber_days: int) -> Light:
    """Return green, amber or red: amber some days before the last day, red after it (PRA-05)."""
    if row.state != "scheduled" or today < row.ends_on - timedelta(days=amber_days):
        return "green"
    return "red" if today > row.ends_on else "amber"


def kept(row: MilestoneRow) -> Kept | None:
    """Return whether what was reached was reached in its range; None for what was not."""
    if row.reached_on is None:
        return None
    if row.reached_on > row.ends_on:
        return "late"
    return "early" if row.reached_on < row.starts_on else "in_range"


_OF_PROJECT = Statement(
    sa.select(plan_milestones)
    .where(plan_milestones.c.project_id == sa.bindparam("project_id"))
    .order_by(plan_milestones.c.starts_on, plan_milestones.c.milestone_id)
)
_SCHEME = Statement(
    sa.select(sa.literal(1))
    .select_from(work_plans)
    .where(work_plans.c.project_id == sa.bindparam("project_id"))
    .where(work_plans.c.kind == "lead_scheme")
)


async def milestones_of(project_id: str, connection: Connection) -> Sequence[MilestoneRow]:
    """Return a project's milestones in the order of their dates."""
    rows = await _OF_PROJECT.fetch(connection, project_id=project_id)
    return [MilestoneRow(**dict(row)) for row in rows]


async def scheme_is_filed(project_id: str, connection: Connection) -> bool:
    """Return whether a lead of this project, present or former, has filed a scheme."""
    return await _SCHEME.fetch_one(connection, project_id=project_id) is not None

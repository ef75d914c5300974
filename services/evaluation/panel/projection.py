"""Who sits on a programme's review panel."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Statement

from .events import PanelEvent, PanelFormed, ReviewerAppointed, ReviewerStoodDown

table = sa.Table(
    "review_panel",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("members", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class PanelRow:
    """The panel: each member's account with its unit or ""; `version` is that of the stream."""

    programme_id: ProgrammeId
    members: Mapping[str, str]
    version: int = 0


def fold(row: PanelRow | None, recorded: Recorded[PanelEvent]) -> PanelRow:
    """Return the panel after an event."""
    event = recorded.event
    row = row or PanelRow(programme_id=event.programme_id, members={})
    row = replace(row, version=recorded.version)
    match event:
        case PanelFormed():
            return row
        case ReviewerAppointed():
            return replace(row, members={**row.members, event.reviewer_id: event.unit_id})
        case ReviewerStoodDown():
            left = {who: unit for who, unit in row.members.items() if who != event.reviewer_id}
            return replace(row, members=left)
        case _:
            assert_never(event)


PANELS = Projection(
    name="review_panel",
    source="evaluation",
    table=table,
    row=PanelRow,
    key=lambda recorded: (recorded.event.programme_id,),
    fold=fold,
    features=frozenset({"panel"}),
)

_PANEL = Statement(sa.select(table).where(table.c.programme_id == sa.bindparam("programme_id")))


async def panel(pool: asyncpg.Pool, programme_id: str) -> PanelRow:
    """Return the panel of a programme; an empty one before it is formed."""
    async with pool.acquire() as connection:
        row = await _PANEL.fetch_one(connection, programme_id=programme_id)
    if row is None:
        return PanelRow(programme_id=ProgrammeId(programme_id), members={})
    return PanelRow(**dict(row))

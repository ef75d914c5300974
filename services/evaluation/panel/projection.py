"""Who sits on a programme's review panel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.evaluation.tables import metadata
from shared.domain import value
from shared.ids import ProgrammeId
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Reader, Statement

from .events import (
    PanelEvent,
    PanelFormed,
    RecusalDeclared,
    RecusalImposed,
    ReviewerAppointed,
    ReviewerStoodDown,
)

table = sa.Table(
    "review_panel",
    metadata,
    sa.Column("programme_id", sa.Text, primary_key=True),
    sa.Column("members", JSONB, nullable=False),
    sa.Column("recusals", JSONB, nullable=False),
    sa.Column("stood_down", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


@value
class PanelRow:
    """The panel: each member's account with its unit or ""; `version` is that of the stream.

    `recusals` maps a project to the reviewers who do not judge it by declaration or decision,
    `stood_down` to those who stood down from it.
    """

    programme_id: ProgrammeId
    members: Mapping[str, str]
    recusals: Mapping[str, Sequence[str]]
    stood_down: Mapping[str, Sequence[str]]
    version: int = 0

    def judging(self, project_id: str) -> Mapping[str, str]:
        """Return the members who did not stand down from a project, each with a unit or ""."""
        away = self.stood_down.get(project_id, ())
        return {who: unit for who, unit in self.members.items() if who not in away}

    def recused(self, project_id: str, reviewer_id: str) -> bool:
        """Return whether a reviewer does not judge a project by declaration or decision."""
        return reviewer_id in self.recusals.get(project_id, ())


def nobody(programme_id: ProgrammeId) -> PanelRow:
    """Return a panel on which nobody sits yet."""
    return PanelRow(programme_id=programme_id, members={}, recusals={}, stood_down={})


def fold(row: PanelRow | None, recorded: Recorded[PanelEvent]) -> PanelRow:
    """Return the panel after an event."""
    event = recorded.event
    row = row or nobody(event.programme_id)
    row = replace(row, version=recorded.version)
    match event:
        case PanelFormed():
            return row
        case ReviewerAppointed():
            return replace(row, members={**row.members, event.reviewer_id: event.unit_id})
        case ReviewerStoodDown():
            if event.project_id:
                away = sorted({*row.stood_down.get(event.project_id, ()), event.reviewer_id})
                return replace(row, stood_down={**row.stood_down, event.project_id: away})
            left = {who: unit for who, unit in row.members.items() if who != event.reviewer_id}
            return replace(row, members=left)
        case RecusalDeclared() | RecusalImposed():
            names = sorted({*row.recusals.get(event.project_id, ()), event.reviewer_id})
            return replace(row, recusals={**row.recusals, event.project_id: names})
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


async def panel(reader: Reader, programme_id: str) -> PanelRow:
    """Return the panel of a programme; an empty one before it is formed."""
    row = await _PANEL.fetch_one(reader, programme_id=programme_id)
    if row is None:
        return nobody(ProgrammeId(programme_id))
    return PanelRow(**dict(row))

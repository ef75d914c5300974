"""The rules of who is told of what as they stand: the office's, or those that come with it."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import JSONB

from services.notifications.tables import metadata
from shared.domain import value
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import NoticeRule, NoticeRulesEvent

table = sa.Table(
    "notice_rules",
    metadata,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("lines", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

USUAL = TypeAdapter(tuple[NoticeRule, ...]).validate_json(
    (files("services.notifications") / "data" / "notice-rules.json").read_text("utf-8")
)
"""Who is told of what in an office that has not said otherwise."""


@value
class NoticeRulesRow:
    """The lines in force. `number` 0 are the usual ones; `version` is that of the stream."""

    stream: str
    number: int
    lines: Sequence[Mapping[str, Any]]
    version: int

    def of(self, event: str) -> Sequence[NoticeRule]:
        """Return the lines of an event by which somebody is told."""
        rules = (NoticeRule(**line) for line in self.lines)
        return [rule for rule in rules if rule.event == event and rule.inbox]


def fold(_: NoticeRulesRow | None, recorded: Recorded[NoticeRulesEvent]) -> NoticeRulesRow:
    """Return the rules after they were set."""
    event = recorded.event
    return NoticeRulesRow(
        stream=recorded.stream.id,
        number=event.number,
        lines=lines_of(event.lines),
        version=recorded.version,
    )


def lines_of(rules: Sequence[NoticeRule]) -> Sequence[Mapping[str, Any]]:
    """Return rules as they are kept in a row."""
    names = NoticeRule.__dataclass_fields__
    return [{name: getattr(rule, name) for name in names} for rule in rules]


NOTICE_RULES = Projection(
    name="notice_rules",
    source="notifications",
    table=table,
    row=NoticeRulesRow,
    key=lambda recorded: (recorded.stream.id,),
    fold=fold,
    features=frozenset({"notice-rules"}),
)

_RULES = Statement(sa.select(table))


async def rules_in_force(connection: Connection) -> NoticeRulesRow:
    """Return the rules in force."""
    row = await _RULES.fetch_one(connection)
    if row is None:
        return NoticeRulesRow(stream="office", number=0, lines=lines_of(USUAL), version=0)
    return NoticeRulesRow(**dict(row))

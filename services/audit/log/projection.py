"""One table of events for each service, read together.

The tables are apart because a read model belongs to one source: each can be rebuilt and verified
against its own. A row is the event as it came, sealed boxes included; they are left out when it is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.audit.tables import metadata
from shared.domain import value
from shared.http.feed import without_boxes
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from shared.store.sql import Reader, Row, dynamic

OWN = "audit"
FOREIGN = ("applications", "progress", "evaluation", "notifications", "gateway")
SOURCES = (*FOREIGN, OWN)

MOMENT = sa.DateTime(timezone=True)
TEXTS = ARRAY(sa.Text)

PROJECT = "data ->> 'project_id'"
UNIT = "coalesce(data ->> 'unit_id', data ->> 'owner_unit_id')"
"""What an event says of its project and of its unit; as indexes have it, to the letter."""


def log_table(source: str) -> sa.Table:
    """Return the table of one service's events."""
    name = f"log_{source}"
    return sa.Table(
        name,
        metadata,
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("feature", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("command_id", sa.Uuid, nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Index(f"{name}_event", "event_id"),
        sa.Index(f"{name}_time", "recorded_at", "event_id"),
        sa.Index(f"{name}_actor", "actor", "recorded_at"),
        sa.Index(f"{name}_type", "type", "recorded_at"),
        sa.Index(f"{name}_project", sa.text(f"({PROJECT})")),
        sa.Index(f"{name}_unit", sa.text(f"({UNIT})")),
    )


TABLES: Mapping[str, sa.Table] = {source: log_table(source) for source in SOURCES}


@value
class LogRow:
    """An event as it was recorded: who (`actor`), by which command, when it happened and came in."""

    stream: str
    version: int
    feature: str
    type: str
    event_id: UUID
    actor: str
    command_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


def key(recorded: Recorded[Any]) -> tuple[str, int]:
    """Return the row of an event: every event has its own."""
    return (recorded.stream.name, recorded.version)


def content(event: object) -> Mapping[str, Any]:
    """Return an event's JSON object: a foreign one is that already, an own one becomes it."""
    if is_dataclass(event) and not isinstance(event, type):
        return asdict(event)
    return cast("Mapping[str, Any]", event)


def fold(_: LogRow | None, recorded: Recorded[Any]) -> LogRow:
    """Return the event as a row."""
    return LogRow(
        stream=recorded.stream.name,
        version=recorded.version,
        feature=recorded.stream.feature,
        type=recorded.type,
        event_id=recorded.event_id,
        actor=recorded.actor,
        command_id=recorded.command_id,
        occurred_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        data=content(recorded.event),
    )


def log_of(source: str) -> Projection[LogRow]:
    """Return the read model that keeps one service's events."""
    return Projection(
        name=f"log-{source}",
        source=source,
        table=TABLES[source],
        row=LogRow,
        key=key,
        fold=fold,
    )


@value
class LoggedEvent:
    """An event as it was recorded. Of sealed parts only the key's name is shown, `box` is empty."""

    source: str
    stream: str
    version: int
    feature: str
    type: str
    event_id: UUID
    actor: str
    command_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


def logged(row: Row) -> LoggedEvent:
    """Return a row as it may be shown."""
    return LoggedEvent(**{**row, "data": without_boxes(row["data"])})


@value
class Wanted:
    """Which events are wanted: `None` and `""` mean any. Times are those of recording, end excluded."""

    source: str = ""
    stream: str = ""
    actor: str = ""
    type: str = ""
    since: datetime | None = None
    until: datetime | None = None


type Streams = Mapping[str, Sequence[str]]
"""Streams by service."""


@value
class Place:
    """The event after which a page starts, newest first."""

    recorded_at: datetime
    event_id: UUID


def _said(table: str, what: str) -> sa.ColumnElement[Any]:
    return sa.literal_column(what.replace("data ->>", f"{table}.data ->>"), sa.Text)


async def streams_naming(connection: Reader, what: str, name: str) -> Streams:
    """Return by service the streams in which an event names a project or unit (`what`)."""
    parts = [
        sa.select(sa.literal(source, sa.Text).label("source"), table.c.stream)
        .where(_said(table.name, what) == name)
        .distinct()
        for source, table in TABLES.items()
    ]
    sql, arguments = dynamic(sa.select(sa.union_all(*parts).subquery()))
    found: dict[str, list[str]] = {source: [] for source in SOURCES}
    for row in await connection.fetch(sql, *arguments):
        found[row["source"]].append(row["stream"])
    return found


def speaks_of(source: str, what: str, name: str, streams: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an event speaks of a project or unit (`what`).

    It does if it names it, or if it names none and is of one of the `streams`: of a deadline only the
    first event says whose it is. The streams were asked for before (`streams_naming`), so that
    PostgreSQL goes through them by index and not through the whole log.
    """
    c, said = TABLES[source].c, _said(TABLES[source].name, what)
    return sa.and_(
        c.stream == sa.any_(sa.literal(list(streams), TEXTS)), sa.func.coalesce(said, name) == name
    )


def events_of(source: str) -> sa.Select[Any]:
    """Return the query for all events of one service."""
    return sa.select(sa.literal(source, sa.Text).label("source"), *TABLES[source].columns)


def _matching(source: str, wanted: Wanted, after: Place | None, limit: int) -> sa.Select[Any]:
    """Return the newest matching events of one service; each table gives a page at most."""
    c = TABLES[source].c
    query = events_of(source)
    for column, name in ((c.stream, wanted.stream), (c.actor, wanted.actor), (c.type, wanted.type)):
        if name:
            query = query.where(column == name)
    if wanted.since is not None:
        query = query.where(c.recorded_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(c.recorded_at < wanted.until)
    if after is not None:
        query = query.where(
            sa.tuple_(c.recorded_at, c.event_id)
            < sa.tuple_(
                sa.literal(after.recorded_at, MOMENT), sa.literal(after.event_id, sa.Uuid())
            )
        )
    return query.order_by(c.recorded_at.desc(), c.event_id.desc()).limit(limit)


async def events_wanted(
    connection: Reader, wanted: Wanted, after: Place | None, limit: int
) -> Sequence[Row]:
    """Return matching events of all services, newest first."""
    sources = [wanted.source] if wanted.source else SOURCES
    parts = [_matching(source, wanted, after, limit).subquery() for source in sources]
    together = sa.union_all(*(sa.select(part) for part in parts)).subquery()
    c = together.c
    query = sa.select(together).order_by(c.recorded_at.desc(), c.event_id.desc()).limit(limit)
    sql, arguments = dynamic(query)
    return await connection.fetch(sql, *arguments)


async def place_of(connection: Reader, event_id: UUID) -> Place | None:
    """Return the place of an event in the log of all services, if it is there."""
    parts = [
        sa.select(table.c.recorded_at, table.c.event_id).where(table.c.event_id == event_id)
        for table in TABLES.values()
    ]
    sql, arguments = dynamic(sa.select(sa.union_all(*parts).subquery()))
    row = await connection.fetchrow(sql, *arguments)
    return None if row is None else Place(**row)


async def history_of(
    connection: Reader, source: str, stream: str, after: int, limit: int
) -> Sequence[Row]:
    """Return the events of one record after a version, oldest first."""
    c = TABLES[source].c
    query = (
        events_of(source)
        .where(c.stream == stream, c.version > after)
        .order_by(c.version)
        .limit(limit)
    )
    sql, arguments = dynamic(query)
    return await connection.fetch(sql, *arguments)

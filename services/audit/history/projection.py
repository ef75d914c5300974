"""What is known of one record, put together from the logs of all services when it is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.audit.log.projection import (
    MOMENT,
    PROJECT,
    SOURCES,
    TABLES,
    UNIT,
    LoggedEvent,
    Streams,
    events_of,
    logged,
    speaks_of,
    streams_naming,
)
from shared.domain import value
from shared.store.sql import Reader, dynamic


@value
class Period:
    """From a moment to another, the end excluded; `None` is open."""

    since: datetime | None = None
    until: datetime | None = None


@value
class Asked:
    """Which part of a record's history is wanted: `""` means any. Both axes of time can be bounded."""

    feature: str = ""
    type: str = ""
    actor: str = ""
    happened: Period = Period()
    recorded: Period = Period()


ANY = Asked()


@value
class Place:
    """The event after which a page starts: by time of recording, then as each record has them."""

    recorded_at: datetime
    source: str
    stream: str
    version: int


@value
class Named:
    """A project or unit (`what`) that a record's events speak of, and the streams that name it."""

    what: str
    name: str
    streams: Streams


def named_by(record: str) -> Sequence[tuple[str, str]]:
    """Return which project and unit an event has to speak of to belong to a record's history.

    To a project, a unit or a unit's part in a project belongs whatever speaks of it; to any other
    record, only what happened in the stream of its name.
    """
    kind, _, name = record.partition(":")
    project, _, unit = name.partition("~")
    match kind:
        case "project":
            return [(PROJECT, name)]
        case "unit":
            return [(UNIT, name)]
        case "participation":
            return [(PROJECT, project), (UNIT, unit)]
        case _:
            return []


def of_record(source: str, record: str, named: Sequence[Named]) -> sa.ColumnElement[bool]:
    """Return the condition that a service's event belongs to the history of a record."""
    if not named:
        return TABLES[source].c.stream == record
    return sa.and_(
        *(speaks_of(source, n.what, n.name, [*n.streams[source], record]) for n in named)
    )


def _within(column: sa.ColumnElement[Any], period: Period) -> Sequence[sa.ColumnElement[bool]]:
    since = [] if period.since is None else [column >= period.since]
    until = [] if period.until is None else [column < period.until]
    return [*since, *until]


def _matching(source: str, condition: sa.ColumnElement[bool], asked: Asked) -> sa.Select[Any]:
    c = TABLES[source].c
    query = events_of(source).where(condition)
    for column, name in (
        (c.feature, asked.feature),
        (c.type, asked.type),
        (c.actor, asked.actor),
    ):
        if name:
            query = query.where(column == name)
    return query.where(
        *_within(c.occurred_at, asked.happened), *_within(c.recorded_at, asked.recorded)
    )


def _past(together: sa.Subquery, place: Place) -> sa.ColumnElement[bool]:
    c = together.c
    return sa.tuple_(c.recorded_at, c.source, c.stream, c.version) > sa.tuple_(
        sa.literal(place.recorded_at, MOMENT),
        sa.literal(place.source, sa.Text()),
        sa.literal(place.stream, sa.Text()),
        sa.literal(place.version, sa.Integer()),
    )


async def history_across(
    connection: Reader, record: str, asked: Asked, after: Place | None, limit: int
) -> Sequence[LoggedEvent]:
    """Return a record's events of all services after a place, as they were recorded, oldest first."""
    named = [
        Named(what=what, name=name, streams=await streams_naming(connection, what, name))
        for what, name in named_by(record)
    ]
    parts = [_matching(source, of_record(source, record, named), asked) for source in SOURCES]
    together = sa.union_all(*parts).subquery()
    c = together.c
    query = sa.select(together)
    if after is not None:
        query = query.where(_past(together, after))
    query = query.order_by(c.recorded_at, c.source, c.stream, c.version).limit(limit)
    sql, arguments = dynamic(query)
    return [logged(row) for row in await connection.fetch(sql, *arguments)]


async def place_in_history(connection: Reader, event_id: UUID) -> Place | None:
    """Return the place of an event among those of all services, if it is there."""
    parts = [events_of(source).where(TABLES[source].c.event_id == event_id) for source in SOURCES]
    sql, arguments = dynamic(sa.select(sa.union_all(*parts).subquery()))
    row = await connection.fetchrow(sql, *arguments)
    if row is None:
        return None
    return Place(
        recorded_at=row["recorded_at"],
        source=row["source"],
        stream=row["stream"],
        version=row["version"],
    )

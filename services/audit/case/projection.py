"""The events of a case and of the accounts, gathered from the logs when they are read."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.audit.folding import AsOf
from services.audit.log.projection import (
    PROJECT,
    TABLES,
    LoggedEvent,
    events_of,
    logged,
    speaks_of,
    streams_naming,
)
from shared.store.sql import Reader, dynamic

SOURCES = ("applications", "progress", "evaluation")
"""The services whose records make up a case. Notices about it are in its history."""

OF_ITS_PROGRAMME = ("programme", "rules", "panel")
"""Records of the whole programme by which each of its cases goes."""

OF_ACCOUNTS = (
    "AccountCreated",
    "AccessGranted",
    "AccessRevoked",
    "AccountLocked",
    "AccountUnlocked",
)


async def programme_of(connection: Reader, project_id: str) -> str | None:
    """Return the programme that a project belongs to, if it was ever listed."""
    c = TABLES["applications"].c
    query = sa.select(c.data["programme_id"].astext.label("programme_id")).where(
        c.stream == f"project:{project_id}", c.version == 1
    )
    sql, arguments = dynamic(query)
    return await connection.fetchval(sql, *arguments)


def _of_case(source: str, project_id: str, streams: Sequence[str], at: AsOf) -> sa.Select[Any]:
    c = TABLES[source].c
    return events_of(source).where(
        speaks_of(source, PROJECT, project_id, streams),
        c.occurred_at <= at.true_on,
        c.recorded_at <= at.known_on,
    )


async def events_of_case(
    connection: Reader, project_id: str, programme_id: str, at: AsOf
) -> Sequence[LoggedEvent]:
    """Return a case's events up to a point on both axes, each record's in their order."""
    streams = await streams_naming(connection, PROJECT, project_id)
    programme = [f"{feature}:{programme_id}" for feature in OF_ITS_PROGRAMME]
    parts = [_of_case(source, project_id, [*streams[source], *programme], at) for source in SOURCES]
    together = sa.union_all(*parts).subquery()
    c = together.c
    sql, arguments = dynamic(sa.select(together).order_by(c.source, c.stream, c.version))
    return [logged(row) for row in await connection.fetch(sql, *arguments)]


async def events_of_accounts(connection: Reader) -> Sequence[LoggedEvent]:
    """Return what decides who may do what, each account's events in their order."""
    c = TABLES["gateway"].c
    deciding = sa.or_(*(c.type == name for name in OF_ACCOUNTS))
    query = events_of("gateway").where(deciding).order_by(c.stream, c.version)
    sql, arguments = dynamic(query)
    return [logged(row) for row in await connection.fetch(sql, *arguments)]

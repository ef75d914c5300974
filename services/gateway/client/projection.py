"""The integration clients as administrators list them and as keys find them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

import sqlalchemy as sa

from services.gateway.account.events import AccessDenied
from services.gateway.tables import client as table
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Reader, Statement

from .events import (
    ClientEvent,
    IntegrationClientKeyReplaced,
    IntegrationClientRegistered,
    IntegrationClientSuspended,
)


@value
class ClientRow:
    """One client."""

    client_id: str
    title: str
    scopes: Sequence[str]
    suspended: bool
    registered_at: datetime


def key(recorded: Recorded[ClientEvent]) -> Key:
    """Return the client."""
    return (recorded.stream.id,)


def fold(row: ClientRow | None, recorded: Recorded[ClientEvent]) -> ClientRow | None:
    """Return the client's row after an event."""
    event = recorded.event
    match event:
        case IntegrationClientRegistered():
            return ClientRow(
                client_id=event.client_id,
                title=event.title,
                scopes=event.scopes,
                suspended=False,
                registered_at=recorded.recorded_at,
            )
        case IntegrationClientKeyReplaced() | AccessDenied():
            return row
        case IntegrationClientSuspended():
            return row and replace(row, suspended=True)
        case _:
            assert_never(event)


CLIENTS = Projection(
    name="clients",
    source="gateway",
    table=table,
    row=ClientRow,
    key=key,
    fold=fold,
    features=frozenset({"client"}),
)

_ALL = Statement(sa.select(table).order_by(table.c.client_id))


async def all_clients(connection: Reader) -> Sequence[ClientRow]:
    """Return every client; an office has a handful."""
    return [ClientRow(**dict(record)) for record in await _ALL.fetch(connection)]

"""What a service holds open while it runs. Made once when it starts, closed when it stops."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from obstore.store import ObjectStore

from shared.bus.feed import Feed
from shared.settings import Settings
from shared.store.store import EventStore
from shared.store.vault import Vault
from shared.timing.clock import Clock


@dataclass(frozen=True)
class OpenResources:
    """A service's store, database, keys and clock, as its routes get hold of them.

    `pool` gives connections whose search path is the service's own schema; `store` has others of its
    own, pinned for writing. `files` keeps evidence under its SHA-256. `own` holds what only this
    service opens.
    """

    service: str
    settings: Settings
    pool: asyncpg.Pool
    store: EventStore
    vault: Vault
    clock: Clock
    feed: Feed
    files: ObjectStore
    own: Mapping[str, Any] = field(default_factory=dict[str, Any])

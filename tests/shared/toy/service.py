"""Two services made of counters, in schemas that real services use otherwise."""

from datetime import UTC, datetime

from shared.bus.subscription import Subscribed
from shared.ids import derived_id
from shared.readmodels.projection import Projection
from shared.service import Service
from shared.store.events import CommandContext
from tests.shared.toy.counter import FEATURE, Count, counts, metadata

NOW = datetime(2017, 5, 2, 1, 0, tzinfo=UTC)
COUNTS = counts("counts", "applications")
WATCHED = counts("watched_counts", "applications")


def context(key: str, fingerprint: str = "") -> CommandContext:
    """Return where a command with this key comes from."""
    command_id = derived_id("test", key)
    return CommandContext(
        command_id=command_id,
        fingerprint=fingerprint or key,
        actor="tester",
        recorded_at=NOW,
        occurred_at=NOW,
        correlation_id=command_id,
    )


def counting(*projections: Projection[Count]) -> Service:
    """Return the service that counts."""
    return Service(
        name="applications",
        title="counting",
        features=(FEATURE,),
        routers=(),
        metadata=metadata,
        projections=projections or (COUNTS,),
    )


def watching(subscribed: Subscribed | None = None) -> Service:
    """Return the service that watches the counters of the other."""
    return Service(
        name="progress",
        title="watching",
        features=(FEATURE,),
        routers=(),
        metadata=metadata,
        subscribed=(subscribed or Subscribed("applications", projections=(WATCHED,)),),
    )

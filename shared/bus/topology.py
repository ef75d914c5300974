"""Which services there are on the bus and who listens to whom.

The names that producers, consumers and the deployment must agree on are made here.
"""

from shared.domain import value
from shared.store.events import PARTITIONS

__all__ = ["PARTITIONS", "Subscription", "Topology", "stream_of"]


def stream_of(service: str) -> str:
    """Return the name of the JetStream stream that carries a service's events."""
    return service.upper()


@value
class Subscription:
    """One service follows the events of another."""

    subscriber: str
    source: str

    @property
    def durable(self) -> str:
        """The consumer of the whole stream, used while everything runs in one process."""
        return f"{self.subscriber}_{self.source}"

    def partition_durable(self, partition: int) -> str:
        """Return the consumer of one partition, 0 to 15."""
        return f"{self.durable}_p{partition:02d}"

    @property
    def durables(self) -> tuple[str, ...]:
        """Every consumer of the subscription: the whole stream's, then the partitions'."""
        return (self.durable, *(self.partition_durable(n) for n in range(PARTITIONS)))


@value
class Topology:
    """The services and every subscription among them.

    A service follows others only; its own events it reads from its feed.
    """

    services: tuple[str, ...]
    subscriptions: tuple[Subscription, ...]

    def __post_init__(self) -> None:
        for subscription in self.subscriptions:
            ends = {subscription.subscriber, subscription.source}
            if len(ends) != 2 or not ends <= set(self.services):  # noqa: PLR2004 - two ends
                raise ValueError(f"{subscription.durable} does not join two of the services.")

    def subscriptions_of(self, subscriber: str) -> tuple[Subscription, ...]:
        """Return what a service listens to."""
        return tuple(s for s in self.subscriptions if s.subscriber == subscriber)

    def subscriptions_to(self, source: str) -> tuple[Subscription, ...]:
        """Return who listens to a service."""
        return tuple(s for s in self.subscriptions if s.source == source)

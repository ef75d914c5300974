"""Which services make up the product, and who listens to whom: what their own code says.

Importing every service takes a while, so it happens when it is asked for.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from shared.bus.topology import Subscription, Topology
from shared.service import Service
from shared.settings import Settings

NAMES = ("applications", "progress", "evaluation", "notifications", "audit", "gateway")


def service_called(name: str) -> Service:
    """Return one service."""
    service: Service = import_module(f"services.{name}.main").SERVICE
    return service


def services() -> Sequence[Service]:
    """Return all services."""
    return [service_called(name) for name in NAMES]


def topology() -> Topology:
    """Return the services and their subscriptions."""
    return Topology(
        services=NAMES,
        subscriptions=tuple(
            Subscription(subscriber=service.name, source=subscribed.source)
            for service in services()
            for subscribed in service.subscribed
        ),
    )


def own_of(service: str, settings: Settings) -> Mapping[str, Any]:
    """Open what only this service needs."""
    if service != "gateway":
        return {}
    own: Mapping[str, Any] = import_module("services.gateway.entrance").own(settings)
    return own

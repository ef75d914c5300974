"""What a service is made of, said once by its `main.py` and read by whoever runs it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, TypeAliasType

import sqlalchemy as sa
from fastapi import APIRouter

from shared.bus.subscription import Subscribed
from shared.readmodels.projection import Projection
from shared.resources import OpenResources
from shared.store.codec import EventCodec, Upcast, Upcasts
from shared.timing.timers import Firing

type Background = Callable[[OpenResources], AbstractAsyncContextManager[None]]
"""Work that a service does besides answering, for example sending mail."""


@dataclass(frozen=True)
class Feature:
    """One kind of stream: its name in stream names, its events, and their upcasts."""

    name: str
    events: TypeAliasType
    upcasts: Upcasts = field(default_factory=dict[tuple[str, int], Upcast])


@dataclass(frozen=True)
class Service:
    """One of the six services. `name` is its schema, its account on the bus, and its path."""

    name: str
    title: str
    features: Sequence[Feature]
    routers: Sequence[APIRouter]
    metadata: sa.MetaData
    projections: Sequence[Projection[Any]] = ()
    subscribed: Sequence[Subscribed] = ()
    firings: Mapping[str, Firing] = field(default_factory=dict[str, Firing])
    background: Sequence[Background] = ()

    def codec(self) -> EventCodec:
        """Return the codec of the service's own events."""
        upcasts = {key: up for feature in self.features for key, up in feature.upcasts.items()}
        return EventCodec(*(feature.events for feature in self.features), upcasts=upcasts)

"""An event as people read of it: what, who, why, when it happened and when it was recorded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.audit.log.projection import LoggedEvent
from services.audit.titles import Title, title_of
from shared.domain import value

REASONS = ("reason", "advice", "opinion", "finding", "basis")
"""Fields in which events say why, the most telling first."""


@value
class Fact:
    """Something that happened: when it did (`occurred_at`) and since when that is known.

    `why` is the reason or advice that was given with it, or "". `actor` is an account, another
    system, or `system`.
    """

    source: str
    stream: str
    version: int
    feature: str
    type: str
    title: Title
    actor: str
    why: str
    event_id: UUID
    occurred_at: datetime
    recorded_at: datetime


@value
class Entry(Fact):
    """A fact with all that was recorded of it. Of sealed parts only the key's name is shown."""

    data: Mapping[str, Any]


def why_of(data: Mapping[str, Any]) -> str:
    """Return the reason that an event carries, or ""."""
    said = (data.get(name) for name in REASONS)
    return next((why for why in said if isinstance(why, str) and why), "")


def fact_of(event: LoggedEvent) -> Fact:
    """Return an event as people read of it."""
    return Fact(**_said(event))


def entry_of(event: LoggedEvent) -> Entry:
    """Return an event as people read of it, with its content."""
    return Entry(**_said(event), data=event.data)


def _said(event: LoggedEvent) -> dict[str, Any]:
    return {
        "source": event.source,
        "stream": event.stream,
        "version": event.version,
        "feature": event.feature,
        "type": event.type,
        "title": title_of(event.type),
        "actor": event.actor,
        "why": why_of(event.data),
        "event_id": event.event_id,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
    }

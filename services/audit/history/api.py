"""The history of a record over HTTP."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime

from services.audit.facts import Entry, entry_of
from services.audit.log.api import NAME, STREAM, TYPE, Limit, NoSuchEvent, NoSuchRecord
from services.audit.reading.api import Recorder
from shared.domain import value
from shared.http.problems import refusals
from shared.http.requests import MayNot, Resources

from .projection import ANY, Asked, Period, history_across, place_in_history

router = APIRouter(prefix="/records", tags=["history"])

FEATURE = r"^[a-z_-]{1,40}$"


@value
class HistoryPage:
    """A page of a record's history, oldest first. `next` is the following page's `after`, or null."""

    record: str
    entries: Sequence[Entry]
    next: UUID | None


async def happened(
    since: Annotated[AwareDatetime | None, Query(alias="happened_from")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="happened_to")] = None,
) -> Period:
    """Return when the events that a request asks for happened."""
    return Period(since=since, until=until)


async def recorded(
    since: Annotated[AwareDatetime | None, Query(alias="recorded_from")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="recorded_to")] = None,
) -> Period:
    """Return when the events that a request asks for were recorded."""
    return Period(since=since, until=until)


async def asked_of(
    happened: Annotated[Period, Depends(happened)],
    recorded: Annotated[Period, Depends(recorded)],
    feature: Annotated[str, Query(pattern=FEATURE)] = "",
    type_: Annotated[str, Query(alias="type", pattern=TYPE)] = "",
    actor: Annotated[str, Query(pattern=NAME)] = "",
) -> Asked:
    """Return which part of a history a request asks for; the ends of periods are excluded."""
    return Asked(feature=feature, type=type_, actor=actor, happened=happened, recorded=recorded)


@router.get("/{record}/history", responses=refusals(MayNot, NoSuchRecord, NoSuchEvent))
async def read_history_across_services(
    record: Annotated[str, Path(pattern=STREAM, examples=["project:2017-p08"])],
    record_reading: Recorder,
    resources: Resources,
    asked: Annotated[Asked, Depends(asked_of)],
    after: UUID | None = None,
    limit: Limit = 100,
) -> HistoryPage:
    """Read what happened to a record in all services, in the order in which it was recorded.

    Of a project, a unit or a participation (`participation:2017-p08~gongan-ju`), whatever speaks of
    it; of any other record, what happened to it itself.
    """
    await record_reading("history")
    place = None if after is None else await place_in_history(resources.pool, after)
    if after is not None and place is None:
        raise NoSuchEvent
    events = await history_across(resources.pool, record, asked, place, limit + 1)
    if not events and not await history_across(resources.pool, record, ANY, None, 1):
        raise NoSuchRecord
    following = events[limit - 1].event_id if len(events) > limit else None
    return HistoryPage(
        record=record, entries=[entry_of(event) for event in events[:limit]], next=following
    )

"""The log over HTTP: all events by filter, newest first, and the history of one record.

A reading by an auditor is recorded before it is answered (domain.md section 4).
"""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime

from services.audit.reading.api import Recorder
from shared.domain import NotFound, value
from shared.http.problems import refusals
from shared.http.requests import MayNot, Resources

from .projection import LoggedEvent, Wanted, events_wanted, history_of, logged, place_of

router = APIRouter(prefix="/log", tags=["log"])

type Source = Literal["applications", "progress", "evaluation", "notifications", "gateway", "audit"]

STREAM = r"^[a-z_-]{1,40}:[A-Za-z0-9~-]{1,200}$"
NAME = r"^[\x21-\x7e]{1,200}$"
TYPE = r"^[A-Za-z]{1,80}$"

Limit = Annotated[int, Query(ge=1, le=500)]


class NoSuchEvent(NotFound):
    """The log has no such event."""

    zh = "日志中没有这条记录。请从第一页重新查询。"
    en = "The log has no such event. Start again from the first page."
    rule = "domain.md 4"


class NoSuchRecord(NotFound):
    """Nothing was ever recorded under this name."""

    zh = "没有这份记录的历史。请核对服务名称和记录编号。"
    en = "Nothing was recorded under this name. Check the service and the record."
    rule = "domain.md 4"


@value
class LogPage:
    """A page of the log, newest first. `next` is the following page's `after`; null at the end."""

    events: Sequence[LoggedEvent]
    next: UUID | None


@value
class RecordHistory:
    """The events of one record, oldest first. `next` is the following page's `after`, or null."""

    source: str
    stream: str
    events: Sequence[LoggedEvent]
    next: int | None


async def wanted_of(
    source: Source | None = None,
    stream: Annotated[str, Query(pattern=STREAM)] = "",
    actor: Annotated[str, Query(pattern=NAME)] = "",
    type_: Annotated[str, Query(alias="type", pattern=TYPE)] = "",
    since: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to")] = None,
) -> Wanted:
    """Return which events a request asks for; `from` and `to` are times of recording."""
    return Wanted(
        source=source or "", stream=stream, actor=actor, type=type_, since=since, until=until
    )


@router.get("", responses=refusals(MayNot, NoSuchEvent))
async def read_log(
    record: Recorder,
    resources: Resources,
    wanted: Annotated[Wanted, Depends(wanted_of)],
    after: UUID | None = None,
    limit: Limit = 100,
) -> LogPage:
    """Read the events of all services, newest first, by filter."""
    await record("log")
    place = None if after is None else await place_of(resources.pool, after)
    if after is not None and place is None:
        raise NoSuchEvent
    rows = await events_wanted(resources.pool, wanted, place, limit + 1)
    events = [logged(row) for row in rows[:limit]]
    return LogPage(events=events, next=events[-1].event_id if len(rows) > limit else None)


@router.get("/{source}/{stream}", responses=refusals(MayNot, NoSuchRecord))
async def read_history(
    source: Source,
    stream: Annotated[str, Path(pattern=STREAM, examples=["participation:2017-p08~gongan-ju"])],
    record: Recorder,
    resources: Resources,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Limit = 100,
) -> RecordHistory:
    """Read the history of one record, oldest first."""
    await record("history")
    rows = await history_of(resources.pool, source, stream, after, limit + 1)
    if not rows and not after:
        raise NoSuchRecord
    events = [logged(row) for row in rows[:limit]]
    following = events[-1].version if len(rows) > limit else None
    return RecordHistory(source=source, stream=stream, events=events, next=following)

"""`GET /api/<service>/events`: the service's log for other services and other municipal systems."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, cast

import orjson
from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from shared.bus.feed import MAX_PAGE, Head
from shared.http.caller import Caller
from shared.http.requests import Resources, may
from shared.http.rights import Capability, Role
from shared.store.events import PARTITIONS

router = APIRouter(tags=["feed"])

Reader = Annotated[Caller, Depends(may(Capability.EVENT_LOG, "R"))]
SERVICE_SCOPE = "feed:sealed"
"""Scope of our own services: they get sealed boxes, which they cannot open but must carry."""
NDJSON = "application/x-ndjson"
IDLE = 0.5


class FeedPage(BaseModel):
    """A page of the log. `next` is what to send as `after` for the following page."""

    events: list[dict[str, Any]]
    next: int


def without_boxes(content: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON content with the ciphertext of sealed parts left out."""
    match content:
        case {"subject": str(subject), "box": _, **rest} if not rest:
            return {"subject": subject, "box": ""}
        case dict():
            return {key: without_boxes(content[key]) for key in cast("dict[str, Any]", content)}
        case list():
            return [without_boxes(part) for part in cast("list[Any]", content)]
        case _:
            return content


def for_caller(event: bytes, caller: Caller) -> bytes:
    """Return the event as this caller may see it."""
    if Role.CLIENT in caller.roles and SERVICE_SCOPE in caller.scopes:
        return event
    return orjson.dumps(without_boxes(orjson.loads(event)))


@router.get("/events", response_model=FeedPage)
async def read_events(
    caller: Reader,
    resources: Resources,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
    partition: Annotated[int | None, Query(ge=0, lt=PARTITIONS)] = None,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Read events after a sequence number, oldest first, as CloudEvents 1.0.

    With `Accept: application/x-ndjson`, one event a line. With a partition, `after` counts inside it.
    """
    events = [for_caller(e, caller) for e in await resources.feed.after(after, limit, partition)]
    if NDJSON in accept:
        return Response(b"\n".join(events), media_type=NDJSON)
    name = "sequence" if partition is None else "partitionsequence"
    last = int(orjson.loads(events[-1])[name]) if events else after
    body = b'{"events":[' + b",".join(events) + b'],"next":' + str(last).encode() + b"}"
    return Response(body, media_type="application/json")


@router.get("/events/heads", include_in_schema=False)
async def read_heads(
    caller: Reader, resources: Resources, at: Annotated[int, Query(ge=0, le=2**53)]
) -> list[Head]:
    """Read the newest event of each partition up to a sequence number (for our own services)."""
    del caller
    return list((await resources.feed.heads_at(at)).values())


@router.get("/events/stream", response_class=EventSourceResponse)
async def follow_events(
    caller: Reader,
    resources: Resources,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    last_event_id: Annotated[str | None, Header(pattern=r"^\d{1,16}$")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Follow the log as server-sent events; the id is the sequence number.

    A client that reconnects with `Last-Event-ID` misses nothing and gets nothing twice.
    """
    seq = int(last_event_id) if last_event_id is not None else after
    while True:  # FastAPI cancels it when the client is gone
        events = await resources.feed.after(seq, 100)
        for event in events:
            content = orjson.loads(for_caller(event, caller))
            seq = int(content["sequence"])
            yield ServerSentEvent(data=content, event=content["type"], id=str(seq))
        if not events:
            await asyncio.sleep(IDLE)

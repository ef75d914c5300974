"""Counters over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from shared.http.caller import Caller
from shared.http.requests import Context, Resources, SeenVersion, etag, may
from shared.http.rights import Capability
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN
from shared.store.events import Receipt
from shared.store.handle import handle
from tests.shared.toy.counter import DECIDER, Add, Take, counter

router = APIRouter()
Name = Annotated[str, Path(pattern=SLUG_PATTERN)]


class Change(BaseModel):
    model_config = ConfigDict(extra="forbid")

    amount: int = Field(ge=-1000, le=1000)
    reason: Line
    remark: Words = ""


@router.post("/counters/{name}")
async def change(
    name: Name,
    body: Change,
    caller: Annotated[Caller, Depends(may(Capability.REPORT, "C"))],
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    del caller
    command = Add(amount=body.amount) if body.amount >= 0 else Take(amount=-body.amount)
    return await handle(
        command, DECIDER, counter(name), resources.store, context, expected_version=seen
    )


@router.get("/counters/{name}")
async def read(
    name: Name,
    response: Response,
    caller: Annotated[Caller, Depends(may(Capability.REPORT, "R"))],
    resources: Resources,
) -> int:
    del caller
    history = await resources.store.read(counter(name))
    response.headers.update(etag(history.version))
    return history.folded(DECIDER)


@router.get("/broken")
async def broken() -> None:
    raise ValueError("a bug")

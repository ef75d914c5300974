"""Dispatches over HTTP: to whom a document went, and sending it to one more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, MayNot, Resources, may
from shared.http.rights import Capability
from shared.http.validation import Line as Text
from shared.store.events import Receipt, Recorded
from shared.store.handle import KeyReused, handle

from .commands import DispatchFurther
from .decider import DECIDER, NotIssued
from .events import DispatchEvent, Line, dispatches_of

router = APIRouter(prefix="/documents/{document_id}/dispatches", tags=["documents"])

Reader = Annotated[Caller, Depends(may(Capability.DOCUMENTS, "R"))]
Sender = Annotated[Caller, Depends(may(Capability.DOCUMENTS, "C"))]
Document = Annotated[
    str, Path(pattern=r"^[a-z0-9~-]{1,200}$", examples=["notice~szjg-zutuanshi-2017"])
]


class FurtherRecipient(BaseModel):
    """One more recipient, by office or body. Who is not named cannot be sent anything."""

    model_config = ConfigDict(extra="forbid")

    line: Line
    role: Annotated[Text, Field(min_length=1)]


@value
class Dispatched:
    """A version that went to a recipient, and when."""

    version: int
    title: str
    check_code: str
    line: Line
    role: str
    dispatched_at: datetime


def as_read(recorded: Recorded[DispatchEvent]) -> Dispatched:
    """Return a dispatch as it is read."""
    event = recorded.event
    return Dispatched(
        version=event.version,
        title=event.title,
        check_code=event.check_code,
        line=event.line,
        role=event.role,
        dispatched_at=recorded.occurred_at,
    )


@router.get("", responses=refusals(MayNot, NotIssued))
async def list_dispatches(
    document_id: Document, _: Reader, resources: Resources
) -> Sequence[Dispatched]:
    """List to whom a document went, in order."""
    history = await resources.store.read(dispatches_of(document_id))
    if not history.recorded:
        raise NotIssued
    return [as_read(recorded) for recorded in history.recorded]


@router.post("", responses=refusals(MayNot, NotIssued, KeyReused))
async def dispatch_further(
    document_id: Document,
    recipient: FurtherRecipient,
    _: Sender,
    resources: Resources,
    context: Context,
) -> Receipt:
    """Record that the newest version went to one more recipient."""
    command = DispatchFurther(document_id=document_id, line=recipient.line, role=recipient.role)
    return await handle(command, DECIDER, dispatches_of(document_id), resources.store, context)

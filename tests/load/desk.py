"""The domain that is measured with: a desk where notes of an ordinary size are taken (~250 B)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import sqlalchemy as sa
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from shared.bus.subscription import Subscribed
from shared.domain import Decider, value
from shared.http.caller import Caller
from shared.http.requests import Context, Resources, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.readmodels.projection import Projection
from shared.service import Feature, Service
from shared.store.codec import EventCodec
from shared.store.events import CommandContext, Receipt, Recorded, Stream
from shared.store.handle import handle

NOW = datetime(2017, 5, 2, 1, 0, tzinfo=UTC)


@value
class Noted:
    """Something was written down."""

    number: int
    unit: str
    title: str
    stage: str
    tags: tuple[str, ...]
    text: str
    at: datetime


type DeskEvent = Noted


@value
class Note:
    """Write something down."""

    number: int
    text: str


@value
class Desk:
    """What a desk remembers."""

    notes: int = 0
    last: int = 0


def evolve(desk: Desk, event: DeskEvent) -> Desk:
    return replace(desk, notes=desk.notes + 1, last=event.number)


def decide(command: Note, desk: Desk) -> tuple[DeskEvent, ...]:
    del desk
    return (noted(command.number, command.text),)


def noted(number: int, text: str = "x" * 80) -> Noted:
    """Return a note like those that the figures are made of."""
    return Noted(
        number=number,
        unit="guozi-wei",
        title="国资委",
        stage="screening",
        tags=("python", "sql", "nats"),
        text=text,
        at=NOW,
    )


DECIDER: Decider[Note, Desk, DeskEvent] = Decider(initial=Desk(), decide=decide, evolve=evolve)
CODEC = EventCodec(DeskEvent)


def desk(name: object) -> Stream[DeskEvent]:
    return Stream("desk", str(name))


@value
class Summary:
    """The row of one desk."""

    stream: str
    notes: int
    last: int
    stage: str
    title: str
    noted_at: datetime


def fold(row: Summary | None, recorded: Recorded[DeskEvent]) -> Summary | None:
    event = recorded.event
    return Summary(
        stream=recorded.stream.name,
        notes=row.notes + 1 if row else 1,
        last=event.number,
        stage=event.stage,
        title=event.title,
        noted_at=event.at,
    )


metadata = sa.MetaData(info={"toy": True})


def summaries(name: str) -> Projection[Summary]:
    """Return a read model of desks in a table of this name."""
    table = sa.Table(
        name,
        metadata,
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("notes", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    )
    return Projection(
        name=name,
        source="applications",
        table=table,
        row=Summary,
        key=lambda recorded: (recorded.stream.name,),
        fold=fold,
        events=CODEC,
    )


SUMMARY = summaries("summary")
WATCHED = summaries("watched_summary")

router = APIRouter(prefix="/desks")


class NoteBody(BaseModel):
    """What is sent to write a note."""

    model_config = ConfigDict(extra="forbid")

    number: int
    text: Line


@router.post("/{name}/notes")
async def note(
    name: int,
    body: NoteBody,
    _: Annotated[Caller, Depends(may(Capability.REPORT, "C"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Write something down."""
    command = Note(number=body.number, text=body.text)
    return await handle(command, DECIDER, desk(name), resources.store, context)


def taking(*projections: Projection[Summary]) -> Service:
    """Return the service where notes are taken."""
    return Service(
        name="applications",
        title="desks",
        features=(Feature("desk", DeskEvent),),
        routers=(router,),
        metadata=metadata,
        projections=projections,
    )


WATCHING = Service(
    name="progress",
    title="watching desks",
    features=(Feature("desk", DeskEvent),),
    routers=(),
    metadata=metadata,
    subscribed=(Subscribed("applications", projections=(WATCHED,)),),
)


def context() -> CommandContext:
    """Return where a command that nobody repeats comes from."""
    command_id = uuid4()
    return CommandContext(
        command_id=command_id,
        fingerprint="0" * 64,
        actor="guozi-wei-liaison",
        recorded_at=NOW,
        occurred_at=NOW,
        correlation_id=command_id,
    )

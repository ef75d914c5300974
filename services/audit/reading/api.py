"""The recording of reading, for the routes of the log to ask for."""

from dataclasses import dataclass
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Request

from shared.http.caller import Caller
from shared.http.requests import MayNot, Now, Resources, may
from shared.http.rights import Capability, Right, Role
from shared.store.events import CommandContext
from shared.store.handle import handle
from shared.store.store import EventStore
from shared.timing.zone import SHANGHAI

from .commands import RecordReading
from .decider import DECIDER
from .events import What, readings_of

READING = Right(capability=Capability.EVENT_LOG, verb="R")
Holder = Annotated[Caller, Depends(may(Capability.EVENT_LOG, "R"))]


async def person(caller: Holder) -> Caller:
    """Return a caller who reads the log as a person: machines follow the feeds of their scope."""
    if not READING.held_by(caller.roles - {Role.CLIENT}):
        raise MayNot
    return caller


Reader = Annotated[Caller, Depends(person)]


@dataclass(frozen=True)
class ReadingRecorder:
    """Records what one request reads, if it is an auditor's."""

    caller: Caller
    request: str
    store: EventStore
    context: CommandContext

    async def __call__(self, what: What) -> None:
        """Record the reading. It stands before anything is answered."""
        if Role.AUDITOR not in self.caller.roles:
            return
        day = self.context.recorded_at.astimezone(SHANGHAI).date()
        command = RecordReading(what=what, by=self.caller.id, request=self.request)
        await handle(command, DECIDER, readings_of(self.caller.id, day), self.store, self.context)


async def recorder(
    caller: Reader, request: Request, resources: Resources, now: Now
) -> ReadingRecorder:
    """Return the recorder of a request. An `Idempotency-Key` hides no second reading."""
    command_id = uuid4()
    line = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    context = CommandContext(
        command_id=command_id,
        fingerprint="",
        actor=caller.id,
        recorded_at=now,
        occurred_at=now,
        correlation_id=command_id,
    )
    return ReadingRecorder(caller, line[:2000], resources.store, context)


Recorder = Annotated[ReadingRecorder, Depends(recorder)]

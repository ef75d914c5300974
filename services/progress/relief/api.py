"""Asking to be relieved of something owed, and waiving it, over HTTP."""

from typing import Annotated, Literal

from fastapi import Depends
from pydantic import BaseModel, ConfigDict

from services.progress.deadline.api import Kind, Leader, Subject
from services.progress.deadline.events import deadline_of
from services.progress.deadline.projection import one
from services.progress.deadline_refusals import AlreadyWaived, NothingOwed
from services.progress.participant.projection import parties_of
from services.progress.running import running_routes
from services.progress.scope import own_unit
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, SeenVersion, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import AccountId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle

from .commands import RequestRelief, WaiveDeadline
from .decider import (
    DECIDER,
    AnotherWaives,
    NobodyAsked,
    NothingToRelieveOf,
    OnlyTheOwnerAsks,
)

router = running_routes("deadlines", "/deadlines")

Asker = Annotated[Caller, Depends(may(Capability.DEADLINE, "C"))]


class ReliefForm(BaseModel):
    """What is asked for, and why."""

    model_config = ConfigDict(extra="forbid")

    wish: Literal["waiver", "more_time"]
    reason: Line


class WaiverForm(BaseModel):
    """Why it is owed no more."""

    model_config = ConfigDict(extra="forbid")

    reason: Line


@router.post(
    "/{obligation}/{subject}/relief-request",
    responses=refusals(
        NothingOwed,
        NothingToRelieveOf,
        AlreadyWaived,
        OnlyTheOwnerAsks,
        KeyReused,
        VersionMoved,
    ),
)
async def request_relief(
    obligation: Kind,
    subject: Subject,
    form: ReliefForm,
    caller: Asker,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Ask for a waiver or for more time, as the unit that owes it or as the organiser's staff (X13)."""
    async with resources.pool.acquire() as connection:
        row = await one(obligation, subject, caller, connection)
        if row is None:
            raise NothingOwed
        parties = await parties_of(row.project_id, connection)
    unit = own_unit(caller)
    command = RequestRelief(
        wish=form.wish,
        reason=form.reason,
        by=AccountId(caller.id),
        for_unit=parties.lead_unit_id if parties.lead_is(unit) else unit,
    )
    stream = deadline_of(obligation, subject)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)


@router.post(
    "/{obligation}/{subject}/waiver",
    responses=refusals(
        NothingOwed,
        NothingToRelieveOf,
        AlreadyWaived,
        NobodyAsked,
        AnotherWaives,
        KeyReused,
        VersionMoved,
    ),
)
async def waive_deadline(
    obligation: Kind,
    subject: Subject,
    form: WaiverForm,
    caller: Leader,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Waive it, as a leader who did not ask for that (X13, X15)."""
    command = WaiveDeadline(reason=form.reason, by=AccountId(caller.id))
    stream = deadline_of(obligation, subject)
    return await handle(command, DECIDER, stream, resources.store, context, expected_version=seen)

"""The window of the supplementary form over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from services.applications.programme.api import ProgrammePath
from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.projection import programme_with
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, MayNot, Resources, SeenVersion, in_utc, may
from shared.http.rights import Capability
from shared.http.validation import Line
from shared.ids import AccountId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle
from shared.timing.workdays import end_of

from .commands import ExtendWindow
from .decider import DECIDER, NotLongerThanBefore
from .events import window_of

router = APIRouter(prefix="/programmes/{programme_id}", tags=["programmes"])

Extender = Annotated[Caller, Depends(may(Capability.DEADLINE, "A"))]


class Extension(BaseModel):
    """More time: through the end of this day in Asia/Shanghai, and why."""

    model_config = ConfigDict(extra="forbid")

    open_through: Day
    reason: Line


@router.post(
    "/supplementary-window",
    responses=refusals(MayNot, ProgrammeUnknown, NotLongerThanBefore, KeyReused, VersionMoved),
)
async def extend_window(
    programme_id: ProgrammePath,
    extension: Extension,
    caller: Extender,
    context: Context,
    seen: SeenVersion,
    resources: Resources,
) -> Receipt:
    """Take supplementary forms for longer, with a reason. Leaders of the organiser only."""
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
    if programme is None or programme.announced_at is None:
        raise ProgrammeUnknown
    command = ExtendWindow(
        programme_id=programme_id,
        announced_until=programme.supplementary_close_at,
        closes_at=in_utc(end_of(extension.open_through)),
        reason=extension.reason,
        by=AccountId(caller.id),
    )
    return await handle(
        command,
        DECIDER,
        window_of(programme_id),
        resources.store,
        context,
        expected_version=seen,
    )

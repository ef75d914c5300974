"""The clock over HTTP. Setting it is for demonstrations: an installation for real use refuses."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.domain import Rejection, value
from shared.http.caller import Caller, SignedIn
from shared.http.problems import refusals
from shared.http.requests import MayNot, Resources
from shared.http.rights import Role
from shared.resources import OpenResources
from shared.timing.clock import SHANGHAI, SettableClock

router = APIRouter(prefix="/clock", tags=["clock"])

SETTERS = frozenset({Role.ADMIN, Role.STAFF, Role.LEADER})


class ClockIsReal(Rejection):
    """The clock of an installation for real use is the machine's."""

    zh = "正式环境的时钟不能设置。演示环境请以 LINGBAN_CLOCK=settable 启动。"
    en = "This clock cannot be set. A demonstration starts with LINGBAN_CLOCK=settable."


class Setting(BaseModel):
    """What time it is to be."""

    model_config = ConfigDict(extra="forbid")

    now: AwareDatetime


@value
class TimeNow:
    """What time it is in the office, and whether that can be set."""

    now: datetime
    settable: bool


async def a_setter(caller: SignedIn) -> Caller:
    """Return the caller if he may set the clock of a demonstration."""
    if not caller.roles & SETTERS:
        raise MayNot
    return caller


def reading(resources: OpenResources) -> TimeNow:
    """Return the clock as it stands."""
    clock = resources.clock
    return TimeNow(now=clock.now().astimezone(SHANGHAI), settable=isinstance(clock, SettableClock))


@router.get("")
async def read_clock(resources: Resources) -> TimeNow:
    """Say what time it is in the office (Asia/Shanghai)."""
    return reading(resources)


@router.put("", responses=refusals(ClockIsReal, MayNot))
async def set_clock(
    setting: Setting, _: Annotated[Caller, Depends(a_setter)], resources: Resources
) -> TimeNow:
    """Set the clock of a demonstration; everything that falls due by then happens."""
    if not isinstance(resources.clock, SettableClock):
        raise ClockIsReal
    await resources.clock.set(setting.now)
    return reading(resources)

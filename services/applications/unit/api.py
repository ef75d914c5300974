"""The roll over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from shared.domain import NotFound
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Resources, etag, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN, UnitId

from .projection import Unit, unit_with, units_after

router = APIRouter(prefix="/units", tags=["units"])

Reader = Annotated[Caller, Depends(may(Capability.UNITS, "R"))]
WHOLE_ROLL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR, Role.CLIENT})
"""Who reads every unit; liaisons and responsible leaders read their own (domain.md 4)."""
NO_UNIT = " "
"""An id that no unit has, for an account that acts for none."""


class UnitNotOnRoll(NotFound):
    zh = "名册中没有该单位, 或您无权查看。请核对单位编号。"
    en = "There is no such unit on the roll, or not for you."
    rule = "REQ-25"


def readable(caller: Caller) -> str:
    """Return the one unit that the caller may read, or "" for all."""
    return "" if caller.roles & WHOLE_ROLL else caller.unit or NO_UNIT


@router.get("", responses=refusals(MayNot))
async def list_units(
    caller: Reader,
    resources: Resources,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Sequence[Unit]:
    """List the roll in the order of ids; `after` is the last id of the page before."""
    async with resources.pool.acquire() as connection:
        return await units_after(after, limit, readable(caller), connection)


@router.get("/{unit_id}", responses=refusals(MayNot, UnitNotOnRoll))
async def read_unit(
    unit_id: Annotated[UnitId, Path(pattern=SLUG_PATTERN, max_length=100)],
    caller: Reader,
    resources: Resources,
    response: Response,
) -> Unit:
    """Read one unit of the roll."""
    async with resources.pool.acquire() as connection:
        unit = await unit_with(unit_id, connection)
    if unit is None or readable(caller) not in {"", unit_id}:
        raise UnitNotOnRoll
    response.headers.update(etag(unit.version))
    return unit

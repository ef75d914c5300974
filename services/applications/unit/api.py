"""The roll over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day
from shared.http.requests import Context, MayNot, Now, Resources, SeenVersion, etag, may
from shared.http.rights import Capability, Role
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN, UnitId
from shared.store.events import Receipt
from shared.store.handle import KeyReused, VersionMoved, handle
from shared.timing.zone import SHANGHAI

from .commands import MergeUnit, RegisterUnit, RenameUnit
from .decider import (
    DECIDER,
    NameStandsLater,
    NoUnitToMergeInto,
    UnitDiffers,
    UnitIsMerged,
    UnitNotOnRoll,
)
from .events import UnitMerged, UnitRegistered, UnitRenamed, unit_of
from .projection import Unit, unit_with, units_after

router = APIRouter(prefix="/units", tags=["units"])

UnitPath = Annotated[UnitId, Path(pattern=SLUG_PATTERN, max_length=100)]
Reader = Annotated[Caller, Depends(may(Capability.UNITS, "R"))]
Keeper = Annotated[Caller, Depends(may(Capability.UNITS, "C"))]
Editor = Annotated[Caller, Depends(may(Capability.UNITS, "E"))]
Merger = Annotated[Caller, Depends(may(Capability.UNITS, "A"))]
WHOLE_ROLL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR, Role.CLIENT})
"""Who reads every unit; liaisons and responsible leaders read their own (domain.md 4)."""
OtherUnit = Annotated[UnitId, Field(pattern=SLUG_PATTERN, max_length=100)]
NO_UNIT = " "
"""An id that no unit has, for an account that acts for none."""
Asked = Annotated[
    Day | None, Query(description="Under the names of this day; today, if it is left out.")
]
ALWAYS = (MayNot, UnitNotOnRoll, UnitIsMerged, KeyReused, VersionMoved)


async def asked_day(now: Now, on: Asked = None) -> date:
    """Return the day that a reader asks about."""
    return on or now.astimezone(SHANGHAI).date()


AskedDay = Annotated[date, Depends(asked_day)]


class Registration(BaseModel):
    """A unit as it is put on the roll, its name in its parts (REQ-25)."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    name_en: Line
    party_organisation: Line | None = None
    executing_unit_id: OtherUnit | None = None
    full_name: Line
    is_system: Annotated[bool, Field(strict=True)] = False
    parent_id: OtherUnit | None = None


class Renaming(BaseModel):
    """A unit's new name in its parts, from when on, and why."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    name_en: Line
    party_organisation: Line | None = None
    full_name: Line
    effective_on: Day
    reason: Annotated[Words, Field(min_length=1)]


class Joining(BaseModel):
    """Into which unit another one merges, from when on, and why."""

    model_config = ConfigDict(extra="forbid")

    into_unit_id: OtherUnit
    effective_on: Day
    reason: Annotated[Words, Field(min_length=1)]


def readable(caller: Caller) -> str:
    """Return the one unit that the caller may read, or "" for all."""
    return "" if caller.roles & WHOLE_ROLL else caller.unit or NO_UNIT


@router.get("", responses=refusals(MayNot))
async def list_units(
    caller: Reader,
    resources: Resources,
    on: AskedDay,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Sequence[Unit]:
    """List the roll of a day in the order of ids; `after` is the last id of the page before."""
    async with resources.pool.acquire() as connection:
        return await units_after(after, limit, readable(caller), on, connection)


@router.get("/{unit_id}", responses=refusals(MayNot, UnitNotOnRoll))
async def read_unit(
    unit_id: UnitPath, caller: Reader, resources: Resources, on: AskedDay, response: Response
) -> Unit:
    """Read one unit under the name that it bore on a day, with all its names (PRA-16)."""
    async with resources.pool.acquire() as connection:
        unit = await unit_with(unit_id, connection)
    if unit is None or readable(caller) not in {"", unit_id}:
        raise UnitNotOnRoll
    response.headers.update(etag(unit.version))
    return unit.on(on)


@router.put("/{unit_id}", responses=refusals(MayNot, UnitDiffers, KeyReused, VersionMoved))
async def register(
    unit_id: UnitPath,
    registration: Registration,
    _: Keeper,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Put a unit on the roll by hand. The same again changes nothing."""
    parts = registration.model_dump(exclude={"is_system"})
    unit = UnitRegistered(
        unit_id=unit_id,
        is_system=registration.is_system,
        **{name: part or "" for name, part in parts.items()},
    )
    command = RegisterUnit(unit=unit)
    return await handle(
        command, DECIDER, unit_of(unit_id), resources.store, context, expected_version=seen
    )


@router.post("/{unit_id}/renaming", responses=refusals(*ALWAYS, NameStandsLater))
async def rename(
    unit_id: UnitPath,
    renaming: Renaming,
    _: Editor,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Give a unit another name from a day on. Older papers keep the older one (REQ-25)."""
    said = renaming.model_dump(exclude={"party_organisation"})
    organisation = renaming.party_organisation or ""
    command = RenameUnit(
        renaming=UnitRenamed(unit_id=unit_id, party_organisation=organisation, **said)
    )
    return await handle(
        command, DECIDER, unit_of(unit_id), resources.store, context, expected_version=seen
    )


@router.post("/{unit_id}/merger", responses=refusals(*ALWAYS, NoUnitToMergeInto))
async def merge(
    unit_id: UnitPath,
    joining: Joining,
    _: Merger,
    resources: Resources,
    context: Context,
    seen: SeenVersion,
) -> Receipt:
    """Merge a unit into another from a day on. Leaders of the organiser only."""
    async with resources.pool.acquire() as connection:
        into = await unit_with(joining.into_unit_id, connection)
    command = MergeUnit(
        merger=UnitMerged(unit_id=unit_id, **joining.model_dump()),
        into_stands=into is not None and into.merged_on is None,
    )
    return await handle(
        command, DECIDER, unit_of(unit_id), resources.store, context, expected_version=seen
    )

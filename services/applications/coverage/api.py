"""The coverage report over HTTP."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.applications.programme.api import ProgrammePath
from services.applications.programme.decider import ProgrammeUnknown
from services.applications.programme.projection import programme_with
from shared.domain import value
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Now, Resources, may
from shared.http.rights import Capability, Role
from shared.ids import ProgrammeId
from shared.timing.zone import SHANGHAI

from .projection import GapState, UnitCoverage, coverage_in

router = APIRouter(prefix="/programmes/{programme_id}/coverage", tags=["coverage"])

Reader = Annotated[Caller, Depends(may(Capability.APPLICATION_DECISION, "R"))]
READS_ALL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
NO_UNIT = " "
"""An id that no unit has, for an account that acts for none."""


@value
class CoverageReport:
    """What every unit of the roll takes part in, and who takes part in less than `minimum`.

    Gaps are flagged from `cut_off_at` on.
    """

    programme_id: ProgrammeId
    minimum: int
    cut_off_at: datetime
    units: tuple[UnitCoverage, ...]


@router.get("", responses=refusals(MayNot, ProgrammeUnknown))
async def read_coverage(
    programme_id: ProgrammePath,
    caller: Reader,
    resources: Resources,
    now: Now,
    gap: Annotated[GapState | None, Query(description="Only the units whose gap is so.")] = None,
) -> CoverageReport:
    """Read which units take part in what. Units read their own line, the organiser all (REQ-13)."""
    only = "" if caller.roles & READS_ALL else caller.unit or NO_UNIT
    day = now.astimezone(SHANGHAI).date()
    async with resources.pool.acquire() as connection:
        programme = await programme_with(programme_id, connection)
        if programme is None or programme.applications_close_at is None:
            raise ProgrammeUnknown
        units = await coverage_in(programme_id, only, day, connection)
    return CoverageReport(
        programme_id=programme_id,
        minimum=programme.rules["minimum_projects_per_unit"],
        cut_off_at=programme.applications_close_at,
        units=tuple(unit for unit in units if gap in {None, unit.gap}),
    )

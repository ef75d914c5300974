"""Expected points over HTTP, in points. What a unit will really get is awarded later."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from services.evaluation.points import AnyPoints, points
from shared.domain import NotFound
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import MayNot, Resources, may
from shared.http.rights import Capability, Role
from shared.ids import SLUG_PATTERN

from .decider import total_of
from .projection import Line, lines_of_programme, lines_of_unit

router = APIRouter(tags=["expected points"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
SEES_ALL = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
AWARD_RULE = "REQ-52 AMB-02"
CAP_RULE = "REQ-53 AMB-01"


class NotYourUnit(NotFound):
    zh = "没有可供您查看的加分情况。您只能查看本单位的加分。"
    en = "There is nothing here for you to read. You may read your own unit's points."
    rule = "domain.md 4"


class LineOut(BaseModel):
    """Points from one project in one role; `because` names the events they follow from."""

    project_id: str
    number: int
    title: str
    role: str
    points: AnyPoints
    rule: str = AWARD_RULE
    because: list[UUID]


class CapOut(BaseModel):
    """What is cut above the cap of a unit and year: `points` is negative."""

    cap: AnyPoints
    points: AnyPoints
    rule: str = CAP_RULE
    because: list[UUID]


class UnitPoints(BaseModel):
    """What a unit may expect from one programme. `capped` is null when nothing is cut."""

    programme_id: str
    unit_id: str
    lines: list[LineOut]
    raw: AnyPoints
    capped: CapOut | None
    expected: AnyPoints


class UnitPointsPage(BaseModel):
    """A page of units. `next` is what to send as `after` for the following page, or ""."""

    items: list[UnitPoints]
    next: str


def readers_unit(caller: Caller) -> str:
    """Return the only unit a caller may read, "" for one who may read all (domain.md 4)."""
    if caller.roles & SEES_ALL:
        return ""
    if not caller.unit:
        raise MayNot
    return caller.unit


def unit_points(lines: Sequence[Line]) -> UnitPoints:
    """Return what the lines of one unit and programme come to."""
    first = lines[0]
    total = total_of([line.points for line in lines], first.cap, first.cap_scope)
    cut = CapOut(cap=points(first.cap), points=points(-total.cut), because=[first.bonus_event_id])
    return UnitPoints(
        programme_id=first.programme_id,
        unit_id=first.unit_id,
        lines=[
            LineOut(
                project_id=line.project_id,
                number=line.number,
                title=line.title,
                role=line.role,
                points=points(line.points),
                because=[
                    line.taking_part_event_id,
                    line.decision_event_id,
                    line.bonus_event_id,
                ],
            )
            for line in lines
        ],
        raw=points(total.raw),
        capped=cut if total.cut else None,
        expected=points(total.expected),
    )


def grouped(lines: Sequence[Line]) -> list[UnitPoints]:
    """Return the points of each unit and programme; lines come in that order."""
    groups = groupby(lines, key=lambda line: (line.programme_id, line.unit_id))
    return [unit_points(list(group)) for _, group in groups]


@router.get("/programmes/{programme_id}/expected-points", responses=refusals(MayNot))
async def read_expected_points(
    programme_id: Id,
    caller: Annotated[Caller, Depends(may(Capability.BONUS, "R"))],
    resources: Resources,
    after: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> UnitPointsPage:
    """Read the points that units may expect from a programme; a unit reads its own."""
    own = readers_unit(caller)
    found = grouped(await lines_of_programme(resources.pool, programme_id, own, after, limit))
    return UnitPointsPage(items=found, next=found[-1].unit_id if len(found) == limit else "")


@router.get("/units/{unit_id}/expected-points", responses=refusals(MayNot, NotYourUnit))
async def read_units_expected_points(
    unit_id: Id,
    caller: Annotated[Caller, Depends(may(Capability.BONUS, "R"))],
    resources: Resources,
) -> UnitPointsPage:
    """Read the points that one unit may expect, one sheet for each programme."""
    if readers_unit(caller) not in {"", unit_id}:
        raise NotYourUnit
    return UnitPointsPage(items=grouped(await lines_of_unit(resources.pool, unit_id)), next="")

"""The board over HTTP: one screen, one request."""

from collections.abc import Sequence
from typing import Annotated, Literal, assert_never

from fastapi import APIRouter, Depends, Query

from services.progress.deadline.projection import Light
from shared.http.caller import Caller
from shared.http.requests import Now, Resources, may
from shared.http.rights import Capability
from shared.ids import SLUG_PATTERN

from .projection import Board, ProjectLight, UnitLight, board_of

type Attention = Literal["no_contact_leader", "no_co_lead"]

router = APIRouter(tags=["board"])

Reader = Annotated[Caller, Depends(may(Capability.SUPERVISION, "R"))]
Slug = Annotated[str, Query(pattern=SLUG_PATTERN, max_length=80)]


@router.get("/board")
async def read_board(
    caller: Reader,
    resources: Resources,
    now: Now,
    project: Slug | None = None,
    unit: Slug | None = None,
    light: Light | None = None,
    attention: Annotated[
        Attention | None, Query(description="Projects that nobody looks after, or nobody joined.")
    ] = None,
) -> Board:
    """Show projects and units in green, amber or red, each with the obligations behind it."""
    async with resources.pool.acquire() as connection:
        board = await board_of(caller, now, connection)
    return Board(
        projects=[
            each
            for each in board.projects
            if project in (None, each.project_id)
            and light in (None, each.light)
            and (unit is None or unit in (each.lead_unit_id, *each.co_leads))
            and asks_for(attention, each)
        ],
        units=units_in(board, unit, light, project),
    )


def asks_for(attention: Attention | None, project: ProjectLight) -> bool:
    """Return whether a project is one of those that are asked for (REQ-42, AMB-10)."""
    match attention:
        case None:
            return True
        case "no_contact_leader":
            return not project.contact_leader
        case "no_co_lead":
            return not project.co_leads
        case _:
            assert_never(attention)


def units_in(
    board: Board, unit: str | None, light: Light | None, project: str | None
) -> Sequence[UnitLight]:
    """Return the units that are asked for; of a project, those that lead or co-lead it."""
    within = {
        name
        for each in board.projects
        if project in (None, each.project_id)
        for name in (each.lead_unit_id, *each.co_leads)
    }
    return [
        each
        for each in board.units
        if each.unit_id in within and unit in (None, each.unit_id) and light in (None, each.light)
    ]

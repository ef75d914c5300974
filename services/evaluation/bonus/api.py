"""Bonus sheets over HTTP. Points are numbers with at most two decimals."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.evaluation.catalogue.projection import AnnouncedProgramme, programme
from services.evaluation.decision.projection import decision
from services.evaluation.entitlement.commands import Due
from services.evaluation.entitlement.decider import (
    NoBonusTable,
    NotAPass,
    NothingConfirmed,
    due_to_units,
)
from services.evaluation.entitlement.projection import bonus_facts
from services.evaluation.lines import RULE_OF
from services.evaluation.points import AnyPoints, points
from services.evaluation.rules.decider import NoSuchProgramme
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, etag, may
from shared.http.rights import Capability, Role
from shared.http.validation import Words
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, Reaction, handle_together

from .commands import ApproveBonus, PrepareBonus
from .decider import (
    DECIDER,
    NoSuchSheet,
    NothingPrepared,
    PreparationOutdated,
    PreparerCannotApprove,
    ReasonNeeded,
)
from .events import bonus_of
from .projection import SheetRow, credited, sheets

router = APIRouter(prefix="/programmes/{programme_id}/bonus", tags=["bonus"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Reader = Annotated[Caller, Depends(may(Capability.BONUS, "R"))]
ORGANISER = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
SEES_ALL = ORGANISER | {Role.CLIENT}


class PreparationIn(BaseModel):
    """Which projects are spoken of (none named: all), and why something is taken back."""

    model_config = ConfigDict(extra="forbid")

    projects: Annotated[list[Slug], Field(max_length=100)] = []
    reason: Words = ""


class ApprovalIn(BaseModel):
    """Which projects are approved (none named: all)."""

    model_config = ConfigDict(extra="forbid")

    projects: Annotated[list[Slug], Field(max_length=100)] = []


class EntryOut(BaseModel):
    """An entry. `kind`: award, cut, revocation or adjustment; `because` names events it rests on."""

    kind: str
    programme_id: str
    project_id: str
    role: str
    points: AnyPoints
    reason: str
    rule: str
    because: list[UUID]
    event_id: UUID
    prepared_by: str | None
    approved_by: str | None


class SheetOut(BaseModel):
    """A unit's points of a year: `total` is the sum of the entries, `raw` the sum without cuts.

    `held` are projects of which news came late: their lines are to be prepared anew.
    """

    unit_id: str
    entries: list[EntryOut]
    raw: AnyPoints
    total: AnyPoints
    prepared: dict[str, Any] | None
    held: list[str]


class SheetsOut(BaseModel):
    """The sheets of a programme's year that the caller may read, by unit."""

    items: list[SheetOut]


class ProjectJudged(BaseModel):
    """By what a project passed: its mean, the rule, and the totals of its sheets that counted."""

    project_id: str
    outcome: str
    status: str
    mean: AnyPoints
    min_score: AnyPoints
    aggregate: str
    counted: list[AnyPoints]
    decision_event_id: UUID


class ExplanationOut(BaseModel):
    """A sheet with the judgement behind each of its projects."""

    sheet: SheetOut
    projects: list[ProjectJudged]


async def announced(resources: OpenResources, programme_id: str) -> AnnouncedProgramme:
    """Return a programme that is known here, or refuse."""
    found = await programme(resources.pool, programme_id)
    if found is None:
        raise NoSuchProgramme
    return found


async def due(resources: OpenResources, programme_id: str, named: list[str]) -> tuple[Due, ...]:
    """Return what is due to each unit of a programme now."""
    found = await announced(resources, programme_id)
    known = credited(await sheets(resources.pool, found.year))
    return due_to_units(await bonus_facts(resources.pool, found, known), named)


@router.post(
    "/preparation",
    responses=refusals(
        NoSuchProgramme, NoBonusTable, NotAPass, NothingConfirmed, ReasonNeeded, KeyReused
    ),
)
async def prepare_bonus(
    programme_id: Id,
    preparation: PreparationIn,
    caller: Annotated[Caller, Depends(may(Capability.BONUS, "C"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Prepare, for every unit, what is due by what is confirmed now: credits and counter-entries."""
    reactions = [
        Reaction(
            PrepareBonus(due=each, reason=preparation.reason, by=AccountId(caller.id)),
            DECIDER,
            bonus_of(each.year, each.unit_id),
        )
        for each in await due(resources, programme_id, preparation.projects)
    ]
    return await handle_together(reactions, resources.store, context)


@router.post(
    "/approval",
    responses=refusals(
        NoSuchProgramme,
        NoBonusTable,
        NotAPass,
        NothingConfirmed,
        NothingPrepared,
        PreparationOutdated,
        PreparerCannotApprove,
        KeyReused,
    ),
)
async def approve_bonus(
    programme_id: Id,
    approval: ApprovalIn,
    caller: Annotated[Caller, Depends(may(Capability.BONUS, "A"))],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Credit and take back, on all sheets or on none, what was prepared and is still due."""
    reactions = [
        Reaction(
            ApproveBonus(due=each, by=AccountId(caller.id)),
            DECIDER,
            bonus_of(each.year, each.unit_id),
        )
        for each in await due(resources, programme_id, approval.projects)
    ]
    return await handle_together(reactions, resources.store, context)


def shown(row: SheetRow, *, everything: bool) -> SheetOut:
    """Return a sheet for reading; who prepared and approved, and what waits, is not for units."""
    entries = [
        EntryOut(
            kind=entry["kind"],
            programme_id=entry["programme_id"],
            project_id=entry["project_id"],
            role=entry["role"],
            points=points(entry["points"]),
            reason=entry["reason"],
            rule=RULE_OF[entry["kind"]],
            because=entry["because"],
            event_id=entry["event_id"],
            prepared_by=entry["prepared_by"] if everything else None,
            approved_by=entry["approved_by"] if everything else None,
        )
        for entry in row.entries
    ]
    return SheetOut(
        unit_id=row.unit_id,
        entries=entries,
        raw=points(row.raw),
        total=points(row.total),
        prepared=waiting(row) if everything else None,
        held=list(row.held) if everything else [],
    )


def waiting(row: SheetRow) -> dict[str, Any] | None:
    """Return what waits for approval, in points."""
    if row.prepared is None:
        return None
    lines = [line | {"points": float(points(line["points"]))} for line in row.prepared["lines"]]
    return {**row.prepared, "lines": lines}


async def readable(resources: OpenResources, programme_id: str, caller: Caller) -> list[SheetRow]:
    """Return the sheets of a programme's year that the caller may read (domain.md 4)."""
    rows = await sheets(resources.pool, (await announced(resources, programme_id)).year)
    if caller.roles & SEES_ALL:
        return list(rows)
    return [row for row in rows if row.unit_id == caller.unit and row.entries]


async def one_sheet(
    resources: OpenResources, programme_id: str, unit_id: str, caller: Caller
) -> SheetRow:
    """Return one unit's sheet, if there is one for the caller to read."""
    for row in await readable(resources, programme_id, caller):
        if row.unit_id == unit_id:
            return row
    raise NoSuchSheet


@router.get("", responses=refusals(NoSuchProgramme))
async def read_sheets(programme_id: Id, caller: Reader, resources: Resources) -> SheetsOut:
    """Read the sheets of a programme's year; a unit reads its own."""
    rows = await readable(resources, programme_id, caller)
    everything = bool(caller.roles & ORGANISER)
    return SheetsOut(items=[shown(row, everything=everything) for row in rows])


@router.get("/{unit_id}", responses=refusals(NoSuchProgramme, NoSuchSheet))
async def read_sheet(
    programme_id: Id, unit_id: Id, caller: Reader, resources: Resources, response: Response
) -> SheetOut:
    """Read a unit's sheet, entry by entry."""
    row = await one_sheet(resources, programme_id, unit_id, caller)
    response.headers.update(etag(row.version))
    return shown(row, everything=bool(caller.roles & ORGANISER))


@router.get("/{unit_id}/explanation", responses=refusals(NoSuchProgramme, NoSuchSheet))
async def explain_sheet(
    programme_id: Id, unit_id: Id, caller: Reader, resources: Resources
) -> ExplanationOut:
    """Read where every point of a sheet comes from: rules, marks and events."""
    row = await one_sheet(resources, programme_id, unit_id, caller)
    projects = sorted({entry["project_id"] for entry in row.entries if entry["project_id"]})
    judged = [await judgement(resources, project) for project in projects]
    return ExplanationOut(
        sheet=shown(row, everything=bool(caller.roles & ORGANISER)),
        projects=[each for each in judged if each is not None],
    )


async def judgement(resources: OpenResources, project_id: str) -> ProjectJudged | None:
    """Return by what a project was judged, without names."""
    row = await decision(resources.pool, project_id)
    if row is None:
        return None
    return ProjectJudged(
        project_id=project_id,
        outcome=row.outcome,
        status=row.status,
        mean=points(row.mean),
        min_score=points(row.min_score),
        aggregate=row.aggregate,
        counted=[points(s["total"]) for s in row.sheets if s["standing"] == "counted"],
        decision_event_id=row.event_id,
    )

"""Exporting bonus sheets over HTTP, as JSON and for office programs.

The same number is the same file for ever. Points are amounts to be added, never factors (PRA-18).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel

from services.evaluation.bonus.api import announced
from services.evaluation.bonus.projection import SheetRow, sheets
from services.evaluation.lines import RULE_OF
from services.evaluation.points import AnyPoints, points
from services.evaluation.rules.decider import NoSuchProgramme
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.requests import Context, Resources, etag, may
from shared.http.rights import Capability, Role
from shared.http.spreadsheet import as_csv
from shared.ids import SLUG_PATTERN, AccountId
from shared.resources import OpenResources
from shared.store.events import Receipt
from shared.store.handle import KeyReused, handle

from .commands import ExportBonus
from .decider import DECIDER, LinesAreHeld, NoSuchExport, NotAnExporter, NothingToExport
from .events import ExportedLine, exports_of
from .projection import ExportRow, exports

router = APIRouter(prefix="/programmes/{programme_id}/bonus-exports", tags=["bonus"])

type Id = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=80)]
type Number = Annotated[int, Path(ge=1, le=100_000)]

EXPORTING = "bonus:export"
"""The scope of a system that may take bonus sheets."""
READERS = frozenset({Role.STAFF, Role.LEADER, Role.AUDITOR})
REASONS = {"award": "组团式领办项目经评审考核通过", "cut": "超出加分上限的部分"}
"""What is said of entries that nobody had to give a reason for."""
ROLES = {"lead": "牵头领办", "executing": "执行单位", "co_lead": "联办", "": ""}
HEAD = ("序号", "单位", "年度项目", "项目", "角色", "类型", "分值", "理由", "依据", "事件")
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}
}


class LineOut(BaseModel):
    """An amount to be added to a unit's points of the year, with its reason and rule."""

    unit_id: str
    programme_id: str
    project_id: str
    role: str
    kind: str
    points: AnyPoints
    reason: str
    rule: str
    event_id: UUID


class ExportOut(BaseModel):
    """An export: `number` is its place in the year's sequence, `total` the sum of its lines."""

    year: int
    number: int
    exported_at: datetime
    total: AnyPoints
    lines: list[LineOut]


class ExportListed(BaseModel):
    """An export without its lines, and who made it."""

    year: int
    number: int
    exported_at: datetime
    by: str
    total: AnyPoints
    lines: int


class ExportsOut(BaseModel):
    """The exports of a programme's year, the newest first."""

    items: list[ExportListed]


async def exporter(caller: Annotated[Caller, Depends(may(Capability.BONUS, "X"))]) -> Caller:
    """Return a caller who exports: the organiser, or a system that was let in for that."""
    return allowed(caller)


async def reader(caller: Annotated[Caller, Depends(may(Capability.BONUS, "R"))]) -> Caller:
    """Return a caller who reads exports: those who export, and the auditor."""
    return allowed(caller)


def allowed(caller: Caller) -> Caller:
    """Return the caller unless it is a unit, or a system without the scope."""
    if caller.roles & READERS or (Role.CLIENT in caller.roles and EXPORTING in caller.scopes):
        return caller
    raise NotAnExporter


def exported(sheet: SheetRow) -> Iterator[ExportedLine]:
    """Return the entries of a sheet as they go out."""
    for entry in sheet.entries:
        yield ExportedLine(
            unit_id=sheet.unit_id,
            programme_id=entry["programme_id"],
            project_id=entry["project_id"],
            role=entry["role"],
            kind=entry["kind"],
            points=entry["points"],
            reason=entry["reason"] or REASONS[entry["kind"]],
            rule=RULE_OF[entry["kind"]],
            event_id=UUID(entry["event_id"]),
        )


@router.post(
    "",
    responses=refusals(NoSuchProgramme, NotAnExporter, NothingToExport, LinesAreHeld, KeyReused),
)
async def export_bonus(
    programme_id: Id,
    caller: Annotated[Caller, Depends(exporter)],
    resources: Resources,
    context: Context,
) -> Receipt:
    """Export what is approved; if nothing has changed since, the last export stands."""
    year = (await announced(resources, programme_id)).year
    rows = await sheets(resources.pool, year)
    command = ExportBonus(
        year=year,
        lines=tuple(line for row in rows for line in exported(row)),
        held=tuple(row.unit_id for row in rows if row.held),
        by=AccountId(caller.id),
    )
    return await handle(command, DECIDER, exports_of(year), resources.store, context)


@router.get("", responses=refusals(NoSuchProgramme, NotAnExporter))
async def list_exports(
    programme_id: Id, _: Annotated[Caller, Depends(reader)], resources: Resources
) -> ExportsOut:
    """List the exports of a programme's year."""
    year = (await announced(resources, programme_id)).year
    items = [
        ExportListed(
            year=row.year,
            number=row.number,
            exported_at=row.exported_at,
            by=row.by,
            total=points(row.total),
            lines=len(row.lines),
        )
        for row in await exports(resources.pool, year)
    ]
    return ExportsOut(items=items)


async def one_export(resources: OpenResources, programme_id: str, number: int) -> ExportRow:
    """Return the export with a number, or refuse."""
    year = (await announced(resources, programme_id)).year
    for row in await exports(resources.pool, year):
        if row.number == number:
            return row
    raise NoSuchExport


@router.get(
    "/{number}.csv",
    response_class=Response,
    responses={**refusals(NoSuchProgramme, NotAnExporter, NoSuchExport), **CSV},
)
async def print_export(
    programme_id: Id,
    number: Number,
    _: Annotated[Caller, Depends(reader)],
    resources: Resources,
) -> Response:
    """Get an export as CSV for an office program."""
    row = await one_export(resources, programme_id, number)
    table = as_csv(HEAD, (printed(number, line) for line in row.lines))
    name = f"attachment; filename=bonus-{row.year}-{number}.csv"
    headers = {"Content-Disposition": name, **etag(number)}
    return Response(table, media_type="text/csv", headers=headers)


def printed(number: int, line: Mapping[str, Any]) -> list[str | Decimal]:
    """Return a line as a row of the table."""
    names = ("unit_id", "programme_id", "project_id")
    rest = ("reason", "rule", "event_id")
    return [
        str(number),
        *(line[name] for name in names),
        ROLES[line["role"]],
        line["kind"],
        points(line["points"]),
        *(line[name] for name in rest),
    ]


@router.get("/{number}", responses=refusals(NoSuchProgramme, NotAnExporter, NoSuchExport))
async def read_export(
    programme_id: Id,
    number: Number,
    _: Annotated[Caller, Depends(reader)],
    resources: Resources,
    response: Response,
) -> ExportOut:
    """Get an export as JSON."""
    row = await one_export(resources, programme_id, number)
    response.headers.update(etag(number))
    lines = [
        LineOut.model_validate({**line, "points": points(line["points"])}) for line in row.lines
    ]
    return ExportOut(
        year=row.year,
        number=row.number,
        exported_at=row.exported_at,
        total=points(row.total),
        lines=lines,
    )

"""Plans as they stand and all their versions, cut to what each reader may see when they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, assert_never

import orjson
import sqlalchemy as sa
from pydantic import TypeAdapter

from services.progress.catalogue.projection import Terms
from services.progress.scope import own_unit, visible_to
from services.progress.tables import (
    deadlines,
    work_plan_versions,
    work_plans,
)
from shared.domain import value
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import UnitId
from shared.readmodels.projection import Key, Projection
from shared.store.codec import canonical
from shared.store.events import Recorded
from shared.store.sql import Connection, Row, dynamic

from .events import (
    PlanContent,
    PlanKind,
    WorkPlanAcknowledged,
    WorkPlanEvent,
    WorkPlanFiled,
    WorkPlanReaddressed,
    WorkPlanReturned,
    WorkPlanRevised,
)

type State = Literal["filed", "returned", "acknowledged"]
type Timeliness = Literal["in_time", "within_grace", "late"]

CONTENT = TypeAdapter(PlanContent)


@value
class PlanRow:
    """A plan as it stands. `received_at` is when its last version came."""

    project_id: str
    unit_id: str
    kind: PlanKind
    number: int
    addressee: str
    state: State
    advice: str
    content: Mapping[str, Any]
    received_at: datetime
    recorded_at: datetime
    version: int


@value
class VersionRow:
    """One version of a plan, as it was filed."""

    project_id: str
    unit_id: str
    number: int
    kind: PlanKind
    addressee: str
    filed_by_unit_id: str
    content: Mapping[str, Any]
    received_at: datetime


def key(recorded: Recorded[WorkPlanEvent]) -> Key:
    """Return the row of the plan that the event is about."""
    return (recorded.event.project_id, recorded.event.unit_id)


def plan_after(row: PlanRow | None, recorded: Recorded[WorkPlanEvent]) -> PlanRow | None:
    """Return the plan after an event."""
    event = recorded.event
    if isinstance(event, WorkPlanFiled):
        return _filed(event, recorded)
    if row is None:
        return None
    row = replace(row, version=recorded.version, recorded_at=recorded.recorded_at)
    match event:
        case WorkPlanReturned():
            return replace(row, state="returned", advice=event.advice)
        case WorkPlanAcknowledged():
            return replace(row, state="acknowledged", advice="")
        case WorkPlanRevised():
            return replace(
                row,
                state="filed",
                number=event.number,
                addressee=event.addressee,
                content=_as_json(event.content),
                received_at=recorded.occurred_at,
            )
        case WorkPlanReaddressed():
            return replace(row, addressee=event.addressee)
        case _:
            assert_never(event)


def _as_json(content: PlanContent) -> Mapping[str, Any]:
    return orjson.loads(canonical(content))


def _filed(event: WorkPlanFiled, recorded: Recorded[WorkPlanEvent]) -> PlanRow:
    return PlanRow(
        project_id=event.project_id,
        unit_id=event.unit_id,
        kind=event.kind,
        number=event.number,
        addressee=event.addressee,
        state="filed",
        advice="",
        content=_as_json(event.content),
        received_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        version=recorded.version,
    )


def version_key(recorded: Recorded[WorkPlanEvent]) -> Key | None:
    """Return the row of the version that an event files, if it files one."""
    event = recorded.event
    if isinstance(event, WorkPlanFiled | WorkPlanRevised):
        return (event.project_id, event.unit_id, event.number)
    return None


def version_after(
    _: VersionRow | None, recorded: Recorded[WorkPlanFiled | WorkPlanRevised]
) -> VersionRow:
    """Return the version as it was filed; it never changes."""
    event = recorded.event
    return VersionRow(
        project_id=event.project_id,
        unit_id=event.unit_id,
        number=event.number,
        kind=event.kind,
        addressee=event.addressee,
        filed_by_unit_id=event.filed_by_unit_id,
        content=_as_json(event.content),
        received_at=recorded.occurred_at,
    )


PLANS = Projection(
    name="work_plans",
    source="progress",
    table=work_plans,
    row=PlanRow,
    key=key,
    fold=plan_after,
    features=frozenset({"work-plan"}),
)
VERSIONS = Projection(
    name="work_plan_versions",
    source="progress",
    table=work_plan_versions,
    row=VersionRow,
    key=version_key,
    fold=version_after,
    features=frozenset({"work-plan"}),
)


@value
class PlanView:
    """A plan as a reader sees it; without `in_full` only its title and entry point (AMB-32).

    A late one stays marked (REQ-24). `unmentioned` are accepted co-leads that a scheme does not
    mention (REQ-26).
    """

    project_id: str
    unit_id: str
    kind: PlanKind
    number: int
    addressee: str
    state: State
    advice: str
    in_full: bool
    content: PlanContent
    timeliness: Timeliness
    unmentioned: Sequence[str]
    received_at: datetime
    recorded_at: datetime
    version: int


_TIMELINESS = sa.case(
    (deadlines.c.state == "met_late", "late"),
    (deadlines.c.within_grace, "within_grace"),
    else_="in_time",
).label("timeliness")
_SUBJECT = sa.case(
    (work_plans.c.kind == "lead_scheme", work_plans.c.project_id),
    else_=work_plans.c.project_id + "~" + work_plans.c.unit_id,
)
_OWN_DEADLINE = sa.and_(
    deadlines.c.obligation == work_plans.c.kind, deadlines.c.subject == _SUBJECT
)
ORGANISER = frozenset({Role.STAFF, Role.LEADER})


def in_full(caller: Caller, kind: str, unit_id: str, terms: Terms) -> bool:
    """Return whether someone who sees a project's work reads this plan in full (AMB-32).

    A scheme is read by all of them. A co-lead's plan is read by its own unit, the lead and the
    auditor; by the organiser and the other co-leads as the programme's rules say.
    """
    unit = own_unit(caller)
    if kind == "lead_scheme" or Role.AUDITOR in caller.roles:
        return True
    if (
        unit == unit_id
        or terms.acts_for_the_lead(unit)
        or terms.programme.plan_readers == "participants"
    ):
        return True
    return terms.programme.plan_readers == "lead_and_organiser" and bool(caller.roles & ORGANISER)


async def plans_of(
    project_id: str, caller: Caller, terms: Terms, connection: Connection, *, unit_id: str = ""
) -> Sequence[PlanView]:
    """Return a project's plans as this reader sees them, or that of one unit."""
    query = (
        sa.select(work_plans, _TIMELINESS)
        .outerjoin_from(work_plans, deadlines, _OWN_DEADLINE)
        .where(work_plans.c.project_id == project_id, _visible(caller))
        .order_by(work_plans.c.kind.desc(), work_plans.c.unit_id)
    )
    if unit_id:
        query = query.where(work_plans.c.unit_id == unit_id)
    sql, arguments = dynamic(query)
    return [_view(row, caller, terms) for row in await connection.fetch(sql, *arguments)]


def _visible(caller: Caller) -> sa.ColumnElement[bool]:
    own = work_plans.c.unit_id == own_unit(caller)
    return sa.or_(visible_to(caller, work_plans.c.project_id), own)


def _view(row: Row, caller: Caller, terms: Terms) -> PlanView:
    fields = dict(row)
    content = CONTENT.validate_python(fields.pop("content"))
    shown = in_full(caller, row["kind"], row["unit_id"], terms)
    if not shown:
        fields["advice"] = ""
    mentioned = {part.unit_id for part in content.parts}
    forgotten = sorted(terms.co_leads - mentioned) if row["kind"] == "lead_scheme" else ()
    outline = PlanContent(title=content.title, entry_point=content.entry_point)
    return PlanView(
        **fields,
        in_full=shown,
        content=content if shown else outline,
        unmentioned=forgotten,
    )


async def versions_of(
    project_id: str, unit_id: str, caller: Caller, terms: Terms, connection: Connection
) -> Sequence[VersionRow]:
    """Return every version of a unit's plan that this reader reads in full, oldest first."""
    query = (
        sa.select(work_plan_versions)
        .where(work_plan_versions.c.project_id == project_id)
        .where(work_plan_versions.c.unit_id == unit_id)
        .order_by(work_plan_versions.c.number)
    )
    sql, arguments = dynamic(query)
    rows = [VersionRow(**dict(row)) for row in await connection.fetch(sql, *arguments)]
    return [row for row in rows if in_full(caller, row.kind, unit_id, terms)]


async def open_plans_of(project_id: str, connection: Connection) -> Sequence[UnitId]:
    """Return the co-leads whose plans for a project are open: not acknowledged yet."""
    query = (
        sa.select(work_plans.c.unit_id)
        .where(work_plans.c.project_id == project_id, work_plans.c.kind == "co_lead_plan")
        .where(work_plans.c.state != "acknowledged")
        .order_by(work_plans.c.unit_id)
    )
    sql, arguments = dynamic(query)
    return [UnitId(row["unit_id"]) for row in await connection.fetch(sql, *arguments)]

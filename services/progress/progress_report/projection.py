"""Progress reports as they stand, joined with their deadlines when they are read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, assert_never

import sqlalchemy as sa

from services.progress.scope import visible_to
from services.progress.tables import deadlines, leads, progress_reports
from shared.domain import value
from shared.http.caller import Caller
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, dynamic

from .events import (
    ProgressReportAccepted,
    ProgressReportCorrected,
    ProgressReported,
    ProgressReportReturned,
    ReportContent,
    ReportEvent,
)

type Timeliness = Literal["in_time", "within_grace", "late"]


@value
class ReportRow:
    """A report as it stands. `received_at` is when it came, `recorded_at` its last change here."""

    project_id: str
    period: str
    unit_id: str
    filed_by_unit_id: str
    on_paper: bool
    main_practices: str
    problems: str
    to_coordinate: str
    next_plan: str
    pictures: Sequence[str]
    state: str
    advice: str
    received_at: datetime
    recorded_at: datetime
    version: int


@value
class TimedReport:
    """A report and whether it came in time; a late one stays marked (REQ-38)."""

    report: ReportRow
    timeliness: Timeliness


def key(recorded: Recorded[ReportEvent]) -> Key:
    """Return the row of the report that the event is about."""
    return (recorded.event.project_id, recorded.event.period)


def report_after(row: ReportRow | None, recorded: Recorded[ReportEvent]) -> ReportRow | None:
    """Return the report after an event."""
    event = recorded.event
    if isinstance(event, ProgressReported):
        return _filed(event, recorded)
    if row is None:
        return None
    row = replace(row, version=recorded.version, recorded_at=recorded.recorded_at)
    match event:
        case ProgressReportReturned():
            return replace(row, state="returned", advice=event.advice)
        case ProgressReportCorrected():
            return replace(
                row,
                state="corrected",
                filed_by_unit_id=event.filed_by_unit_id,
                **_columns(event.content),
            )
        case ProgressReportAccepted():
            return replace(row, state="accepted")
        case _:
            assert_never(event)


def _columns(content: ReportContent) -> dict[str, Any]:
    return {
        "main_practices": content.main_practices,
        "problems": content.problems,
        "to_coordinate": content.to_coordinate,
        "next_plan": content.next_plan,
        "pictures": list(content.pictures),
    }


def _filed(event: ProgressReported, recorded: Recorded[ReportEvent]) -> ReportRow:
    return ReportRow(
        project_id=event.project_id,
        period=event.period,
        unit_id=event.unit_id,
        filed_by_unit_id=event.filed_by_unit_id,
        on_paper=event.on_paper,
        **_columns(event.content),
        state="reported",
        advice="",
        received_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        version=recorded.version,
    )


REPORTS = Projection(
    name="progress_reports",
    source="progress",
    table=progress_reports,
    row=ReportRow,
    key=key,
    fold=report_after,
    features=frozenset({"progress-report"}),
)

TIMELINESS = sa.case(
    (deadlines.c.state == "met_late", "late"),
    (deadlines.c.within_grace, "within_grace"),
    else_="in_time",
).label("timeliness")
OWN_DEADLINE = sa.and_(
    deadlines.c.obligation == "progress_report",
    deadlines.c.subject
    == progress_reports.c.project_id + "~" + sa.func.lower(progress_reports.c.period),
)


async def project_is_visible(project_id: str, caller: Caller, connection: Connection) -> bool:
    """Return whether there is such a project, led by someone, and the caller may see its work."""
    query = sa.select(sa.literal(1)).where(
        leads.c.project_id == project_id, visible_to(caller, leads.c.project_id)
    )
    sql, arguments = dynamic(query)
    return await connection.fetchrow(sql, *arguments) is not None


async def reports_of(
    project_id: str, connection: Connection, *, period: str = ""
) -> Sequence[TimedReport]:
    """Return a project's reports, oldest period first, or that of one period."""
    query = (
        sa.select(progress_reports, TIMELINESS)
        .outerjoin_from(progress_reports, deadlines, OWN_DEADLINE)
        .where(progress_reports.c.project_id == project_id)
        .order_by(progress_reports.c.period)
    )
    if period:
        query = query.where(progress_reports.c.period == period)
    sql, arguments = dynamic(query)
    found = [dict(row) for row in await connection.fetch(sql, *arguments)]
    return [TimedReport(timeliness=row.pop("timeliness"), report=ReportRow(**row)) for row in found]

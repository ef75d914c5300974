"""Whose a case is: a task, a deadline, an objection, whose later events do not say whom they concern."""

from dataclasses import replace

import sqlalchemy as sa

from services.notifications.tables import metadata
from shared.contracts import evaluation, progress
from shared.contracts.evaluation import ObjectionLodged
from shared.contracts.progress import DeadlineSet, DeadlineTransferred, TaskAssigned, TaskReassigned
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement


def case_table(name: str) -> sa.Table:
    """Return the table of one source's cases."""
    return sa.Table(
        name,
        metadata,
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
    )


cases_of_progress = case_table("cases_of_progress")
cases_of_evaluation = case_table("cases_of_evaluation")


@value
class Case:
    """Whose a case is, in which project, and what it is called, or ""."""

    stream: str
    unit_id: str
    project_id: str
    label: str = ""


NOBODYS = Case(stream="", unit_id="", project_id="")


def case_key(recorded: Recorded[object]) -> Key | None:
    """Return the row that an event touches: one for each case, if it says whose that is."""
    match recorded.event:
        case DeadlineSet() | DeadlineTransferred() | TaskAssigned() | TaskReassigned():
            return (recorded.stream.name,)
        case ObjectionLodged():
            return (recorded.stream.name,)
        case _:
            return None


def case_after(
    row: Case | None,
    recorded: Recorded[
        DeadlineSet | DeadlineTransferred | TaskAssigned | TaskReassigned | ObjectionLodged
    ],
) -> Case:
    """Return whose a case is after an event that says so."""
    event = recorded.event
    row = replace(row or NOBODYS, stream=recorded.stream.name, project_id=event.project_id)
    match event:
        case DeadlineSet():
            return replace(row, unit_id=event.owner_unit_id, label=event.label)
        case DeadlineTransferred():
            return replace(row, unit_id=event.to_unit_id, label=event.label)
        case _:
            return replace(row, unit_id=event.unit_id)


OF_PROGRESS = Projection(
    "cases_of_progress",
    "progress",
    cases_of_progress,
    Case,
    case_key,
    case_after,
    events=progress.CODEC,
)
OF_EVALUATION = Projection(
    "cases_of_evaluation",
    "evaluation",
    cases_of_evaluation,
    Case,
    case_key,
    case_after,
    events=evaluation.CODEC,
)

_STREAM = sa.bindparam("stream", type_=sa.Text)
CASES = tuple(
    Statement(sa.select(table).where(table.c.stream == _STREAM))
    for table in (cases_of_progress, cases_of_evaluation)
)


async def case_of(stream: str, connection: Connection) -> Case:
    """Return whose a case is; nobody's if that was never said."""
    for statement in CASES:
        if row := await statement.fetch_one(connection, stream=stream):
            return Case(**dict(row))
    return NOBODYS

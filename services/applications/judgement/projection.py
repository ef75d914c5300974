"""Copies of accepted results, decisions and objections. They may lag; what they say decides.

Each row comes from one stream. What a decision was is kept only so far as closing a year and cancelling
a project rest on it (X12).
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.applications.tables import metadata
from shared.contracts import progress
from shared.contracts.evaluation import (
    DecisionConfirmed,
    DecisionRevised,
    ObjectionDeclined,
    ObjectionLodged,
    ObjectionRuled,
    ProjectEvaluated,
)
from shared.contracts.progress import ResultsAccepted
from shared.domain import value
from shared.ids import ProjectId
from shared.readmodels.projection import Key, Projection
from shared.store.codec import EventCodec
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

type DecisionEvent = ProjectEvaluated | DecisionConfirmed | DecisionRevised
type ObjectionEvent = ObjectionLodged | ObjectionDeclined | ObjectionRuled

DECISION_CODEC = EventCodec(DecisionEvent, ignore_unknown=True)
OBJECTION_CODEC = EventCodec(ObjectionEvent, ignore_unknown=True)

decided = sa.Table(
    "decided_projects",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False),
)
objected = sa.Table(
    "known_objections",
    metadata,
    sa.Column("objection_id", sa.Text, primary_key=True),
    sa.Column("project_id", sa.Text, nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
)
accepted = sa.Table(
    "accepted_results",
    metadata,
    sa.Column("project_id", sa.Text, primary_key=True),
    sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
)


@value
class DecidedProject:
    """How a project was judged, and whether that stands."""

    project_id: ProjectId
    outcome: str
    confirmed: bool


@value
class KnownObjection:
    """An objection to a result, and whether it had its answer."""

    objection_id: str
    project_id: ProjectId
    answered: bool


@value
class AcceptedResults:
    """A project whose results were accepted, and when they were last."""

    project_id: ProjectId
    accepted_at: datetime


def fold_decided(_: DecidedProject | None, recorded: Recorded[DecisionEvent]) -> DecidedProject:
    """Return the decision after an event."""
    event = recorded.event
    return DecidedProject(
        project_id=event.project_id,
        outcome=event.outcome,
        confirmed=isinstance(event, DecisionConfirmed),
    )


def fold_objected(_: KnownObjection | None, recorded: Recorded[ObjectionEvent]) -> KnownObjection:
    """Return the objection after an event."""
    event = recorded.event
    return KnownObjection(
        objection_id=event.objection_id,
        project_id=event.project_id,
        answered=not isinstance(event, ObjectionLodged),
    )


def fold_accepted(
    _: AcceptedResults | None, recorded: Recorded[ResultsAccepted]
) -> AcceptedResults:
    """Return that the project's results were accepted."""
    project_id = recorded.event.project_id
    return AcceptedResults(project_id=project_id, accepted_at=recorded.occurred_at)


def _project_of(recorded: Recorded[Any]) -> Key | None:
    return None if recorded.event is None else (recorded.event.project_id,)


def _objection_of(recorded: Recorded[Any]) -> Key | None:
    return None if recorded.event is None else (recorded.event.objection_id,)


def _accepted_of(recorded: Recorded[Any]) -> Key | None:
    event = recorded.event
    return (event.project_id,) if isinstance(event, ResultsAccepted) else None


DECIDED = Projection(
    name="decided-projects",
    source="evaluation",
    table=decided,
    row=DecidedProject,
    key=_project_of,
    fold=fold_decided,
    events=DECISION_CODEC,
)
OBJECTED = Projection(
    name="known-objections",
    source="evaluation",
    table=objected,
    row=KnownObjection,
    key=_objection_of,
    fold=fold_objected,
    events=OBJECTION_CODEC,
)
ACCEPTED = Projection(
    name="accepted-results",
    source="progress",
    table=accepted,
    row=AcceptedResults,
    key=_accepted_of,
    fold=fold_accepted,
    events=progress.CODEC,
)
_ACCEPTED = Statement(
    sa.select(accepted).where(accepted.c.project_id == sa.bindparam("project_id"))
)


async def results_accepted(project_id: ProjectId, connection: Connection) -> bool:
    """Return whether a project's results were accepted, as far as is known here."""
    return await _ACCEPTED.fetch_one(connection, project_id=project_id) is not None

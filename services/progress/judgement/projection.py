"""Copies of the decisions on projects. They may lag; the copy decides."""

from typing import Any

from services.progress.published import decided_projects
from shared.contracts.evaluation import DecisionConfirmed, DecisionRevised, ProjectEvaluated
from shared.domain import value
from shared.ids import ProgrammeId, ProjectId
from shared.readmodels.projection import Key, Projection
from shared.store.codec import EventCodec
from shared.store.events import Recorded

type DecisionEvent = ProjectEvaluated | DecisionConfirmed | DecisionRevised

CODEC = EventCodec(DecisionEvent, ignore_unknown=True)


@value
class DecidedProject:
    """How a project was judged, and whether that stands."""

    project_id: ProjectId
    programme_id: ProgrammeId
    outcome: str
    confirmed: bool


def key(recorded: Recorded[Any]) -> Key | None:
    """Return the project that was judged."""
    return None if recorded.event is None else (recorded.event.project_id,)


def decided_after(_: DecidedProject | None, recorded: Recorded[DecisionEvent]) -> DecidedProject:
    """Return the decision after an event: one that was revised stands once it is confirmed again."""
    event = recorded.event
    return DecidedProject(
        project_id=event.project_id,
        programme_id=event.programme_id,
        outcome=event.outcome,
        confirmed=isinstance(event, DecisionConfirmed),
    )


DECIDED = Projection(
    name="decided_projects",
    source="evaluation",
    table=decided_projects,
    row=DecidedProject,
    key=key,
    fold=decided_after,
    events=CODEC,
)

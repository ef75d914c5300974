"""An announced programme becomes deadlines of its leads, an acceptance the deadline of a co-lead's plan.

The lead's own application meets the first of the lead's.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.bus.subscription import Process
from shared.contracts.applications import (
    CODEC,
    AnnouncedProject,
    ApplicationAccepted,
    Obligation,
    ProgrammeAnnounced,
    UnitApplied,
)
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Recorded
from shared.store.handle import Reaction

from .commands import NoteFulfilment, SetDeadline
from .decider import DECIDER
from .events import deadline_of

LEAD_APPLICATION = "lead_application"


def react(recorded: Recorded[Any]) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the commands that follow from an event of `applications`.

    A unit that applies to lead meets the deadline only if it is the unit that owes it; whoever was
    accepted as lead has met it in any case.
    """
    match recorded.event:
        case ProgrammeAnnounced() as announced:
            return [
                setting(announced.programme_id, project, obligation)
                for project in announced.projects
                for obligation in announced.obligations
            ]
        case UnitApplied(role="lead") as applied:
            return (meeting(applied.project_id, recorded.occurred_at, applied.unit_id),)
        case ApplicationAccepted(role="co_lead") as accepted:
            return [joining(accepted, obligation) for obligation in accepted.obligations]
        case ApplicationAccepted(role="lead") as accepted:
            return (meeting(accepted.project_id, recorded.occurred_at),)
        case _:
            return ()


def setting(
    programme_id: ProgrammeId, project: AnnouncedProject, obligation: Obligation
) -> Reaction[Any, Any, Any]:
    """Return the setting of what one project's lead owes."""
    subject = subject_of(project.project_id, obligation.period)
    command = SetDeadline(
        programme_id=programme_id,
        obligation=obligation.kind,
        subject=subject,
        project_id=project.project_id,
        owner_unit_id=project.lead_unit_id,
        label=obligation.label,
        due_at=obligation.due_at,
        grace_until=obligation.grace_until,
        late_within_grace=obligation.late_within_grace,
    )
    return Reaction(command, DECIDER, deadline_of(obligation.kind, subject))


def joining(accepted: ApplicationAccepted, obligation: Obligation) -> Reaction[Any, Any, Any]:
    """Return the setting of what a co-lead owes from its acceptance on (REQ-24, AMB-06)."""
    subject = f"{accepted.project_id}~{accepted.unit_id}"
    command = SetDeadline(
        programme_id=accepted.programme_id,
        obligation=obligation.kind,
        subject=subject,
        project_id=accepted.project_id,
        owner_unit_id=accepted.unit_id,
        label=obligation.label,
        due_at=obligation.due_at,
        grace_until=obligation.grace_until,
    )
    return Reaction(command, DECIDER, deadline_of(obligation.kind, subject))


def subject_of(project_id: ProjectId, period: str) -> str:
    """Return what an obligation is for: the project, or one period of it (`2017-p08~2017q2`)."""
    return f"{project_id}~{period.lower()}" if period else project_id


def meeting(
    project_id: ProjectId, at: datetime, from_unit: UnitId | None = None
) -> Reaction[Any, Any, Any]:
    """Return the meeting of a project's deadline for lead applications.

    The announcement that sets it is another stream's event, and may come after this one.
    """
    command = NoteFulfilment(
        obligation=LEAD_APPLICATION, subject=project_id, at=at, from_unit=from_unit
    )
    return Reaction(command, DECIDER, deadline_of(LEAD_APPLICATION, project_id))


OBLIGATIONS = Process(name="obligations-of-leads", events=CODEC, react=react)

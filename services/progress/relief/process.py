"""When a project's units change, so does who owes what (AMB-11, AMB-12, REQ-44).

A co-lead that left owes its plan no more, and nobody owes anything for a cancelled project. What
the lead owes goes to whoever leads the project now. So it is also where the programme's dates become known
here only after the change.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.progress.deadline.events import deadline_of
from services.progress.deadline.process import subject_of
from services.progress.deadline.projection import CO_LEAD_PLAN, open_in, owed_in
from services.progress.ended.projection import cancellation_of
from services.progress.participant.projection import lead_of
from shared.bus.subscription import Process
from shared.contracts.applications import (
    CODEC,
    AnnouncedProject,
    LeadUnitDesignated,
    LeadUnitReplaced,
    ParticipationEnded,
    ProgrammeAnnounced,
    ProjectCancelled,
)
from shared.ids import ProjectId, UnitId
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.store.sql import Connection

from .commands import ReleaseOwner, TransferDeadline
from .decider import DECIDER

DESIGNATED = "牵头领办单位已重新确定"


def react(recorded: Recorded[Any]) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the release of a co-lead that left from its plan."""
    match recorded.event:
        case ParticipationEnded(role="co_lead") as ended:
            command = ReleaseOwner(reason=ended.reason, at=recorded.occurred_at)
            stream = deadline_of(CO_LEAD_PLAN, f"{ended.project_id}~{ended.unit_id}")
            return (Reaction(command, DECIDER, stream),)
        case _:
            return ()


async def look_up(
    recorded: Recorded[Any], connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return what becomes of everything that is owed: handed to the lead of now, or owed no more."""
    match recorded.event:
        case LeadUnitReplaced() as replaced:
            command = TransferDeadline(
                to_unit=replaced.unit_id,
                reason=replaced.reason,
                by=replaced.approved_by,
                at=recorded.occurred_at,
            )
            return await handing_over(replaced.project_id, command, connection)
        case LeadUnitDesignated() as designated:
            command = to_the_lead(designated.unit_id, recorded.occurred_at)
            return await handing_over(designated.project_id, command, connection)
        case ProjectCancelled() as cancelled:
            return await giving_up(cancelled, recorded.occurred_at, connection)
        case ProgrammeAnnounced() as announced:
            return await announced_late(announced, recorded.occurred_at, connection)
        case _:
            return ()


def to_the_lead(unit: UnitId, at: datetime) -> TransferDeadline:
    """Return the handing over to a lead that was designated, not put in another's place."""
    return TransferDeadline(to_unit=unit, reason=DESIGNATED, by="", at=at)


async def handing_over(
    project_id: ProjectId, command: TransferDeadline, connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the handing over of each deadline of a project's lead."""
    return [
        Reaction(command, DECIDER, deadline_of(row.obligation, row.subject))
        for row in await open_in(project_id, connection)
    ]


async def giving_up(
    cancelled: ProjectCancelled, at: datetime, connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the release from everything that is owed for a project that was given up."""
    return [
        Reaction(given_up(cancelled.reason, at), DECIDER, deadline_of(row.obligation, row.subject))
        for row in await owed_in(cancelled.project_id, connection)
    ]


def given_up(reason: str, at: datetime) -> ReleaseOwner:
    """Return the release from what is owed for a project that was given up."""
    return ReleaseOwner(reason=reason, at=at, cause="project_cancelled")


async def announced_late(
    announced: ProgrammeAnnounced, at: datetime, connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the handing over where another unit leads a project already, or the release from it."""
    found: list[Reaction[Any, Any, Any]] = []
    for project in announced.projects:
        if command := await told_before(project, at, connection):
            found += [
                Reaction(command, DECIDER, deadline_of(owed.kind, subject))
                for owed in announced.obligations
                for subject in (subject_of(project.project_id, owed.period),)
            ]
    return found


async def told_before(
    project: AnnouncedProject, at: datetime, connection: Connection
) -> TransferDeadline | ReleaseOwner | None:
    """Return what was heard of a project before its announcement and changes what is owed for it."""
    reason = await cancellation_of(project.project_id, connection)
    if reason is not None:
        return given_up(reason, at)
    lead = await lead_of(project.project_id, connection)
    if lead is None or lead.unit_id == project.lead_unit_id:
        return None
    return to_the_lead(UnitId(lead.unit_id), at)


DUTIES = Process(name="duties-of-who-takes-part", events=CODEC, react=react, look_up=look_up)

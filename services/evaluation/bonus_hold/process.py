"""When news comes late of who took part in a project, the lines that it may change are held (X11).

Late is what had happened when the results were accepted, and comes after the points were credited.
The copy decided; whoever prepares anew lets the line stand, or takes it back with a counter-entry.
"""

from collections.abc import Iterable
from typing import Any

from services.evaluation.bonus.events import bonus_of
from services.evaluation.bonus.projection import credited_for
from services.evaluation.participation.projection import RESULTS, results_taken_in
from shared.bus.subscription import Process
from shared.contracts.applications import (
    CODEC,
    ApplicationAccepted,
    LeadUnitDesignated,
    ParticipationEnded,
)
from shared.contracts.progress import ResultsFrozen
from shared.ids import ProjectId, UnitId
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.store.sql import Connection
from shared.timing.workdays import end_of

from .commands import HoldLine
from .decider import DECIDER


async def of_parts(
    recorded: Recorded[Any], connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the holding of lines, where a lead or a part is other than was known."""
    event = recorded.event
    match event:
        case LeadUnitDesignated():
            since, concerned = recorded.occurred_at, None
        case ApplicationAccepted():
            since, concerned = recorded.occurred_at, event.unit_id
        case ParticipationEnded():
            since, concerned = end_of(event.ended_on), event.unit_id
        case _:
            return ()
    known = await results_taken_in(event.project_id, connection)
    if known is None or since > known.accepted_at:
        return ()
    return await holding(recorded, event.project_id, connection, concerned)


async def of_results(
    recorded: Recorded[Any], connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the holding of a project's lines, where its results were accepted otherwise."""
    event = recorded.event
    if isinstance(event, ResultsFrozen) and event.form_check == "accepted":
        return ()
    return await holding(recorded, event.project_id, connection)


async def holding(
    recorded: Recorded[Any],
    project_id: ProjectId,
    connection: Connection,
    concerned: UnitId | None = None,
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the holding of every unit's line from a project, or of the one concerned."""
    return [
        Reaction(
            HoldLine(
                year=year,
                unit_id=unit,
                programme_id=programme,
                project_id=project_id,
                because=recorded.event_id,
            ),
            DECIDER,
            bonus_of(year, unit),
        )
        for year, unit, programme in await credited_for(project_id, connection)
        if concerned in {None, unit}
    ]


HOLDING_FOR_PARTS = Process(name="lines-held-for-parts", events=CODEC, look_up=of_parts)
HOLDING_FOR_RESULTS = Process(name="lines-held-for-results", events=RESULTS, look_up=of_results)

"""When a project gets another lead, the open plans of its co-leads go over to it (X5)."""

from collections.abc import Iterable
from typing import Any

from shared.bus.subscription import Process
from shared.contracts.applications import CODEC, LeadUnitDesignated
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.store.sql import Connection

from .commands import ReaddressPlan
from .decider import DECIDER
from .events import plan_of
from .projection import open_plans_of


async def look_up(
    recorded: Recorded[Any], connection: Connection
) -> Iterable[Reaction[Any, Any, Any]]:
    """Return the handing over of every open plan, where a lead was designated."""
    event = recorded.event
    if not isinstance(event, LeadUnitDesignated):
        return ()
    return [
        Reaction(
            ReaddressPlan(lead_unit_id=event.unit_id), DECIDER, plan_of(event.project_id, unit)
        )
        for unit in await open_plans_of(event.project_id, connection)
    ]


READDRESSING = Process(name="plans-to-the-new-lead", events=CODEC, look_up=look_up)

"""What fires for a deadline: the reminder of what is overdue, or the end of its grace."""

from typing import Any

from services.progress.deadline.timers import grace_over, stream_of
from shared.store.handle import Reaction
from shared.timing.timers import Timer

from .commands import RemindByClock
from .decider import DECIDER


def deadline_due(timer: Timer) -> Reaction[Any, Any, Any]:
    """Return the command that a deadline's timer stands for."""
    if timer.details.get("fires") == "reminder":
        return Reaction(RemindByClock(at=timer.due_at), DECIDER, stream_of(timer))
    return grace_over(timer)

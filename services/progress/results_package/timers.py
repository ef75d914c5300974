"""The end of the time for results freezes what was handed in, by itself."""

from typing import Any, assert_never

from shared.ids import ProjectId
from shared.readmodels.projection import Key
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.timing.timers import Timer

from .commands import FreezeResults
from .decider import DECIDER
from .events import (
    ResultsAccepted,
    ResultsEvent,
    ResultsFrozen,
    ResultsReturned,
    ResultsSubmitted,
    results_of,
)

KIND = "results-freeze"


def key(recorded: Recorded[ResultsEvent]) -> Key:
    """Return the timer of the package that the event is about."""
    return (KIND, recorded.event.project_id)


def timer_after(timer: Timer | None, recorded: Recorded[ResultsEvent]) -> Timer | None:
    """Return the timer after an event: there is one from the first hand-in until the freeze."""
    event = recorded.event
    match event:
        case ResultsSubmitted():
            details = {"project_id": event.project_id}
            return Timer(
                kind=KIND, subject=event.project_id, due_at=event.freezes_at, details=details
            )
        case ResultsReturned() | ResultsAccepted():
            return timer
        case ResultsFrozen():
            return None
        case _:
            assert_never(event)


def time_over(timer: Timer) -> Reaction[Any, Any, Any]:
    """Return the command that the end of the time for results stands for."""
    stream = results_of(ProjectId(timer.details["project_id"]))
    return Reaction(FreezeResults(at=timer.due_at), DECIDER, stream)

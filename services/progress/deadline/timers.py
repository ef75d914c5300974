"""The end of a deadline's grace fires by itself."""

from datetime import datetime
from typing import Any, assert_never

from shared.readmodels.projection import Key
from shared.store.events import Recorded
from shared.store.handle import Reaction
from shared.timing.timers import Timer

from .commands import DeclareMissed
from .decider import DECIDER
from .events import (
    DeadlineEvent,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    FulfilmentNoted,
    deadline_of,
)

KIND = "deadline"


def key(recorded: Recorded[DeadlineEvent]) -> Key:
    """Return the timer of the deadline that the event is about."""
    event = recorded.event
    return (KIND, f"{event.obligation}/{event.subject}")


def timer_after(_: Timer | None, recorded: Recorded[DeadlineEvent]) -> Timer | None:
    """Return the timer after an event: there is one exactly while the deadline is open."""
    event = recorded.event
    match event:
        case DeadlineSet() | DeadlineExtended():
            return _timer(event.obligation, event.subject, event.grace_until)
        case DeadlineMet() | DeadlineMissed() | DeadlineMetLate() | FulfilmentNoted():
            return None
        case _:
            assert_never(event)


def _timer(obligation: str, subject: str, due_at: datetime) -> Timer:
    details = {"obligation": obligation, "subject": subject}
    return Timer(kind=KIND, subject=f"{obligation}/{subject}", due_at=due_at, details=details)


def grace_over(timer: Timer) -> Reaction[Any, Any, Any]:
    """Return the command that the end of a grace stands for."""
    stream = deadline_of(timer.details["obligation"], timer.details["subject"])
    return Reaction(DeclareMissed(at=timer.due_at), DECIDER, stream)

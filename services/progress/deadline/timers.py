"""What a deadline does by itself: a reminder on the morning after, and the end of its grace.

Whatever comes first is the deadline's timer; when it has fired, the other one is.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, assert_never

from shared.readmodels.projection import Key
from shared.store.events import Recorded, Stream
from shared.store.handle import Reaction
from shared.timing.timers import Timer
from shared.timing.workdays import offices_work
from shared.timing.zone import SHANGHAI

from .commands import DeclareMissed
from .decider import DECIDER
from .events import (
    ClockStopped,
    DeadlineEvent,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineSet,
    DeadlineTransferred,
    DeadlineWaived,
    FulfilmentNoted,
    ReliefRequested,
    ReminderIssued,
    deadline_of,
)

KIND = "deadline"
MORNING = time(8, 30)


def key(recorded: Recorded[DeadlineEvent]) -> Key:
    """Return the timer of the deadline that the event is about."""
    event = recorded.event
    return (KIND, f"{event.obligation}/{event.subject}")


def timer_after(timer: Timer | None, recorded: Recorded[DeadlineEvent]) -> Timer | None:
    """Return the timer after an event: there is one while anything is to come by itself."""
    event = recorded.event
    match event:
        case DeadlineSet() | DeadlineExtended():
            moments = {"missed": event.grace_until, "reminder": reminder_after(event.due_at)}
            return _timer(event, moments)
        case DeadlineMissed():
            return _timer(event, _left(timer, "missed"))
        case ReminderIssued():
            return _timer(event, _after_reminder(timer, event.on))
        case DeadlineTransferred() | ReliefRequested():
            return timer
        case ClockStopped() | DeadlineMet() | DeadlineMetLate() | DeadlineWaived():
            return None
        case FulfilmentNoted():
            return None
        case _:
            assert_never(event)


def reminder_after(due_at: datetime) -> datetime:
    """Return half past eight on the first working day on which something is overdue (REQ-43)."""
    day = due_at.astimezone(SHANGHAI).date()
    if datetime.combine(day, MORNING, SHANGHAI) < due_at:
        day += timedelta(days=1)
    while not offices_work(day):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, SHANGHAI).astimezone(UTC)


def _left(timer: Timer | None, fired: str) -> dict[str, datetime]:
    """Return what is still to come once something has happened."""
    moments: Mapping[str, str] = timer.details.get("moments", {}) if timer else {}
    return {name: datetime.fromisoformat(at) for name, at in moments.items() if name != fired}


def _after_reminder(timer: Timer | None, on: date) -> dict[str, datetime]:
    """Return what is to come after a reminder: no other one on the same day."""
    left = _left(timer, "")
    planned = left.get("reminder")
    if planned is not None and planned.astimezone(SHANGHAI).date() <= on:
        del left["reminder"]
    return left


def _timer(event: DeadlineEvent, moments: dict[str, datetime]) -> Timer | None:
    if not moments:
        return None
    fires = min(moments, key=moments.__getitem__)
    details = {
        "obligation": event.obligation,
        "subject": event.subject,
        "fires": fires,
        "moments": {name: at.isoformat() for name, at in moments.items()},
    }
    subject = f"{event.obligation}/{event.subject}"
    return Timer(kind=KIND, subject=subject, due_at=moments[fires], details=details)


def grace_over(timer: Timer) -> Reaction[Any, Any, Any]:
    """Return the command that the end of a grace stands for."""
    return Reaction(DeclareMissed(at=timer.due_at), DECIDER, stream_of(timer))


def stream_of(timer: Timer) -> Stream[DeadlineEvent]:
    """Return the stream of the deadline that a timer belongs to."""
    return deadline_of(timer.details["obligation"], timer.details["subject"])

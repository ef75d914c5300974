"""When a scheduled notice shows: its timer's firing is the event that puts it into the inbox."""

from shared.store.handle import Reaction
from shared.timing.timers import Timer

from .commands import NotificationCommand, ShowNotification
from .decider import DECIDER, Notice
from .events import NotificationEvent, notification


def fire(timer: Timer) -> Reaction[NotificationCommand, Notice, NotificationEvent]:
    """Return the command that a due notice stands for."""
    return Reaction(ShowNotification(), DECIDER, notification(timer.subject))

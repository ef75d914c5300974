"""All that fires by itself in this service; its timers lie in one table, so one read model keeps them."""

from typing import Any

from services.progress.deadline import timers as deadline
from services.progress.reminder import timers as reminder
from services.progress.results_package import timers as results_package
from services.progress.tables import timers
from shared.readmodels.projection import Key, Projection
from shared.store.events import Recorded
from shared.timing.timers import Timer

OF_FEATURE = {"deadline": deadline, "results-package": results_package}


def key(recorded: Recorded[Any]) -> Key:
    """Return the timer that an event touches."""
    return OF_FEATURE[recorded.stream.feature].key(recorded)


def timer_after(timer: Timer | None, recorded: Recorded[Any]) -> Timer | None:
    """Return the timer after an event."""
    return OF_FEATURE[recorded.stream.feature].timer_after(timer, recorded)


TIMERS = Projection(
    name="timers",
    source="progress",
    table=timers,
    row=Timer,
    key=key,
    fold=timer_after,
    features=frozenset(OF_FEATURE),
)
FIRINGS = {deadline.KIND: reminder.deadline_due, results_package.KIND: results_package.time_over}

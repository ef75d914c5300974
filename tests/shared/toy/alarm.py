"""An alarm is set, moved or cancelled, and rings once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shared.domain import Decider, Rejection, value
from shared.readmodels.projection import Projection
from shared.service import Feature, Service
from shared.store.events import Recorded, Stream
from shared.store.handle import Reaction
from shared.timing.timers import Timer, timer_table


@value
class AlarmSet:
    due_at: datetime


@value
class AlarmCancelled:
    pass


@value
class AlarmRang:
    at: datetime


type AlarmEvent = AlarmSet | AlarmCancelled | AlarmRang


@value
class SetAlarm:
    due_at: datetime


@value
class CancelAlarm:
    pass


@value
class Ring:
    at: datetime


class NotSet(Rejection):
    zh = "没有闹钟。"
    en = "There is no alarm."


def alarm(name: str) -> Stream[AlarmEvent]:
    return Stream("alarm", name)


def evolve(due_at: datetime | None, event: AlarmEvent) -> datetime | None:
    del due_at
    return event.due_at if isinstance(event, AlarmSet) else None


def decide(command: SetAlarm | CancelAlarm | Ring, due_at: datetime | None) -> tuple[Any, ...]:
    if isinstance(command, SetAlarm):
        return (AlarmSet(due_at=command.due_at),)
    if due_at is None:
        raise NotSet
    if isinstance(command, CancelAlarm):
        return (AlarmCancelled(),)
    return (AlarmRang(at=command.at),)


DECIDER: Decider[Any, datetime | None, AlarmEvent] = Decider(
    initial=None, decide=decide, evolve=evolve
)


def fold(row: Timer | None, recorded: Recorded[AlarmEvent]) -> Timer | None:
    del row
    due_at = evolve(None, recorded.event)
    if due_at is None:
        return None
    return Timer(kind="alarm", subject=recorded.stream.id, due_at=due_at, details={"loud": True})


metadata = sa.MetaData(info={"toy": True})
TIMERS = Projection(
    name="timers",
    source="applications",
    table=timer_table(metadata),
    row=Timer,
    key=lambda recorded: ("alarm", recorded.stream.id),
    fold=fold,
)


def ring(timer: Timer) -> Reaction[Any, Any, Any]:
    return Reaction(Ring(at=timer.due_at), DECIDER, alarm(timer.subject))


def alarms() -> Service:
    """Return the service that has alarms."""
    return Service(
        name="applications",
        title="alarms",
        features=(Feature("alarm", AlarmEvent),),
        routers=(),
        metadata=metadata,
        projections=(TIMERS,),
        firings={"alarm": ring},
    )

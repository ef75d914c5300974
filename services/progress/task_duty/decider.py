"""The rules of what is owed for a task (REQ-40, REQ-41).

While a task is in dispute its clock stands still and nothing is missed. It goes on with the ruling, by
the date of the ruling or with the days lost added. The task can pass to another unit, and is owed no
more when it is taken back or void. A later date is an extension; with another one, or after the task
had been reported as done, it is owed anew. A task from before tasks were in the ledger has no deadline.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import assert_never

from services.progress.deadline.events import (
    TASK,
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
)
from services.progress.standstill import made_up
from shared.domain import Decider, value
from shared.ids import AccountId, UnitId

from .commands import DutyCommand, Owe, PassOn, RestartClock, StopClock, Withdraw

type Decision = tuple[DeadlineEvent, ...]

NOTHING_NEW: Decision = ()
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@value
class Duty:
    """What the rules need to remember. One that was never set has no terms.

    `over` says that it was fulfilled or waived, `stopped_at` since when the clock stands still.
    """

    terms: DeadlineSet | None = None
    owner: str = ""
    due_at: datetime = LONG_AGO
    over: bool = False
    waived: bool = False
    stopped_at: datetime | None = None


def evolve(  # noqa: PLR0911 - one for each event
    duty: Duty,
    event: DeadlineEvent,
) -> Duty:
    """Return what is owed as the event leaves it. A fact is never refused."""
    match event:
        case DeadlineSet():
            return Duty(terms=event, owner=event.owner_unit_id, due_at=event.due_at)
        case ClockStopped():
            return replace(duty, stopped_at=event.stopped_at)
        case DeadlineExtended():
            return replace(duty, due_at=event.due_at, stopped_at=None)
        case DeadlineTransferred():
            return replace(duty, owner=event.to_unit_id)
        case DeadlineMet() | DeadlineMetLate():
            return replace(duty, over=True, stopped_at=None)
        case DeadlineWaived():
            return replace(duty, over=True, waived=True, stopped_at=None)
        case DeadlineMissed() | FulfilmentNoted() | ReminderIssued() | ReliefRequested():
            return duty
        case _:
            assert_never(event)


def decide(command: DutyCommand, duty: Duty) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    if isinstance(command, Owe):
        return owe(command, duty)
    if duty.terms is None:
        return NOTHING_NEW
    match command:
        case StopClock():
            return stop_clock(command, duty, duty.terms)
        case RestartClock():
            return restart_clock(command, duty, duty.terms)
        case PassOn():
            return pass_on(command, duty, duty.terms)
        case Withdraw():
            return withdraw(command, duty, duty.terms)
        case _:
            assert_never(command)


def owe(command: Owe, duty: Duty) -> Decision:
    """A task is owed from its assignment on, without grace; whatever became of it, not again."""
    if duty.terms is not None:
        return NOTHING_NEW
    terms = DeadlineSet(
        programme_id=command.programme_id,
        obligation=TASK,
        subject=command.subject,
        project_id=command.project_id,
        owner_unit_id=command.unit_id,
        label=command.label,
        due_at=command.due_at,
        grace_until=command.due_at,
    )
    return (terms,)


def stop_clock(command: StopClock, duty: Duty, terms: DeadlineSet) -> Decision:
    """The clock of what is still owed is stopped, once."""
    if duty.over or duty.stopped_at is not None:
        return NOTHING_NEW
    stopped = ClockStopped(
        obligation=terms.obligation,
        subject=terms.subject,
        reason=command.reason,
        stopped_at=command.at,
    )
    return (stopped,)


def restart_clock(command: RestartClock, duty: Duty, terms: DeadlineSet) -> Decision:
    """A clock that stands still goes on, by the date of the ruling or with the days lost added."""
    if duty.stopped_at is None:
        return NOTHING_NEW
    due_at = command.due_at or made_up(duty.due_at, duty.stopped_at, command.at)
    return _dated(duty, terms, due_at, command.reason, command.by)


def pass_on(command: PassOn, duty: Duty, terms: DeadlineSet) -> Decision:
    """Whoever has the task owes it; what the former unit missed or fulfilled stays on record."""
    same = (duty.owner, duty.due_at) == (command.to_unit, command.due_at)
    if same and duty.stopped_at is None and (not duty.over or duty.waived):
        return NOTHING_NEW
    if duty.over or command.due_at < duty.due_at:
        return (_set_anew(terms, command.to_unit, command.due_at),)
    if command.to_unit == duty.owner:
        return _dated(duty, terms, command.due_at, command.reason, command.by)
    transferred = _transferred(command, duty, terms)
    if command.due_at == duty.due_at:
        restarted = _set_anew(terms, command.to_unit, command.due_at)
        return (transferred,) if duty.stopped_at is None else (transferred, restarted)
    more_time = _extended(terms, command.to_unit, command.due_at, command.reason, command.by)
    return (transferred, more_time)


def withdraw(command: Withdraw, duty: Duty, terms: DeadlineSet) -> Decision:
    """What was not fulfilled is owed no more, missed or not; the reason is the task's."""
    if duty.over:
        return NOTHING_NEW
    waived = DeadlineWaived(
        obligation=terms.obligation,
        subject=terms.subject,
        owner_unit_id=UnitId(duty.owner),
        label=terms.label,
        reason=command.reason,
        cause="withdrawn",
        approved_by=command.by,
    )
    return (waived,)


def _dated(
    duty: Duty, terms: DeadlineSet, due_at: datetime, reason: str, by: AccountId
) -> Decision:
    """Return the same duty by another date: an extension if that is later, else set anew."""
    if due_at > duty.due_at:
        return (_extended(terms, UnitId(duty.owner), due_at, reason, by),)
    return (_set_anew(terms, UnitId(duty.owner), due_at),)


def _set_anew(terms: DeadlineSet, owner: UnitId, due_at: datetime) -> DeadlineSet:
    return replace(terms, owner_unit_id=owner, due_at=due_at, grace_until=due_at)


def _extended(
    terms: DeadlineSet, owner: UnitId, due_at: datetime, reason: str, by: AccountId
) -> DeadlineExtended:
    return DeadlineExtended(
        obligation=terms.obligation,
        subject=terms.subject,
        due_at=due_at,
        grace_until=due_at,
        reason=reason,
        approved_by=by,
        project_id=terms.project_id,
        owner_unit_id=owner,
        label=terms.label,
    )


def _transferred(command: PassOn, duty: Duty, terms: DeadlineSet) -> DeadlineTransferred:
    return DeadlineTransferred(
        obligation=terms.obligation,
        subject=terms.subject,
        project_id=terms.project_id,
        from_unit_id=UnitId(duty.owner),
        to_unit_id=command.to_unit,
        label=terms.label,
        due_at=command.due_at,
        grace_until=command.due_at,
        reason=command.reason,
        approved_by=command.by,
    )


DECIDER = Decider(initial=Duty(), decide=decide, evolve=evolve)

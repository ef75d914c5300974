"""The rules of a deadline.

It is set once. What comes strictly before `due_at` is in time; what comes before `grace_until` still
meets it and is marked, or meets it late where the terms say so (AMB-24); when the grace is over it is
missed, and what comes then meets it late (REQ-38). Lateness is judged by when the thing came, not by when
it was typed in (AMB-19): a paper received in time meets a deadline that had already been declared missed.
Only the organiser's leader gives more time, with a reason (X13). How it is waived or goes to another unit
is decided in `relief`, how the clock of a task is stopped in `task_duty`.

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, assert_never

from services.progress.deadline_refusals import AlreadyWaived, NothingOwed
from shared.domain import Decider, Rejection, value
from shared.ids import UnitId

from .commands import (
    DeadlineCommand,
    DeclareMissed,
    ExtendDeadline,
    FulfilObligation,
    NoteFulfilment,
    SetDeadline,
)
from .events import (
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

type Decision = tuple[DeadlineEvent, ...]
type Status = Literal["open", "stopped", "met", "missed", "met_late", "waived"]

NOTHING_NEW: Decision = ()
STATUS_AFTER: Mapping[type[DeadlineEvent], Status] = {
    ClockStopped: "stopped",
    DeadlineMet: "met",
    DeadlineMissed: "missed",
    DeadlineMetLate: "met_late",
    DeadlineWaived: "waived",
}
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class AlreadySet(Rejection):
    """A due date changes by an extension, never by setting it anew."""

    zh = "该项时限已经设定。如需改期, 请由工委领导办理延期并说明理由。"
    en = "This deadline is set. To change it, the organiser's leader extends it with a reason."
    rule = "X13"


class AlreadyFulfilled(Rejection):
    """Nothing is owed any more, so nothing can be extended."""

    zh = "该项任务已经完成, 无需延期。"
    en = "This obligation has been fulfilled; there is nothing to extend."
    rule = "domain.md 3.2"


class NotMoreTime(Rejection):
    """An extension ends after the date it replaces, and in the future."""

    zh = "新的截止日期须晚于原截止日期和今天。请改选更晚的日期。"
    en = "The new date must be later than the present one and than today. Choose a later date."
    rule = "X13 AMB-08"


class NotTheOwner(Rejection):
    """It came from a unit that does not owe it."""

    zh = "该项任务由其他单位负责, 此次申报不计入其完成情况。"
    en = "Another unit owes this; what came does not fulfil it."
    rule = "REQ-16"


class TasksAreRedated(Rejection):
    """The date of a task stands in the task; its deadline follows."""

    zh = "任务期限不在此处延长。请由牵头单位或工委领导重新交办该任务并另定期限。"
    en = "The date of a task is not extended here. Reassign the task with a new date."
    rule = "REQ-41"


@value
class Deadline:
    """What the rules need to remember. One that was never set has no terms.

    `owner` is the unit that owes it now; `noted` is what came before it was known that it is owed.
    `released` says that it is owed no more because the unit's part ended.
    """

    terms: DeadlineSet | None = None
    owner: str = ""
    released: bool = False
    noted: tuple[FulfilmentNoted, ...] = ()
    due_at: datetime = LONG_AGO
    grace_until: datetime = LONG_AGO
    status: Status = "open"

    @property
    def fulfilled(self) -> bool:
        """Return whether what was owed has come."""
        return self.status in ("met", "met_late")


def evolve(  # noqa: PLR0911 - one for each event
    deadline: Deadline,
    event: DeadlineEvent,
) -> Deadline:
    """Return the deadline as the event leaves it. A fact is never refused."""
    match event:
        case DeadlineSet():
            return Deadline(
                terms=event,
                owner=event.owner_unit_id,
                due_at=event.due_at,
                grace_until=event.grace_until,
            )
        case FulfilmentNoted():
            return replace(deadline, noted=(*deadline.noted, event))
        case DeadlineExtended():
            return replace(
                deadline, due_at=event.due_at, grace_until=event.grace_until, status="open"
            )
        case ClockStopped() | DeadlineMet() | DeadlineMissed() | DeadlineMetLate():
            return replace(deadline, status=STATUS_AFTER[type(event)])
        case DeadlineWaived():
            released = event.cause == "participation_ended"
            return replace(deadline, status=STATUS_AFTER[type(event)], released=released)
        case DeadlineTransferred():
            return replace(deadline, owner=event.to_unit_id)
        case ReminderIssued() | ReliefRequested():
            return deadline
        case _:
            assert_never(event)


def decide(command: DeadlineCommand, deadline: Deadline) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case SetDeadline():
            return set_deadline(command, deadline)
        case ExtendDeadline():
            return extend_deadline(command, deadline)
        case FulfilObligation():
            return fulfil_obligation(command, deadline)
        case NoteFulfilment():
            return note_fulfilment(command, deadline)
        case DeclareMissed():
            return declare_missed(command, deadline)
        case _:
            assert_never(command)


def set_deadline(command: SetDeadline, deadline: Deadline) -> Decision:
    """A deadline is set once; the same again changes nothing. A unit that comes back owes it anew.

    It is met at once by the first thing noted before that came from whoever owes it.
    """
    terms = DeadlineSet(
        programme_id=command.programme_id,
        obligation=command.obligation,
        subject=command.subject,
        project_id=command.project_id,
        owner_unit_id=command.owner_unit_id,
        label=command.label,
        due_at=command.due_at,
        grace_until=command.grace_until,
        late_within_grace=command.late_within_grace,
    )
    if deadline.terms == terms and not deadline.released:
        return NOTHING_NEW
    if deadline.terms is not None and not deadline.released:
        raise AlreadySet
    due = evolve(deadline, terms)
    for noted in deadline.noted:
        if noted.from_unit in (None, terms.owner_unit_id):
            return (terms, *_met(due, terms, noted.at, fulfilled_at=noted.at))
    return (terms,)


def extend_deadline(command: ExtendDeadline, deadline: Deadline) -> Decision:
    """More time is given to what is still owed, missed or not; no grace already given is lost."""
    terms = _terms(deadline)
    if terms.obligation == TASK:
        raise TasksAreRedated
    if deadline.fulfilled:
        raise AlreadyFulfilled
    if deadline.status == "waived":
        raise AlreadyWaived
    if command.due_at == deadline.due_at and deadline.status == "open":
        return NOTHING_NEW
    if command.due_at <= max(deadline.due_at, command.at):
        raise NotMoreTime
    extended = DeadlineExtended(
        obligation=terms.obligation,
        subject=terms.subject,
        due_at=command.due_at,
        grace_until=max(command.due_at, deadline.grace_until),
        reason=command.reason,
        approved_by=command.by,
        project_id=terms.project_id,
        owner_unit_id=deadline.owner,
        label=terms.label,
    )
    return (extended,)


def fulfil_obligation(command: FulfilObligation, deadline: Deadline) -> Decision:
    """What comes before the grace is over meets the deadline, or late if so agreed; later meets it late.

    Where nobody was awake when the grace ended, it is put down now that it was missed.
    """
    terms = _terms(deadline)
    if deadline.fulfilled or deadline.status == "waived":
        return NOTHING_NEW
    if command.from_unit not in (None, deadline.owner):
        raise NotTheOwner
    return _met(deadline, terms, command.at)


def _met(
    deadline: Deadline, terms: DeadlineSet, at: datetime, *, fulfilled_at: datetime | None = None
) -> Decision:
    late_already = terms.late_within_grace and at >= deadline.due_at
    if at < deadline.grace_until and not late_already:
        met = DeadlineMet(
            obligation=terms.obligation,
            subject=terms.subject,
            within_grace=at >= deadline.due_at,
            fulfilled_at=fulfilled_at,
        )
        return (met,)
    late = DeadlineMetLate(
        obligation=terms.obligation, subject=terms.subject, fulfilled_at=fulfilled_at
    )
    return (*declare_missed(DeclareMissed(at=at), deadline), late)


def note_fulfilment(command: NoteFulfilment, deadline: Deadline) -> Decision:
    """What is owed already is fulfilled; anything else waits for the obligation to become known."""
    if deadline.terms is not None:
        fulfil = FulfilObligation(at=command.at, from_unit=command.from_unit)
        return fulfil_obligation(fulfil, deadline)
    noted = FulfilmentNoted(
        obligation=command.obligation,
        subject=command.subject,
        at=command.at,
        from_unit=command.from_unit,
    )
    return NOTHING_NEW if noted in deadline.noted else (noted,)


def declare_missed(command: DeclareMissed, deadline: Deadline) -> Decision:
    """What is open when its grace is over is missed, once."""
    terms = _terms(deadline)
    if deadline.status != "open" or command.at < deadline.grace_until:
        return NOTHING_NEW
    missed = DeadlineMissed(
        obligation=terms.obligation,
        subject=terms.subject,
        owner_unit_id=UnitId(deadline.owner),
        label=terms.label,
    )
    return (missed,)


def _terms(deadline: Deadline) -> DeadlineSet:
    if deadline.terms is None:
        raise NothingOwed
    return deadline.terms


DECIDER = Decider(initial=Deadline(), decide=decide, evolve=evolve)

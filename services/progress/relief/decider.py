"""The rules of being relieved of something owed (X13, X15, REQ-44).

Whoever owes it, or the organiser's staff, asks for a waiver or for more time; a leader who did not ask
waives it. A co-lead that left owes its plan no more (AMB-11), and nobody owes anything for a cancelled
project. A new lead inherits what its predecessor had not brought (AMB-12). What was missed before that
moment stays with the unit that missed it; what was declared missed since, because the news came late, goes
along.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import assert_never

from services.progress.deadline.events import (
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
    WaiverCause,
)
from services.progress.deadline_refusals import AlreadyWaived, NothingOwed
from shared.domain import Decider, NotPermitted, Rejection, value
from shared.ids import UnitId

from .commands import (
    ReleaseOwner,
    ReliefCommand,
    RequestRelief,
    TransferDeadline,
    WaiveDeadline,
)

type Decision = tuple[DeadlineEvent, ...]

NOTHING_NEW: Decision = ()
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class NothingToRelieveOf(Rejection):
    """What was owed has come."""

    zh = "该项任务已经完成, 无需申请延期或免除。请刷新后核对。"
    en = "This obligation has been fulfilled; there is nothing to waive. Reload and check."
    rule = "X13"


class OnlyTheOwnerAsks(NotPermitted):
    """A unit asks for what it owes itself."""

    zh = "该项任务由其他单位负责, 应由负责单位提出申请。"
    en = "Another unit owes this; that unit asks."
    rule = "X13 domain.md 4"


class NobodyAsked(Rejection):
    """A waiver is prepared by one person and decided by another."""

    zh = "该项任务尚无免除申请。请先由负责单位或工委工作人员提出申请, 再由领导审批。"
    en = "Nobody asked for a waiver. The unit or the staff asks first, then a leader decides."
    rule = "X15"


class AnotherWaives(Rejection):
    """Whoever asked does not decide."""

    zh = "申请人不能审批自己提出的免除申请。请由另一位领导办理。"
    en = "Whoever asked for the waiver does not decide on it. Another leader does."
    rule = "X15"


@value
class Obligation:
    """What the rules need to remember of something owed. One that was never set has no terms."""

    terms: DeadlineSet | None = None
    owner: str = ""
    due_at: datetime = LONG_AGO
    grace_until: datetime = LONG_AGO
    missed: bool = False
    fulfilled: bool = False
    waived: bool = False
    request: ReliefRequested | None = None


def evolve(  # noqa: PLR0911 - one for each event
    owed: Obligation,
    event: DeadlineEvent,
) -> Obligation:
    """Return what is owed as the event leaves it. A fact is never refused."""
    match event:
        case DeadlineSet():
            return Obligation(
                terms=event,
                owner=event.owner_unit_id,
                due_at=event.due_at,
                grace_until=event.grace_until,
            )
        case DeadlineExtended():
            moved = replace(owed, due_at=event.due_at, grace_until=event.grace_until)
            return replace(moved, missed=False, request=None)
        case DeadlineMissed():
            return replace(owed, missed=True)
        case DeadlineMet() | DeadlineMetLate():
            return replace(owed, fulfilled=True)
        case ReliefRequested():
            return replace(owed, request=event)
        case DeadlineWaived():
            return replace(owed, waived=True)
        case DeadlineTransferred():
            return replace(owed, owner=event.to_unit_id, request=None)
        case ReminderIssued() | FulfilmentNoted() | ClockStopped():
            return owed
        case _:
            assert_never(event)


def decide(command: ReliefCommand, owed: Obligation) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case RequestRelief():
            return request_relief(command, owed)
        case WaiveDeadline():
            return waive_deadline(command, owed)
        case ReleaseOwner():
            return release_owner(command, owed)
        case TransferDeadline():
            return transfer_deadline(command, owed)
        case _:
            assert_never(command)


def request_relief(command: RequestRelief, owed: Obligation) -> Decision:
    """The unit that owes it, or the staff, asks; the same again changes nothing."""
    terms = _relievable(owed)
    if command.for_unit not in ("", owed.owner):
        raise OnlyTheOwnerAsks
    requested = ReliefRequested(
        obligation=terms.obligation,
        subject=terms.subject,
        wish=command.wish,
        reason=command.reason,
        by=command.by,
        for_unit_id=command.for_unit,
    )
    return NOTHING_NEW if owed.request == requested else (requested,)


def waive_deadline(command: WaiveDeadline, owed: Obligation) -> Decision:
    """A leader who did not ask waives what was asked to be waived (X15)."""
    terms = _relievable(owed)
    if owed.request is None or owed.request.wish != "waiver":
        raise NobodyAsked
    if owed.request.by == command.by:
        raise AnotherWaives
    return (_waived(terms, owed, command.reason, "decided", command.by),)


def release_owner(command: ReleaseOwner, owed: Obligation) -> Decision:
    """Who takes part no more, or whose project is cancelled, owes nothing not missed by then (AMB-11)."""
    if owed.terms is None or not _carried(owed, command.at):
        return NOTHING_NEW
    return (_waived(owed.terms, owed, command.reason, command.cause, ""),)


def transfer_deadline(command: TransferDeadline, owed: Obligation) -> Decision:
    """The new lead owes what its predecessor had neither brought nor missed by then (AMB-12)."""
    terms = owed.terms
    if terms is None or command.to_unit == owed.owner or not _carried(owed, command.at):
        return NOTHING_NEW
    transferred = DeadlineTransferred(
        obligation=terms.obligation,
        subject=terms.subject,
        project_id=terms.project_id,
        from_unit_id=UnitId(owed.owner),
        to_unit_id=command.to_unit,
        label=terms.label,
        due_at=owed.due_at,
        grace_until=owed.grace_until,
        reason=command.reason,
        approved_by=command.by,
    )
    return (transferred,)


def _carried(owed: Obligation, at: datetime) -> bool:
    """Return whether it is still owed, and was not missed before a moment."""
    late_news = owed.missed and at < owed.grace_until
    return not owed.fulfilled and not owed.waived and (not owed.missed or late_news)


def _waived(
    terms: DeadlineSet, owed: Obligation, reason: str, cause: WaiverCause, by: str
) -> DeadlineWaived:
    return DeadlineWaived(
        obligation=terms.obligation,
        subject=terms.subject,
        owner_unit_id=UnitId(owed.owner),
        label=terms.label,
        reason=reason,
        cause=cause,
        approved_by=by,
    )


def _relievable(owed: Obligation) -> DeadlineSet:
    if owed.terms is None:
        raise NothingOwed
    if owed.fulfilled:
        raise NothingToRelieveOf
    if owed.waived:
        raise AlreadyWaived
    return owed.terms


DECIDER = Decider(initial=Obligation(), decide=decide, evolve=evolve)

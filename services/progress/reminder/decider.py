"""The rules of reminding (REQ-43).

What is owed and has not come can be reminded of, by the organiser at any time and by the clock once it is
overdue. No obligation is reminded of twice on a day (Asia/Shanghai), whoever does it; by hand only once in
as many days as the programme's rules say.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
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
)
from services.progress.deadline_refusals import NothingOwed
from shared.domain import Decider, Rejection, value
from shared.ids import UnitId
from shared.timing.zone import SHANGHAI

from .commands import IssueReminder, RemindByClock, ReminderCommand

type Decision = tuple[DeadlineEvent, ...]

NOTHING_NEW: Decision = ()
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class NothingToRemindOf(Rejection):
    """What was owed has come, or is owed no more."""

    zh = "该项任务已经完成或免除, 无需催办。请刷新后核对。"
    en = "This obligation has been fulfilled or waived; there is nothing to remind of. Reload and check."
    rule = "REQ-43"


class RemindedToday(Rejection):
    """One obligation is reminded of once a day."""

    zh = "该项任务今天已经催办过, 本次不再重复发出。如需再次催办, 请明天办理, 或直接电话联系。"
    en = "This was reminded of today; another reminder is not sent. Try tomorrow, or telephone."
    rule = "REQ-43"


class RemindedLately(Rejection):
    """By the programme's rules some days lie between two reminders."""

    zh = (
        "该项任务已于 {last} 催办过, 按规则每 {days} 天最多催办一次。请届时再办理, 或直接电话联系。"
    )
    en = "This was reminded of on {last}; the rules allow one reminder in {days} days."
    rule = "REQ-43"


@value
class Owed:
    """What the rules need to remember of something owed. One that was never set has no terms.

    `fulfilled` is also what is owed no more.
    """

    terms: DeadlineSet | None = None
    owner: str = ""
    due_at: datetime = LONG_AGO
    fulfilled: bool = False
    reminded_on: date | None = None


def evolve(owed: Owed, event: DeadlineEvent) -> Owed:
    """Return what is owed as the event leaves it. A fact is never refused."""
    match event:
        case DeadlineSet():
            return Owed(terms=event, owner=event.owner_unit_id, due_at=event.due_at)
        case DeadlineExtended():
            return replace(owed, due_at=event.due_at)
        case DeadlineMet() | DeadlineMetLate() | DeadlineWaived():
            return replace(owed, fulfilled=True)
        case ReminderIssued():
            return replace(owed, reminded_on=event.on)
        case DeadlineTransferred():
            return replace(owed, owner=event.to_unit_id)
        case ClockStopped() | DeadlineMissed() | FulfilmentNoted() | ReliefRequested():
            return owed
        case _:
            assert_never(event)


def decide(command: ReminderCommand, owed: Owed) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case IssueReminder():
            return issue_reminder(command, owed)
        case RemindByClock():
            return remind_by_clock(command, owed)
        case _:
            assert_never(command)


def issue_reminder(command: IssueReminder, owed: Owed) -> Decision:
    """The organiser reminds of what has not come, due already or not."""
    terms = _terms(owed)
    if owed.fulfilled:
        raise NothingToRemindOf
    today = _day(command.at)
    if owed.reminded_on == today:
        raise RemindedToday
    if owed.reminded_on and (today - owed.reminded_on).days < command.cooldown_days:
        raise RemindedLately(last=owed.reminded_on, days=command.cooldown_days)
    return (_reminder(terms, owed, today, by=command.by, remark=command.remark),)


def remind_by_clock(command: RemindByClock, owed: Owed) -> Decision:
    """What is overdue is reminded of by itself, unless somebody did on the same day."""
    terms, today = _terms(owed), _day(command.at)
    if owed.fulfilled or owed.reminded_on == today:
        return NOTHING_NEW
    return (_reminder(terms, owed, today, by="", remark=""),)


def _reminder(terms: DeadlineSet, owed: Owed, on: date, *, by: str, remark: str) -> ReminderIssued:
    return ReminderIssued(
        obligation=terms.obligation,
        subject=terms.subject,
        project_id=terms.project_id,
        owner_unit_id=UnitId(owed.owner),
        label=terms.label,
        due_at=owed.due_at,
        on=on,
        by=by,
        remark=remark,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _terms(owed: Owed) -> DeadlineSet:
    if owed.terms is None:
        raise NothingOwed
    return owed.terms


DECIDER = Decider(initial=Owed(), decide=decide, evolve=evolve)

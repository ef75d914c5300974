"""By when something is owed: computed once, by this code alone (P5)."""

from datetime import UTC, date, datetime

from shared.domain import Rejection, value
from shared.timing.workdays import CalendarUnknown, end_of, plus_working_days, working_day_by
from shared.timing.zone import SHANGHAI


class NoWorkingCalendar(Rejection):
    zh = "系统还没有 {year} 年的节假日安排, 无法计算时限。请先更新工作日历。"
    en = "The holidays of {year} are not known yet, so no date can be computed."
    rule = "AMB-07"


@value
class Term:
    """In time is strictly before `due_at`; what has not come by `grace_until` is missed."""

    due_at: datetime
    grace_until: datetime


def term(due_on: date, grace_working_days: int) -> Term:
    """Return the term that ends with a day, and its grace in working days (AMB-07, AMB-08)."""
    grace = working_days_after(due_on, grace_working_days)
    return Term(due_at=_after(due_on), grace_until=_after(grace))


def soft_term(due_on: date) -> Term:
    """Return a term that only reminds: its grace outlasts the programme (AMB-15)."""
    return Term(due_at=_after(due_on), grace_until=_after(date(due_on.year + 1, 12, 31)))


def due_after_joining(due_on: date, working_days: int, accepted_at: datetime) -> date:
    """Return the later of a day and some working days after a unit was accepted (AMB-06).

    Who joins late must still be able to be in time.
    """
    joined_on = accepted_at.astimezone(SHANGHAI).date()
    return max(due_on, working_days_after(joined_on, working_days))


def working_days_after(day: date, count: int) -> date:
    """Return the working day that many after this one. Raises `NoWorkingCalendar`."""
    try:
        return plus_working_days(day, count)
    except CalendarUnknown as unknown:
        raise NoWorkingCalendar(year=unknown) from unknown


def working_day_before(day: date) -> date:
    """Return the day itself if it is a working day, else the last one before. Raises `NoWorkingCalendar`."""
    try:
        return working_day_by(day)
    except CalendarUnknown as unknown:
        raise NoWorkingCalendar(year=unknown) from unknown


def _after(day: date) -> datetime:
    return end_of(day).astimezone(UTC)

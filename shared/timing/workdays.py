"""Working days in mainland China, with make-up working weekends (调休).

A year without a table fails loudly instead of guessing: `CalendarUnknown`.
"""

from datetime import date, datetime, time, timedelta

import chinese_calendar

from shared.timing.zone import SHANGHAI

SATURDAY = 5


class CalendarUnknown(Exception):
    """The State Council's holiday table of this year is not known yet."""


def is_working_day(day: date) -> bool:
    """Return whether offices work on this day. Raises `CalendarUnknown` for a year without table."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError as error:
        raise CalendarUnknown(str(day.year)) from error


def offices_work(day: date) -> bool:
    """Return whether offices work; a year whose holidays are not known yet has only weekends."""
    try:
        return is_working_day(day)
    except CalendarUnknown:
        return day.weekday() < SATURDAY


def plus_working_days(day: date, count: int) -> date:
    """Return the day that is `count` working days (at least 1) after this one."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_day_by(day: date) -> date:
    """Return this day if offices work on it, otherwise the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def end_of(day: date) -> datetime:
    """Return the first moment after a day in Asia/Shanghai: a deadline of that day is before it.

    Offices read "by the 10th" as including the 10th, to 24:00 (AMB-08).
    """
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)

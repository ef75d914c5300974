"""Which days "the Saturday of a month's first week" means (AMB-26)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

type MonthlyDay = Literal["first_such_day", "week_of_the_first"]


def monthly(first: date, last: date, weekday: int, meant: MonthlyDay) -> Iterator[date]:
    """Return one day for each month from the first to the last; `weekday` 1 is Monday.

    It is the first such weekday of the month, or that weekday of the week (from Monday) in which the
    month begins. Both differ where the month begins later in its week, as October 2017 does.
    """
    month = first.replace(day=1)
    while month <= last:
        ahead = weekday - month.isoweekday()
        if ahead < 0 and meant == "first_such_day":
            ahead += 7
        yield month + timedelta(days=ahead)
        month = (month + timedelta(days=31)).replace(day=1)

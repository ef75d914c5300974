"""Days that follow from other days: the ends of quarters, the same day of a later year."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta


def quarters(
    issue_date: date, results_on: date, *, merged: bool
) -> Iterator[tuple[int, int, date]]:
    """Name the calendar quarters that end from the issue to the results, with their last days.

    The quarter in which the results fall is reported too, unless it is merged with them (AMB-35).
    """
    year, quarter = issue_date.year, (issue_date.month + 2) // 3
    while True:
        first = date(year, quarter * 3 - 2, 1)
        first_after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
        last = first_after - timedelta(days=1)
        if last > results_on and (merged or first > results_on):
            return
        yield year, quarter, last
        year, quarter = first_after.year, quarter % 4 + 1


def years_later(day: date, years: int) -> date:
    """Return the same day of a later year: of 29 February, the last of that month."""
    _, last = monthrange(day.year + years, day.month)
    return day.replace(year=day.year + years, day=min(day.day, last))

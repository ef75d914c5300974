"""The periods that leads report on: those that the rules list, or else the calendar's quarters (AMB-07)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.applications.days import years_later
from services.applications.rule_parts import ReportingPeriod


def reported(
    listed: Sequence[ReportingPeriod], issue_date: date, results_on: date, *, merged: bool
) -> Iterator[ReportingPeriod]:
    """Return the periods that end from the issue to the results.

    The period in which the results fall is reported too, unless it is merged with them (AMB-35).
    """
    for period in listed or quarters(issue_date, results_on):
        counts_until = period.last_day if merged else period.first_day
        if issue_date <= period.last_day and counts_until <= results_on:
            yield period


def quarters(issue_date: date, results_on: date) -> Iterator[ReportingPeriod]:
    """Return the calendar's quarters, from that of the issue to that of the results."""
    first = date(issue_date.year, (issue_date.month - 1) // 3 * 3 + 1, 1)
    while first <= results_on:
        quarter = (first.month + 2) // 3
        after = date(first.year + quarter // 4, quarter % 4 * 3 + 1, 1)
        yield ReportingPeriod(
            id=f"{first.year}Q{quarter}",
            first_day=first,
            last_day=after - timedelta(days=1),
            label=f"第{quarter}",
        )
        first = after


def moved(period: ReportingPeriod, years: int) -> ReportingPeriod:
    """Return the same period of a later year."""
    return replace(
        period,
        id=f"{int(period.id[:4]) + years}{period.id[4:]}",
        first_day=years_later(period.first_day, years),
        last_day=years_later(period.last_day, years),
    )

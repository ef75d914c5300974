"""Which Saturday: the settings of AMB-26, and what holds for every month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.progress.recurrence import monthly

SATURDAY = 6
JUNE, NOVEMBER = date(2017, 6, 1), date(2017, 11, 1)
FIRST_SATURDAYS = ["06-03", "07-01", "08-05", "09-02", "10-07", "11-04"]
SATURDAYS_OF_THE_FIRST_WEEK = ["06-03", "07-01", "08-05", "09-02", "09-30", "11-04"]


def said(days: list[date]) -> list[str]:
    return [f"{day:%m-%d}" for day in days]


@pytest.mark.covers("AMB-26")
def test_the_first_saturday_of_each_month_by_default() -> None:
    found = list(monthly(JUNE, NOVEMBER, SATURDAY, "first_such_day"))

    assert said(found) == FIRST_SATURDAYS


@pytest.mark.covers("AMB-26")
def test_another_setting_means_the_week_in_which_the_month_begins() -> None:
    found = list(monthly(JUNE, NOVEMBER, SATURDAY, "week_of_the_first"))

    assert said(found) == SATURDAYS_OF_THE_FIRST_WEEK


def test_a_period_that_ends_before_it_begins_has_no_day() -> None:
    assert list(monthly(NOVEMBER, JUNE, SATURDAY, "first_such_day")) == []


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 7), st.integers(0, 30))
def test_every_month_has_its_day_in_its_first_week(first: date, weekday: int, months: int) -> None:
    last = date(
        first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1
    )

    found = list(monthly(first, last, weekday, "first_such_day"))

    assert len(found) == months + 1
    assert all(day.day <= 7 and day.isoweekday() == weekday for day in found)
    assert len({(day.year, day.month) for day in found}) == months + 1

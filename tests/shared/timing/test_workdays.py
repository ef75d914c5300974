"""Working days as the State Council's tables have them."""

from datetime import UTC, date, datetime

import pytest

from shared.timing.workdays import CalendarUnknown, end_of, is_working_day, plus_working_days


@pytest.mark.parametrize(
    "day", ["2017-01-22", "2017-02-04", "2017-04-01", "2017-05-27", "2017-09-30"]
)
def test_a_weekend_day_may_be_worked(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2017-05-01", "2017-05-29", "2017-05-30", "2017-10-02", "2017-10-06", "2018-01-01"]
)
def test_a_weekday_may_be_a_holiday(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2017-06-30", 5, "2017-07-07"),
        ("2017-09-30", 5, "2017-10-13"),
        ("2017-11-30", 5, "2017-12-07"),
        ("2017-05-16", 5, "2017-05-23"),
        ("2017-12-15", 5, "2017-12-22"),
        ("2017-12-25", 5, "2018-01-02"),
    ],
)
def test_the_dates_of_2017(start: str, count: int, end: str) -> None:
    assert plus_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)


def test_a_year_without_a_table_is_not_guessed() -> None:
    with pytest.raises(CalendarUnknown, match="2099"):
        is_working_day(date(2099, 1, 4))


def test_a_day_ends_at_24_hours_in_shanghai() -> None:
    assert end_of(date(2017, 5, 10)) == datetime(2017, 5, 10, 16, 0, tzinfo=UTC)

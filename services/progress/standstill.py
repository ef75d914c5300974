"""How long a clock stood still."""

from datetime import date, datetime

from shared.timing.zone import SHANGHAI


def made_up(due_at: datetime, stopped_at: datetime, goes_on_at: datetime) -> datetime:
    """Return a date with the days added that its clock stood still, in days of Asia/Shanghai."""
    return due_at + (_day(goes_on_at) - _day(stopped_at))


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()

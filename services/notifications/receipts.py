"""Whoever has not confirmed the receipt of a notice is asked once more (REQ-03).

After that the organiser telephones: who has not confirmed is listed with the notice's receipts.
"""

from datetime import UTC, datetime, time, timedelta

from shared.timing.workdays import offices_work
from shared.timing.zone import SHANGHAI

WORKING_DAYS = 2
"""Whole working days that a unit has to confirm receipt."""

MORNING = time(8, 30)


def asked_again_at(told_at: datetime) -> datetime:
    """Return the morning after the working days that a unit has from when it was told (as UTC)."""
    day, left = told_at.astimezone(SHANGHAI).date(), WORKING_DAYS + 1
    while left:
        day += timedelta(days=1)
        left -= offices_work(day)
    return datetime.combine(day, MORNING, SHANGHAI).astimezone(UTC)

"""Days that follow from other days: the same day of a later year."""

from calendar import monthrange
from datetime import date


def years_later(day: date, years: int) -> date:
    """Return the same day of a later year: of 29 February, the last of that month."""
    _, last = monthrange(day.year + years, day.month)
    return day.replace(year=day.year + years, day=min(day.day, last))

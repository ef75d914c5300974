"""One thing that a unit owes by a date, and whether it came."""

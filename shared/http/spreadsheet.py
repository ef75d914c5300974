"""Tables as CSV for office programs: they open with their Chinese intact, and run nothing."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

RUNS = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that an office program would take for a formula, full-width signs included."""


def inert(cell: str | Decimal) -> str:
    """Return a cell that is shown as it is and never run as a formula: led by an apostrophe.

    What was computed as a number runs nothing and stays one, also below zero.
    """
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and RUNS.match(text) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str | Decimal]]) -> bytes:
    """Return a table as CSV in UTF-8 with the mark by which office programs know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")

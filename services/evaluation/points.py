"""Points as people write them (87.25) and as events hold them (8725 hundredths)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer

HUNDREDTHS = 100

type Points = Annotated[
    Decimal,
    Field(ge=0, le=100, max_digits=5, decimal_places=2, allow_inf_nan=False),
    PlainSerializer(float, return_type=float, when_used="json"),
]
"""Points from 0 to 100 with at most two decimals, in JSON a number."""

type AnyPoints = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""Points that were computed: a sum may exceed 100, a cut is negative."""


def hundredths(points: Decimal) -> int:
    """Return points in hundredths, as events hold them."""
    return int(points * HUNDREDTHS)


def points(in_hundredths: int) -> Decimal:
    """Return hundredths in points, as people read them."""
    return Decimal(in_hundredths) / HUNDREDTHS

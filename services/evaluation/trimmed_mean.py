"""The mean of score sheets: which are left out, and how it is rounded (AMB-23)."""

from collections.abc import Mapping
from typing import Literal

from shared.domain import value

TRIM_FROM = 5
"""Valid sheets from which one highest and one lowest are left out (AMB-23)."""

type LeftOut = Mapping[str, Literal["lowest", "highest"]]


@value
class Mean:
    """A mean in hundredths, and the sheets that were left out of it by reviewer."""

    hundredths: int
    left_out: LeftOut

    @property
    def aggregate(self) -> Literal["trimmed_mean", "mean"]:
        """Return the name of what was computed."""
        return "trimmed_mean" if self.left_out else "mean"


def half_up(total: int, count: int) -> int:
    """Return total / count rounded to an integer, halves upwards. Neither is negative."""
    return (2 * total + count) // (2 * count)


def extremes(totals: Mapping[str, int]) -> LeftOut:
    """Return which sheets do not count: one highest and one lowest, from five on (AMB-23).

    Among equals the choice changes nothing; the first by name is taken as lowest, the last as
    highest, so that it is always the same.
    """
    if len(totals) < TRIM_FROM:
        return {}
    ranked = sorted(totals, key=lambda who: (totals[who], who))
    return {ranked[0]: "lowest", ranked[-1]: "highest"}


def mean_of(totals: Mapping[str, int], *, trimmed: bool = True) -> Mean:
    """Return the mean of totals by reviewer, half up; trimmed only if the rules ask for it."""
    out: LeftOut = extremes(totals) if trimmed else {}
    counted = [total for who, total in totals.items() if who not in out]
    return Mean(hundredths=half_up(sum(counted), len(counted)), left_out=out)


def outcome_of(mean: Mean, min_score: int) -> Literal["pass", "fail"]:
    """Return what a mean comes to: exactly the pass mark passes (AMB-03)."""
    return "pass" if mean.hundredths >= min_score else "fail"

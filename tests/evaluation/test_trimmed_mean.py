"""The mean of sheets, for any sheets."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.trimmed_mean import half_up, mean_of


def mean(scores: Sequence[int], *, trimmed: bool = True) -> int:
    totals = {f"r{n:02}": score for n, score in enumerate(scores)}
    return mean_of(totals, trimmed=trimmed).hundredths


totals = st.lists(st.integers(0, 10000), min_size=5, max_size=30)


@given(totals)
def test_the_mean_is_the_decimal_mean_of_what_is_left_after_both_extremes(
    scores: list[int],
) -> None:
    rest = sorted(scores)[1:-1]
    exact = Decimal(sum(rest)) / len(rest)

    assert mean(scores) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(totals, st.randoms())
def test_the_mean_lies_between_the_extremes_and_order_never_matters(
    scores: list[int], random: st.DataObject
) -> None:
    shuffled = list(scores)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert min(scores) <= mean(scores) <= max(scores)
    assert mean(shuffled) == mean(scores)


@given(totals)
def test_one_extreme_reviewer_changes_nothing(scores: list[int]) -> None:
    extreme = sorted(scores)

    assert mean([*extreme[:-1], 10000]) == mean(scores)
    assert mean([0, *extreme[1:]]) == mean(scores)


@given(st.integers(0, 10**6), st.integers(1, 50))
def test_halves_go_upwards(total: int, count: int) -> None:
    exact = Decimal(total) / count

    assert half_up(total, count) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(totals)
def test_the_plain_mean_leaves_nothing_out(scores: list[int]) -> None:
    exact = Decimal(sum(scores)) / len(scores)

    assert mean(scores, trimmed=False) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))

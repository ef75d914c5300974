"""Points add up and the excess over the cap is cut in the open."""

from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.expected_points.decider import total_of

amounts = st.lists(st.integers(0, 2000), max_size=40)
caps = st.integers(0, 2000)


@given(amounts, caps)
def test_no_unit_gets_more_than_the_cap_and_nothing_disappears(lines: list[int], cap: int) -> None:
    total = total_of(lines, cap)

    assert total.expected <= cap
    assert total.raw == sum(lines) == total.expected + total.cut
    assert total.cut >= 0
    assert total.cut == 0 or total.expected == cap


@given(amounts, caps, st.integers(0, 2000))
def test_one_more_line_never_lowers_what_is_expected(lines: list[int], cap: int, more: int) -> None:
    assert total_of([*lines, more], cap).expected >= total_of(lines, cap).expected


def test_lead_and_two_co_lead_lines_come_to_24_and_are_cut_to_20() -> None:
    total = total_of([1200, 600, 600], 2000)

    assert (total.raw, total.cut, total.expected) == (2400, 400, 2000)

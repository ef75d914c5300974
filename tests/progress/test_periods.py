"""Reporting periods: a programme's own, or the calendar's quarters."""

from dataclasses import replace

import pytest

from services.progress.periods import NoSuchPeriod, named
from services.progress.programme_rules.projection import DEFAULTS, ProgrammeRules, rules_from
from tests.progress.examples import RULES, STAGE, shanghai

LISTED = rules_from(replace(RULES, periods=(STAGE,)))


@pytest.mark.covers("AMB-07")
def test_without_periods_of_its_own_a_programme_reports_on_quarters() -> None:
    second = named("2017Q2", DEFAULTS)
    last = named("2017Q4", DEFAULTS)

    assert (second.begins, second.ends) == (shanghai(4, 1), shanghai(7, 1))
    assert (second.name, second.called) == ("2017年第二季度", "季度")
    assert last.ends == shanghai(12, 31) + (shanghai(12, 31) - shanghai(12, 30))


@pytest.mark.covers("REQ-38", "AMB-07")
def test_a_listed_period_runs_from_its_first_day_to_its_last() -> None:
    stage = named("2017T1", LISTED)

    assert (stage.begins, stage.ends) == (shanghai(5, 1), shanghai(9, 1))
    assert (stage.name, stage.called) == ("2017年第一阶段", "阶段")


@pytest.mark.parametrize(
    ("rules", "period"), [(LISTED, "2017Q2"), (LISTED, "2017T2"), (DEFAULTS, "2017T1")]
)
def test_other_periods_are_unknown(rules: ProgrammeRules, period: str) -> None:
    with pytest.raises(NoSuchPeriod):
        named(period, rules)

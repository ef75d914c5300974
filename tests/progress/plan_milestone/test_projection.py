"""Lights go by date only, and what was reached is held against its range."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.progress.plan_milestone.events import MilestoneEvent, milestone_of
from services.progress.plan_milestone.projection import (
    MilestoneRow,
    kept,
    light_of,
    milestone_after,
)
from shared.store.events import Recorded
from tests.progress.examples import P08, shanghai
from tests.progress.plan_milestone.examples import REACHED, SCHEDULED, SKIPPED

NOBODY = UUID(int=0)
AT = shanghai(5, 26, 9)


def row(*events: MilestoneEvent) -> MilestoneRow:
    stream, found = milestone_of(P08, "qiyi"), None
    for version, event in enumerate(events, 1):
        name = type(event).__name__
        recorded = Recorded(event, stream, version, NOBODY, AT, AT, "li", name, NOBODY)
        found = milestone_after(found, recorded)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2017, 7, 1), "green"),
        (date(2017, 7, 2), "amber"),
        (date(2017, 7, 5), "amber"),
        (date(2017, 7, 6), "red"),
    ],
)
def test_amber_from_three_days_before_the_last_day_and_red_after_it(
    today: date, light: str
) -> None:
    assert light_of(row(SCHEDULED), today, 3) == light
    assert light_of(row(SCHEDULED, SKIPPED), today, 3) == "green"
    assert light_of(row(SCHEDULED, REACHED), today, 3) == "green"


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2017, 6, 25), "early"),
        (date(2017, 6, 26), "in_range"),
        (date(2017, 7, 5), "in_range"),
        (date(2017, 7, 6), "late"),
    ],
)
def test_what_was_reached_outside_its_range_is_shown_so(day: date, found: str) -> None:
    assert kept(row(SCHEDULED, replace(REACHED, reached_on=day))) == found


def test_what_was_not_reached_was_neither_early_nor_late() -> None:
    assert kept(row(SCHEDULED)) is None
    assert kept(row(SCHEDULED, SKIPPED)) is None


def test_a_moved_milestone_has_its_new_dates() -> None:
    moved = row(SCHEDULED, replace(SCHEDULED, ends_on=date(2017, 7, 20)))

    assert (moved.ends_on, moved.version, moved.state) == (date(2017, 7, 20), 2, "scheduled")

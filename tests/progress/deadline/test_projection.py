"""Lights go by date only; a timer exists exactly while a deadline is open."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.progress.deadline.commands import DeclareMissed
from services.progress.deadline.events import DeadlineEvent, deadline_of
from services.progress.deadline.projection import DEADLINES, DeadlineRow, light_of
from services.progress.deadline.timers import grace_over
from services.progress.timers import TIMERS
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from tests.progress.deadline.examples import (
    DUE,
    EXTENDED,
    GRACE,
    LAST_SECOND,
    MET,
    MET_LATE,
    MISSED,
    SET,
    SUBJECT,
)

NOBODY = UUID(int=0)


def folded[Row](projection: Projection[Row], *events: DeadlineEvent) -> Row | None:
    stream = deadline_of("progress_report", SUBJECT)
    history = [
        Recorded(event, stream, version, NOBODY, DUE, DUE, "li", type(event).__name__, NOBODY)
        for version, event in enumerate(events, 1)
    ]
    (row,) = projection_rows(projection, history).values()
    return row


def projection_rows[Row](
    projection: Projection[Row], history: list[Recorded[DeadlineEvent]]
) -> dict[object, Row | None]:
    rows: dict[object, Row | None] = {}
    for recorded in history:
        key = projection.key(recorded)
        rows[key] = projection.fold(rows.get(key), recorded)
    return rows


def line(*events: DeadlineEvent) -> DeadlineRow:
    row = folded(DEADLINES, *events)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("ahead", "light"),
    [
        (timedelta(days=3, seconds=1), "green"),
        (timedelta(days=3), "amber"),
        (LAST_SECOND, "amber"),
        (timedelta(0), "red"),
    ],
)
def test_an_open_deadline_is_amber_from_three_days_before_and_red_when_overdue(
    ahead: timedelta, light: str
) -> None:
    assert light_of(line(SET), DUE - ahead) == light


def test_what_was_missed_is_red_and_what_was_met_is_green() -> None:
    assert light_of(line(SET, MISSED), GRACE) == "red"
    assert light_of(line(SET, MET), GRACE) == "green"
    assert light_of(line(SET, MISSED, MET_LATE), GRACE) == "green"


def test_a_line_says_how_the_deadline_ended() -> None:
    row = line(SET, MISSED, MET_LATE)

    assert (row.state, row.fulfilled_at, row.version) == ("met_late", DUE, 3)


def test_a_timer_is_set_at_the_end_of_grace_and_moves_with_it() -> None:
    timer, moved = folded(TIMERS, SET), folded(TIMERS, SET, EXTENDED)

    assert timer is not None
    assert timer.due_at == GRACE
    assert moved is not None
    assert moved.due_at == EXTENDED.grace_until


def test_a_timer_ends_with_what_it_waits_for_and_returns_with_an_extension() -> None:
    assert folded(TIMERS, SET, MET) is None
    assert folded(TIMERS, SET, MISSED) is None
    assert folded(TIMERS, SET, MISSED, MET_LATE) is None
    assert folded(TIMERS, SET, MISSED, EXTENDED) is not None


def test_a_timer_that_fires_asks_the_right_deadline() -> None:
    timer = folded(TIMERS, SET)
    assert timer is not None

    reaction = grace_over(timer)

    assert reaction.stream.name == "deadline:progress-report~2017-p08~2017q2"
    assert reaction.command == DeclareMissed(at=GRACE)

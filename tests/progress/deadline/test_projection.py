"""Lights go by date only; a timer exists exactly while something is to come by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.progress.deadline.commands import DeclareMissed
from services.progress.deadline.events import DeadlineEvent, deadline_of
from services.progress.deadline.projection import DEADLINES, DeadlineRow, light_of
from services.progress.deadline.timers import reminder_after
from services.progress.reminder.commands import RemindByClock
from services.progress.reminder.timers import deadline_due
from services.progress.timers import TIMERS
from shared.readmodels.projection import Projection
from shared.store.events import Recorded
from tests.progress.deadline.examples import (
    ASKED,
    DUE,
    EXTENDED,
    GRACE,
    LAST_SECOND,
    MET,
    MET_LATE,
    MISSED,
    MORNING_AFTER,
    REMINDED,
    SET,
    SUBJECT,
    TRANSFERRED,
    WAIVED,
)
from tests.progress.examples import GONGAN

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
    assert light_of(line(SET), DUE - ahead, 3) == light


def test_what_was_missed_is_red_and_what_was_met_is_green() -> None:
    assert light_of(line(SET, MISSED), GRACE, 3) == "red"
    assert light_of(line(SET, MET), GRACE, 3) == "green"
    assert light_of(line(SET, MISSED, MET_LATE), GRACE, 3) == "green"


def test_a_line_says_how_the_deadline_ended() -> None:
    row = line(SET, MISSED, MET_LATE)

    assert (row.state, row.fulfilled_at, row.version) == ("met_late", DUE, 3)


@pytest.mark.covers("REQ-44")
def test_a_line_says_that_it_was_waived_or_who_owes_it_now() -> None:
    assert line(SET, ASKED, WAIVED).state == "waived"
    assert light_of(line(SET, ASKED, WAIVED), GRACE, 3) == "green"
    assert line(SET, TRANSFERRED).owner_unit_id == GONGAN


def due(*events: DeadlineEvent) -> datetime | None:
    timer = folded(TIMERS, *events)
    return timer and timer.due_at


def test_a_timer_reminds_on_the_first_working_morning_then_waits_for_the_end_of_grace() -> None:
    assert due(SET) == MORNING_AFTER
    assert due(SET, REMINDED) == GRACE
    assert due(SET, REMINDED, MISSED) is None


def test_what_is_missed_at_once_is_reminded_of_in_the_morning() -> None:
    without_grace = replace(SET, grace_until=DUE)

    assert due(without_grace) == DUE
    assert due(without_grace, MISSED) == MORNING_AFTER
    assert due(without_grace, MISSED, REMINDED) is None


def test_a_reminder_by_hand_takes_the_place_of_the_clocks_on_the_same_day_only() -> None:
    earlier = replace(REMINDED, on=REMINDED.on - timedelta(days=1), by="staff")

    assert due(SET, earlier) == MORNING_AFTER
    assert due(SET, replace(REMINDED, by="staff")) == GRACE


def test_a_timer_moves_with_an_extension_and_ends_with_what_it_waits_for() -> None:
    assert due(SET, MISSED, EXTENDED) == EXTENDED.grace_until
    assert due(SET, MET) is None
    assert due(SET, MISSED, MET_LATE) is None
    assert due(SET, WAIVED) is None
    assert due(SET, ASKED, TRANSFERRED) == MORNING_AFTER


@pytest.mark.parametrize(
    ("due_at", "morning"),
    [
        (datetime(2017, 5, 15, 16, tzinfo=UTC), datetime(2017, 5, 16, 0, 30, tzinfo=UTC)),
        (datetime(2017, 5, 16, 0, 30, tzinfo=UTC), datetime(2017, 5, 16, 0, 30, tzinfo=UTC)),
        (datetime(2017, 5, 16, 4, tzinfo=UTC), datetime(2017, 5, 17, 0, 30, tzinfo=UTC)),
        (datetime(2017, 9, 30, 16, tzinfo=UTC), datetime(2017, 10, 9, 0, 30, tzinfo=UTC)),
        (datetime(2098, 12, 31, 16, tzinfo=UTC), datetime(2099, 1, 1, 0, 30, tzinfo=UTC)),
    ],
    ids=["midnight", "that morning", "at noon", "holidays", "calendar not known yet"],
)
def test_reminders_come_at_half_past_eight_on_working_days(
    due_at: datetime, morning: datetime
) -> None:
    assert reminder_after(due_at) == morning


def test_a_timer_that_fires_asks_the_right_deadline() -> None:
    first, second = folded(TIMERS, SET), folded(TIMERS, SET, REMINDED)
    assert first is not None
    assert second is not None

    reminding, missing = deadline_due(first), deadline_due(second)

    assert reminding.stream.name == "deadline:progress-report~2017-p08~2017q2"
    assert reminding.command == RemindByClock(at=MORNING_AFTER)
    assert missing.stream.name == reminding.stream.name
    assert missing.command == DeclareMissed(at=GRACE)

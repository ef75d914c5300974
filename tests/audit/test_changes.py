from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.audit.changes import ChangedField, changes
from services.audit.folding import AsOf
from services.evaluation.panel.events import ReviewerStoodDown, panel_of
from tests.audit.examples import (
    FORMED,
    PROGRAMME,
    PROJECT,
    SEATED,
    Happening,
    day,
    in_the_log,
    on,
)

PANEL = panel_of(PROGRAMME)
GONE = ReviewerStoodDown(programme_id=PROGRAMME, reviewer_id="r1")


def at(true_on: Any, known_on: Any = None) -> AsOf:
    return AsOf(true_on=true_on, known_on=known_on or true_on)


TYPES = {event.event_id: event.type for event in in_the_log()}


def between(before: AsOf, after: AsOf, *happened: Happening) -> dict[str, ChangedField]:
    found = changes(in_the_log(happened) if happened else in_the_log(), before, after)
    return {f"{change.stream}{change.field}": change for change in found}


def test_a_changed_field_names_the_event_that_changed_it() -> None:
    found = between(at(day(6, 27)), at(day(6, 29)))
    due = found[f"deadline:progress-report~{PROJECT}~2017q2/fields/due_at"]

    assert (due.before, due.after) == (
        "2017-06-30T16:00:00Z",
        "2017-07-10T16:00:00Z",
    )
    assert [TYPES[event] for event in due.events] == ["DeadlineExtended"]


def test_a_field_that_stayed_is_not_listed() -> None:
    found = between(at(day(6, 27)), at(day(6, 29)))

    assert sorted(place.rpartition("2017q2")[2] for place in found) == [
        "/fields/approved_by",
        "/fields/due_at",
        "/fields/grace_until",
        "/state",
        "/why",
    ]


def test_what_was_learned_later_differs_on_the_axis_of_knowing_alone() -> None:
    found = between(at(day(5, 9), day(5, 9)), at(day(5, 9), day(5, 11)))
    entry = found[f"participation:{PROJECT}~gongan-ju/fields/entry_point"]

    assert (entry.before, entry.after) == (None, "夜巡")
    assert {change.stream for change in found.values()} == {f"participation:{PROJECT}~gongan-ju"}


def test_looking_back_takes_away_what_was_there() -> None:
    found = between(at(day(12, 21)), at(day(12, 19)))
    mean = found[f"decision:{PROJECT}/fields/mean"]

    assert (mean.before, mean.after) == (8800, None)
    assert [TYPES[event] for event in mean.events] == ["ProjectEvaluated"]


def test_an_entry_that_ended_names_the_event_that_ended_it() -> None:
    happened = (
        *on(day(11, 1), "evaluation", PANEL, FORMED, SEATED),
        *on(day(11, 5), "evaluation", PANEL, GONE),
    )
    found = between(at(day(11, 2)), at(day(11, 6)), *happened)
    unit = found[f"panel:{PROGRAMME}/fields/members/r1/unit_id"]

    assert (unit.before, unit.after) == ("renli-shebao-ju", None)
    assert unit.events == [in_the_log(happened)[-1].event_id]


days = st.integers(0, 5)
happenings = st.lists(
    st.tuples(st.sampled_from([FORMED, SEATED, GONE]), days, days), min_size=1, max_size=8
)


@given(happened=happenings, points=st.tuples(days, days, days, days))
def test_every_difference_has_its_events_and_a_point_does_not_differ_from_itself(
    happened: list[tuple[Any, int, int]], points: tuple[int, int, int, int]
) -> None:
    start = day(11, 1)
    history = in_the_log(
        [
            Happening("evaluation", PANEL, event, start + timedelta(true), start + timedelta(known))
            for event, true, known in happened
        ]
    )
    first, second = (
        at(start + timedelta(points[0]), start + timedelta(points[1])),
        at(start + timedelta(points[2]), start + timedelta(points[3])),
    )

    assert changes(history, first, first) == []
    assert all(change.events for change in changes(history, first, second))

"""When a programme's year ends, and by whom."""

from dataclasses import replace

import pytest

from services.applications.closing.decider import (
    DECIDER,
    ClosingNotPrepared,
    PreparerDoesNotClose,
    YearNotOver,
)
from tests.applications.closing.examples import (
    CLOSE,
    CLOSED,
    P01,
    P02,
    PREPARE,
    PREPARED,
    STAFF,
    YEAR_END,
)
from tests.scenario import Scenario

closing = Scenario(DECIDER)


@pytest.mark.covers("REQ-02", "REQ-49")
def test_staff_puts_it_forward_and_a_leader_closes_it_once() -> None:
    closing.given().when(PREPARE).then(PREPARED)
    closing.given(PREPARED).when(PREPARE).then_nothing()
    closing.given(PREPARED).when(CLOSE).then(CLOSED)
    closing.given(PREPARED, CLOSED).when(CLOSE).then_nothing()
    closing.given(PREPARED, CLOSED).when(PREPARE).then_nothing()


@pytest.mark.covers("REQ-49")
def test_it_stays_open_while_a_decision_does_not_stand_or_an_objection_is_open() -> None:
    for open_end in (
        replace(YEAR_END, undecided=(P01,)),
        replace(YEAR_END, objected=(P02,)),
        replace(YEAR_END, final=()),
    ):
        closing.given().when(replace(PREPARE, year_end=open_end)).then_rejected(YearNotOver)
        late = replace(CLOSE, year_end=open_end)
        closing.given(PREPARED).when(late).then_rejected(YearNotOver)


def test_what_is_open_is_named_project_by_project() -> None:
    open_end = replace(YEAR_END, undecided=(P01,), objected=(P02,))
    with pytest.raises(YearNotOver) as refused:
        DECIDER.decide(replace(PREPARE, year_end=open_end), DECIDER.begin())

    assert [fault.en for fault in refused.value.faults] == [
        "The decision on 2017-p01 is not confirmed.",
        "An objection to 2017-p02 is open.",
    ]


def test_nobody_closes_what_was_not_put_forward_or_what_he_put_forward_himself() -> None:
    closing.given().when(CLOSE).then_rejected(ClosingNotPrepared)
    own = replace(CLOSE, by=STAFF)
    closing.given(PREPARED).when(own).then_rejected(PreparerDoesNotClose)

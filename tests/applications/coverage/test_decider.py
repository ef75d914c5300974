"""The rules of coverage."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.applications.coverage.commands import CheckCoverage
from services.applications.coverage.decider import DECIDER
from services.applications.coverage.events import (
    CoverageEvent,
    CoverageGapClosed,
    CoverageGapFlagged,
)
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.timing.zone import SHANGHAI
from tests.scenario import Scenario

coverage = Scenario(DECIDER)
PROGRAMME, QUALITY, P02 = (
    ProgrammeId("szjg-zutuanshi-2017"),
    UnitId("zhijian-ju"),
    ProjectId("2017-p02"),
)
CUT_OFF = datetime(2017, 5, 11, tzinfo=SHANGHAI)
IDLE = CheckCoverage(
    programme_id=PROGRAMME,
    unit_id=QUALITY,
    obliged=True,
    projects=(),
    minimum=1,
    cut_off_at=CUT_OFF,
    at=CUT_OFF,
)
BUSY = replace(IDLE, projects=(P02,))
FLAGGED = CoverageGapFlagged(programme_id=PROGRAMME, unit_id=QUALITY, minimum=1, projects=())
CLOSED = CoverageGapClosed(
    programme_id=PROGRAMME, unit_id=QUALITY, because="takes_part", projects=(P02,)
)


def test_from_the_cut_off_on_a_unit_without_a_project_has_a_gap() -> None:
    coverage.given().when(IDLE).then(FLAGGED)


def test_before_the_cut_off_nothing_is_a_gap() -> None:
    early = replace(IDLE, at=CUT_OFF - timedelta(microseconds=1))
    coverage.given().when(early).then_nothing()


def test_a_unit_that_takes_part_has_no_gap() -> None:
    coverage.given().when(BUSY).then_nothing()


def test_a_gap_is_flagged_once_and_closed_once() -> None:
    coverage.given(FLAGGED).when(IDLE).then_nothing()
    coverage.given(FLAGGED).when(BUSY).then(CLOSED)
    coverage.given(FLAGGED, CLOSED).when(BUSY).then_nothing()


def test_a_gap_opens_again_when_the_last_participation_ends() -> None:
    coverage.given(FLAGGED, CLOSED).when(IDLE).then(FLAGGED)


def test_how_many_projects_are_enough_is_the_programmes_rule() -> None:
    two = replace(BUSY, minimum=2)
    coverage.given().when(two).then(replace(FLAGGED, minimum=2, projects=(P02,)))
    coverage.given().when(replace(IDLE, minimum=0)).then_nothing()


def test_who_need_not_take_part_has_no_gap_and_an_open_one_ends() -> None:
    gone = replace(IDLE, obliged=False)
    off_the_roll = replace(CLOSED, because="off_the_roll", projects=())
    coverage.given().when(gone).then_nothing()
    coverage.given(FLAGGED).when(gone).then(off_the_roll)


checks = st.builds(
    replace,
    st.just(IDLE),
    obliged=st.booleans(),
    projects=st.sampled_from([(), (P02,), (P02, ProjectId("2017-p03"))]),
    minimum=st.integers(0, 3),
    at=st.sampled_from([CUT_OFF - timedelta(seconds=1), CUT_OFF, CUT_OFF + timedelta(days=99)]),
)


@given(st.lists(checks, max_size=8))
def test_after_every_check_a_gap_is_open_exactly_when_the_check_finds_one(
    asked: list[CheckCoverage],
) -> None:
    history: list[CoverageEvent] = []
    for check in asked:
        history += DECIDER.decide(check, DECIDER.fold(history))

        assert DECIDER.fold(history).gap == check.finds_a_gap()
        assert DECIDER.decide(check, DECIDER.fold(history)) == ()

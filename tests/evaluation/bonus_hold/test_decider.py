"""A line is held for news that it does not rest on, and what follows lets it go."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.evaluation.bonus.decider import DECIDER as SHEET
from services.evaluation.bonus.decider import ReasonNeeded
from services.evaluation.bonus.events import (
    BonusAdjusted,
    BonusAwarded,
    BonusHeld,
    BonusReleased,
    BonusRevoked,
)
from services.evaluation.bonus_hold.commands import HoldLine
from services.evaluation.bonus_hold.decider import DECIDER
from tests.evaluation.bonus.examples import (
    ALL,
    LEADER,
    P01,
    P13,
    P18,
    PROGRAMME,
    STAFF,
    TABLE,
    UNIT,
    due,
    line,
    prepare,
    prepared,
)
from tests.scenario import Scenario

NEWS = UUID(int=77)
HOLD = HoldLine(
    year=2017, unit_id=UNIT, programme_id=PROGRAMME, project_id=P13.project_id, because=NEWS
)
HELD = BonusHeld(
    year=2017, unit_id=UNIT, programme_id=PROGRAMME, project_id=P13.project_id, because=NEWS
)
RELEASED = BonusReleased(
    year=2017, unit_id=UNIT, programme_id=PROGRAMME, project_id=P13.project_id, by=STAFF
)
AWARDED = BonusAwarded(
    year=2017,
    unit_id=UNIT,
    programme_id=PROGRAMME,
    lines=(P01, P13, P18),
    cut=-400,
    raw=2400,
    total=2000,
    cap=2000,
    cap_scope="unit_year",
    rules_event_id=TABLE,
    prepared_by=STAFF,
    approved_by=LEADER,
)
REVOKED = BonusRevoked(
    year=2017,
    unit_id=UNIT,
    programme_id=PROGRAMME,
    project_id=P13.project_id,
    points=-600,
    reason="已退出",
    prepared_by=STAFF,
    approved_by=LEADER,
)
ADJUSTED = BonusAdjusted(
    year=2017,
    unit_id=UNIT,
    programme_id=PROGRAMME,
    line=replace(P13, because=(NEWS,)),
    points=0,
    cut=0,
    reason="改为牵头",
    prepared_by=STAFF,
    approved_by=LEADER,
)
hold, sheet = Scenario(DECIDER), Scenario(SHEET)


class TestHolding:
    def test_a_line_is_held_for_late_news(self) -> None:
        hold.given(AWARDED).when(HOLD).then(HELD)

    def test_the_same_news_holds_it_once(self) -> None:
        hold.given(AWARDED, HELD).when(HOLD).then_nothing()
        hold.given(AWARDED, HELD, RELEASED).when(HOLD).then_nothing()

    def test_a_line_that_rests_on_the_news_is_not_held(self) -> None:
        known = replace(HOLD, because=P13.because[0])

        hold.given(AWARDED).when(known).then_nothing()
        hold.given(AWARDED, ADJUSTED).when(HOLD).then_nothing()

    @pytest.mark.parametrize("history", [(), (AWARDED, REVOKED)])
    def test_without_a_line_there_is_nothing_to_hold(
        self, history: tuple[BonusAwarded | BonusRevoked, ...]
    ) -> None:
        hold.given(*history).when(HOLD).then_nothing()

    def test_a_cut_alone_changes_no_line(self) -> None:
        hold.given(AWARDED, replace(ADJUSTED, line=None)).when(HOLD).then(HELD)


class TestWhatFollows:
    def test_a_line_that_is_due_as_it_is_is_released(self) -> None:
        sheet.given(AWARDED, HELD).when(prepare(ALL)).then(RELEASED)

    def test_it_is_released_once(self) -> None:
        sheet.given(AWARDED, HELD, RELEASED).when(prepare(ALL)).then_nothing()

    def test_a_line_that_is_not_due_is_prepared_to_be_taken_back(self) -> None:
        left = due(P01, P18)

        sheet.given(AWARDED, HELD).when(prepare(left)).then_rejected(ReasonNeeded)
        sheet.given(AWARDED, HELD).when(prepare(left, "已退出")).then(prepared(left, "已退出"))

    def test_what_was_taken_back_is_no_longer_held(self) -> None:
        assert SHEET.fold([AWARDED, HELD, REVOKED]).held == frozenset()
        assert SHEET.fold([AWARDED, HELD, ADJUSTED]).held == frozenset()

    def test_it_stays_held_while_something_else_is_open_or_spoken_of(self) -> None:
        waiting = due(P01, P13, P18, held=[P13.project_id])
        elsewhere = due(P01, named=[P01.project_id])

        sheet.given(AWARDED, HELD).when(prepare(waiting)).then_nothing()
        sheet.given(AWARDED, HELD).when(prepare(elsewhere)).then_nothing()

    def test_it_is_released_beside_what_is_new(self) -> None:
        more = due(P01, P13, P18, line(19, "co_lead", 600))

        sheet.given(AWARDED, HELD).when(prepare(more)).then(RELEASED, prepared(more))
        sheet.given(AWARDED, prepared(more), HELD).when(prepare(more)).then(RELEASED)

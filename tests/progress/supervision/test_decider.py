"""The rules of supervision, one example each."""

from dataclasses import replace
from datetime import date

import pytest

from services.progress.supervision.decider import (
    DECIDER,
    NobodyToPutItRight,
    NoSuchSupervision,
    NotHeldYet,
    NothingToClose,
    OnlyTheLeadAnswers,
    RectificationDueInThePast,
    RectificationIsOpen,
    SupervisionIdTaken,
)
from services.progress.supervision.events import SupervisionEvent
from tests.progress.examples import JIAOTONG, shanghai
from tests.progress.supervision.examples import (
    ANSWER,
    ANSWERED,
    CLOSE,
    CLOSED,
    DUE,
    RECORD,
    RECORDED,
    REQUIRE,
    REQUIRED,
)
from tests.progress.task.examples import PARTIES
from tests.scenario import Scenario

case = Scenario(DECIDER)


class TestRecording:
    @pytest.mark.covers("REQ-43")
    def test_what_was_found_is_recorded_with_project_and_role(self) -> None:
        case.given().when(RECORD).then(RECORDED)

    def test_a_visit_may_be_written_down_days_later(self) -> None:
        case.given().when(replace(RECORD, today=date(2017, 7, 24))).then(RECORDED)

    def test_the_same_again_changes_nothing(self) -> None:
        case.given(RECORDED, ANSWERED).when(RECORD).then_nothing()

    def test_one_number_stands_for_one_case(self) -> None:
        other = replace(RECORD, finding="进展正常")
        case.given(RECORDED).when(other).then_rejected(SupervisionIdTaken)

    def test_what_is_recorded_has_taken_place(self) -> None:
        early = replace(RECORD, today=date(2017, 7, 19))
        case.given().when(early).then_rejected(NotHeldYet)


class TestAnswering:
    def test_the_lead_answers(self) -> None:
        case.given(RECORDED).when(ANSWER).then(ANSWERED)

    def test_more_can_be_said_later(self) -> None:
        more = replace(ANSWER, answer="活动已举办")
        case.given(RECORDED, ANSWERED).when(more).then(replace(ANSWERED, answer="活动已举办"))

    def test_the_same_again_changes_nothing(self) -> None:
        case.given(RECORDED, ANSWERED).when(ANSWER).then_nothing()

    @pytest.mark.parametrize("unit", [JIAOTONG, ""])
    def test_nobody_else_answers(self, unit: str) -> None:
        case.given(RECORDED).when(replace(ANSWER, from_unit=unit)).then_rejected(OnlyTheLeadAnswers)


class TestRectification:
    @pytest.mark.covers("REQ-44")
    def test_something_has_to_be_put_right_by_a_day(self) -> None:
        case.given(RECORDED).when(REQUIRE).then(REQUIRED)

    def test_the_same_again_changes_nothing(self) -> None:
        case.given(RECORDED, REQUIRED).when(REQUIRE).then_nothing()

    @pytest.mark.parametrize("then", [(), (CLOSED,)])
    def test_a_case_asks_for_one_thing(self, then: tuple[SupervisionEvent, ...]) -> None:
        other = replace(REQUIRE, due_at=shanghai(8, 26))
        case.given(RECORDED, REQUIRED, *then).when(other).then_rejected(RectificationIsOpen)

    def test_there_is_time_to_put_it_right(self) -> None:
        late = replace(REQUIRE, at=DUE)
        case.given(RECORDED).when(late).then_rejected(RectificationDueInThePast)

    def test_somebody_has_to_lead_the_project(self) -> None:
        nobody = replace(REQUIRE, parties=replace(PARTIES, lead_unit_id=""))
        case.given(RECORDED).when(nobody).then_rejected(NobodyToPutItRight)

    @pytest.mark.covers("REQ-44")
    def test_it_is_closed_on_evidence(self) -> None:
        case.given(RECORDED, REQUIRED).when(CLOSE).then(CLOSED)

    def test_closed_again_changes_nothing(self) -> None:
        case.given(RECORDED, REQUIRED, CLOSED).when(CLOSE).then_nothing()

    @pytest.mark.parametrize("then", [(), (REQUIRED, CLOSED)])
    def test_only_what_is_open_is_closed(self, then: tuple[SupervisionEvent, ...]) -> None:
        other = replace(CLOSE, evidence="另有材料")
        case.given(RECORDED, *then).when(other).then_rejected(NothingToClose)


@pytest.mark.parametrize("command", [ANSWER, REQUIRE, CLOSE])
def test_what_was_never_recorded_is_not_there(command: object) -> None:
    case.given().when(command).then_rejected(NoSuchSupervision)

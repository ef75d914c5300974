"""Who is asked to score, and what a sheet must be."""

from dataclasses import replace

import pytest

from services.evaluation.review.decider import (
    DECIDER,
    MarksNotSound,
    MustRecuse,
    NoPanelYet,
    NoRubricYet,
    NoSuchReview,
    NotAssigned,
    NothingToReopen,
    NotOnThePanel,
    OnlyOnesOwnSheet,
    ResultsNotFrozen,
    ReviewerBarred,
    ReviewIsVoid,
    RoundClosed,
    SheetIsIn,
    SheetReplaced,
    StoodDown,
    decide,
)
from tests.evaluation.review.examples import (
    ASSIGN,
    ASSIGNED,
    CLOSE,
    CLOSED,
    REOPEN,
    REOPENED,
    REVIEWER,
    SUBMIT,
    SUBMITTED,
    VOID,
    VOIDED,
)
from tests.scenario import Scenario

review = Scenario(DECIDER)


class TestAssigning:
    def test_a_panel_member_without_a_part_in_the_project_is_asked_once(self) -> None:
        review.given().when(ASSIGN).then(ASSIGNED)
        review.given(ASSIGNED).when(ASSIGN).then_nothing()

    @pytest.mark.parametrize("unit", ["guozi-wei", "keji-ju", "gongan-ju"])
    def test_lead_executing_unit_and_co_lead_are_barred(self, unit: str) -> None:
        barred = replace(ASSIGN, members={REVIEWER: unit})
        review.given().when(barred).then_rejected(ReviewerBarred)

    @pytest.mark.covers("AMB-21")
    def test_its_contact_leader_is_not_asked_and_does_not_score(self) -> None:
        review.given().when(replace(ASSIGN, contact=True)).then_rejected(ReviewerBarred)
        review.given(ASSIGNED).when(replace(SUBMIT, contact=True)).then_rejected(MustRecuse)

    @pytest.mark.covers("REQ-48")
    def test_nobody_is_asked_before_the_results_are_frozen_and_a_bar_is_said_at_once(self) -> None:
        early = replace(ASSIGN, frozen=False)
        review.given().when(early).then_rejected(ResultsNotFrozen)
        review.given().when(replace(early, recused=True)).then_rejected(ReviewerBarred)

    def test_who_is_recused_from_the_project_is_not_asked(self) -> None:
        review.given().when(replace(ASSIGN, recused=True)).then_rejected(ReviewerBarred)

    def test_a_reviewer_outside_any_unit_is_free(self) -> None:
        outside = replace(ASSIGN, reviewer_id="outside")
        review.given().when(outside).then(replace(ASSIGNED, reviewer_id="outside", unit_id=""))

    def test_nobody_is_asked_before_the_panel_or_from_outside_it(self) -> None:
        review.given().when(replace(ASSIGN, members={})).then_rejected(NoPanelYet)
        review.given().when(replace(ASSIGN, reviewer_id="x")).then_rejected(NotOnThePanel)

    def test_nobody_is_asked_after_the_round(self) -> None:
        review.given().when(replace(ASSIGN, round_closed=True)).then_rejected(RoundClosed)


class TestScoring:
    def test_a_complete_sheet_comes_in_once(self) -> None:
        review.given(ASSIGNED).when(SUBMIT).then(SUBMITTED)
        review.given(ASSIGNED, SUBMITTED).when(SUBMIT).then_rejected(SheetIsIn)

    def test_one_that_was_given_back_is_handed_in_anew_and_both_are_kept(self) -> None:
        history = ASSIGNED, SUBMITTED, REOPENED
        review.given(*history).when(SUBMIT).then(replace(SUBMITTED, sheet=2))
        again = replace(SUBMITTED, sheet=2)
        review.given(*history, again).when(SUBMIT).then_rejected(SheetIsIn)

    def test_nothing_comes_in_once_the_review_is_void(self) -> None:
        review.given(ASSIGNED, VOIDED).when(SUBMIT).then_rejected(ReviewIsVoid)

    def test_only_the_reviewer_scores_and_only_when_asked(self) -> None:
        review.given(ASSIGNED).when(replace(SUBMIT, by="leader")).then_rejected(OnlyOnesOwnSheet)
        review.given().when(SUBMIT).then_rejected(NotAssigned)

    def test_who_stood_down_or_turned_out_to_be_barred_does_not_score(self) -> None:
        review.given(ASSIGNED).when(replace(SUBMIT, members={})).then_rejected(StoodDown)
        barred = replace(SUBMIT, members={REVIEWER: "gongan-ju"})
        review.given(ASSIGNED).when(barred).then_rejected(MustRecuse)
        review.given(ASSIGNED).when(replace(SUBMIT, recused=True)).then_rejected(MustRecuse)

    def test_nothing_comes_in_after_the_round(self) -> None:
        review.given(ASSIGNED, SUBMITTED, CLOSED).when(SUBMIT).then_rejected(RoundClosed)
        late = replace(SUBMIT, round_closed=True)
        review.given(ASSIGNED).when(late).then_rejected(RoundClosed)

    @pytest.mark.parametrize(
        ("marks", "where"),
        [
            ({"operable": 4001, "effect": 6000}, "/marks/operable"),
            ({"operable": -1, "effect": 6000}, "/marks/operable"),
            ({"operable": 4000}, "/marks/effect"),
            ({"operable": 1, "effect": 1, "posts": 1}, "/marks/posts"),
        ],
    )
    def test_a_sheet_out_of_bounds_incomplete_or_of_another_rubric_is_refused(
        self, marks: dict[str, int], where: str
    ) -> None:
        with pytest.raises(MarksNotSound) as refused:
            decide(replace(SUBMIT, marks=marks), DECIDER.fold([ASSIGNED]))

        assert [fault.field for fault in refused.value.faults] == [where]

    def test_nothing_is_scored_without_a_rubric(self) -> None:
        review.given(ASSIGNED).when(replace(SUBMIT, maxima={})).then_rejected(NoRubricYet)

    def test_the_bounds_themselves_are_accepted(self) -> None:
        for marks in ({"operable": 0, "effect": 0}, {"operable": 4000, "effect": 6000}):
            review.given(ASSIGNED).when(replace(SUBMIT, marks=marks)).then(SUBMITTED)


class TestReopening:
    def test_the_leader_gives_a_sheet_back_once(self) -> None:
        review.given(ASSIGNED, SUBMITTED).when(REOPEN).then(REOPENED)
        review.given(ASSIGNED, SUBMITTED, REOPENED).when(REOPEN).then_nothing()

    def test_a_later_sheet_can_be_given_back_too(self) -> None:
        history = ASSIGNED, SUBMITTED, REOPENED, replace(SUBMITTED, sheet=2)
        review.given(*history).when(REOPEN).then(replace(REOPENED, sheet=2))

    def test_nothing_is_given_back_after_the_round(self) -> None:
        review.given(ASSIGNED, SUBMITTED, CLOSED).when(REOPEN).then_rejected(RoundClosed)
        late = replace(REOPEN, round_closed=True)
        review.given(ASSIGNED, SUBMITTED).when(late).then_rejected(RoundClosed)

    def test_only_a_sheet_that_is_in_is_given_back(self) -> None:
        review.given().when(REOPEN).then_rejected(NoSuchReview)
        review.given(ASSIGNED).when(REOPEN).then_rejected(NothingToReopen)
        review.given(ASSIGNED, SUBMITTED, VOIDED).when(REOPEN).then_rejected(ReviewIsVoid)


class TestVoiding:
    def test_a_review_is_voided_once_with_or_without_a_sheet(self) -> None:
        review.given(ASSIGNED).when(VOID).then(VOIDED)
        review.given(ASSIGNED, SUBMITTED).when(VOID).then(VOIDED)
        review.given(ASSIGNED, SUBMITTED, VOIDED).when(VOID).then_nothing()

    def test_only_a_review_that_was_assigned_is_voided(self) -> None:
        review.given().when(VOID).then_rejected(NoSuchReview)

    def test_after_the_round_only_an_upheld_objection_voids_one(self) -> None:
        late = replace(VOID, round_closed=True)
        upheld = replace(late, objection_id="yy-001")
        history = ASSIGNED, SUBMITTED, CLOSED
        review.given(*history).when(late).then_rejected(RoundClosed)
        review.given(*history).when(upheld).then(replace(VOIDED, objection_id="yy-001"))


class TestClosing:
    def test_it_closes_with_the_sheet_that_was_opened_or_with_none(self) -> None:
        review.given(ASSIGNED, SUBMITTED).when(CLOSE).then(CLOSED)
        review.given(ASSIGNED).when(replace(CLOSE, sheet=0)).then(replace(CLOSED, sheet=0))

    def test_a_sheet_that_was_replaced_meanwhile_keeps_the_round_open(self) -> None:
        newer = replace(SUBMITTED, sheet=2)
        history = ASSIGNED, SUBMITTED, REOPENED, newer
        review.given(*history).when(CLOSE).then_rejected(SheetReplaced)

    def test_a_sheet_that_was_given_back_or_voided_closes_as_none(self) -> None:
        none = replace(CLOSE, sheet=0)
        for last in (REOPENED, VOIDED):
            review.given(ASSIGNED, SUBMITTED, last).when(CLOSE).then_rejected(SheetReplaced)
            review.given(ASSIGNED, SUBMITTED, last).when(none).then(replace(CLOSED, sheet=0))

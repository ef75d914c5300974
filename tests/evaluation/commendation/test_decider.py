"""What is commended, when, by whom, and how it is put right."""

from dataclasses import replace

import pytest

from services.evaluation.commendation.decider import (
    DECIDER,
    CommendationIsIssued,
    DecisionsUnsettled,
    DrafterCannotIssue,
    DraftOutdated,
    NothingDrafted,
    NothingToCommend,
    NotIssuedYet,
    OneCommendation,
)
from tests.evaluation.commendation.examples import (
    BOTH,
    CORRECT,
    CORRECTED,
    DOCUMENT,
    DRAFT,
    DRAFTED,
    ISSUE,
    ISSUED,
    P01,
    P16,
    STAFF,
    can_be,
    commended,
)
from tests.scenario import Scenario

commendation = Scenario(DECIDER)


class TestDrafting:
    @pytest.mark.covers("REQ-51", "AMB-34")
    def test_it_names_exactly_the_confirmed_passes_and_has_a_year_of_its_own(self) -> None:
        commendation.given().when(DRAFT).then(DRAFTED)

    def test_the_same_draft_again_changes_nothing_and_another_replaces_it(self) -> None:
        commendation.given(DRAFTED).when(DRAFT).then_nothing()
        fewer = replace(DRAFT, commendable=can_be(P16))
        commendation.given(DRAFTED).when(fewer).then(replace(DRAFTED, projects=(P16,)))

    @pytest.mark.covers("PRA-14")
    def test_the_wording_can_be_the_one_that_needs_no_approval(self) -> None:
        praised = replace(DOCUMENT, wording="praised")
        draft = replace(DRAFT, document=praised)
        commendation.given().when(draft).then(replace(DRAFTED, document=praised))

    @pytest.mark.covers("REQ-54")
    def test_without_a_confirmed_pass_there_is_nothing_to_commend(self) -> None:
        nothing = replace(DRAFT, commendable=can_be())
        commendation.given().when(nothing).then_rejected(NothingToCommend)

    def test_there_is_one_commendation_unless_the_rules_let_it_go_out_in_parts(self) -> None:
        second = replace(DRAFT, sequence=2)
        commendation.given().when(second).then_rejected(OneCommendation)
        in_parts = replace(second, commendable=replace(BOTH, in_parts=True))
        commendation.given().when(in_parts).then(replace(DRAFTED, sequence=2))

    def test_what_was_issued_is_not_drafted_anew(self) -> None:
        commendation.given(DRAFTED, ISSUED).when(DRAFT).then_rejected(CommendationIsIssued)


class TestIssuing:
    @pytest.mark.covers("REQ-51")
    def test_it_goes_out_once_as_it_was_drafted(self) -> None:
        commendation.given(DRAFTED).when(ISSUE).then(ISSUED)
        commendation.given(DRAFTED, ISSUED).when(ISSUE).then_nothing()

    @pytest.mark.covers("REQ-51", "AMB-27")
    def test_it_does_not_go_out_while_a_decision_is_open(self) -> None:
        early = replace(ISSUE, commendable=can_be(P01, P16, unsettled=("2017-p17",)))
        commendation.given(DRAFTED).when(early).then_rejected(DecisionsUnsettled)
        commendation.given().when(early).then_rejected(DecisionsUnsettled)

    def test_in_parts_it_does_not_wait_for_the_others(self) -> None:
        in_parts = can_be(P01, P16, unsettled=("2017-p17",), in_parts=True)
        commendation.given(DRAFTED).when(replace(ISSUE, commendable=in_parts)).then(ISSUED)

    def test_nothing_goes_out_that_was_not_drafted(self) -> None:
        commendation.given().when(ISSUE).then_rejected(NothingDrafted)

    def test_whoever_drafted_it_does_not_issue_it(self) -> None:
        own = replace(ISSUE, by=STAFF)
        commendation.given(DRAFTED).when(own).then_rejected(DrafterCannotIssue)

    def test_a_draft_that_is_no_longer_true_does_not_go_out(self) -> None:
        for passes in ((P16,), (P01, commended(16, "weiji-wei")), (P01, P16, commended(2, "a"))):
            changed = replace(ISSUE, commendable=can_be(*passes))
            commendation.given(DRAFTED).when(changed).then_rejected(DraftOutdated)


class TestCorrecting:
    @pytest.mark.covers("REQ-51", "REQ-54")
    def test_a_project_that_is_no_longer_a_confirmed_pass_is_left_out(self) -> None:
        commendation.given(DRAFTED, ISSUED).when(CORRECT).then(CORRECTED)
        commendation.given(DRAFTED, ISSUED, CORRECTED).when(CORRECT).then_nothing()

    @pytest.mark.covers("REQ-51")
    def test_a_co_lead_that_was_forgotten_is_named_and_the_paper_gets_a_number(self) -> None:
        whole = commended(16, "weiji-wei", "minzheng-xitong", "tiyu-ju")
        forgotten = replace(
            CORRECT, commendable=can_be(whole), document_number="〔2018〕3号", reason="漏列单位"
        )
        expected = replace(
            CORRECTED,
            number=3,
            document=replace(DOCUMENT, number="〔2018〕3号"),
            projects=(whole,),
            removed=(),
            reason="漏列单位",
        )
        commendation.given(DRAFTED, ISSUED, CORRECTED).when(forgotten).then(expected)

    def test_a_misprinted_paper_goes_out_anew_although_nothing_else_changed(self) -> None:
        misprinted = replace(CORRECT, commendable=BOTH, reason="印刷漏列一家单位")
        expected = replace(CORRECTED, projects=(P01, P16), removed=(), reason="印刷漏列一家单位")
        commendation.given(DRAFTED, ISSUED).when(misprinted).then(expected)

    def test_only_what_was_issued_is_corrected(self) -> None:
        commendation.given(DRAFTED).when(CORRECT).then_rejected(NotIssuedYet)

    def test_whoever_drafted_it_does_not_correct_it(self) -> None:
        own = replace(CORRECT, by=STAFF)
        commendation.given(DRAFTED, ISSUED).when(own).then_rejected(DrafterCannotIssue)

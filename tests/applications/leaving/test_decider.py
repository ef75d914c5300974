"""The rules of leaving a project."""

from dataclasses import replace
from typing import Any

import pytest

from services.applications.leaving.decider import (
    DECIDER,
    AlreadyAsked,
    LeadIsReplaced,
    LeadNotHeard,
    LeavingNotAllowed,
    NobodyAsked,
    NoPartToLeave,
    OnlyTheLeadSays,
    OnlyTheUnitAsksToLeave,
)
from services.applications.rule_parts import ParticipationRules
from shared.ids import AccountId
from tests.applications.leaving.examples import (
    APPROVE,
    APPROVED,
    ASK,
    AUGUST_3,
    REFUSE,
    REFUSED,
    REQUESTED,
    SAID,
    SAY,
)
from tests.applications.participation.examples import EXECUTING, FACTS, LEAD, OTHER
from tests.scenario import Scenario

leaving = Scenario(DECIDER)


class TestAsking:
    def test_a_co_lead_asks_with_a_reason(self) -> None:
        leaving.given().when(ASK).then(REQUESTED)

    def test_twice_is_once(self) -> None:
        leaving.given(REQUESTED).when(ASK).then_nothing()

    def test_while_it_is_open_it_does_not_ask_otherwise(self) -> None:
        other = replace(ASK, reason="人手不足")
        leaving.given(REQUESTED).when(other).then_rejected(AlreadyAsked)

    @pytest.mark.parametrize("before", [REFUSED, APPROVED], ids=["refused", "approved"])
    def test_after_a_decision_it_may_ask_anew(self, before: Any) -> None:
        leaving.given(REQUESTED, SAID, before).when(ASK).then(REQUESTED)

    @pytest.mark.parametrize("by", ["", LEAD, EXECUTING])
    def test_nobody_asks_for_another_unit(self, by: str) -> None:
        leaving.given().when(replace(ASK, by=by)).then_rejected(OnlyTheUnitAsksToLeave)

    def test_who_takes_no_part_has_nothing_to_leave(self) -> None:
        leaving.given().when(replace(ASK, role=None)).then_rejected(NoPartToLeave)

    def test_a_lead_is_replaced_instead(self) -> None:
        lead = replace(ASK, unit_id=LEAD, by=LEAD, role="lead")
        leaving.given().when(lead).then_rejected(LeadIsReplaced)

    def test_the_rules_may_let_it_go_freely(self) -> None:
        free = replace(ASK, project=replace(FACTS, rules=ParticipationRules(leaving="free")))
        gone = replace(APPROVED, reason="机构调整", ended_on=AUGUST_3, decided_by=AccountId(""))
        leaving.given().when(free).then(REQUESTED, gone)

    def test_the_rules_may_let_nobody_go(self) -> None:
        rules = ParticipationRules(leaving="not_allowed")
        kept = replace(ASK, project=replace(FACTS, rules=rules))
        leaving.given().when(kept).then_rejected(LeavingNotAllowed)


class TestTheLeadsOpinion:
    @pytest.mark.parametrize("by", [LEAD, EXECUTING])
    def test_the_lead_or_its_executing_unit_says_what_it_thinks(self, by: Any) -> None:
        said = replace(SAID, given_by=by)
        leaving.given(REQUESTED).when(replace(SAY, by=by)).then(said)

    def test_the_same_word_again_changes_nothing_another_counts(self) -> None:
        against = replace(SAY, agrees=False, opinion="不同意")
        said = replace(SAID, agrees=False, opinion="不同意")
        leaving.given(REQUESTED, SAID).when(SAY).then_nothing()
        leaving.given(REQUESTED, SAID).when(against).then(said)

    @pytest.mark.parametrize("by", ["", OTHER, "guozi-wei"])
    def test_nobody_else_says(self, by: str) -> None:
        leaving.given(REQUESTED).when(replace(SAY, by=by)).then_rejected(OnlyTheLeadSays)

    def test_there_must_be_an_open_request(self) -> None:
        leaving.given().when(SAY).then_rejected(NobodyAsked)
        leaving.given(REQUESTED, REFUSED).when(SAY).then_rejected(NobodyAsked)


class TestDeciding:
    def test_a_leader_refuses_with_a_reason_also_before_the_lead_is_heard(self) -> None:
        leaving.given(REQUESTED).when(REFUSE).then(REFUSED)

    def test_a_leader_approves_once_the_lead_was_heard_whatever_it_said(self) -> None:
        against = replace(SAID, agrees=False)
        leaving.given(REQUESTED, SAID).when(APPROVE).then(APPROVED)
        leaving.given(REQUESTED, against).when(APPROVE).then(APPROVED)

    def test_not_before(self) -> None:
        leaving.given(REQUESTED).when(APPROVE).then_rejected(LeadNotHeard)

    def test_an_opinion_on_an_earlier_request_does_not_count(self) -> None:
        history = REQUESTED, SAID, REFUSED, REQUESTED
        leaving.given(*history).when(APPROVE).then_rejected(LeadNotHeard)

    def test_the_rules_may_do_without_an_opinion(self) -> None:
        rules = ParticipationRules(opinion_before_leaving=False)
        approve = replace(APPROVE, project=replace(FACTS, rules=rules))
        leaving.given(REQUESTED).when(approve).then(APPROVED)

    def test_the_same_decision_again_changes_nothing(self) -> None:
        leaving.given(REQUESTED, REFUSED).when(REFUSE).then_nothing()
        leaving.given(REQUESTED, SAID, APPROVED).when(APPROVE).then_nothing()

    @pytest.mark.parametrize("wish", [REFUSE, APPROVE], ids=["refuse", "approve"])
    def test_nothing_is_decided_on_what_nobody_asked(self, wish: Any) -> None:
        other = replace(wish, reason="另一理由")
        leaving.given().when(wish).then_rejected(NobodyAsked)
        leaving.given(REQUESTED, REFUSED).when(other).then_rejected(NobodyAsked)
        leaving.given(REQUESTED, SAID, APPROVED).when(other).then_rejected(NobodyAsked)

"""From a result to a decision that stands, and back."""

from dataclasses import replace
from datetime import date

import pytest

from services.evaluation.decision.events import (
    DecisionEvent,
    DecisionRevised,
    ProcessFactsNoted,
)
from services.evaluation.publicity.commands import ReviseDecision
from services.evaluation.publicity.decider import (
    DECIDER,
    AlreadyConfirmed,
    AlreadyPublicised,
    BeginsInThePast,
    NoSuchSheet,
    NotEvaluatedYet,
    NothingFollows,
    NotPublicisedYet,
    NoWorkingCalendar,
    ObjectionOpen,
    PublicisedByTheSame,
    PublicityIsOff,
    PublicityNotOver,
    TooFewLeft,
    decide,
)
from tests.evaluation.decision.examples import MISSING, NOT_SUBMITTED, PROGRAMME, PROJECT
from tests.evaluation.publicity.examples import (
    ANEW,
    CONFIRM,
    CONFIRMED,
    FAILED,
    FIND,
    PUBLIC,
    PUBLICISE,
    STAFF,
    UPHOLD,
    evaluated,
    on,
)
from tests.scenario import Scenario

decision = Scenario(DECIDER)
OFF = {"working_days": 0}


def revision(command: ReviseDecision, *history: DecisionEvent) -> DecisionRevised:
    event = decide(command, DECIDER.fold(history))[0]
    assert isinstance(event, DecisionRevised)
    return event


class TestPublicising:
    def test_a_result_is_public_for_five_working_days_from_the_day_itself(self) -> None:
        decision.given(FAILED).when(PUBLICISE).then(PUBLIC)
        missing = decide(PUBLICISE, DECIDER.fold([NOT_SUBMITTED, MISSING]))
        assert missing == (PUBLIC,)

    def test_days_off_do_not_count(self) -> None:
        late = replace(PUBLICISE, begins_on=date(2017, 12, 26), at=on(2017, 12, 25, 10))
        decision.given(FAILED).when(late).then(replace(ANEW, by=STAFF))
        saturday = replace(late, begins_on=date(2017, 12, 16), at=on(2017, 12, 15))
        decision.given(FAILED).when(saturday).then(PUBLIC)

    def test_how_long_it_is_public_is_a_rule_of_the_programme(self) -> None:
        longer = replace(PUBLIC, working_days=7, until=on(2017, 12, 27))
        decision.given(FAILED).when(replace(PUBLICISE, working_days=7)).then(longer)
        decision.given(FAILED).when(replace(PUBLICISE, **OFF)).then_rejected(PublicityIsOff)

    def test_nothing_is_public_before_the_round_is_closed(self) -> None:
        decision.given().when(PUBLICISE).then_rejected(NotEvaluatedYet)

    def test_a_result_is_publicised_once(self) -> None:
        decision.given(FAILED, PUBLIC).when(PUBLICISE).then_rejected(AlreadyPublicised)
        history = FAILED, PUBLIC, CONFIRMED
        decision.given(*history).when(PUBLICISE).then_rejected(AlreadyConfirmed)

    def test_publicity_does_not_begin_yesterday_or_in_a_year_without_a_calendar(self) -> None:
        yesterday = replace(PUBLICISE, begins_on=date(2017, 12, 17))
        decision.given(FAILED).when(yesterday).then_rejected(BeginsInThePast)
        far = replace(PUBLICISE, begins_on=date(2099, 1, 1))
        decision.given(FAILED).when(far).then_rejected(NoWorkingCalendar)


class TestConfirming:
    def test_a_decision_stands_once_its_publicity_is_over(self) -> None:
        decision.given(FAILED, PUBLIC).when(CONFIRM).then(CONFIRMED)
        decision.given(FAILED, PUBLIC, CONFIRMED).when(CONFIRM).then_nothing()

    def test_the_window_ends_with_its_last_day(self) -> None:
        first = replace(CONFIRM, at=PUBLIC.until)
        decision.given(FAILED, PUBLIC).when(first).then(CONFIRMED)
        last = replace(CONFIRM, at=on(2017, 12, 22, 23))
        decision.given(FAILED, PUBLIC).when(last).then_rejected(PublicityNotOver)

    def test_nothing_stands_that_was_not_judged_or_not_public(self) -> None:
        decision.given().when(CONFIRM).then_rejected(NotEvaluatedYet)
        decision.given(FAILED).when(CONFIRM).then_rejected(NotPublicisedYet)

    def test_without_publicity_in_the_rules_a_result_is_confirmed_directly(self) -> None:
        decision.given(FAILED).when(replace(CONFIRM, **OFF)).then(CONFIRMED)

    def test_an_open_objection_holds_it(self) -> None:
        held = replace(CONFIRM, open_objections=1)
        decision.given(FAILED, PUBLIC).when(held).then_rejected(ObjectionOpen)

    def test_who_publicised_it_does_not_confirm_it_not_even_after_a_revision(self) -> None:
        own = replace(CONFIRM, by=STAFF)
        decision.given(FAILED, PUBLIC).when(own).then_rejected(PublicisedByTheSame)
        history = FAILED, PUBLIC, revision(UPHOLD, FAILED, PUBLIC), ANEW
        later = replace(own, at=on(2018, 1, 3, 9))
        decision.given(*history).when(later).then_rejected(PublicisedByTheSame)


class TestUpholdingAnObjection:
    def test_the_rest_is_computed_anew_and_is_public_anew_from_the_next_day(self) -> None:
        revised, publicised = decide(UPHOLD, DECIDER.fold([FAILED, PUBLIC]))

        assert isinstance(revised, DecisionRevised)
        assert (FAILED.mean, FAILED.outcome) == (5920, "fail")
        assert (revised.mean, revised.outcome, revised.aggregate) == (6025, "pass", "trimmed_mean")
        assert {s.total: s.standing for s in revised.sheets if s.standing != "counted"} == {
            6300: "highest",
            5500: "lowest",
            4100: "voided",
        }
        assert publicised == ANEW

    def test_it_stands_when_the_new_publicity_is_over(self) -> None:
        history = FAILED, PUBLIC, revision(UPHOLD, FAILED, PUBLIC), ANEW
        early = replace(CONFIRM, at=on(2018, 1, 2, 9))
        decision.given(*history).when(early).then_rejected(PublicityNotOver)
        late = replace(CONFIRM, at=on(2018, 1, 3, 9))
        decision.given(*history).when(late).then(replace(CONFIRMED, outcome="pass"))

    def test_a_decision_that_stood_is_public_again(self) -> None:
        events = decide(UPHOLD, DECIDER.fold([FAILED, PUBLIC, CONFIRMED]))

        assert [type(event).__name__ for event in events] == ["DecisionRevised", "ResultPublicised"]

    def test_only_a_sheet_that_counts_is_voided_and_only_once(self) -> None:
        nobody = replace(UPHOLD, voided="r99")
        decision.given(FAILED, PUBLIC).when(nobody).then_rejected(NoSuchSheet)
        history = FAILED, PUBLIC, revision(UPHOLD, FAILED, PUBLIC), ANEW
        decision.given(*history).when(UPHOLD).then_rejected(NoSuchSheet)

    def test_too_few_sheets_are_not_computed_but_the_project_can_be_found_to_fail(self) -> None:
        five = evaluated([70] * 5)
        decision.given(five, PUBLIC).when(replace(UPHOLD, voided="r1")).then_rejected(TooFewLeft)

        found = revision(replace(UPHOLD, voided="r1", finding="fail"), five, PUBLIC)

        assert (found.outcome, found.aggregate) == ("fail", "mean")

    def test_a_result_without_sheets_is_not_computed_anew(self) -> None:
        history = NOT_SUBMITTED, MISSING, PUBLIC
        scored = replace(UPHOLD, voided="", finding="as_scored")
        decision.given(*history).when(scored).then_rejected(TooFewLeft)

    def test_something_must_follow(self) -> None:
        nothing = replace(UPHOLD, voided="")
        decision.given(FAILED, PUBLIC).when(nothing).then_rejected(NothingFollows)
        same = replace(FIND, finding="as_scored")
        decision.given(FAILED, PUBLIC).when(same).then_rejected(NothingFollows)

    def test_nothing_is_revised_before_it_was_public(self) -> None:
        decision.given().when(UPHOLD).then_rejected(NotEvaluatedYet)
        decision.given(FAILED).when(UPHOLD).then_rejected(NotPublicisedYet)

    def test_without_publicity_in_the_rules_it_waits_to_be_confirmed(self) -> None:
        off = replace(UPHOLD, **OFF)
        revised = revision(off, FAILED, CONFIRMED)

        decision.given(FAILED, CONFIRMED).when(off).then(revised)
        stands = replace(CONFIRMED, outcome="pass")
        history = FAILED, CONFIRMED, revised
        decision.given(*history).when(replace(CONFIRM, **OFF)).then(stands)

    def test_the_plain_mean_stays_the_plain_mean(self) -> None:
        plain = replace(FAILED, aggregate="mean", mean=5714)

        assert revision(UPHOLD, plain, PUBLIC).mean == 5983

    def test_a_project_that_still_owes_something_fails_after_a_revision_too(self) -> None:
        gated = ProcessFactsNoted(programme_id=PROGRAMME, project_id=PROJECT, facts=(), gated=True)

        revised = revision(UPHOLD, FAILED, gated, PUBLIC)

        assert (revised.mean, revised.outcome) == (6025, "fail")


class TestFinding:
    def test_a_finding_on_a_decision_that_stood_stands_at_once_if_all_were_heard(self) -> None:
        passed = evaluated([88, 91, 85, 90, 86, 79])
        stood = passed, PUBLIC, replace(CONFIRMED, outcome="pass")

        revised, confirmed = decide(FIND, DECIDER.fold(stood))

        assert isinstance(revised, DecisionRevised)
        assert (revised.ground, revised.outcome, revised.mean) == ("finding", "fail", 8725)
        assert revised.sheets == passed.sheets
        assert confirmed == CONFIRMED

    @pytest.mark.parametrize("heard", [True, False])
    def test_otherwise_the_result_is_public_anew(self, heard: bool) -> None:
        passed = evaluated([88, 91, 85, 90, 86, 79])
        stands = (replace(CONFIRMED, outcome="pass"),)
        history = passed, PUBLIC, *(() if heard else stands)

        events = decide(FIND if heard else replace(FIND, hearing=""), DECIDER.fold(history))

        assert [type(event).__name__ for event in events] == ["DecisionRevised", "ResultPublicised"]

    def test_a_finding_is_lifted_by_letting_the_sheets_decide_again(self) -> None:
        passed = evaluated([88, 91, 85, 90, 86, 79])
        stood = passed, PUBLIC, replace(CONFIRMED, outcome="pass")
        found = *stood, *decide(FIND, DECIDER.fold(stood))

        lifted = revision(replace(FIND, finding="as_scored"), *found)

        assert (lifted.outcome, lifted.mean) == ("pass", 8725)

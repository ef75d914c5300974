"""Whether a co-lead's part is recognised: proposed, contested, ruled (AMB-25)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.evaluation.contribution.decider import (
    DECIDER,
    AlreadyProposed,
    ContributionSettled,
    NoCalendarYet,
    NotACoLead,
    NothingProposed,
    OnlyTheCoLeadContests,
    OnlyTheLeaderRules,
    OnlyTheLeadProposes,
    StillContestable,
    TooLateToContest,
)
from shared.ids import UnitId
from tests.evaluation.contribution.examples import (
    CONTEST,
    CONTESTED,
    PROPOSE,
    PROPOSED,
    RULE,
    RULED,
    UNTIL,
)
from tests.scenario import Scenario

part = Scenario(DECIDER)
AGAINST = replace(RULE, standing="not_recognised", reason="未参与")


class TestProposing:
    def test_the_lead_or_the_unit_that_acts_for_it_proposes(self) -> None:
        part.given().when(PROPOSE).then(PROPOSED)
        part.given().when(replace(PROPOSE, from_unit="keji-ju")).then(PROPOSED)

    def test_nobody_else_proposes(self) -> None:
        for unit in ("guoshui-ju", "jiaotong-ju", ""):
            part.given().when(replace(PROPOSE, from_unit=unit)).then_rejected(OnlyTheLeadProposes)

    def test_it_is_about_a_co_lead(self) -> None:
        lead = replace(PROPOSE, unit_id=UnitId("jingxin-wei"))
        part.given().when(lead).then_rejected(NotACoLead)

    def test_the_same_again_changes_nothing_and_another_is_refused(self) -> None:
        other = replace(PROPOSE, reason="其他")
        part.given(PROPOSED).when(PROPOSE).then_nothing()
        part.given(PROPOSED).when(other).then_rejected(AlreadyProposed)
        part.given(PROPOSED, RULED).when(PROPOSE).then_rejected(ContributionSettled)

    def test_more_working_days_give_more_time_to_contest(self) -> None:
        later = datetime(2018, 1, 3, 16, 0, tzinfo=UTC)  # 30 December to 1 January are free
        part.given().when(replace(PROPOSE, contest_working_days=5)).then(
            replace(PROPOSED, contest_until=later)
        )

    def test_without_a_calendar_no_time_is_guessed(self) -> None:
        far = replace(PROPOSE, at=datetime(2999, 1, 4, tzinfo=UTC))
        part.given().when(far).then_rejected(NoCalendarYet)


class TestContesting:
    def test_the_co_lead_contests_in_time_and_saying_it_again_changes_nothing(self) -> None:
        part.given(PROPOSED).when(CONTEST).then(CONTESTED)
        part.given(PROPOSED, CONTESTED).when(CONTEST).then_nothing()
        other = replace(CONTEST, statement="其他")
        part.given(PROPOSED, CONTESTED).when(other).then_rejected(AlreadyProposed)

    def test_the_last_moment_is_in_time_and_the_next_is_not(self) -> None:
        last = replace(CONTEST, at=UNTIL - timedelta(microseconds=1))
        part.given(PROPOSED).when(last).then(CONTESTED)
        part.given(PROPOSED).when(replace(CONTEST, at=UNTIL)).then_rejected(TooLateToContest)

    def test_only_the_co_lead_concerned_contests(self) -> None:
        others = replace(CONTEST, from_unit="jingxin-wei")
        part.given(PROPOSED).when(others).then_rejected(OnlyTheCoLeadContests)

    def test_there_must_be_something_open_to_contest(self) -> None:
        part.given().when(CONTEST).then_rejected(NothingProposed)
        part.given(PROPOSED, RULED).when(CONTEST).then_rejected(ContributionSettled)


class TestRuling:
    def test_the_leader_rules_once(self) -> None:
        part.given(PROPOSED, CONTESTED).when(RULE).then(RULED)
        part.given(PROPOSED, CONTESTED, RULED).when(RULE).then_nothing()
        part.given(PROPOSED, CONTESTED, RULED).when(AGAINST).then_rejected(ContributionSettled)

    def test_nobody_but_the_organiser_s_leader_rules(self) -> None:
        signer = replace(RULE, by_leader=False)
        part.given(PROPOSED, CONTESTED).when(signer).then_rejected(OnlyTheLeaderRules)

    def test_a_ruling_against_the_co_lead_waits_until_it_was_heard_or_its_time_is_over(
        self,
    ) -> None:
        against = replace(RULED, standing="not_recognised", reason="未参与")
        part.given(PROPOSED).when(AGAINST).then_rejected(StillContestable)
        part.given(PROPOSED).when(replace(AGAINST, at=UNTIL)).then(against)
        part.given(PROPOSED, CONTESTED).when(AGAINST).then(against)

    def test_a_ruling_for_the_co_lead_waits_for_nothing(self) -> None:
        part.given(PROPOSED).when(RULE).then(RULED)

    def test_there_must_be_a_proposal(self) -> None:
        part.given().when(RULE).then_rejected(NothingProposed)

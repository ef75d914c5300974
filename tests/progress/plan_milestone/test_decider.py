"""The rules of a milestone, one example each."""

from dataclasses import replace
from datetime import date

import pytest

from services.progress.plan_milestone.decider import (
    DECIDER,
    AlreadySettled,
    NoSchemeYet,
    NoSuchMilestone,
    NotYetReached,
    OnlyTheLeadSchedules,
    OutsideTheProject,
    PeriodAmiss,
)
from services.progress.plan_milestone.events import MilestoneEvent
from shared.ids import AccountId
from tests.progress.examples import GONGAN, TIYU, WEIJI
from tests.progress.plan_milestone.examples import (
    PARTICIPANTS,
    REACH,
    REACHED,
    SCHEDULE,
    SCHEDULED,
    SKIP,
    SKIPPED,
)
from tests.scenario import Scenario

milestone = Scenario(DECIDER)
COLLEAGUE = AccountId("wang-guozi")
LATER = date(2017, 7, 20)


class TestScheduling:
    def test_the_lead_schedules_a_range_of_days(self) -> None:
        milestone.given().when(SCHEDULE).then(SCHEDULED)

    def test_the_unit_that_acts_for_the_lead_schedules(self) -> None:
        milestone.given().when(replace(SCHEDULE, from_unit=TIYU)).then(SCHEDULED)

    @pytest.mark.parametrize("unit", [GONGAN, WEIJI, ""])
    def test_nobody_else_does(self, unit: str) -> None:
        foreign = replace(SCHEDULE, from_unit=unit)
        milestone.given().when(foreign).then_rejected(OnlyTheLeadSchedules)

    def test_there_is_no_milestone_without_a_scheme(self) -> None:
        bare = replace(SCHEDULE, participants=replace(PARTICIPANTS, scheme_filed=False))
        milestone.given().when(bare).then_rejected(NoSchemeYet)

    def test_an_activity_is_led_by_a_participant(self) -> None:
        outside = replace(SCHEDULE, activity_lead=WEIJI)
        milestone.given().when(outside).then_rejected(OutsideTheProject)

    def test_a_range_does_not_end_before_it_starts(self) -> None:
        backwards = replace(SCHEDULE, ends_on=date(2017, 6, 25))
        milestone.given().when(backwards).then_rejected(PeriodAmiss)

    def test_the_same_again_by_whomever_changes_nothing(self) -> None:
        milestone.given(SCHEDULED).when(replace(SCHEDULE, by=COLLEAGUE)).then_nothing()
        milestone.given(SCHEDULED, REACHED).when(SCHEDULE).then_nothing()

    def test_what_is_still_ahead_may_be_moved(self) -> None:
        moved = replace(SCHEDULED, ends_on=LATER)
        milestone.given(SCHEDULED).when(replace(SCHEDULE, ends_on=LATER)).then(moved)

    @pytest.mark.parametrize("settled", [REACHED, SKIPPED])
    def test_what_is_settled_may_not(self, settled: MilestoneEvent) -> None:
        moved = replace(SCHEDULE, ends_on=LATER)
        milestone.given(SCHEDULED, settled).when(moved).then_rejected(AlreadySettled)


class TestSettling:
    def test_it_is_reached_on_a_day_with_what_shows_it(self) -> None:
        milestone.given(SCHEDULED).when(REACH).then(REACHED)

    @pytest.mark.parametrize("day", [date(2017, 6, 1), date(2017, 8, 1)])
    def test_it_may_be_reached_outside_its_range(self, day: date) -> None:
        outside = replace(REACH, reached_on=day, today=date(2017, 8, 1))
        milestone.given(SCHEDULED).when(outside).then(replace(REACHED, reached_on=day))

    def test_it_is_not_reached_on_a_day_that_lies_ahead(self) -> None:
        ahead = replace(REACH, today=date(2017, 6, 30))
        milestone.given(SCHEDULED).when(ahead).then_rejected(NotYetReached)

    def test_it_is_skipped_with_a_reason(self) -> None:
        milestone.given(SCHEDULED).when(SKIP).then(SKIPPED)

    def test_the_same_again_by_whomever_changes_nothing(self) -> None:
        milestone.given(SCHEDULED, REACHED).when(replace(REACH, by=COLLEAGUE)).then_nothing()
        milestone.given(SCHEDULED, SKIPPED).when(replace(SKIP, by=COLLEAGUE)).then_nothing()

    def test_what_is_settled_stays_so(self) -> None:
        milestone.given(SCHEDULED, REACHED).when(SKIP).then_rejected(AlreadySettled)
        milestone.given(SCHEDULED, SKIPPED).when(REACH).then_rejected(AlreadySettled)
        other = replace(SKIP, reason="下雨")
        milestone.given(SCHEDULED, SKIPPED).when(other).then_rejected(AlreadySettled)

    @pytest.mark.parametrize("unit", [GONGAN, WEIJI, ""])
    def test_only_the_lead_settles(self, unit: str) -> None:
        for wish in (replace(REACH, from_unit=unit), replace(SKIP, from_unit=unit)):
            milestone.given(SCHEDULED).when(wish).then_rejected(OnlyTheLeadSchedules)

    def test_what_was_never_scheduled_is_not_settled(self) -> None:
        milestone.given().when(REACH).then_rejected(NoSuchMilestone)
        milestone.given().when(SKIP).then_rejected(NoSuchMilestone)

"""The rules of a deadline, one example each, and one property over everything."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.progress.deadline.commands import DeadlineCommand
from services.progress.deadline.decider import (
    DECIDER,
    AlreadyFulfilled,
    AlreadySet,
    NotMoreTime,
    NotTheOwner,
)
from services.progress.deadline.events import DeadlineEvent
from services.progress.deadline_refusals import AlreadyWaived, NothingOwed
from shared.domain import Rejection
from tests.progress.deadline.examples import (
    DUE,
    EXTEND,
    EXTENDED,
    GRACE,
    GRACE_OVER,
    LAST_SECOND,
    MET,
    MET_LATE,
    MET_WITHIN_GRACE,
    MISSED,
    SET,
    SET_COMMAND,
    TRANSFERRED,
    WAIVED,
    fulfil,
    note,
    noted,
)
from tests.progress.examples import GONGAN, GUOZI, WEIJI, shanghai
from tests.scenario import Scenario

deadline = Scenario(DECIDER)


class TestSetting:
    def test_a_deadline_is_set_once(self) -> None:
        deadline.given().when(SET_COMMAND).then(SET)

    def test_setting_the_same_again_changes_nothing(self) -> None:
        deadline.given(SET).when(SET_COMMAND).then_nothing()

    def test_setting_the_same_again_undoes_no_extension(self) -> None:
        deadline.given(SET, EXTENDED).when(SET_COMMAND).then_nothing()

    def test_another_date_is_no_setting(self) -> None:
        later = replace(SET_COMMAND, due_at=shanghai(7, 2))
        deadline.given(SET).when(later).then_rejected(AlreadySet)


class TestFulfilling:
    def test_what_comes_in_the_last_second_of_the_last_day_is_in_time(self) -> None:
        deadline.given(SET).when(fulfil(DUE - LAST_SECOND)).then(MET)

    def test_what_comes_in_the_first_moment_after_the_day_is_marked(self) -> None:
        deadline.given(SET).when(fulfil(DUE)).then(MET_WITHIN_GRACE)

    def test_what_comes_in_the_last_second_of_grace_still_meets_it(self) -> None:
        deadline.given(SET).when(fulfil(GRACE - LAST_SECOND)).then(MET_WITHIN_GRACE)

    @pytest.mark.covers("AMB-24", "REQ-30")
    def test_where_the_rules_say_so_what_comes_within_the_grace_is_late_but_not_missed(
        self,
    ) -> None:
        strict = replace(SET, late_within_grace=True)
        deadline.given(strict).when(fulfil(DUE - LAST_SECOND)).then(MET)
        deadline.given(strict).when(fulfil(DUE)).then(MET_LATE)
        deadline.given(strict).when(fulfil(GRACE - LAST_SECOND)).then(MET_LATE)
        deadline.given(strict).when(GRACE_OVER).then(MISSED)

    @pytest.mark.covers("AMB-24")
    def test_more_time_given_is_in_time(self) -> None:
        strict = replace(SET, late_within_grace=True)
        deadline.given(strict, EXTENDED).when(fulfil(DUE)).then(MET)

    def test_what_comes_after_it_was_missed_meets_it_late(self) -> None:
        deadline.given(SET, MISSED).when(fulfil(GRACE)).then(MET_LATE)

    def test_what_comes_late_while_nobody_was_awake_was_missed_first(self) -> None:
        deadline.given(SET).when(fulfil(GRACE)).then(MISSED, MET_LATE)

    def test_a_paper_that_came_in_time_meets_what_was_declared_missed(self) -> None:
        deadline.given(SET, MISSED).when(fulfil(DUE - LAST_SECOND)).then(MET)

    def test_fulfilling_again_changes_nothing(self) -> None:
        deadline.given(SET, MET).when(fulfil(GRACE)).then_nothing()

    def test_what_is_not_owed_is_refused(self) -> None:
        deadline.given().when(fulfil(DUE)).then_rejected(NothingOwed)

    def test_the_owner_fulfils(self) -> None:
        by_owner = replace(fulfil(DUE - LAST_SECOND), from_unit=GUOZI)
        deadline.given(SET).when(by_owner).then(MET)

    def test_another_unit_does_not_fulfil_for_the_owner(self) -> None:
        by_other = replace(fulfil(DUE - LAST_SECOND), from_unit=WEIJI)
        deadline.given(SET).when(by_other).then_rejected(NotTheOwner)


class TestNewsThatWasOvertaken:
    """What another service accepted may be known here before it is known that it is owed."""

    IN_TIME = DUE - LAST_SECOND

    def test_what_is_owed_already_is_fulfilled(self) -> None:
        deadline.given(SET).when(note(self.IN_TIME)).then(MET)

    def test_what_is_not_owed_yet_is_noted_once(self) -> None:
        deadline.given().when(note(self.IN_TIME)).then(noted(self.IN_TIME))
        deadline.given(noted(self.IN_TIME)).when(note(self.IN_TIME)).then_nothing()

    def test_it_meets_the_deadline_as_soon_as_that_is_set(self) -> None:
        met = replace(MET, fulfilled_at=self.IN_TIME)
        deadline.given(noted(self.IN_TIME)).when(SET_COMMAND).then(SET, met)

    def test_it_may_have_come_late(self) -> None:
        late = replace(MET_LATE, fulfilled_at=GRACE)
        deadline.given(noted(GRACE)).when(SET_COMMAND).then(SET, MISSED, late)

    def test_what_another_unit_brought_meets_nothing(self) -> None:
        of_another = replace(noted(self.IN_TIME), from_unit=WEIJI)
        deadline.given(of_another).when(SET_COMMAND).then(SET)
        deadline.given(of_another, noted(self.IN_TIME)).when(SET_COMMAND).then(
            SET, replace(MET, fulfilled_at=self.IN_TIME)
        )


class TestMissing:
    def test_it_is_missed_when_its_grace_is_over(self) -> None:
        deadline.given(SET).when(GRACE_OVER).then(MISSED)

    def test_it_is_not_missed_before(self) -> None:
        early = replace(GRACE_OVER, at=GRACE - LAST_SECOND)
        deadline.given(SET).when(early).then_nothing()

    def test_it_is_missed_once(self) -> None:
        deadline.given(SET, MISSED).when(GRACE_OVER).then_nothing()

    def test_what_was_met_is_not_missed(self) -> None:
        deadline.given(SET, MET).when(GRACE_OVER).then_nothing()

    def test_an_extension_moves_the_end_of_grace(self) -> None:
        deadline.given(SET, EXTENDED).when(GRACE_OVER).then_nothing()


class TestExtending:
    def test_the_leader_gives_more_time(self) -> None:
        deadline.given(SET).when(EXTEND).then(EXTENDED)

    def test_what_comes_on_the_extended_date_is_not_late(self) -> None:
        deadline.given(SET, EXTENDED).when(fulfil(shanghai(7, 10, 16))).then(MET)

    def test_what_was_missed_is_open_again(self) -> None:
        after = replace(EXTEND, at=shanghai(7, 9))
        deadline.given(SET, MISSED).when(after).then(EXTENDED)

    def test_a_short_extension_takes_no_grace_away(self) -> None:
        short = replace(EXTEND, due_at=shanghai(7, 3))
        kept = replace(EXTENDED, due_at=shanghai(7, 3), grace_until=GRACE)
        deadline.given(SET).when(short).then(kept)

    def test_extending_to_the_same_day_again_changes_nothing(self) -> None:
        deadline.given(SET, EXTENDED).when(EXTEND).then_nothing()

    def test_an_earlier_day_is_no_extension(self) -> None:
        earlier = replace(EXTEND, due_at=shanghai(6, 30))
        deadline.given(SET).when(earlier).then_rejected(NotMoreTime)

    def test_a_day_that_is_over_is_no_extension(self) -> None:
        too_late = replace(EXTEND, at=shanghai(7, 12))
        deadline.given(SET, MISSED).when(too_late).then_rejected(NotMoreTime)

    def test_what_was_fulfilled_needs_no_time(self) -> None:
        deadline.given(SET, MET).when(EXTEND).then_rejected(AlreadyFulfilled)

    def test_what_is_not_owed_is_not_extended(self) -> None:
        deadline.given().when(EXTEND).then_rejected(NothingOwed)


class TestAfterARelief:
    def test_what_was_waived_is_neither_missed_nor_met_nor_extended(self) -> None:
        waived = deadline.given(SET, WAIVED)
        waived.when(GRACE_OVER).then_nothing()
        waived.when(fulfil(DUE)).then_nothing()
        waived.when(EXTEND).then_rejected(AlreadyWaived)

    def test_what_was_waived_for_a_reason_is_not_set_anew(self) -> None:
        deadline.given(SET, WAIVED).when(SET_COMMAND).then_nothing()

    def test_a_unit_that_comes_back_owes_it_anew(self) -> None:
        left = replace(WAIVED, cause="participation_ended", approved_by="")
        later = replace(SET_COMMAND, due_at=GRACE)
        deadline.given(SET, left).when(later).then(replace(SET, due_at=GRACE))

    @pytest.mark.covers("AMB-12")
    def test_the_new_lead_meets_and_misses_it_and_the_old_one_does_not(self) -> None:
        inherited = deadline.given(SET, TRANSFERRED)
        inherited.when(GRACE_OVER).then(replace(MISSED, owner_unit_id=GONGAN))
        inherited.when(replace(fulfil(DUE - LAST_SECOND), from_unit=GONGAN)).then(MET)
        by_former = replace(fulfil(DUE - LAST_SECOND), from_unit=GUOZI)
        inherited.when(by_former).then_rejected(NotTheOwner)


moments = st.sampled_from([DUE - LAST_SECOND, DUE, GRACE, shanghai(7, 20)])
wishes = st.one_of(
    st.just(SET_COMMAND),
    st.builds(fulfil, moments),
    st.builds(note, moments),
    st.builds(replace, st.just(GRACE_OVER), at=moments),
    st.builds(replace, st.just(EXTEND), at=moments, due_at=moments),
)


def outcome(command: DeadlineCommand, history: list[DeadlineEvent]) -> list[DeadlineEvent]:
    try:
        return list(DECIDER.decide(command, DECIDER.fold(history)))
    except Rejection:
        return []


@given(st.lists(wishes, max_size=10))
def test_whatever_is_asked_it_is_fulfilled_once_and_asking_again_changes_nothing(
    asked: list[DeadlineCommand],
) -> None:
    history: list[DeadlineEvent] = []
    for wish in asked:
        history += outcome(wish, history)

        names = [type(event).__name__ for event in history]
        assert names.count("DeadlineMet") + names.count("DeadlineMetLate") <= 1
        assert names.count("DeadlineSet") <= 1
        before = names[: names.index("DeadlineSet")] if "DeadlineSet" in names else names
        assert set(before) <= {"FulfilmentNoted"}
        assert outcome(wish, history) == []

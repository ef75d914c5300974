"""The rules of taking part in a project."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.participation.commands import Accept, ParticipationCommand
from services.applications.participation.decider import (
    DECIDER,
    AlreadyTakesPart,
    ApplicationIncomplete,
    ApplicationsClosed,
    ApplicationsNotOpen,
    DesignationIsDeclined,
    NoSuchApplication,
    NotAwaitingDecision,
    OneRolePerProject,
    OnlyTheDesignatedLead,
    OnlyTheUnitItself,
    ProjectAlreadyLed,
)
from services.applications.participation.events import ApplicationAccepted, ParticipationEvent
from services.applications.terms import NoWorkingCalendar
from shared.domain import Rejection
from shared.timing.zone import SHANGHAI
from tests.applications.participation.examples import (
    ACCEPT,
    ACCEPTED,
    APPLIED,
    APPLY,
    CLOSES,
    DECLINE,
    DECLINED,
    EXECUTING,
    FACTS,
    LAST_SECOND,
    LEAD,
    MAY_3,
    OTHER,
    PLAN,
    REJECT,
    REJECTED,
    RETURN,
    RETURNED,
    WITHDRAW,
    WITHDRAWN,
)
from tests.applications.season import APRIL
from tests.scenario import Scenario

part = Scenario(DECIDER)
CONFIRM = replace(APPLY, unit_id=LEAD, by=LEAD, role="lead")
CONFIRMED = replace(APPLIED, unit_id=LEAD, filed_by=LEAD, role="lead")
LEADS = replace(ACCEPTED, unit_id=LEAD, role="lead", obligations=())
CANDIDACY = replace(APPLY, unit_id=EXECUTING, by=EXECUTING, role="lead")
CANDIDATE = replace(APPLIED, unit_id=EXECUTING, filed_by=EXECUTING, role="lead")
OTHER_WORDS = replace(APPLY, entry_point="科技金融")
IN_APRIL = replace(FACTS, announced_at=None, applications_close_at=None)


class TestApplying:
    def test_a_unit_applies_to_co_lead_and_waits(self) -> None:
        part.given().when(APPLY).then(APPLIED)

    def test_the_designated_lead_confirms_and_is_in_at_once(self) -> None:
        part.given().when(CONFIRM).then(CONFIRMED, LEADS)

    def test_the_executing_unit_may_confirm_for_the_lead(self) -> None:
        for_the_lead = replace(CONFIRM, by=EXECUTING)
        filed = replace(CONFIRMED, filed_by=EXECUTING)
        part.given().when(for_the_lead).then(filed, LEADS)

    def test_an_undesignated_unit_that_would_lead_is_a_candidate(self) -> None:
        part.given().when(CANDIDACY).then(CANDIDATE)

    def test_the_same_application_twice_is_one(self) -> None:
        part.given(APPLIED).when(APPLY).then_nothing()
        part.given(APPLIED, ACCEPTED).when(replace(APPLY, at=CLOSES)).then_nothing()
        part.given(CONFIRMED, LEADS).when(replace(CONFIRM, by=EXECUTING)).then_nothing()

    def test_until_a_decision_the_unit_may_put_it_otherwise(self) -> None:
        changed = replace(APPLIED, entry_point="科技金融")
        part.given(APPLIED).when(OTHER_WORDS).then(changed)

    def test_after_the_acceptance_it_may_not(self) -> None:
        part.given(APPLIED, ACCEPTED).when(OTHER_WORDS).then_rejected(AlreadyTakesPart)

    def test_what_was_returned_is_filed_again(self) -> None:
        part.given(APPLIED, RETURNED).when(APPLY).then(APPLIED)

    @pytest.mark.parametrize("ended", [WITHDRAWN, REJECTED], ids=["withdrawn", "rejected"])
    def test_after_an_end_a_unit_may_apply_anew(self, ended: ParticipationEvent) -> None:
        part.given(APPLIED, ended).when(APPLY).then(APPLIED)

    @pytest.mark.parametrize("by", ["", LEAD, EXECUTING, "guozi-wei"])
    def test_nobody_applies_for_another_unit(self, by: str) -> None:
        part.given().when(replace(APPLY, by=by)).then_rejected(OnlyTheUnitItself)

    def test_the_lead_does_not_apply_for_its_executing_unit(self) -> None:
        part.given().when(replace(CANDIDACY, by=LEAD)).then_rejected(OnlyTheUnitItself)

    @pytest.mark.parametrize("field", ["functions_and_strengths", "entry_point"])
    def test_what_an_application_lacks_is_named(self, field: str) -> None:
        incomplete = replace(APPLY, **{field: ""})

        with pytest.raises(ApplicationIncomplete) as refused:
            DECIDER.decide(incomplete, DECIDER.initial)

        assert [fault.field for fault in refused.value.faults] == [f"/{field}"]

    @pytest.mark.parametrize("unit", [LEAD, EXECUTING])
    def test_lead_and_executing_unit_do_not_also_co_lead(self, unit: Any) -> None:
        also = replace(APPLY, unit_id=unit, by=unit)
        part.given().when(also).then_rejected(OneRolePerProject)

    def test_a_unit_applies_for_one_role_at_a_time(self) -> None:
        as_lead = replace(APPLY, role="lead")
        part.given(APPLIED).when(as_lead).then_rejected(OneRolePerProject)


class TestTheWindow:
    def test_the_last_second_of_10_may_is_in_time(self) -> None:
        part.given().when(replace(APPLY, at=LAST_SECOND)).then(APPLIED)
        part.given().when(replace(CONFIRM, at=LAST_SECOND)).then(CONFIRMED, LEADS)

    def test_the_first_moment_of_11_may_is_late(self) -> None:
        part.given().when(replace(APPLY, at=CLOSES)).then_rejected(ApplicationsClosed)
        part.given().when(replace(CONFIRM, at=CLOSES)).then_rejected(ApplicationsClosed)

    def test_each_role_has_its_own_cut_off(self) -> None:
        longer = replace(FACTS, applications_close_at=CLOSES.replace(day=20))
        part.given().when(replace(APPLY, project=longer, at=CLOSES)).then(APPLIED)
        late = replace(CONFIRM, project=longer, at=CLOSES)
        part.given().when(late).then_rejected(ApplicationsClosed)

    def test_nobody_applies_before_the_announcement(self) -> None:
        early = replace(APPLY, at=APRIL)
        part.given().when(early).then_rejected(ApplicationsNotOpen)
        part.given().when(replace(APPLY, project=IN_APRIL)).then_rejected(ApplicationsNotOpen)

    def test_a_late_unit_hears_of_the_supplementary_form(self) -> None:
        with pytest.raises(ApplicationsClosed) as refused:
            DECIDER.decide(replace(APPLY, at=CLOSES), DECIDER.initial)

        assert "2017-05-11 00:00" in refused.value.in_chinese()
        assert "补报表" in refused.value.in_chinese()


class TestWithdrawing:
    @pytest.mark.parametrize(
        "history", [(APPLIED,), (APPLIED, RETURNED)], ids=["applied", "returned"]
    )
    def test_before_the_cut_off_it_is_free(self, history: Any) -> None:
        part.given(*history).when(WITHDRAW).then(WITHDRAWN)

    def test_twice_is_once(self) -> None:
        part.given(APPLIED, WITHDRAWN).when(WITHDRAW).then_nothing()

    def test_after_the_cut_off_it_is_refused(self) -> None:
        part.given(APPLIED).when(replace(WITHDRAW, at=CLOSES)).then_rejected(ApplicationsClosed)

    def test_who_takes_part_asks_to_leave_instead(self) -> None:
        part.given(APPLIED, ACCEPTED).when(WITHDRAW).then_rejected(AlreadyTakesPart)

    def test_there_must_be_an_application(self) -> None:
        part.given().when(WITHDRAW).then_rejected(NoSuchApplication)
        part.given(APPLIED, REJECTED).when(WITHDRAW).then_rejected(NoSuchApplication)

    def test_nobody_else_withdraws(self) -> None:
        part.given(APPLIED).when(replace(WITHDRAW, by=LEAD)).then_rejected(OnlyTheUnitItself)


class TestDeclining:
    def test_the_designated_lead_declines_with_a_reason(self) -> None:
        part.given().when(DECLINE).then(DECLINED)

    def test_twice_is_once(self) -> None:
        part.given(DECLINED).when(DECLINE).then_nothing()
        other = replace(DECLINE, reason="人手不足")
        part.given(DECLINED).when(other).then_rejected(DesignationIsDeclined)

    def test_who_declined_does_not_confirm_the_same_designation(self) -> None:
        part.given(DECLINED).when(CONFIRM).then_rejected(DesignationIsDeclined)

    def test_who_was_designated_again_confirms(self) -> None:
        again = replace(FACTS, designated_at=MAY_3)
        part.given(DECLINED).when(replace(CONFIRM, project=again)).then(CONFIRMED, LEADS)

    def test_who_confirmed_does_not_decline(self) -> None:
        part.given(CONFIRMED, LEADS).when(DECLINE).then_rejected(AlreadyTakesPart)

    def test_only_the_designated_lead_declines(self) -> None:
        others = replace(DECLINE, unit_id=OTHER, by=OTHER)
        part.given().when(others).then_rejected(OnlyTheDesignatedLead)
        part.given().when(replace(DECLINE, by=OTHER)).then_rejected(OnlyTheUnitItself)

    def test_nothing_is_declined_before_the_announcement(self) -> None:
        early = replace(DECLINE, project=IN_APRIL)
        part.given().when(early).then_rejected(ApplicationsNotOpen)


class TestDeciding:
    def test_the_organiser_accepts_returns_or_rejects(self) -> None:
        part.given(APPLIED).when(ACCEPT).then(ACCEPTED)
        part.given(APPLIED).when(RETURN).then(RETURNED)
        part.given(APPLIED).when(REJECT).then(REJECTED)

    def test_the_same_decision_again_changes_nothing(self) -> None:
        part.given(APPLIED, ACCEPTED).when(ACCEPT).then_nothing()
        part.given(APPLIED, RETURNED).when(RETURN).then_nothing()
        part.given(APPLIED, REJECTED).when(REJECT).then_nothing()

    @pytest.mark.parametrize("wish", [ACCEPT, RETURN, REJECT], ids=["accept", "return", "reject"])
    def test_nothing_is_decided_on_what_was_not_asked(self, wish: Any) -> None:
        part.given().when(wish).then_rejected(NoSuchApplication)
        part.given(DECLINED).when(wish).then_rejected(NoSuchApplication)

    @pytest.mark.parametrize("wish", [ACCEPT, RETURN, REJECT], ids=["accept", "return", "reject"])
    def test_nothing_is_decided_on_what_was_withdrawn(self, wish: Any) -> None:
        part.given(APPLIED, WITHDRAWN).when(wish).then_rejected(NotAwaitingDecision)

    def test_a_settled_application_stays_settled(self) -> None:
        part.given(APPLIED, ACCEPTED).when(REJECT).then_rejected(NotAwaitingDecision)
        part.given(APPLIED, ACCEPTED).when(RETURN).then_rejected(NotAwaitingDecision)
        part.given(APPLIED, RETURNED).when(ACCEPT).then_rejected(NotAwaitingDecision)
        part.given(APPLIED, REJECTED).when(ACCEPT).then_rejected(NotAwaitingDecision)

    def test_a_candidate_does_not_become_a_second_lead(self) -> None:
        accept = replace(ACCEPT, unit_id=EXECUTING)
        part.given(CANDIDATE).when(accept).then_rejected(ProjectAlreadyLed)

    def test_a_candidate_designated_meanwhile_is_accepted(self) -> None:
        designated = replace(FACTS, lead_unit_id=EXECUTING, executing_unit_id="")
        accept = replace(ACCEPT, project=designated, unit_id=EXECUTING)
        part.given(CANDIDATE).when(accept).then(replace(LEADS, unit_id=EXECUTING))


def plan_due(accept: Accept) -> datetime:
    accepted = DECIDER.decide(accept, DECIDER.fold([APPLIED]))[0]
    assert isinstance(accepted, ApplicationAccepted)
    (plan,) = accepted.obligations
    return plan.due_at


class TestThePlanThatACoLeadOwes:
    def test_it_is_due_by_the_day_of_the_notice(self) -> None:
        assert plan_due(ACCEPT) == datetime(2017, 5, 16, tzinfo=SHANGHAI)

    def test_who_joins_late_has_five_working_days(self) -> None:
        late = replace(ACCEPT, at=datetime(2017, 5, 16, 9, tzinfo=SHANGHAI))
        assert plan_due(late) == datetime(2017, 5, 24, tzinfo=SHANGHAI)

    def test_another_setting_gives_other_days_or_none(self) -> None:
        fixed = replace(FACTS, co_lead_plan=replace(PLAN, working_days_after_acceptance=0))
        late = replace(ACCEPT, project=fixed, at=datetime(2017, 5, 11, 9, tzinfo=SHANGHAI))
        assert plan_due(late) == datetime(2017, 5, 16, tzinfo=SHANGHAI)

    def test_without_a_holiday_table_no_day_is_guessed(self) -> None:
        one_day = replace(ACCEPT, at=datetime(2050, 5, 16, 9, tzinfo=SHANGHAI))
        part.given(APPLIED).when(one_day).then_rejected(NoWorkingCalendar)


wishes = st.sampled_from(
    [APPLY, OTHER_WORDS, replace(APPLY, role="lead"), WITHDRAW, ACCEPT, RETURN, REJECT]
)
moments = st.sampled_from([APRIL, MAY_3, LAST_SECOND, CLOSES])


def outcome(
    command: ParticipationCommand, history: list[ParticipationEvent]
) -> list[ParticipationEvent]:
    try:
        return list(DECIDER.decide(command, DECIDER.fold(history)))
    except Rejection:
        return []


@given(st.lists(st.tuples(wishes, moments), max_size=10))
def test_whatever_is_asked_a_unit_joins_once_by_its_own_application_and_asking_again_changes_nothing(
    asked: list[tuple[Any, Any]],
) -> None:
    history: list[ParticipationEvent] = []
    for wish, at in asked:
        command = replace(wish, at=at) if hasattr(wish, "at") else wish
        again = history and DECIDER.fold(history).status == "returned"
        history += outcome(command, history)

        assert again or outcome(command, history) == []
    accepted = [event for event in history if isinstance(event, ApplicationAccepted)]
    assert len(accepted) <= 1
    assert all(event.role == "co_lead" for event in accepted)

"""The rules of taking part in a project."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.participation.commands import Accept, ParticipationCommand
from services.applications.participation.decider import (
    DECIDER,
    AlreadyTakesPart,
    ApplicationIncomplete,
    DesignationIsDeclined,
    NoLongerInIt,
    NoSuchApplication,
    NotAwaitingDecision,
    OnlyALeaderDecides,
)
from services.applications.participation.events import ApplicationAccepted, ParticipationEvent
from services.applications.rule_parts import ParticipationRules
from services.applications.standing import (
    OneRolePerProject,
    OnlyTheDesignatedLead,
    OnlyTheUnitItself,
    PaperNotAccepted,
    ProjectAlreadyLed,
    TakesPartInEnough,
)
from services.applications.terms import NoWorkingCalendar
from services.applications.windows import (
    ApplicationsClosed,
    ApplicationsNotOpen,
    NoSupplementaryForm,
    OrdinaryFormSuffices,
    SupplementaryFormClosed,
)
from shared.domain import Rejection
from shared.ids import UnitId
from shared.timing.zone import SHANGHAI
from tests.applications.participation.examples import (
    ACCEPT,
    ACCEPTED,
    APPLIED,
    APPLY,
    CLOSES,
    DECLINE,
    DECLINED,
    END,
    ENDED,
    ENTERED,
    EXECUTING,
    FACTS,
    LAST_SECOND,
    LEAD,
    MAY_3,
    MAY_12,
    OTHER,
    PAPER,
    PLAN,
    REJECT,
    REJECTED,
    RETURN,
    RETURNED,
    SUPPLEMENT,
    SUPPLEMENT_CLOSES,
    SUPPLEMENTED,
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
LATE = replace(FACTS, designated_at=CLOSES)
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

    @pytest.mark.covers("AMB-36")
    def test_an_executing_unit_co_leads_only_if_the_rules_say_so(self) -> None:
        rules = ParticipationRules(unique_per_project=False)
        facts = replace(FACTS, rules=rules)
        also = replace(APPLY, project=facts, unit_id=EXECUTING, by=EXECUTING)
        applied = replace(APPLIED, unit_id=EXECUTING, filed_by=EXECUTING)

        part.given().when(also).then(applied)
        lead = replace(also, unit_id=LEAD, by=LEAD)
        part.given().when(lead).then_rejected(OneRolePerProject)

    @pytest.mark.covers("AMB-28")
    def test_a_unit_takes_part_in_any_number_of_projects_unless_the_rules_set_a_limit(self) -> None:
        busy = replace(APPLY, takes_part_in=3)
        limited = replace(FACTS, rules=ParticipationRules(max_per_unit=3))

        part.given().when(busy).then(APPLIED)
        part.given().when(replace(busy, project=limited)).then_rejected(TakesPartInEnough)
        part.given().when(replace(busy, project=limited, takes_part_in=2)).then(APPLIED)
        part.given().when(replace(CONFIRM, project=limited, takes_part_in=3)).then(CONFIRMED, LEADS)

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


class TestAfterALateDesignation:
    """Who was designated after the cut-off confirms when it can (AMB-12, REQ-16)."""

    def test_the_new_lead_confirms_and_is_in_at_once(self) -> None:
        part.given().when(replace(CONFIRM, project=LATE, at=MAY_12)).then(CONFIRMED, LEADS)

    def test_one_that_was_designated_before_it_does_not(self) -> None:
        early = replace(FACTS, designated_at=LAST_SECOND)
        late = replace(CONFIRM, project=early, at=MAY_12)
        part.given().when(late).then_rejected(ApplicationsClosed)

    def test_nobody_else_does(self) -> None:
        late = replace(APPLY, project=LATE, at=MAY_12)
        part.given().when(late).then_rejected(ApplicationsClosed)
        candidate = replace(late, role="lead")
        part.given().when(candidate).then_rejected(ApplicationsClosed)


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

    @pytest.mark.covers("AMB-06")
    def test_who_joins_late_has_five_working_days(self) -> None:
        late = replace(ACCEPT, at=datetime(2017, 5, 16, 9, tzinfo=SHANGHAI))
        assert plan_due(late) == datetime(2017, 5, 24, tzinfo=SHANGHAI)

    def test_who_joins_by_the_supplementary_form_owes_it_too(self) -> None:
        accept = replace(ACCEPT, by_leader=True, at=datetime(2017, 5, 16, 9, tzinfo=SHANGHAI))
        (accepted,) = DECIDER.decide(accept, DECIDER.fold([APPLIED, SUPPLEMENTED]))
        assert isinstance(accepted, ApplicationAccepted)
        due = datetime(2017, 5, 24, tzinfo=SHANGHAI)
        assert [plan.due_at for plan in accepted.obligations] == [due]

    @pytest.mark.covers("AMB-06")
    def test_another_setting_gives_other_days_or_none(self) -> None:
        fixed = replace(FACTS, co_lead_plan=replace(PLAN, working_days_after_acceptance=0))
        late = replace(ACCEPT, project=fixed, at=datetime(2017, 5, 11, 9, tzinfo=SHANGHAI))
        assert plan_due(late) == datetime(2017, 5, 16, tzinfo=SHANGHAI)

    def test_without_a_holiday_table_no_day_is_guessed(self) -> None:
        one_day = replace(ACCEPT, at=datetime(2050, 5, 16, 9, tzinfo=SHANGHAI))
        part.given(APPLIED).when(one_day).then_rejected(NoWorkingCalendar)


class TestTheSupplementaryForm:
    """Annex 2, after the cut-off (REQ-21, AMB-04)."""

    def test_after_the_cut_off_a_unit_files_it_with_a_reason(self) -> None:
        part.given().when(SUPPLEMENT).then(APPLIED, SUPPLEMENTED)

    def test_the_same_form_twice_is_one(self) -> None:
        part.given(APPLIED, SUPPLEMENTED).when(SUPPLEMENT).then_nothing()
        part.given(APPLIED, SUPPLEMENTED, ACCEPTED).when(SUPPLEMENT).then_nothing()

    def test_until_a_decision_the_reason_may_be_put_otherwise(self) -> None:
        other = replace(SUPPLEMENT, supplement=replace(SUPPLEMENT.supplement, reason="新职能"))
        put = replace(SUPPLEMENTED, reason="新职能")
        part.given(APPLIED, SUPPLEMENTED).when(other).then(APPLIED, put)

    def test_without_a_reason_it_is_incomplete(self) -> None:
        silent = replace(SUPPLEMENT, supplement=replace(SUPPLEMENT.supplement, reason=""))

        with pytest.raises(ApplicationIncomplete) as refused:
            DECIDER.decide(silent, DECIDER.initial)

        assert [fault.field for fault in refused.value.faults] == ["/reason"]

    def test_while_applications_are_open_the_ordinary_form_suffices(self) -> None:
        early = replace(SUPPLEMENT, at=LAST_SECOND)
        part.given().when(early).then_rejected(OrdinaryFormSuffices)

    def test_it_is_taken_to_the_last_second_of_its_own_window_and_no_longer(self) -> None:
        last = SUPPLEMENT_CLOSES - timedelta(seconds=1)
        part.given().when(replace(SUPPLEMENT, at=CLOSES)).then(APPLIED, SUPPLEMENTED)
        part.given().when(replace(SUPPLEMENT, at=last)).then(APPLIED, SUPPLEMENTED)
        late = replace(SUPPLEMENT, at=SUPPLEMENT_CLOSES)
        part.given().when(late).then_rejected(SupplementaryFormClosed)

    def test_where_the_window_was_extended_it_is_taken_for_longer(self) -> None:
        longer = replace(FACTS, supplementary_close_at=SUPPLEMENT_CLOSES + timedelta(days=1))
        late = replace(SUPPLEMENT, project=longer, at=SUPPLEMENT_CLOSES)
        part.given().when(late).then(APPLIED, SUPPLEMENTED)

    def test_a_programme_may_take_none(self) -> None:
        none = replace(SUPPLEMENT, project=replace(FACTS, supplementary_close_at=None))
        part.given().when(none).then_rejected(NoSupplementaryForm)
        part.given().when(replace(none, project=IN_APRIL)).then_rejected(ApplicationsNotOpen)

    def test_only_a_leader_accepts_or_rejects_it(self) -> None:
        history = APPLIED, SUPPLEMENTED
        part.given(*history).when(ACCEPT).then_rejected(OnlyALeaderDecides)
        part.given(*history).when(REJECT).then_rejected(OnlyALeaderDecides)
        part.given(*history).when(replace(ACCEPT, by_leader=True)).then(ACCEPTED)
        part.given(*history).when(replace(REJECT, by_leader=True)).then(REJECTED)

    def test_the_staff_may_return_it_to_be_completed(self) -> None:
        part.given(APPLIED, SUPPLEMENTED).when(RETURN).then(RETURNED)
        history = APPLIED, SUPPLEMENTED, RETURNED
        part.given(*history).when(SUPPLEMENT).then(APPLIED, SUPPLEMENTED)

    def test_the_rules_may_leave_it_to_the_staff(self) -> None:
        staff = replace(FACTS, rules=ParticipationRules(supplementary_approver="organiser_staff"))
        part.given(APPLIED, SUPPLEMENTED).when(replace(ACCEPT, project=staff)).then(ACCEPTED)

    def test_the_designated_lead_confirms_late_by_it_and_waits(self) -> None:
        late = replace(SUPPLEMENT, unit_id=LEAD, by=LEAD, role="lead")
        filed = replace(SUPPLEMENTED, unit_id=LEAD)
        accept = replace(ACCEPT, unit_id=LEAD, by_leader=True)
        part.given().when(late).then(CONFIRMED, filed)
        part.given(CONFIRMED, filed).when(accept).then(LEADS)

    def test_until_it_is_decided_it_is_freely_taken_back(self) -> None:
        taken = replace(WITHDRAW, at=SUPPLEMENT_CLOSES)
        part.given(APPLIED, SUPPLEMENTED).when(taken).then(WITHDRAWN)

    def test_nobody_files_it_for_another_unit(self) -> None:
        part.given().when(replace(SUPPLEMENT, by=LEAD)).then_rejected(OnlyTheUnitItself)


class TestPaper:
    """A form on paper counts from the day it came (REQ-58, AMB-19)."""

    def test_it_is_the_units_own_application(self) -> None:
        part.given().when(PAPER).then(replace(APPLIED, filed_by=UnitId("")), ENTERED)

    def test_the_day_it_came_decides_whether_it_is_in_time(self) -> None:
        in_time = replace(PAPER, at=LAST_SECOND)
        part.given().when(in_time).then(replace(APPLIED, filed_by=UnitId("")), ENTERED)
        part.given().when(replace(PAPER, at=CLOSES)).then_rejected(ApplicationsClosed)

    def test_a_supplement_may_come_on_paper_too(self) -> None:
        both = replace(SUPPLEMENT, by="", paper=PAPER.paper)
        on_paper = replace(APPLIED, filed_by=UnitId(""))
        part.given().when(both).then(on_paper, SUPPLEMENTED, ENTERED)

    def test_what_the_unit_filed_online_is_not_filed_again_by_its_paper(self) -> None:
        part.given(APPLIED).when(PAPER).then_nothing()

    def test_the_designated_lead_confirms_on_paper(self) -> None:
        confirm = replace(PAPER, unit_id=LEAD, role="lead")
        filed = replace(CONFIRMED, filed_by=UnitId(""))
        part.given().when(confirm).then(filed, replace(ENTERED, unit_id=LEAD), LEADS)

    @pytest.mark.covers("REQ-19")
    def test_an_incomplete_one_is_entered_as_it_came_returned_and_never_accepted(self) -> None:
        silent = replace(PAPER, functions_and_strengths="")
        as_it_came = replace(APPLIED, filed_by=UnitId(""), functions_and_strengths="")
        part.given().when(silent).then(as_it_came, ENTERED)
        part.given(as_it_came, ENTERED).when(RETURN).then(RETURNED)
        part.given(as_it_came, ENTERED).when(ACCEPT).then_rejected(ApplicationIncomplete)

    def test_an_incomplete_confirmation_of_the_lead_is_not_accepted_at_once(self) -> None:
        confirm = replace(PAPER, unit_id=LEAD, role="lead", entry_point="")
        filed = replace(CONFIRMED, filed_by=UnitId(""), entry_point="")
        part.given().when(confirm).then(filed, replace(ENTERED, unit_id=LEAD))

    def test_the_rules_may_take_no_papers(self) -> None:
        online = replace(FACTS, rules=ParticipationRules(paper_accepted=False))
        part.given().when(replace(PAPER, project=online)).then_rejected(PaperNotAccepted)


class TestEnding:
    def test_a_part_ends_for_a_reason_on_a_day(self) -> None:
        part.given(APPLIED, ACCEPTED).when(END).then(ENDED)

    def test_twice_is_once(self) -> None:
        part.given(APPLIED, ACCEPTED, ENDED).when(END).then_nothing()

    def test_only_what_goes_on_ends_and_not_in_the_future(self) -> None:
        part.given().when(END).then_rejected(NoLongerInIt)
        part.given(APPLIED).when(END).then_rejected(NoLongerInIt)
        tomorrow = replace(END, ended_on=END.today + timedelta(days=1))
        part.given(APPLIED, ACCEPTED).when(tomorrow).then_rejected(NoLongerInIt)

    def test_a_unit_whose_part_ended_may_apply_anew_also_in_the_other_role(self) -> None:
        led = CONFIRMED, LEADS, replace(ENDED, unit_id=LEAD, role="lead")
        replaced = replace(FACTS, lead_unit_id="jianshe-ju", executing_unit_id="")
        co_lead = replace(SUPPLEMENT, project=replaced, unit_id=LEAD, by=LEAD)
        applied = replace(APPLIED, unit_id=LEAD, filed_by=LEAD)
        part.given(*led).when(co_lead).then(applied, replace(SUPPLEMENTED, unit_id=LEAD))
        part.given(APPLIED, ACCEPTED, ENDED).when(ACCEPT).then_rejected(NotAwaitingDecision)


wishes = st.sampled_from(
    [
        APPLY,
        OTHER_WORDS,
        replace(APPLY, role="lead"),
        WITHDRAW,
        ACCEPT,
        RETURN,
        REJECT,
        SUPPLEMENT,
        PAPER,
        replace(ACCEPT, by_leader=True),
    ]
)
moments = st.sampled_from([APRIL, MAY_3, LAST_SECOND, CLOSES, MAY_12, SUPPLEMENT_CLOSES])


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

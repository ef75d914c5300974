"""The rules of a plan, one example each."""

from dataclasses import replace

import pytest

from services.progress.plan_refusals import (
    EntryPointMissing,
    OnlyACoLeadFiles,
    OnlyTheLeadPlans,
    OnlyTheLeadReceives,
    PersonInChargeMissing,
    SchemeIncomplete,
    TeamMissing,
    WrongAddressee,
)
from services.progress.work_plan.commands import FilePlan, gaps
from services.progress.work_plan.decider import (
    DECIDER,
    AlreadyAcknowledged,
    AlreadyPlanned,
    AwaitsRevision,
    NoSuchPlan,
)
from services.progress.work_plan.events import CoLeadPart, WorkPlanEvent
from tests.progress.examples import GONGAN, GUOZI, JIAOTONG, TIYU, WEIJI
from tests.progress.work_plan.examples import (
    ACKNOWLEDGE,
    ACKNOWLEDGED,
    BETTER,
    DESK,
    FILE,
    FILE_SCHEME,
    FILED,
    PLAN,
    READDRESS,
    READDRESSED,
    RETURN,
    RETURNED,
    REVISE,
    REVISED,
    SCHEME,
    SCHEME_FILED,
    STANDING,
)
from tests.scenario import Scenario

plan = Scenario(DECIDER)
UNDER_TIYU = replace(
    STANDING, lead_unit_id=TIYU, executing_unit_id="", set_up=STANDING.set_up | {TIYU}
)
PART_OF_WEIJI = CoLeadPart(unit_id=WEIJI, entry_point="", task="义诊")


class TestFilingACoLeadsPlan:
    def test_a_co_lead_files_with_the_lead(self) -> None:
        plan.given().when(FILE).then(FILED)

    def test_who_names_no_addressee_means_the_lead(self) -> None:
        plan.given().when(replace(FILE, addressed_to="")).then(FILED)

    @pytest.mark.parametrize("addressee", [DESK, GONGAN, TIYU])
    def test_any_other_addressee_is_refused_with_a_pointer_to_the_lead(
        self, addressee: str
    ) -> None:
        with pytest.raises(WrongAddressee) as refused:
            DECIDER.decide(replace(FILE, addressed_to=addressee), DECIDER.initial)

        assert GUOZI in refused.value.in_chinese()
        assert GUOZI in refused.value.in_english()

    def test_a_plan_without_an_entry_point_is_refused(self) -> None:
        pointless = replace(FILE, content=replace(PLAN, entry_point=""))
        plan.given().when(pointless).then_rejected(EntryPointMissing)

    @pytest.mark.covers("REQ-39")
    @pytest.mark.parametrize("lacks", ["set_up", "staffed"])
    def test_a_co_lead_has_its_organisation_and_a_person_in_charge_first(self, lacks: str) -> None:
        standing = replace(STANDING, **{lacks: frozenset({GONGAN})})
        plan.given().when(replace(FILE, standing=standing)).then_rejected(PersonInChargeMissing)

    @pytest.mark.parametrize("unit", [GUOZI, WEIJI, GONGAN, ""])
    def test_nobody_files_for_a_co_lead(self, unit: str) -> None:
        plan.given().when(replace(FILE, from_unit=unit)).then_rejected(OnlyACoLeadFiles)

    def test_who_does_not_take_part_has_no_plan_to_file(self) -> None:
        outside = replace(FILE, unit_id=WEIJI, from_unit=WEIJI)
        plan.given().when(outside).then_rejected(OnlyACoLeadFiles)

    def test_the_same_plan_again_changes_nothing(self) -> None:
        plan.given(FILED).when(FILE).then_nothing()

    def test_another_plan_is_a_revision(self) -> None:
        second = replace(FILE, content=BETTER)
        plan.given(FILED).when(second).then_rejected(AlreadyPlanned)
        plan.given(FILED, RETURNED).when(second).then_rejected(AlreadyPlanned)


def missing(command: FilePlan) -> set[str]:
    with pytest.raises(SchemeIncomplete) as refused:
        DECIDER.decide(command, DECIDER.initial)
    return {fault.field for fault in refused.value.faults}


class TestFilingAScheme:
    def test_the_lead_files_with_the_organiser(self) -> None:
        plan.given().when(FILE_SCHEME).then(SCHEME_FILED)

    def test_the_unit_that_acts_for_the_lead_files(self) -> None:
        acting = replace(FILE_SCHEME, from_unit=TIYU)
        plan.given().when(acting).then(replace(SCHEME_FILED, filed_by_unit_id=TIYU))

    @pytest.mark.parametrize("unit", [GONGAN, WEIJI, ""])
    def test_nobody_else_makes_it(self, unit: str) -> None:
        plan.given().when(replace(FILE_SCHEME, from_unit=unit)).then_rejected(OnlyTheLeadPlans)

    @pytest.mark.covers("REQ-31")
    def test_a_scheme_waits_for_the_working_team(self) -> None:
        standing = replace(STANDING, set_up=frozenset({GONGAN}))
        plan.given().when(replace(FILE_SCHEME, standing=standing)).then_rejected(TeamMissing)

    def test_a_former_lead_makes_no_scheme(self) -> None:
        former = replace(FILE_SCHEME, standing=UNDER_TIYU)
        plan.given().when(former).then_rejected(OnlyTheLeadPlans)

    def test_it_goes_to_the_body_that_the_rules_name(self) -> None:
        astray = replace(FILE_SCHEME, addressed_to=GONGAN)
        plan.given().when(astray).then_rejected(WrongAddressee)
        other_desk = replace(STANDING, scheme_addressee="bangongshi")
        elsewhere = replace(FILE_SCHEME, addressed_to="", standing=other_desk)
        plan.given().when(elsewhere).then(replace(SCHEME_FILED, addressee="bangongshi"))

    @pytest.mark.covers("REQ-10")
    @pytest.mark.parametrize("section", ["rules_relied_on", "targets"])
    def test_the_rules_relied_on_and_the_targets_are_named(self, section: str) -> None:
        bare = replace(SCHEME, **{section: ()})
        assert missing(replace(FILE_SCHEME, content=bare)) == {f"/body/{section}"}

    @pytest.mark.covers("REQ-15", "REQ-27")
    @pytest.mark.parametrize("section", ["resources", "mobilisation"])
    def test_resources_are_pooled_and_members_mobilised(self, section: str) -> None:
        bare = replace(SCHEME, **{section: ""})
        assert missing(replace(FILE_SCHEME, content=bare)) == {f"/body/{section}"}

    def test_targets_are_quoted_word_for_word(self) -> None:
        invented = replace(SCHEME, targets=("建立党员公益日志愿服务活动机制。", "另立目标"))
        assert missing(replace(FILE_SCHEME, content=invented)) == {"/body/targets/1"}

    def test_spaces_and_line_breaks_do_not_count(self) -> None:
        broken = replace(SCHEME, targets=("建立党员公益日\n志愿服务活动机制。",))
        filed = replace(SCHEME_FILED, content=broken)
        plan.given().when(replace(FILE_SCHEME, content=broken)).then(filed)

    def test_a_project_whose_text_has_not_come_is_taken_at_its_word(self) -> None:
        unknown = replace(FILE_SCHEME, standing=replace(STANDING, text=""))
        plan.given().when(unknown).then(SCHEME_FILED)

    @pytest.mark.covers("REQ-26")
    def test_every_accepted_co_lead_has_its_part(self) -> None:
        content = replace(SCHEME, parts=SCHEME.parts[:1])

        faults = gaps("lead_scheme", content, STANDING)

        assert [fault.field for fault in faults] == ["/body/parts"]
        assert JIAOTONG in faults[0].zh
        assert JIAOTONG in faults[0].en

    def test_nobody_else_has_a_part_and_nobody_two(self) -> None:
        parts = (*SCHEME.parts, PART_OF_WEIJI, SCHEME.parts[0])
        content = replace(SCHEME, parts=parts)
        assert missing(replace(FILE_SCHEME, content=content)) == {"/body/parts/2", "/body/parts/3"}

    def test_a_co_lead_that_has_become_the_lead_files_anew_in_its_new_role(self) -> None:
        scheme = replace(SCHEME, parts=SCHEME.parts[:1])
        standing = replace(STANDING, lead_unit_id=JIAOTONG, co_leads=frozenset({GONGAN}))
        anew = replace(
            FILE_SCHEME,
            unit_id=JIAOTONG,
            from_unit=JIAOTONG,
            content=scheme,
            standing=standing,
        )
        filed = replace(
            SCHEME_FILED,
            unit_id=JIAOTONG,
            filed_by_unit_id=JIAOTONG,
            content=scheme,
            number=3,
        )
        plan.given(FILED, RETURNED, REVISED).when(anew).then(filed)


class TestRevising:
    def test_a_returned_plan_is_revised_as_the_next_version(self) -> None:
        plan.given(FILED, RETURNED).when(REVISE).then(REVISED)

    @pytest.mark.parametrize("then", [(), (ACKNOWLEDGED,)])
    def test_it_may_be_revised_at_any_time(self, then: tuple[WorkPlanEvent, ...]) -> None:
        plan.given(FILED, *then).when(REVISE).then(REVISED)

    def test_the_same_revision_again_changes_nothing(self) -> None:
        plan.given(FILED, RETURNED, REVISED).when(REVISE).then_nothing()

    def test_it_goes_to_whoever_leads_now(self) -> None:
        later = replace(REVISE, standing=UNDER_TIYU)
        plan.given(FILED).when(later).then(replace(REVISED, addressee=TIYU))
        astray = replace(later, addressed_to=GUOZI)
        plan.given(FILED).when(astray).then_rejected(WrongAddressee)

    def test_a_revision_says_what_a_plan_has_to_say(self) -> None:
        pointless = replace(REVISE, content=replace(BETTER, entry_point=""))
        plan.given(FILED).when(pointless).then_rejected(EntryPointMissing)

    def test_only_the_co_lead_revises_its_plan(self) -> None:
        plan.given(FILED).when(replace(REVISE, from_unit=GUOZI)).then_rejected(OnlyACoLeadFiles)

    def test_what_was_never_filed_is_not_revised(self) -> None:
        plan.given().when(REVISE).then_rejected(NoSuchPlan)
        plan.given(SCHEME_FILED).when(REVISE).then_rejected(NoSuchPlan)


class TestReturning:
    def test_the_lead_returns_with_advice(self) -> None:
        plan.given(FILED).when(RETURN).then(RETURNED)

    def test_a_revision_can_be_returned_too(self) -> None:
        again = replace(RETURNED, number=2)
        plan.given(FILED, RETURNED, REVISED).when(RETURN).then(again)

    def test_returning_with_the_same_advice_again_changes_nothing(self) -> None:
        plan.given(FILED, RETURNED).when(RETURN).then_nothing()

    def test_other_advice_waits_for_the_revision(self) -> None:
        other = replace(RETURN, advice="还有")
        plan.given(FILED, RETURNED).when(other).then_rejected(AwaitsRevision)

    def test_an_acknowledged_plan_is_not_returned(self) -> None:
        plan.given(FILED, ACKNOWLEDGED).when(RETURN).then_rejected(AlreadyAcknowledged)


class TestAcknowledging:
    def test_the_lead_acknowledges(self) -> None:
        plan.given(FILED).when(ACKNOWLEDGE).then(ACKNOWLEDGED)
        second = replace(ACKNOWLEDGED, number=2)
        plan.given(FILED, RETURNED, REVISED).when(ACKNOWLEDGE).then(second)

    def test_acknowledging_again_changes_nothing(self) -> None:
        plan.given(FILED, ACKNOWLEDGED).when(ACKNOWLEDGE).then_nothing()

    def test_a_revision_is_acknowledged_anew(self) -> None:
        second = replace(ACKNOWLEDGED, number=2)
        plan.given(FILED, ACKNOWLEDGED, REVISED).when(ACKNOWLEDGE).then(second)

    def test_what_is_out_for_revision_is_not_acknowledged(self) -> None:
        plan.given(FILED, RETURNED).when(ACKNOWLEDGE).then_rejected(AwaitsRevision)


class TestReceiving:
    @pytest.mark.parametrize("unit", [GONGAN, JIAOTONG, ""])
    def test_only_the_lead_receives(self, unit: str) -> None:
        for wish in (replace(RETURN, from_unit=unit), replace(ACKNOWLEDGE, from_unit=unit)):
            plan.given(FILED).when(wish).then_rejected(OnlyTheLeadReceives)

    def test_a_scheme_is_not_received_by_the_lead_that_made_it(self) -> None:
        plan.given(SCHEME_FILED).when(ACKNOWLEDGE).then_rejected(NoSuchPlan)
        plan.given(SCHEME_FILED).when(RETURN).then_rejected(NoSuchPlan)

    def test_what_was_never_filed_is_not_received(self) -> None:
        plan.given().when(ACKNOWLEDGE).then_rejected(NoSuchPlan)
        plan.given().when(RETURN).then_rejected(NoSuchPlan)


class TestAnotherLead:
    @pytest.mark.parametrize("then", [(), (RETURNED,)])
    def test_an_open_plan_goes_over(self, then: tuple[WorkPlanEvent, ...]) -> None:
        plan.given(FILED, *then).when(READDRESS).then(READDRESSED)

    def test_going_over_again_changes_nothing(self) -> None:
        plan.given(FILED, READDRESSED).when(READDRESS).then_nothing()
        plan.given(FILED).when(replace(READDRESS, lead_unit_id=GUOZI)).then_nothing()

    def test_what_is_settled_stays(self) -> None:
        plan.given(FILED, ACKNOWLEDGED).when(READDRESS).then_nothing()

    def test_neither_a_scheme_nor_the_new_leads_own_plan_goes_over(self) -> None:
        plan.given(SCHEME_FILED).when(READDRESS).then_nothing()
        plan.given(FILED).when(replace(READDRESS, lead_unit_id=JIAOTONG)).then_nothing()
        plan.given().when(READDRESS).then_nothing()

    def test_a_plan_that_was_left_behind_goes_over_when_the_new_lead_decides_on_it(self) -> None:
        acknowledge = replace(ACKNOWLEDGE, from_unit=TIYU, standing=UNDER_TIYU)
        acknowledged = replace(ACKNOWLEDGED, by_unit_id=TIYU)
        plan.given(FILED).when(acknowledge).then(READDRESSED, acknowledged)
        give_back = replace(RETURN, from_unit=TIYU, standing=UNDER_TIYU)
        plan.given(FILED).when(give_back).then(READDRESSED, replace(RETURNED, by_unit_id=TIYU))

    def test_the_former_lead_decides_no_more(self) -> None:
        former = replace(ACKNOWLEDGE, standing=UNDER_TIYU)
        plan.given(FILED).when(former).then_rejected(OnlyTheLeadReceives)

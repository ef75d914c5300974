"""The rules of a project."""

from dataclasses import replace

import pytest

from services.applications.drafting.api import listing_of
from services.applications.notice_faults import checked
from services.applications.project.commands import (
    AssignContactLeader,
    CancelProject,
    Candidate,
    CorrectText,
    DesignateLead,
    PrepareReplacement,
    ReplaceLead,
)
from services.applications.project.decider import (
    DECIDER,
    AnotherApproves,
    CancelledAlready,
    CoLeadLeavesFirst,
    LeadsItAlready,
    NothingPutForward,
    ProjectDiffers,
    ProjectHasALead,
    ProjectUnknown,
    ResultsAreAccepted,
)
from services.applications.project.events import (
    ContactLeaderAssigned,
    LeadReplacementPrepared,
    LeadUnitReplaced,
    ProjectCancelled,
    ProjectTextCorrected,
)
from shared.ids import AccountId, ProgrammeId, UnitId
from tests.applications.season import PROGRAMME, notice
from tests.scenario import Scenario

project = Scenario(DECIDER)
LIST = listing_of(checked(notice()).projects[11], ProgrammeId(PROGRAMME))
LISTED, DESIGNATED = LIST.project, LIST.lead
ASSIGN = AssignContactLeader(account_id=AccountId("shuji"))
ASSIGNED = ContactLeaderAssigned(
    programme_id=LISTED.programme_id,
    project_id=LISTED.project_id,
    account_id=AccountId("shuji"),
    replaces="",
)
LED = LISTED, DESIGNATED
CANCEL = CancelProject(reason="任务并入其他项目", results_accepted=False, by=AccountId("lingdao"))
CANCELLED = ProjectCancelled(
    programme_id=LISTED.programme_id,
    project_id=LISTED.project_id,
    reason="任务并入其他项目",
    by=AccountId("lingdao"),
)
CORRECT = CorrectText(field="title", text="“铁军+”金义科创廊道建设", reason="漏印引号")
CORRECTED = ProjectTextCorrected(
    programme_id=LISTED.programme_id,
    project_id=LISTED.project_id,
    field="title",
    was="铁军+金义科创廊道建设",
    text="“铁军+”金义科创廊道建设",
    reason="漏印引号",
)
CANDIDATE = Candidate(
    unit_id=UnitId("jingxin-wei"),
    executing_unit_id="",
    full_name="市经信委直属机关党委",
    co_leads=False,
    declined=False,
)
ANEW = DesignateLead(
    candidate=Candidate(
        unit_id=DESIGNATED.unit_id,
        executing_unit_id=DESIGNATED.executing_unit_id,
        full_name=DESIGNATED.as_printed,
        co_leads=False,
        declined=True,
    ),
    reason="已与该单位沟通",
)
PREPARE = PrepareReplacement(candidate=CANDIDATE, reason="职能划转", by=AccountId("zuxuanchu"))
REPLACE = ReplaceLead(candidate=CANDIDATE, by=AccountId("lingdao"))
PREPARED = LeadReplacementPrepared(
    programme_id=LISTED.programme_id,
    project_id=LISTED.project_id,
    unit_id=UnitId("jingxin-wei"),
    reason="职能划转",
    prepared_by=AccountId("zuxuanchu"),
)
REPLACED = LeadUnitReplaced(
    programme_id=LISTED.programme_id,
    project_id=LISTED.project_id,
    former_unit_id=DESIGNATED.unit_id,
    unit_id=UnitId("jingxin-wei"),
    reason="职能划转",
    prepared_by=AccountId("zuxuanchu"),
    approved_by=AccountId("lingdao"),
)
NEW_LEAD = replace(
    DESIGNATED,
    unit_id=UnitId("jingxin-wei"),
    executing_unit_id="",
    basis="designation_without_application",
    as_printed="市经信委直属机关党委",
    reason="职能划转",
)


def test_a_project_is_listed_with_the_lead_of_the_annex() -> None:
    project.given().when(LIST).then(LISTED, DESIGNATED)

    assert DESIGNATED.basis == "annex"
    assert (DESIGNATED.unit_id, DESIGNATED.executing_unit_id) == ("shifu-ban", "keji-ju")


def test_the_same_listing_again_changes_nothing() -> None:
    project.given(LISTED, DESIGNATED).when(LIST).then_nothing()


def test_another_text_or_lead_is_refused_with_what_differs() -> None:
    other = replace(
        LIST,
        project=replace(LISTED, content_and_targets="长" * 100),
        lead=replace(DESIGNATED, unit_id=UnitId("keji-ju")),
    )

    with pytest.raises(ProjectDiffers) as refused:
        DECIDER.decide(other, DECIDER.fold([LISTED, DESIGNATED]))

    text, lead = refused.value.faults
    assert (text.field, lead.field) == ("/content_and_targets", "/lead/unit_id")
    assert "…" in text.zh


class TestTheContactLeader:
    def test_a_leader_looks_after_a_project(self) -> None:
        project.given(LISTED, DESIGNATED).when(ASSIGN).then(ASSIGNED)

    def test_the_same_person_again_changes_nothing(self) -> None:
        project.given(LISTED, DESIGNATED, ASSIGNED).when(ASSIGN).then_nothing()

    @pytest.mark.covers("REQ-42")
    def test_another_replaces_so_that_there_is_one(self) -> None:
        successor = replace(ASSIGNED, account_id=AccountId("fu-shuji"), replaces="shuji")
        other = AssignContactLeader(account_id=AccountId("fu-shuji"))
        project.given(LISTED, DESIGNATED, ASSIGNED).when(other).then(successor)

    def test_nobody_looks_after_a_project_that_is_not_there(self) -> None:
        project.given().when(ASSIGN).then_rejected(ProjectUnknown)

    def test_a_project_that_has_one_is_imported_again_without_a_change(self) -> None:
        project.given(LISTED, DESIGNATED, ASSIGNED).when(LIST).then_nothing()


class TestDesignatingAnew:
    def test_a_lead_that_has_declined_is_designated_anew_with_a_reason(self) -> None:
        anew = replace(DESIGNATED, basis="designation_without_application", reason="已与该单位沟通")
        project.given(*LED).when(ANEW).then(anew)

    def test_one_that_has_not_declined_stays_designated(self) -> None:
        stays = replace(ANEW, candidate=replace(ANEW.candidate, declined=False))
        project.given(*LED).when(stays).then_nothing()

    def test_a_second_lead_is_refused(self) -> None:
        second = DesignateLead(candidate=CANDIDATE, reason="更合适")
        project.given(*LED).when(second).then_rejected(ProjectHasALead)

    def test_there_must_be_a_project(self) -> None:
        project.given().when(ANEW).then_rejected(ProjectUnknown)


class TestReplacingTheLead:
    def test_the_staff_puts_another_unit_forward_with_a_reason(self) -> None:
        project.given(*LED).when(PREPARE).then(PREPARED)

    def test_the_same_again_changes_nothing_another_is_put_forward_instead(self) -> None:
        other = replace(PREPARE, reason="两单位协商一致")
        project.given(*LED, PREPARED).when(PREPARE).then_nothing()
        project.given(*LED, PREPARED).when(other).then(replace(PREPARED, reason="两单位协商一致"))

    def test_a_leader_replaces_the_lead_and_the_new_one_is_designated(self) -> None:
        project.given(*LED, PREPARED).when(REPLACE).then(REPLACED, NEW_LEAD)

    def test_twice_is_once(self) -> None:
        project.given(*LED, PREPARED, REPLACED, NEW_LEAD).when(REPLACE).then_nothing()

    def test_who_put_it_forward_does_not_approve_it(self) -> None:
        own = replace(REPLACE, by=PREPARE.by)
        project.given(*LED, PREPARED).when(own).then_rejected(AnotherApproves)

    def test_nobody_is_replaced_by_a_unit_that_was_not_put_forward(self) -> None:
        other = replace(REPLACE, candidate=replace(CANDIDATE, unit_id=UnitId("gongan-ju")))
        project.given(*LED).when(REPLACE).then_rejected(NothingPutForward)
        project.given(*LED, PREPARED).when(other).then_rejected(NothingPutForward)

    def test_the_lead_is_not_replaced_by_itself(self) -> None:
        itself = replace(PREPARE, candidate=ANEW.candidate)
        project.given(*LED).when(itself).then_rejected(LeadsItAlready)

    def test_a_co_lead_leaves_first(self) -> None:
        joined = replace(CANDIDATE, co_leads=True)
        put = replace(PREPARE, candidate=joined)
        now = replace(REPLACE, candidate=joined)
        project.given(*LED).when(put).then_rejected(CoLeadLeavesFirst)
        project.given(*LED, PREPARED).when(now).then_rejected(CoLeadLeavesFirst)

    def test_there_must_be_a_project(self) -> None:
        project.given().when(PREPARE).then_rejected(ProjectUnknown)
        project.given().when(REPLACE).then_rejected(ProjectUnknown)

    def test_the_annex_is_imported_again_without_a_change(self) -> None:
        project.given(*LED, PREPARED, REPLACED, NEW_LEAD).when(LIST).then_nothing()


class TestCorrectingTheText:
    def test_a_mistake_is_put_right_and_how_it_read_stays_on_record(self) -> None:
        project.given(*LED).when(CORRECT).then(CORRECTED)

    def test_the_same_again_changes_nothing(self) -> None:
        project.given(*LED, CORRECTED).when(CORRECT).then_nothing()

    def test_a_correction_may_be_corrected(self) -> None:
        back = replace(CORRECT, text=LISTED.title, reason="原文无误")
        put_back = replace(CORRECTED, was=CORRECT.text, text=LISTED.title, reason="原文无误")
        project.given(*LED, CORRECTED).when(back).then(put_back)

    def test_the_annex_is_imported_again_without_a_change(self) -> None:
        project.given(*LED, CORRECTED).when(LIST).then_nothing()

    def test_there_must_be_a_project(self) -> None:
        project.given().when(CORRECT).then_rejected(ProjectUnknown)


class TestCancelling:
    def test_a_project_is_given_up_once_for_a_reason(self) -> None:
        project.given(*LED).when(CANCEL).then(CANCELLED)
        project.given(*LED, CANCELLED).when(CANCEL).then_nothing()
        otherwise = replace(CANCEL, reason="牵头单位撤并")
        project.given(*LED, CANCELLED).when(otherwise).then_rejected(CancelledAlready)

    def test_one_whose_results_were_accepted_is_judged_instead(self) -> None:
        late = replace(CANCEL, results_accepted=True)
        project.given(*LED).when(late).then_rejected(ResultsAreAccepted)

    def test_what_is_not_listed_is_not_cancelled(self) -> None:
        project.given().when(CANCEL).then_rejected(ProjectUnknown)

    @pytest.mark.covers("REQ-02")
    def test_its_slot_is_never_used_for_another_project(self) -> None:
        other = replace(LIST, project=replace(LISTED, title="另一个项目"))
        project.given(*LED, CANCELLED).when(other).then_rejected(ProjectDiffers)
        project.given(*LED, CANCELLED).when(LIST).then_nothing()

    def test_nothing_is_settled_about_it_any_more(self) -> None:
        for command in (CORRECT, ASSIGN):
            project.given(*LED, CANCELLED).when(command).then_rejected(CancelledAlready)

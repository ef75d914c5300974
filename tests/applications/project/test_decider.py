"""The rules of a project."""

from dataclasses import replace

import pytest

from services.applications.drafting.api import listing_of
from services.applications.notice_faults import checked
from services.applications.project.commands import AssignContactLeader
from services.applications.project.decider import DECIDER, ProjectDiffers, ProjectUnknown
from services.applications.project.events import ContactLeaderAssigned
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

    def test_another_replaces_so_that_there_is_one(self) -> None:
        successor = replace(ASSIGNED, account_id=AccountId("fu-shuji"), replaces="shuji")
        other = AssignContactLeader(account_id=AccountId("fu-shuji"))
        project.given(LISTED, DESIGNATED, ASSIGNED).when(other).then(successor)

    def test_nobody_looks_after_a_project_that_is_not_there(self) -> None:
        project.given().when(ASSIGN).then_rejected(ProjectUnknown)

    def test_a_project_that_has_one_is_imported_again_without_a_change(self) -> None:
        project.given(LISTED, DESIGNATED, ASSIGNED).when(LIST).then_nothing()

"""The rules of a project."""

from dataclasses import replace

import pytest

from services.applications.drafting.api import listing_of
from services.applications.notice_faults import checked
from services.applications.project.decider import DECIDER, ProjectDiffers
from shared.ids import ProgrammeId, UnitId
from tests.applications.season import PROGRAMME, notice
from tests.scenario import Scenario

project = Scenario(DECIDER)
LIST = listing_of(checked(notice()).projects[11], ProgrammeId(PROGRAMME))
LISTED, DESIGNATED = LIST.project, LIST.lead


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

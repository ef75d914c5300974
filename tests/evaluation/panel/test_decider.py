"""Who sits on the panel."""

import pytest

from services.evaluation.panel.commands import Member, RecordBars, SetPanel
from services.evaluation.panel.decider import DECIDER, NamedTwice, PanelTooSmall
from services.evaluation.panel.events import (
    PanelFormed,
    RecusalDeclared,
    RecusalImposed,
    ReviewerAppointed,
    ReviewerStoodDown,
)
from shared.ids import AccountId, ProgrammeId, ProjectId
from tests.scenario import Scenario

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
FORMED = PanelFormed(programme_id=PROGRAMME)
panel = Scenario(DECIDER)


def naming(*names: str, unit: str = "", least: int = 3) -> SetPanel:
    members = tuple(Member(reviewer_id=name, unit_id=unit) for name in names)
    return SetPanel(programme_id=PROGRAMME, members=members, min_valid=least)


def appointed(*names: str, unit: str = "") -> tuple[ReviewerAppointed, ...]:
    return tuple(
        ReviewerAppointed(programme_id=PROGRAMME, reviewer_id=name, unit_id=unit) for name in names
    )


def test_the_first_list_forms_the_panel() -> None:
    panel.given().when(naming("a", "b", "c")).then(FORMED, *appointed("a", "b", "c"))


def test_a_later_list_appoints_who_is_new_and_stands_down_who_is_left_out() -> None:
    gone = ReviewerStoodDown(programme_id=PROGRAMME, reviewer_id="a")
    history = FORMED, *appointed("a", "b", "c")

    panel.given(*history).when(naming("b", "c", "d")).then(gone, *appointed("d"))


def test_a_reviewer_whose_unit_changed_is_appointed_anew() -> None:
    history = FORMED, *appointed("a", "b", "c")
    elsewhere = appointed("a", "b", "c", unit="gongan-ju")

    panel.given(*history).when(naming("a", "b", "c", unit="gongan-ju")).then(*elsewhere)


def test_the_same_list_again_changes_nothing() -> None:
    history = FORMED, *appointed("a", "b", "c")

    panel.given(*history).when(naming("c", "b", "a")).then_nothing()


def test_a_panel_has_as_many_members_as_valid_sheets_are_needed() -> None:
    panel.given().when(naming("a", "b", "c", "d", least=5)).then_rejected(PanelTooSmall)


def test_nobody_sits_twice() -> None:
    panel.given().when(naming("a", "a", "b", "c")).then_rejected(NamedTwice)


PROJECT = ProjectId("2017-p08")
BARS = RecordBars(
    programme_id=PROGRAMME, project_id=PROJECT, grounds={"b": "联办单位", "a": "牵头领办单位"}
)


def imposed(name: str, ground: str) -> RecusalImposed:
    return RecusalImposed(
        programme_id=PROGRAMME,
        project_id=PROJECT,
        reviewer_id=name,
        reason=ground,
        by=AccountId(""),
    )


@pytest.mark.covers("AMB-22", "PRA-01")
def test_whom_the_rules_bar_goes_on_record_once() -> None:
    recorded = imposed("a", "牵头领办单位"), imposed("b", "联办单位")

    panel.given(FORMED).when(BARS).then(*recorded)
    panel.given(FORMED, *recorded).when(BARS).then_nothing()


def test_who_is_recused_already_is_not_put_on_record_again() -> None:
    declared = RecusalDeclared(
        programme_id=PROGRAMME, project_id=PROJECT, reviewer_id="b", interest="other"
    )

    panel.given(FORMED, declared).when(BARS).then(imposed("a", "牵头领办单位"))

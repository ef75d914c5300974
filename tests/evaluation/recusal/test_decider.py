"""Who is recused from a project, by whom, and until when."""

from dataclasses import replace

from services.evaluation.panel.events import (
    PanelFormed,
    RecusalDeclared,
    RecusalImposed,
    ReviewerAppointed,
    ReviewerStoodDown,
)
from services.evaluation.recusal.commands import DeclareRecusal, ImposeRecusal, StandDown
from services.evaluation.recusal.decider import (
    DECIDER,
    NobodyOfThePanel,
    OnlyOnesOwnRecusal,
    OnlyOnesOwnSeat,
    RoundOver,
)
from shared.ids import AccountId, ProgrammeId, ProjectId
from tests.scenario import Scenario

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
PROJECT = ProjectId("2017-p05")
FORMED = PanelFormed(programme_id=PROGRAMME)
APPOINTED = ReviewerAppointed(programme_id=PROGRAMME, reviewer_id="r1", unit_id="renli-shebao-ju")
DECLARE = DeclareRecusal(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id="r1",
    interest="took_part",
    by="r1",
    round_closed=False,
)
DECLARED = RecusalDeclared(
    programme_id=PROGRAMME, project_id=PROJECT, reviewer_id="r1", interest="took_part"
)
IMPOSE = ImposeRecusal(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id="r1",
    reason="与申报人有近亲属关系",
    by=AccountId("leader"),
    round_closed=False,
)
IMPOSED = RecusalImposed(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id="r1",
    reason="与申报人有近亲属关系",
    by=AccountId("leader"),
)
panel = Scenario(DECIDER)


def test_a_reviewer_declares_an_interest_and_the_leader_decides_it_for_one() -> None:
    panel.given(FORMED, APPOINTED).when(DECLARE).then(DECLARED)
    panel.given(FORMED, APPOINTED).when(IMPOSE).then(IMPOSED)


def test_who_is_recused_is_recused_once_even_when_the_round_is_over() -> None:
    late = replace(DECLARE, round_closed=True)
    panel.given(FORMED, APPOINTED, DECLARED).when(late).then_nothing()
    for history in (DECLARED, IMPOSED):
        panel.given(FORMED, APPOINTED, history).when(IMPOSE).then_nothing()
        panel.given(FORMED, APPOINTED, history).when(
            replace(IMPOSE, round_closed=True)
        ).then_nothing()


def test_an_interest_is_declared_on_top_of_a_bar() -> None:
    panel.given(FORMED, APPOINTED, IMPOSED).when(DECLARE).then(DECLARED)


def test_each_project_is_for_itself() -> None:
    other = ProjectId("2017-p10")
    elsewhere = replace(DECLARE, project_id=other)
    history = FORMED, APPOINTED, DECLARED
    panel.given(*history).when(elsewhere).then(replace(DECLARED, project_id=other))


def test_nobody_declares_for_another() -> None:
    panel.given(FORMED, APPOINTED).when(replace(DECLARE, by="r2")).then_rejected(OnlyOnesOwnRecusal)


def test_only_who_sits_on_the_panel_is_recused() -> None:
    gone = ReviewerStoodDown(programme_id=PROGRAMME, reviewer_id="r1")
    for command in (DECLARE, IMPOSE):
        panel.given(FORMED).when(command).then_rejected(NobodyOfThePanel)
        panel.given(FORMED, APPOINTED, gone).when(command).then_rejected(NobodyOfThePanel)


def test_after_the_round_nobody_is_recused_any_more() -> None:
    for command in (DECLARE, IMPOSE):
        late = replace(command, round_closed=True)
        panel.given(FORMED, APPOINTED).when(late).then_rejected(RoundOver)


ILL = StandDown(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id="r1",
    by="r1",
    own=True,
    round_closed=False,
)
STOOD_DOWN = ReviewerStoodDown(programme_id=PROGRAMME, reviewer_id="r1", project_id=PROJECT)


def test_a_reviewer_stands_down_from_a_project_once_before_its_round_closes() -> None:
    recusals = Scenario(DECIDER).given(FORMED, APPOINTED)

    recusals.when(ILL).then(STOOD_DOWN)
    recusals.when(replace(ILL, by="leader", own=False)).then(STOOD_DOWN)
    recusals.when(replace(ILL, by="r2")).then_rejected(OnlyOnesOwnSeat)
    recusals.when(replace(ILL, round_closed=True)).then_rejected(RoundOver)
    Scenario(DECIDER).given(FORMED, APPOINTED, STOOD_DOWN).when(ILL).then_nothing()
    Scenario(DECIDER).given(FORMED).when(ILL).then_rejected(NobodyOfThePanel)

"""A sheet holds exactly what is due, never above the cap, and says so entry by entry."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.bonus.decider import (
    DECIDER,
    NothingPrepared,
    PreparationOutdated,
    PreparerCannotApprove,
    ReasonNeeded,
    decide,
)
from services.evaluation.bonus.events import (
    BonusAdjusted,
    BonusAwarded,
    BonusEvent,
    BonusRevoked,
)
from services.evaluation.bonus.projection import made_by
from services.evaluation.entitlement.commands import Due
from services.evaluation.lines import BonusLine
from tests.evaluation.bonus.examples import (
    ALL,
    LEADER,
    P01,
    P13,
    P18,
    PROGRAMME,
    STAFF,
    TABLE,
    UNIT,
    approve,
    due,
    line,
    prepare,
    prepared,
)
from tests.scenario import Scenario

sheet = Scenario(DECIDER)
AWARDED = BonusAwarded(
    year=2017,
    unit_id=UNIT,
    programme_id=PROGRAMME,
    lines=(P01, P13, P18),
    cut=-400,
    raw=2400,
    total=2000,
    cap=2000,
    cap_scope="unit_year",
    rules_event_id=TABLE,
    prepared_by=STAFF,
    approved_by=LEADER,
)
REVOKED = BonusRevoked(
    year=2017,
    unit_id=UNIT,
    programme_id=PROGRAMME,
    project_id=P01.project_id,
    points=-1200,
    reason="制度文本系抄袭",
    prepared_by=STAFF,
    approved_by=LEADER,
)
CUT_GIVEN_BACK = BonusAdjusted(
    year=2017,
    unit_id=UNIT,
    programme_id=PROGRAMME,
    line=None,
    points=0,
    cut=400,
    reason="制度文本系抄袭",
    prepared_by=STAFF,
    approved_by=LEADER,
)
WITHOUT_P01 = due(P13, P18)
FINDING = "制度文本系抄袭"
DONE = (prepared(ALL), AWARDED)


class TestPreparing:
    def test_what_is_due_is_prepared_and_the_same_again_changes_nothing(self) -> None:
        sheet.given().when(prepare(ALL)).then(prepared(ALL))
        sheet.given(prepared(ALL)).when(prepare(ALL)).then_nothing()

    def test_what_the_sheet_holds_already_is_not_prepared(self) -> None:
        sheet.given(*DONE).when(prepare(ALL)).then_nothing()

    def test_taking_back_or_adjusting_needs_a_reason(self) -> None:
        less = due(replace(P01, points=600), P13, P18)
        for wanted in (WITHOUT_P01, less):
            sheet.given(*DONE).when(prepare(wanted)).then_rejected(ReasonNeeded)
            sheet.given(*DONE).when(prepare(wanted, FINDING)).then(prepared(wanted, FINDING))


class TestApproving:
    @pytest.mark.covers("REQ-52", "REQ-53", "AMB-01")
    def test_24_points_are_credited_and_4_of_them_cut_by_an_entry_of_their_own(self) -> None:
        sheet.given(prepared(ALL)).when(approve(ALL)).then(AWARDED)
        assert [entry["points"] for entry in made_by(AWARDED)] == [1200, 600, 600, -400]

    def test_the_preparer_does_not_approve(self) -> None:
        own = approve(ALL, by=STAFF)
        sheet.given(prepared(ALL)).when(own).then_rejected(PreparerCannotApprove)

    def test_what_nobody_prepared_is_not_approved(self) -> None:
        sheet.given().when(approve(ALL)).then_rejected(NothingPrepared)

    def test_what_is_no_longer_due_as_prepared_is_not_approved(self) -> None:
        for other in (WITHOUT_P01, due(P01, P13, P18, held=["2017-p01"])):
            sheet.given(prepared(other)).when(approve(ALL)).then_rejected(PreparationOutdated)

    def test_approving_again_credits_nothing(self) -> None:
        sheet.given(*DONE).when(approve(ALL)).then_nothing()

    @pytest.mark.covers("REQ-53", "AMB-01")
    def test_a_cap_for_each_project_cuts_each_line(self) -> None:
        wanted = replace(ALL, cap=1000, cap_scope="unit_project")

        (event,) = decide(approve(wanted), DECIDER.fold([prepared(wanted)]))

        assert isinstance(event, BonusAwarded)
        assert (event.raw, event.cut, event.total) == (2400, -200, 2200)


class TestTakingBack:
    @pytest.mark.covers("REQ-53", "REQ-54")
    def test_a_pass_that_became_a_fail_is_taken_back_and_the_cut_given_back(self) -> None:
        ready = (*DONE, prepared(WITHOUT_P01, FINDING))
        sheet.given(*ready).when(approve(WITHOUT_P01)).then(REVOKED, CUT_GIVEN_BACK)

    def test_what_was_taken_back_comes_again_only_by_a_new_decision(self) -> None:
        gone = (*DONE, prepared(WITHOUT_P01, FINDING), REVOKED, CUT_GIVEN_BACK)
        anew = due(line(1, "lead", 1200, version=5), P13, P18)
        sheet.given(*gone).when(prepare(ALL)).then_nothing()
        sheet.given(*gone).when(prepare(anew)).then(prepared(anew))

    def test_a_project_on_which_something_is_open_stays_as_it_is(self) -> None:
        open_again = due(P13, P18, held=["2017-p01"])
        sheet.given(*DONE).when(prepare(open_again)).then_nothing()

    def test_if_projects_are_named_no_other_is_touched(self) -> None:
        only_p13 = due(P13, named=["2017-p13"])
        sheet.given(*DONE).when(prepare(only_p13)).then_nothing()
        sheet.given().when(prepare(only_p13)).then(prepared(only_p13))

    def test_another_role_adjusts_the_line_and_its_cut_together(self) -> None:
        as_lead = due(P01, replace(P13, role="lead", points=1200), P18)

        (event,) = decide(approve(as_lead), DECIDER.fold([*DONE, prepared(as_lead, "改任牵头")]))

        assert isinstance(event, BonusAdjusted)
        assert (event.points, event.cut) == (600, -600)


lines = st.builds(
    line,
    st.integers(1, 6),
    st.sampled_from(["lead", "executing", "co_lead"]),
    st.integers(0, 2500),
    st.integers(1, 4),
)


def wish(wanted: Sequence[BonusLine], held: set[str]) -> Due:
    """Return as due one line for each project, and what is held."""
    return due(*{each.project_id: each for each in wanted}.values(), held=sorted(held))


dues = st.builds(
    wish,
    st.lists(lines, max_size=6),
    st.sets(st.sampled_from([f"2017-p{n:02}" for n in range(1, 7)]), max_size=2),
)


def settle(wanted: Due, history: list[BonusEvent]) -> None:
    for command in (prepare(wanted, "理由"), approve(wanted)):
        history += decide(command, DECIDER.fold(history))


@pytest.mark.covers("REQ-53")
@given(st.lists(dues, max_size=8))
def test_in_any_order_entries_add_up_to_the_total_which_never_exceeds_the_cap(
    wishes: Sequence[Due],
) -> None:
    history: list[BonusEvent] = []
    for wanted in wishes:
        before = len(history)
        settle(wanted, history)

        for length in range(before, len(history) + 1):
            done = [
                event
                for event in history[:length]
                if isinstance(event, BonusAwarded | BonusRevoked | BonusAdjusted)
            ]
            entries = sum(entry["points"] for event in done for entry in made_by(event))
            state = DECIDER.fold(history[:length])
            assert entries == state.raw + state.cut <= 2000
            assert state.cut <= 0
        again = len(history)
        settle(wanted, history)
        assert len(history) == again


@given(st.lists(dues, max_size=6))
def test_no_decision_is_credited_twice_for_one_project(wishes: Sequence[Due]) -> None:
    history: list[BonusEvent] = []
    for wanted in wishes:
        settle(wanted, history)

    credited: list[BonusLine] = []
    for event in history:
        credited += event.lines if isinstance(event, BonusAwarded) else ()
    causes = [(each.project_id, each.decision_version) for each in credited]
    assert len(causes) == len(set(causes))

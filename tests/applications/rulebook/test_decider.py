"""The rules of setting a programme's rules."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.applications.programme.events import (
    Category,
    ProgrammeAnnounced,
    ProgrammeCorrected,
    ProgrammeRulesSet,
)
from services.applications.rulebook.commands import Begin, SetRules, TakeIn
from services.applications.rulebook.decider import (
    DECIDER,
    AlreadyDrafted,
    CategoryUnknown,
    NoSuchDraft,
    NumberTaken,
    RulesAreSettled,
    RulesDoNotFit,
)
from shared.ids import ProjectId
from tests.applications.programme.examples import (
    DRAFTED,
    FOUR_MONTHLY,
    OBLIGATIONS,
    P08,
    RULES,
    midnight,
)
from tests.scenario import Scenario

rulebook = Scenario(DECIDER)
ANNOUNCED = ProgrammeAnnounced(
    programme_id=DRAFTED.programme_id,
    year=2017,
    title=DRAFTED.title,
    document_number=DRAFTED.document_number,
    issue_date=date(2017, 5, 2),
    projects=(P08,),
    obligations=OBLIGATIONS,
    applications_close_at=midnight(5, 11),
    addressees=(),
)
CORRECTED = ProgrammeCorrected(
    programme_id=DRAFTED.programme_id, field="title", was="甲", text="乙", reason="笔误"
)
BEGIN = Begin(programme=DRAFTED, rules=RULES)
TWO = SetRules(changes={"minimum_projects_per_unit": 2})
FIRST, *_ = RULES.categories
NEW = ProjectId("2017-p19")
TAKE_IN = TakeIn(project_id=NEW, number=19, category=FIRST.id, taken=frozenset({1, 2}))


def second(**changes: Any) -> ProgrammeRulesSet:
    """Return the second version of the rules."""
    return replace(RULES, number=2, **changes)


def faults(changes: dict[str, object]) -> set[str]:
    with pytest.raises(RulesDoNotFit) as refused:
        DECIDER.decide(SetRules(changes=changes), DECIDER.fold([DRAFTED, RULES]))
    return {fault.field for fault in refused.value.faults}


class TestBeginning:
    def test_a_programme_begins_with_its_rules(self) -> None:
        rulebook.given().when(BEGIN).then(DRAFTED, RULES)

    def test_the_same_beginning_again_changes_nothing_though_the_rules_went_on(self) -> None:
        later = second(minimum_projects_per_unit=2)
        rulebook.given(DRAFTED, RULES, later).when(BEGIN).then_nothing()

    def test_another_beginning_is_refused(self) -> None:
        another = replace(BEGIN, programme=replace(DRAFTED, title="另一份"))
        rulebook.given(DRAFTED, RULES).when(another).then_rejected(AlreadyDrafted)

    def test_a_programme_does_not_begin_with_rules_that_do_not_fit(self) -> None:
        none = replace(BEGIN, rules=replace(RULES, categories=()))
        rulebook.given().when(none).then_rejected(RulesDoNotFit)


class TestSetting:
    def test_what_is_set_otherwise_is_a_new_version_and_the_rest_stays(self) -> None:
        expected = second(minimum_projects_per_unit=2)
        rulebook.given(DRAFTED, RULES, CORRECTED).when(TWO).then(expected)

    def test_the_same_again_changes_nothing(self) -> None:
        later = second(minimum_projects_per_unit=2)
        rulebook.given(DRAFTED, RULES, later).when(TWO).then_nothing()

    def test_there_must_be_a_draft(self) -> None:
        rulebook.given().when(TWO).then_rejected(NoSuchDraft)

    @pytest.mark.covers("REQ-01")
    def test_once_announced_they_stand(self) -> None:
        rulebook.given(DRAFTED, RULES, ANNOUNCED).when(TWO).then_rejected(RulesAreSettled)

    @pytest.mark.covers("AMB-30")
    def test_the_list_of_categories_is_open(self) -> None:
        fourth = Category(
            id="fourth",
            name="第四类",
            name_en="A fourth",
            outcome_orientation="",
            outcome_orientation_en="",
            projects=(),
        )
        four = (*RULES.categories, fourth)
        wish = SetRules(changes={"categories": four})
        rulebook.given(DRAFTED, RULES).when(wish).then(second(categories=four))

    @pytest.mark.parametrize("categories", [(), (FIRST, FIRST)], ids=["none", "twice"])
    def test_categories_are_there_and_differ(self, categories: tuple[Category, ...]) -> None:
        assert faults({"categories": categories}) == {"/categories"}

    def test_a_project_is_in_one_category(self) -> None:
        both = (FIRST, replace(FIRST, id="other"))
        assert faults({"categories": both}) == {"/categories"}

    def test_everything_dated_is_there_once(self) -> None:
        assert faults({"filings": RULES.filings[1:]}) == {"/filings"}

    def test_nothing_is_due_after_the_results(self) -> None:
        early = tuple(
            replace(each, due_on=date(2017, 5, 20)) if each.kind == "results" else each
            for each in RULES.filings
        )
        assert "/filings" in faults({"filings": early})

    @pytest.mark.covers("AMB-04")
    @pytest.mark.parametrize("day", [date(2017, 5, 9), date(2017, 12, 1)])
    def test_the_supplementary_form_ends_between_cut_off_and_results(self, day: date) -> None:
        participation = replace(RULES.participation, supplementary_until=day)
        assert faults({"participation": participation}) == {"/participation/supplementary_until"}

    @pytest.mark.covers("AMB-07")
    def test_periods_follow_each_other_under_ids_of_their_own(self) -> None:
        first, second_ = FOUR_MONTHLY
        again = replace(second_, id=first.id)
        inside = replace(second_, first_day=first.last_day)
        backwards = replace(second_, last_day=date(2017, 8, 30))

        assert faults({"periods": (first, again)}) == {"/periods/1/id"}
        assert faults({"periods": (second_, first)}) == {"/periods/1"}
        assert faults({"periods": (first, inside)}) == {"/periods/1"}
        assert faults({"periods": (first, backwards)}) == {"/periods/1"}
        rulebook.given(DRAFTED, RULES).when(SetRules(changes={"periods": FOUR_MONTHLY})).then(
            second(periods=FOUR_MONTHLY)
        )


class TestTakingIn:
    def test_a_project_goes_to_its_category(self) -> None:
        put = replace(FIRST, projects=(*FIRST.projects, NEW))
        expected = second(categories=(put, *RULES.categories[1:]))
        rulebook.given(DRAFTED, RULES).when(TAKE_IN).then(expected)

    def test_taking_it_in_again_changes_nothing_even_later(self) -> None:
        put = replace(FIRST, projects=(*FIRST.projects, NEW))
        later = second(categories=(put, *RULES.categories[1:]))
        rulebook.given(DRAFTED, later, ANNOUNCED).when(TAKE_IN).then_nothing()

    def test_in_another_category_it_leaves_the_first(self) -> None:
        moved, (first, last, *_) = FIRST.projects[0], RULES.categories
        wish = replace(TAKE_IN, project_id=moved, category=last.id)
        expected = (
            replace(first, projects=first.projects[1:]),
            replace(last, projects=(*last.projects, moved)),
            *RULES.categories[2:],
        )
        rulebook.given(DRAFTED, RULES).when(wish).then(second(categories=expected))

    @pytest.mark.covers("REQ-06")
    def test_the_category_must_be_known(self) -> None:
        wish = replace(TAKE_IN, category="nowhere")
        rulebook.given(DRAFTED, RULES).when(wish).then_rejected(CategoryUnknown)

    @pytest.mark.covers("REQ-05")
    def test_a_number_is_used_once(self) -> None:
        rulebook.given(DRAFTED, RULES).when(replace(TAKE_IN, number=2)).then_rejected(NumberTaken)

    def test_nothing_is_listed_after_the_announcement(self) -> None:
        rulebook.given(DRAFTED, RULES, ANNOUNCED).when(TAKE_IN).then_rejected(RulesAreSettled)

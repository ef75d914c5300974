"""What rubrics, pass rule and bonus table may be, and until when."""

from dataclasses import replace

import pytest

from services.evaluation.rules.decider import (
    DECIDER,
    CapTooHigh,
    NoSuchProgramme,
    RubricChanged,
    RubricNotSound,
    RulesAreFixed,
    RulesIncomplete,
    TooFewWithoutReason,
    TracesAreNotResults,
    UnknownCategory,
)
from services.evaluation.traces import counts_traces
from tests.evaluation.rules.examples import (
    BONUS_SET,
    CATEGORIES,
    COMPLETE,
    EFFECT,
    FIX,
    FIXED,
    OPERABLE,
    PASS_RULE_SET,
    PROCEDURE_SET,
    RUBRIC_SET,
    SET_BONUS,
    SET_PASS_RULE,
    SET_PROCEDURE,
    SET_RUBRIC,
)
from tests.scenario import Scenario

rules = Scenario(DECIDER)


class TestRubrics:
    def test_a_rubric_of_100_points_with_an_effect_criterion_is_set(self) -> None:
        rules.given().when(SET_RUBRIC).then(RUBRIC_SET)

    def test_the_same_rubric_again_changes_nothing_even_when_fixed(self) -> None:
        rules.given(RUBRIC_SET).when(SET_RUBRIC).then_nothing()
        rules.given(*COMPLETE, FIXED).when(SET_RUBRIC).then_nothing()

    def test_a_programme_that_is_not_known_has_no_rubric(self) -> None:
        unknown = replace(SET_RUBRIC, categories=frozenset[str]())
        rules.given().when(unknown).then_rejected(NoSuchProgramme)

    def test_a_category_that_the_programme_lacks_has_no_rubric(self) -> None:
        other = replace(SET_RUBRIC, category="qita")
        rules.given().when(other).then_rejected(UnknownCategory)

    @pytest.mark.parametrize("kind", ["posts", "photos", "log_ins", "likes"])
    def test_a_criterion_of_a_counting_kind_is_refused(self, kind: str) -> None:
        counting = replace(SET_RUBRIC, criteria=(replace(OPERABLE, kind=kind), EFFECT))
        rules.given().when(counting).then_rejected(TracesAreNotResults)

    @pytest.mark.parametrize(
        "name",
        [
            "QQ群发帖数量",
            "信息报送条数",
            "登录次数",
            "点 赞 情况",
            "每日打卡",
            "文章转发",
            "阅读量",
            "照片数",
            "Number of posts in the QQ group",
            "微信群posts",
            "\uff2c\uff29\uff2b\uff25\uff33",
            "log-ins",
            "点\u200b赞",
        ],
    )
    def test_a_criterion_whose_name_counts_traces_is_refused(self, name: str) -> None:
        counting = replace(SET_RUBRIC, criteria=(replace(OPERABLE, name=name), EFFECT))
        rules.given().when(counting).then_rejected(TracesAreNotResults)

    @pytest.mark.parametrize(
        "name",
        ["可复制、可推广", "实际成效", "运行便畅", "Likelihood of lasting", "Accountability"],
    )
    def test_a_criterion_that_judges_is_not_mistaken_for_one_that_counts(self, name: str) -> None:
        assert not counts_traces(name)

    @pytest.mark.parametrize(
        "criteria",
        [
            (OPERABLE, replace(EFFECT, max_points=5999)),
            (OPERABLE, replace(EFFECT, max_points=6001)),
            (OPERABLE, replace(EFFECT, kind="method")),
            (OPERABLE, replace(EFFECT, kind="beauty")),
            (OPERABLE, replace(EFFECT, id="operable")),
            (OPERABLE, EFFECT, replace(EFFECT, id="more", max_points=0)),
        ],
    )
    def test_a_rubric_that_is_not_sound_is_refused(self, criteria: tuple[object, ...]) -> None:
        unsound = replace(SET_RUBRIC, criteria=criteria)
        rules.given().when(unsound).then_rejected(RubricNotSound)

    def test_after_the_first_score_a_rubric_stands(self) -> None:
        milder = replace(
            SET_RUBRIC,
            criteria=(replace(OPERABLE, max_points=5000), replace(EFFECT, max_points=5000)),
        )
        rules.given(*COMPLETE, FIXED).when(milder).then_rejected(RulesAreFixed)

    def test_after_the_first_score_a_new_category_may_still_get_its_rubric(self) -> None:
        late = replace(SET_RUBRIC, category="xinlei", categories=CATEGORIES | {"xinlei"})
        rules.given(*COMPLETE, FIXED).when(late).then(replace(RUBRIC_SET, category="xinlei"))


class TestPassRuleAndBonus:
    def test_they_are_set_and_the_same_again_changes_nothing(self) -> None:
        rules.given().when(SET_PASS_RULE).then(PASS_RULE_SET)
        rules.given(PASS_RULE_SET).when(SET_PASS_RULE).then_nothing()
        rules.given().when(SET_BONUS).then(BONUS_SET)
        rules.given(BONUS_SET).when(SET_BONUS).then_nothing()

    def test_fewer_than_five_sheets_need_a_reason_in_writing(self) -> None:
        four = replace(SET_PASS_RULE, min_valid=4)
        rules.given().when(four).then_rejected(TooFewWithoutReason)
        rules.given().when(replace(four, reason="评委回避较多")).then(
            replace(PASS_RULE_SET, min_valid=4, reason="评委回避较多")
        )

    def test_the_cap_is_at_most_twenty_points(self) -> None:
        rules.given().when(replace(SET_BONUS, cap=2001)).then_rejected(CapTooHigh)

    def test_the_pass_mark_is_not_lowered_after_the_first_score(self) -> None:
        lower = replace(SET_PASS_RULE, min_score=5500)
        rules.given(*COMPLETE, FIXED).when(lower).then_rejected(RulesAreFixed)

    def test_the_bonus_table_stands_after_the_first_score(self) -> None:
        more = replace(SET_BONUS, lead=2000)
        rules.given(*COMPLETE, FIXED).when(more).then_rejected(RulesAreFixed)


class TestProcedure:
    def test_it_is_set_and_the_same_again_changes_nothing(self) -> None:
        rules.given().when(SET_PROCEDURE).then(PROCEDURE_SET)
        rules.given(PROCEDURE_SET).when(SET_PROCEDURE).then_nothing()
        rules.given(*COMPLETE, PROCEDURE_SET, FIXED).when(SET_PROCEDURE).then_nothing()

    def test_after_the_first_score_it_stands_whether_it_was_set_or_not(self) -> None:
        rules.given(*COMPLETE, FIXED).when(SET_PROCEDURE).then_rejected(RulesAreFixed)
        longer = replace(SET_PROCEDURE, publicity_working_days=9)
        rules.given(*COMPLETE, PROCEDURE_SET, FIXED).when(longer).then_rejected(RulesAreFixed)

    def test_scoring_does_not_wait_for_it(self) -> None:
        rules.given(*COMPLETE).when(FIX).then(FIXED)


class TestFixing:
    def test_the_first_sheet_fixes_complete_rules_and_later_ones_nothing_more(self) -> None:
        rules.given(*COMPLETE).when(FIX).then(FIXED)
        rules.given(*COMPLETE, FIXED).when(FIX).then_nothing()

    @pytest.mark.parametrize("missing", range(3))
    def test_no_sheet_comes_in_before_all_rules_are_set(self, missing: int) -> None:
        some = [event for place, event in enumerate(COMPLETE) if place != missing]
        rules.given(*some).when(FIX).then_rejected(RulesIncomplete)

    def test_a_category_without_a_rubric_keeps_scoring_from_starting(self) -> None:
        more = replace(FIX, categories=CATEGORIES | {"tiejun-plus"})
        rules.given(*COMPLETE).when(more).then_rejected(RulesIncomplete)

    def test_a_sheet_by_a_rubric_that_has_changed_is_refused(self) -> None:
        old = replace(FIX, criteria=FIX.criteria[:1])
        rules.given(*COMPLETE).when(old).then_rejected(RubricChanged)

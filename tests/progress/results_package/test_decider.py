"""The rules of a results package, one example each."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from services.applications.results_rule import USUAL
from services.progress.results_package.decider import (
    DECIDER,
    AlreadySubmitted,
    AwaitsResubmission,
    NoSuchResults,
    OnlyTheLeadSubmits,
    ResultsAlreadyAccepted,
    ResultsAreFrozen,
    ResultsIncomplete,
    TargetWithoutItem,
    TimeIsOver,
)
from services.progress.results_package.events import WrittenSection, manifest_sha256
from tests.progress.examples import GONGAN, JIAOTONG, TIYU
from tests.progress.results_package.examples import (
    ACCEPT,
    ACCEPTED,
    CONTENT,
    DEMANDED,
    FREEZE,
    FROZEN,
    LEADING,
    MANIFEST,
    RETURN,
    RETURNED,
    SUBMIT,
    SUBMITTED,
    TIME_OVER,
)
from tests.scenario import Scenario

package = Scenario(DECIDER)
BETTER = replace(SUBMIT, content=replace(CONTENT, party_members=350), bare_targets=())
SECOND = replace(SUBMITTED, number=2, content=BETTER.content, bare_targets=())
LAST_SECOND = FREEZE - timedelta(seconds=1)


def missing(**changes: object) -> list[str]:
    """Return what is named as missing when the package is handed in like this."""
    with pytest.raises(ResultsIncomplete) as refused:
        DECIDER.decide(replace(SUBMIT, **changes), DECIDER.initial)
    return [fault.field for fault in refused.value.faults]


def lacking_of(category: str) -> set[str]:
    """Return the sections of the 2017 notice's category that are refused when they are empty."""
    (form,) = (each for each in USUAL.forms if each.category == category)
    sections = {each.id: each.name for each in form.sections}
    demanded = replace(DEMANDED, sections=sections, required_kinds=())
    content = replace(CONTENT, sections=())
    named = missing(content=content, demanded=demanded)
    return {sections[field.rpartition("/")[2]] for field in named}


class TestSubmitting:
    @pytest.mark.covers("REQ-29")
    def test_the_lead_hands_in_its_results_and_what_no_item_proves_is_noted(self) -> None:
        package.given().when(SUBMIT).then(SUBMITTED)

    def test_the_unit_that_acts_for_the_lead_hands_them_in(self) -> None:
        leading = replace(LEADING, executing_unit_id=TIYU)
        acting = replace(SUBMIT, leading=leading, from_unit=TIYU)
        package.given().when(acting).then(replace(SUBMITTED, filed_by_unit_id=TIYU))

    @pytest.mark.parametrize("unit", [JIAOTONG, GONGAN, ""])
    def test_nobody_else_does(self, unit: str) -> None:
        package.given().when(replace(SUBMIT, from_unit=unit)).then_rejected(OnlyTheLeadSubmits)

    def test_the_same_package_again_changes_nothing(self) -> None:
        package.given(SUBMITTED).when(SUBMIT).then_nothing()
        package.given(SUBMITTED, ACCEPTED).when(SUBMIT).then_nothing()

    def test_another_one_waits_for_a_return(self) -> None:
        package.given(SUBMITTED).when(BETTER).then_rejected(AlreadySubmitted)
        package.given(SUBMITTED, ACCEPTED).when(BETTER).then_rejected(AlreadySubmitted)

    def test_what_was_returned_is_handed_in_as_the_next_version(self) -> None:
        package.given(SUBMITTED, RETURNED).when(BETTER).then(SECOND)
        unchanged = replace(SUBMITTED, number=2)
        package.given(SUBMITTED, RETURNED).when(SUBMIT).then(unchanged)

    def test_it_comes_in_time_until_the_last_second_of_grace(self) -> None:
        package.given().when(replace(SUBMIT, at=LAST_SECOND)).then(SUBMITTED)
        package.given().when(replace(SUBMIT, at=FREEZE)).then_rejected(TimeIsOver)

    def test_an_extension_gives_more_time(self) -> None:
        later = FREEZE + timedelta(days=5)
        given = replace(SUBMIT, at=FREEZE, freezes_at=later)
        package.given().when(given).then(replace(SUBMITTED, freezes_at=later))

    def test_what_was_returned_and_not_handed_in_again_in_time_stays_as_it_was(self) -> None:
        late = replace(BETTER, at=FREEZE)
        package.given(SUBMITTED, RETURNED).when(late).then_rejected(ResultsAreFrozen)


class TestCompleteness:
    @pytest.mark.covers("REQ-07")
    def test_every_section_of_the_category_is_there(self) -> None:
        content = replace(CONTENT, sections=CONTENT.sections[:1])
        assert missing(content=content) == ["/body/sections/replicable"]

    def test_a_section_of_another_category_is_refused(self) -> None:
        stray = WrittenSection(id="model", name="", text="模式")
        content = replace(CONTENT, sections=(*CONTENT.sections, stray))
        assert missing(content=content) == ["/body/sections/model"]

    @pytest.mark.covers("REQ-08")
    def test_an_iron_army_shows_how_it_is_organised_works_and_is_encouraged(self) -> None:
        assert lacking_of("tiejun-plus") == {"组织方式", "工作方法", "激励机制"}

    @pytest.mark.covers("REQ-09")
    def test_an_activity_shows_its_effect_and_a_working_model(self) -> None:
        assert lacking_of("dangjian-plus") == {"活动实效", "工作模式"}

    @pytest.mark.covers("REQ-10")
    def test_the_rules_relied_on_are_named(self) -> None:
        content = replace(CONTENT, rules_relied_on=())
        assert missing(content=content) == ["/body/rules_relied_on"]

    @pytest.mark.covers("REQ-07")
    def test_a_system_text_is_in_the_ledger_if_the_category_demands_it(self) -> None:
        without = replace(DEMANDED, kinds=frozenset({"activity"}))
        undemanding = replace(without, required_kinds=())

        assert missing(demanded=without) == ["/body/manifest"]
        package.given().when(replace(SUBMIT, demanded=undemanding)).then(SUBMITTED)

    def test_all_that_is_missing_is_named_at_once(self) -> None:
        content = replace(CONTENT, sections=(), rules_relied_on=())
        assert len(missing(content=content)) == 3


class TestReturning:
    def test_the_form_check_returns_and_names_what_is_missing(self) -> None:
        package.given(SUBMITTED).when(RETURN).then(RETURNED)

    def test_the_next_version_can_be_returned_too(self) -> None:
        again = replace(RETURNED, number=2)
        package.given(SUBMITTED, RETURNED, SECOND).when(RETURN).then(again)

    def test_the_same_return_again_changes_nothing_and_another_one_waits(self) -> None:
        package.given(SUBMITTED, RETURNED).when(RETURN).then_nothing()
        other = replace(RETURN, advice="还有")
        package.given(SUBMITTED, RETURNED).when(other).then_rejected(AwaitsResubmission)

    def test_an_accepted_package_is_not_returned(self) -> None:
        package.given(SUBMITTED, ACCEPTED).when(RETURN).then_rejected(ResultsAlreadyAccepted)

    def test_what_was_never_handed_in_is_not_returned(self) -> None:
        package.given().when(RETURN).then_rejected(NoSuchResults)


class TestAccepting:
    def test_the_form_check_accepts(self) -> None:
        package.given(SUBMITTED).when(ACCEPT).then(ACCEPTED)
        second = replace(ACCEPTED, number=2)
        package.given(SUBMITTED, RETURNED, SECOND).when(ACCEPT).then(second)

    def test_accepting_again_changes_nothing(self) -> None:
        package.given(SUBMITTED, ACCEPTED).when(ACCEPT).then_nothing()

    def test_what_was_returned_is_not_accepted(self) -> None:
        package.given(SUBMITTED, RETURNED).when(ACCEPT).then_rejected(AwaitsResubmission)

    def test_a_target_without_an_item_is_returned_if_the_category_demands_it(self) -> None:
        strict = replace(ACCEPT, every_target=True)
        package.given(SUBMITTED).when(strict).then_rejected(TargetWithoutItem)
        proved = replace(SUBMITTED, bare_targets=())
        package.given(proved).when(strict).then(ACCEPTED)

    def test_what_was_never_handed_in_is_not_accepted(self) -> None:
        package.given().when(ACCEPT).then_rejected(NoSuchResults)


class TestFreezing:
    def test_what_was_accepted_is_frozen_with_the_digest_of_its_manifest(self) -> None:
        package.given(SUBMITTED, ACCEPTED).when(TIME_OVER).then(FROZEN)

    def test_what_was_handed_in_last_is_frozen_even_if_nobody_has_accepted_it(self) -> None:
        package.given(SUBMITTED).when(TIME_OVER).then(replace(FROZEN, form_check="pending"))
        returned = replace(FROZEN, form_check="returned")
        package.given(SUBMITTED, RETURNED).when(TIME_OVER).then(returned)

    def test_it_is_frozen_once_and_not_early(self) -> None:
        package.given(SUBMITTED, ACCEPTED, FROZEN).when(TIME_OVER).then_nothing()
        package.given(SUBMITTED).when(replace(TIME_OVER, at=LAST_SECOND)).then_nothing()
        package.given().when(TIME_OVER).then_nothing()

    @pytest.mark.parametrize("recorded", [(), (FROZEN,)])
    def test_after_that_nothing_changes_even_if_nobody_was_awake_to_record_it(
        self, recorded: tuple[object, ...]
    ) -> None:
        history = package.given(SUBMITTED, *recorded)  # type: ignore[arg-type]
        for command in (BETTER, RETURN, ACCEPT):
            history.when(replace(command, at=FREEZE)).then_rejected(ResultsAreFrozen)

    def test_the_digest_of_a_manifest_can_be_made_with_pen_and_paper(self) -> None:
        first, second = MANIFEST
        text = (
            f"{first.entry_sha256} {first.file_sha256} {first.item_id}\n"
            f"{second.entry_sha256} - {second.item_id}\n"
        )

        assert manifest_sha256(MANIFEST) == sha256(text.encode()).hexdigest()
        assert manifest_sha256(MANIFEST[:1]) != manifest_sha256(MANIFEST)

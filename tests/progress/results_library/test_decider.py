"""Which results are published to the library."""

from dataclasses import replace

import pytest

from services.progress.results_library.decider import DECIDER, NotPassedForGood, ResultsNotFinal
from tests.progress.results_library.examples import PUBLISH, PUBLISHED
from tests.scenario import Scenario

place = Scenario(DECIDER)


@pytest.mark.covers("REQ-07", "PRA-13")
def test_the_final_results_of_a_project_that_passed_are_published_once() -> None:
    place.given().when(PUBLISH).then(PUBLISHED)
    place.given(PUBLISHED).when(PUBLISH).then_nothing()


def test_published_again_after_a_revision_changes_nothing() -> None:
    place.given(PUBLISHED).when(replace(PUBLISH, passed=False)).then_nothing()


def test_what_did_not_pass_for_good_is_not_published() -> None:
    place.given().when(replace(PUBLISH, passed=False)).then_rejected(NotPassedForGood)


def test_what_can_still_change_is_not_published() -> None:
    place.given().when(replace(PUBLISH, number=0)).then_rejected(ResultsNotFinal)

"""Closing a round: seals, enough sheets, the trimmed mean."""

from dataclasses import replace
from itertools import permutations

import pytest

from services.evaluation.decision.decider import (
    DECIDER,
    AlreadyEvaluated,
    ResultsAreIn,
    ResultsTimeNotOver,
    SealBroken,
    SheetsAreIn,
    TooFewSheets,
    decide,
)
from services.evaluation.decision.events import (
    FactStatus,
    ProcessFact,
    ProcessFactsNoted,
    ProjectEvaluated,
)
from tests.evaluation.decision.examples import (
    MISSING,
    NOT_SUBMITTED,
    PROGRAMME,
    PROJECT,
    closing,
    missing,
    sheet,
)
from tests.scenario import Scenario

project = Scenario(DECIDER)
CHECKS = [  # the score checks of the 2017 season
    ([88, 91, 85, 90, 86, 79], 8725, "pass"),
    ([75, 72, 78, 70, 74], 7367, "pass"),
    ([62, 55, 61, 63, 58, 41, 60], 5920, "fail"),
    ([62, 55, 61, 63, 58, 60], 6025, "pass"),
]


def closed(points: list[int], min_valid: int = 5) -> ProjectEvaluated:
    (event,) = decide(closing(points, min_valid), DECIDER.initial)
    assert isinstance(event, ProjectEvaluated)
    return event


@pytest.mark.parametrize(("scores", "mean", "outcome"), CHECKS)
def test_the_season_comes_out_as_the_office_computed_it(
    scores: list[int], mean: int, outcome: str
) -> None:
    event = closed(scores)

    assert (event.mean, event.outcome, event.aggregate) == (mean, outcome, "trimmed_mean")


@pytest.mark.parametrize("ascending", [True, False])
def test_extremes_are_left_out_by_size_and_not_by_place_in_the_list(ascending: bool) -> None:
    event = closed(sorted([75, 72, 78, 70, 74], reverse=not ascending))
    jumbled = closed([75, 72, 78, 70, 74])

    assert event.mean == jumbled.mean == 7367
    assert {s.total: s.standing for s in jumbled.sheets if s.standing != "counted"} == {
        7800: "highest",
        7000: "lowest",
    }


def test_the_order_of_sheets_never_matters() -> None:
    assert {closed(list(order)).mean for order in permutations([60, 60, 61, 62, 70])} == {6100}


def test_four_sheets_suffice_only_if_the_rule_says_so_and_none_is_left_out() -> None:
    project.given().when(closing([60, 70, 80, 91])).then_rejected(TooFewSheets)

    event = closed([60, 70, 80, 91], min_valid=4)

    assert (event.mean, event.aggregate) == (7525, "mean")
    assert {s.standing for s in event.sheets} == {"counted"}


def test_a_sheet_of_a_barred_reviewer_is_shown_and_not_counted() -> None:
    five = closing([70, 70, 70, 70, 70])
    with_barred = replace(five, sheets=(*five.sheets, sheet("r9", 10000, barred=True)))
    only_four = replace(five, sheets=(*five.sheets[:4], sheet("r9", 10000, barred=True)))

    (event,) = decide(with_barred, DECIDER.initial)

    assert isinstance(event, ProjectEvaluated)
    assert event.mean == 7000
    assert event.sheets[-1].standing == "barred"
    project.given().when(only_four).then_rejected(TooFewSheets)


def test_a_sheet_that_is_not_what_was_sealed_stops_the_round() -> None:
    command = closing([70, 70, 70, 70, 70])
    changed = replace(command.sheets[0], marks={"operable": 4000, "effect": 6000})
    other_salt = replace(command.sheets[0], salt="00" * 32)

    for forged in (changed, other_salt):
        broken = replace(command, sheets=(forged, *command.sheets[1:]))
        project.given().when(broken).then_rejected(SealBroken)


def test_a_round_closes_once() -> None:
    project.given(closed([70] * 5)).when(closing([80] * 5)).then_rejected(AlreadyEvaluated)


def test_exactly_the_pass_mark_passes_and_one_hundredth_less_fails() -> None:
    command = closing([60] * 5)
    less = replace(command, sheets=tuple(sheet(f"r{n}", 5999) for n in range(5)))

    (failed,) = decide(less, DECIDER.initial)

    assert closed([60] * 5).outcome == "pass"
    assert isinstance(failed, ProjectEvaluated)
    assert failed.outcome == "fail"


def test_the_plain_mean_is_taken_if_the_rules_ask_for_it() -> None:
    (event,) = decide(
        replace(closing([62, 55, 61, 63, 58, 41, 60]), aggregate="mean"), DECIDER.initial
    )

    assert isinstance(event, ProjectEvaluated)
    assert (event.mean, event.outcome, event.aggregate) == (5714, "fail", "mean")
    assert {s.standing for s in event.sheets} == {"counted"}


def test_a_voided_sheet_is_shown_and_not_counted() -> None:
    six = closing([70, 70, 70, 70, 70, 100])
    voided = replace(six, sheets=(*six.sheets[:5], replace(six.sheets[5], void=True)))

    (event,) = decide(voided, DECIDER.initial)

    assert isinstance(event, ProjectEvaluated)
    assert (event.mean, event.sheets[5].standing) == (7000, "voided")
    four_left = replace(voided, sheets=voided.sheets[1:])
    project.given().when(four_left).then_rejected(TooFewSheets)


def test_a_project_without_results_is_judged_as_not_submitted_for_a_reason() -> None:
    project.given().when(missing()).then(NOT_SUBMITTED, MISSING)


def test_where_sheets_are_in_there_were_results() -> None:
    project.given().when(missing(handed_in=1)).then_rejected(SheetsAreIn)


def test_what_is_judged_is_not_found_missing_and_the_other_way_round() -> None:
    project.given(closed([70] * 5)).when(missing()).then_rejected(AlreadyEvaluated)
    project.given(NOT_SUBMITTED, MISSING).when(closing([70] * 5)).then_rejected(AlreadyEvaluated)


def owing(status: FactStatus) -> tuple[ProcessFact, ...]:
    met = ProcessFact(
        obligation="progress_report", subject="2017-p08~2017q2", label="季度反馈表", status="met"
    )
    return (met, replace(met, obligation="results", subject="2017-p08", status=status))


def test_what_is_known_of_the_process_stands_beside_the_judgement_and_bars_nothing() -> None:
    evaluated, noted = decide(replace(closing([70] * 5), facts=owing("missed")), DECIDER.initial)

    assert evaluated == closed([70] * 5)
    assert noted == ProcessFactsNoted(
        programme_id=PROGRAMME, project_id=PROJECT, facts=owing("missed"), gated=False
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("missed", "fail"), ("met_late", "pass"), ("within_grace", "pass"), ("open", "pass")],
)
def test_with_the_gate_in_the_rules_a_project_that_still_owes_something_fails(
    status: FactStatus, outcome: str
) -> None:
    evaluated, noted = decide(
        replace(closing([70] * 5), facts=owing(status), process_gate="no_missed"), DECIDER.initial
    )

    assert isinstance(evaluated, ProjectEvaluated)
    assert isinstance(noted, ProcessFactsNoted)
    assert (evaluated.mean, evaluated.outcome) == (7000, outcome)
    assert noted.gated == (outcome == "fail")


def test_results_that_are_frozen_or_still_awaited_are_not_found_missing() -> None:
    project.given().when(missing(frozen=True)).then_rejected(ResultsAreIn)
    project.given().when(missing(time_over=False)).then_rejected(ResultsTimeNotOver)

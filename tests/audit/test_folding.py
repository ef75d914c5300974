from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.audit.folding import AsOf, Record, pointer, rebuilt
from services.evaluation.panel.events import ReviewerStoodDown, panel_of
from services.evaluation.rules.events import rules_of
from services.progress.progress_report.events import ProgressReportCorrected
from tests.audit.examples import (
    ACCEPTED,
    APPLIED,
    DEADLINE,
    DUE,
    EXTENDED,
    FORMED,
    LEAD,
    MET,
    PART,
    PROGRAMME,
    PROJECT,
    Q2,
    REPORT,
    REPORTED,
    RETURNED,
    RULED,
    SEASON,
    SEATED,
    Happening,
    day,
    in_the_log,
    on,
)

END = day(12, 31)
PANEL = panel_of(PROGRAMME)
CORRECTED = ProgressReportCorrected(
    project_id=PROJECT,
    period=Q2,
    unit_id=LEAD,
    filed_by_unit_id=LEAD,
    content=replace(REPORTED.content, main_practices="五次活动"),
)


def at(true_on: Any = END, known_on: Any = END) -> AsOf:
    return AsOf(true_on=true_on, known_on=known_on)


def record(happened: Sequence[Happening], point: AsOf | None = None) -> Record:
    (found,) = rebuilt(in_the_log(happened), point or at()).values()
    return found


def state(record: Record) -> str:
    return "" if record.state is None else record.state.type


def records(point: AsOf) -> Mapping[str, Record]:
    return {found.stream: found for found in rebuilt(in_the_log(), point).values()}


def test_a_later_event_replaces_the_fields_it_has_and_brings_a_new_state() -> None:
    found = record(on(day(7, 3), "progress", REPORT, REPORTED, RETURNED, CORRECTED))

    assert (state(found), found.version) == ("ProgressReportCorrected", 3)
    assert found.fields["content"]["main_practices"] == "五次活动"
    assert found.fields["on_paper"] is False


def test_the_reason_of_a_state_stands_beside_it_and_goes_with_it() -> None:
    returned = record(on(day(7, 3), "progress", REPORT, REPORTED, RETURNED))
    corrected = record(on(day(7, 3), "progress", REPORT, REPORTED, RETURNED, CORRECTED))

    assert (returned.why, corrected.why) == ("请补充事实", "")
    assert "advice" not in {**returned.fields, **corrected.fields}


def test_what_had_not_happened_yet_is_not_true_yet() -> None:
    part = on(day(5, 8), "applications", PART, APPLIED) + on(
        day(5, 12), "applications", PART, ACCEPTED
    )

    assert state(record(part, at(true_on=day(5, 11)))) == "UnitApplied"
    assert state(record(part, at(true_on=day(5, 12)))) == "ApplicationAccepted"


def test_a_paper_that_was_entered_later_was_true_before_it_was_known() -> None:
    (part,) = (name for name in records(at()) if name.startswith("participation:"))

    assert part not in records(at(true_on=day(5, 9), known_on=day(5, 9)))
    assert part in records(at(true_on=day(5, 9), known_on=day(5, 10)))
    assert part not in records(at(true_on=day(5, 7), known_on=day(5, 10)))


def test_events_count_in_the_order_of_their_stream_whenever_they_happened() -> None:
    late = on(day(7, 9), "progress", DEADLINE, DUE, MET)
    earlier = on(day(6, 28), "progress", DEADLINE, EXTENDED, recorded=day(7, 10))

    assert state(record([*late, *earlier])) == "DeadlineExtended"


def test_what_has_entries_keeps_each_until_it_ends() -> None:
    other = replace(SEATED, reviewer_id="r2")
    gone = ReviewerStoodDown(programme_id=PROGRAMME, reviewer_id="r1")
    before = record(on(day(11, 1), "evaluation", PANEL, FORMED, SEATED, other))
    after = record(on(day(11, 1), "evaluation", PANEL, FORMED, SEATED, other, gone))

    assert sorted(before.fields["members"]) == ["r1", "r2"]
    assert list(after.fields["members"]) == ["r2"]
    assert state(after) == "PanelFormed"


def test_a_part_is_replaced_as_a_whole_and_keeps_its_reason() -> None:
    softer = replace(RULED, min_valid=3, reason="评委不足")
    found = record(on(day(11, 1), "evaluation", rules_of(PROGRAMME), RULED, softer))

    assert found.fields == {"pass_rule": {"min_score": 6000, "min_valid": 3, "reason": "评委不足"}}
    assert (found.state, found.why) == (None, "")


def test_every_place_knows_who_wrote_it_last() -> None:
    found = record(on(day(7, 3), "progress", REPORT, REPORTED, CORRECTED))

    assert found.writers["/fields/on_paper"].type == "ProgressReported"
    assert found.writers["/fields/content"].type == "ProgressReportCorrected"
    assert found.writers["/state"].type == "ProgressReportCorrected"


def test_marks_are_in_no_record_before_their_round_closes() -> None:
    before = records(at(true_on=day(12, 19)))
    unknown = records(at(known_on=day(12, 19)))
    after = records(at())

    assert f"decision:{PROJECT}" not in {**before, **unknown}
    assert after[f"decision:{PROJECT}"].fields["mean"] == 8800


def test_at_the_end_everything_counts() -> None:
    assert sum(found.version for found in records(at()).values()) == len(SEASON)


def test_names_with_slashes_and_tildes_are_escaped_in_places() -> None:
    assert pointer("fields", "a/b~c") == "/fields/a~1b~0c"

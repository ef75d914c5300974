"""Terms begin and end, and results are taken in once they are checked or final."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.evaluation.participation.projection import (
    LEAD_TERMS,
    PART_TERMS,
    TAKEN_IN,
    fold_part,
    fold_taken_in,
)
from shared.contracts.applications import (
    ApplicationAccepted,
    LeadUnitDesignated,
    ParticipationEnded,
    ProjectListed,
)
from shared.contracts.progress import ResultsAccepted, ResultsFrozen
from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.store.events import Recorded, Stream

NOON = datetime(2017, 8, 7, 4, tzinfo=UTC)
PROGRAMME, PROJECT, UNIT = ProgrammeId("2017"), ProjectId("2017-p14"), UnitId("caishui-xitong")
ACCEPTED = ApplicationAccepted(
    programme_id=PROGRAMME, project_id=PROJECT, unit_id=UNIT, role="co_lead"
)
ENDED = ParticipationEnded(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=UNIT,
    role="co_lead",
    cause="withdrawal",
    reason="力量不足",
    ended_on=date(2017, 8, 7),
)
TAKEN = ResultsAccepted(project_id=PROJECT, number=1)


def recorded(event: Any, at: datetime = NOON) -> Recorded[Any]:
    """Return an event as it happened at a moment."""
    return Recorded(
        event=event,
        stream=Stream("x", "x"),
        version=1,
        event_id=UUID(int=1),
        occurred_at=at,
        recorded_at=at,
        actor="system",
        type=type(event).__name__,
        command_id=UUID(int=2),
    )


def frozen(form_check: Any) -> ResultsFrozen:
    return ResultsFrozen(project_id=PROJECT, number=1, form_check=form_check)


def test_a_part_lasts_to_the_end_of_its_last_day() -> None:
    row = fold_part(fold_part(None, recorded(ACCEPTED)), recorded(ENDED))

    assert row is not None
    assert [term["until"] for term in row.terms] == ["2017-08-07T16:00:00+00:00"]


def test_a_part_that_begins_anew_ends_the_one_before_it() -> None:
    row = fold_part(fold_part(None, recorded(ACCEPTED)), recorded(ENDED))
    again = fold_part(row, recorded(ACCEPTED, NOON + timedelta(hours=1)))
    later = fold_part(row, recorded(ACCEPTED, NOON + timedelta(days=9)))

    assert again is not None
    assert later is not None
    assert [term["until"] for term in again.terms] == ["2017-08-07T05:00:00+00:00", None]
    assert [term["until"] for term in later.terms] == ["2017-08-07T16:00:00+00:00", None]


def test_an_end_without_a_beginning_is_no_part() -> None:
    assert fold_part(None, recorded(ENDED)) is None


def test_results_are_taken_in_when_they_are_accepted_last_or_frozen_unchecked() -> None:
    late = NOON + timedelta(days=1)
    first = fold_taken_in(None, recorded(TAKEN))

    assert first.accepted_at == NOON
    assert fold_taken_in(first, recorded(TAKEN, late)).accepted_at == late
    assert fold_taken_in(first, recorded(frozen("accepted"), late)) == replace(first, frozen=True)
    assert fold_taken_in(None, recorded(frozen("pending"), late)).accepted_at == late
    assert fold_taken_in(first, recorded(frozen("returned"), late)).accepted_at == late


def test_rows_are_those_of_the_events_that_are_read() -> None:
    led = LeadUnitDesignated(
        programme_id=PROGRAMME, project_id=PROJECT, unit_id=UNIT, executing_unit_id=""
    )
    listed = ProjectListed(
        programme_id=PROGRAMME, project_id=PROJECT, number=14, title="一", category="a"
    )

    assert LEAD_TERMS.key(recorded(led)) == (PROJECT,)
    assert PART_TERMS.key(recorded(ENDED)) == (PROJECT, UNIT)
    assert TAKEN_IN.key(recorded(TAKEN)) == (PROJECT,)
    assert LEAD_TERMS.key(recorded(listed)) is PART_TERMS.key(recorded(listed)) is None

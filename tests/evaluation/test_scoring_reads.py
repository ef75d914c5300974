"""What judging reads of the others' work: what was owed and whether results came, and no traces of it.

Posts, pictures, log-ins and likes are never counted (X14, PRA-07): whatever `progress` records about them
reaches no row of this service, and no row has a place for a number of them.
"""

from pathlib import Path
from uuid import uuid4

import pytest

from services.evaluation.main import SERVICE
from services.evaluation.tables import metadata
from services.evaluation.traces import counts_traces
from shared.store.events import Recorded, Stream
from tests.office import OPENING
from tools.codebase import events_of, services

STORED = Path(__file__).parents[1] / "progress"
READ = {
    "DeadlineSet",
    "DeadlineExtended",
    "DeadlineMet",
    "DeadlineMetLate",
    "DeadlineMissed",
    "DeadlineWaived",
    "ResultsAccepted",
    "ResultsFrozen",
}
PROGRESS = next(service for service in services() if service.name == "progress")
(FROM_PROGRESS,) = (s for s in SERVICE.subscribed if s.source == "progress")


@pytest.mark.covers("PRA-07", "REQ-11")
@pytest.mark.parametrize(
    "name", sorted({event.name for event in events_of(PROGRESS)} - READ - {"DeadlineTransferred"})
)
def test_no_row_comes_from_anything_else_that_progress_records(name: str) -> None:
    examples = sorted(STORED.glob(f"*/stored/{name}.v*.json"))
    codec = FROM_PROGRESS.projections[-1].events
    assert examples
    assert codec is not None
    if name not in codec.known:
        return
    event = codec.decode(name, 1, examples[-1].read_bytes())
    recorded = Recorded(
        event=event,
        stream=Stream("any", "thing"),
        version=1,
        event_id=uuid4(),
        occurred_at=OPENING,
        recorded_at=OPENING,
        actor="system",
        type=name,
        command_id=uuid4(),
    )

    assert {projection.key(recorded) for projection in FROM_PROGRESS.projections} == {None}


@pytest.mark.covers("PRA-07")
def test_no_row_has_a_place_for_a_number_of_traces() -> None:
    columns = {column.name for table in metadata.tables.values() for column in table.columns}

    assert len(columns) > 50
    assert not {name for name in columns if counts_traces(name.replace("_", " "))}
    assert counts_traces("log ins"), "a planted one is found"

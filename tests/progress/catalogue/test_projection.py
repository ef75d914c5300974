"""A programme can be written down whatever has been heard of it so far."""

from uuid import UUID

from services.progress.catalogue.projection import PROGRAMMES
from shared.readmodels.projection import Rows
from shared.store.events import Recorded, Stream
from tests.progress.examples import DRAFTED, PROGRAMME, shanghai


def test_a_programme_that_is_only_drafted_yet_is_a_row() -> None:
    nobody, at = UUID(int=0), shanghai(5, 2)
    stream: Stream[object] = Stream("programme", PROGRAMME)
    drafted = Recorded(DRAFTED, stream, 1, nobody, at, at, "staff", "ProgrammeDrafted", nobody)
    rows = Rows.of(PROGRAMMES)

    ((_, columns),) = rows.writes(rows.fold({}, [drafted]))

    assert columns[rows.columns.index("results")] == ["{}"]

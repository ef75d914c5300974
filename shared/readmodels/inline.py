"""The read models of a service's own events, kept in the command's own transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from shared.readmodels.projection import Projection, Rows
from shared.store.events import Recorded
from shared.store.history import History
from shared.store.sql import Part
from shared.store.writing import InlineRows


class InlineProjections(InlineRows):
    """Folds a stream's rows from its whole history, so that a reader never waits.

    Every projection has its own table, so the writes of one command never meet in a row.
    """

    def __init__(self, projections: Iterable[Projection[Any]]) -> None:
        self.all: tuple[Rows[Any], ...] = tuple(Rows[Any].of(p) for p in projections)
        self._by_feature: dict[str, tuple[Rows[Any], ...]] = {}

    def of_feature(self, feature: str) -> tuple[Rows[Any], ...]:
        """Return the read models that streams of this feature can touch."""
        found = self._by_feature.get(feature)
        if found is None:
            found = tuple(
                rows
                for rows in self.all
                if not rows.projection.features or feature in rows.projection.features
            )
            self._by_feature[feature] = found
        return found

    def writes(self, after: History[Any], new: Sequence[Recorded[Any]]) -> Sequence[Part]:
        """Return the writes that the new events at the end of a history lead to."""
        return [
            part
            for rows in self.of_feature(after.stream.feature)
            for part in rows.writes(rows.touched(after.folded(rows), new))
        ]

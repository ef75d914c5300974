"""Ordinary sheets and decisions."""

from collections.abc import Sequence

from services.evaluation.commitment import commitment
from services.evaluation.decision.commands import CloseRound, UnsealedSheet
from shared.ids import ProgrammeId, ProjectId

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
PROJECT = ProjectId("2017-p08")


def sheet(name: str, total: int, *, barred: bool = False) -> UnsealedSheet:
    """Return a whole sheet with this total in hundredths."""
    marks = {"operable": total // 2, "effect": total - total // 2}
    return UnsealedSheet(
        reviewer_id=name,
        sheet=1,
        review_version=2,
        marks=marks,
        advice="注重推广",
        salt="5a" * 32,
        commitment=commitment("5a" * 32, marks),
        barred=barred,
    )


def closing(points: Sequence[int], min_valid: int = 5) -> CloseRound:
    """Return the wish to close a round with these totals in points."""
    return CloseRound(
        programme_id=PROGRAMME,
        project_id=PROJECT,
        category="zhidu-jizhi",
        sheets=tuple(sheet(f"r{n}", total * 100) for n, total in enumerate(points, 1)),
        min_score=6000,
        min_valid=min_valid,
    )

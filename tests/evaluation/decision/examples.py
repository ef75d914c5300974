"""Ordinary sheets and decisions."""

from collections.abc import Sequence

from services.evaluation.commitment import commitment
from services.evaluation.decision.commands import CloseRound, FindResultsMissing, UnsealedSheet
from services.evaluation.decision.events import ProjectEvaluated, ResultsFoundMissing
from shared.ids import AccountId, ProgrammeId, ProjectId

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


def missing(
    handed_in: int = 0, *, frozen: bool = False, time_over: bool = True
) -> FindResultsMissing:
    """Return the wish to close the round of a project without results."""
    return FindResultsMissing(
        programme_id=PROGRAMME,
        project_id=PROJECT,
        category="zhidu-jizhi",
        handed_in=handed_in,
        frozen=frozen,
        time_over=time_over,
        min_score=6000,
        min_valid=5,
        reason="宽限期内未报送成果",
        by=AccountId("staff"),
    )


NOT_SUBMITTED = ProjectEvaluated(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    category="zhidu-jizhi",
    sheets=(),
    mean=0,
    outcome="not_submitted",
    aggregate="none",
    min_score=6000,
    min_valid=5,
)
MISSING = ResultsFoundMissing(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reason="宽限期内未报送成果",
    by=AccountId("staff"),
)

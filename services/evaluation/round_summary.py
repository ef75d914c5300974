"""What lies behind a result: how many sheets count, which do not, how far they lie apart (AMB-23)."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from services.evaluation.decision.events import Standing
from services.evaluation.points import AnyPoints, points


class LeftOutSheet(BaseModel):
    """A sheet that did not count, and why."""

    label: str
    total: AnyPoints
    standing: Standing


class RoundSummary(BaseModel):
    """What lies behind a result, for organiser and auditor: no names, reviewers have their numbers.

    `spread` is the difference between the highest and the lowest valid sheet, those left out of the
    mean among them.
    """

    valid: int
    counted: int
    spread: AnyPoints
    left_out: list[LeftOutSheet]
    open_objections: int


def summary(sheets: Sequence[Mapping[str, Any]], objections: int) -> RoundSummary:
    """Return what lies behind a result."""
    labels = {f"评委{place}": sheet for place, sheet in enumerate(ranked(sheets), 1)}
    valid = [sheet["total"] for sheet in sheets if sheet["standing"] not in {"barred", "voided"}]
    left_out = [
        LeftOutSheet(label=label, total=points(sheet["total"]), standing=sheet["standing"])
        for label, sheet in labels.items()
        if sheet["standing"] != "counted"
    ]
    return RoundSummary(
        valid=len(valid),
        counted=len(sheets) - len(left_out),
        spread=points(max(valid) - min(valid)) if valid else points(0),
        left_out=left_out,
        open_objections=objections,
    )


def ranked(sheets: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return sheets by their commitments, which say nothing about who wrote them."""
    return sorted(sheets, key=lambda sheet: str(sheet["commitment"]))

"""What is wrong with a score sheet, criterion by criterion."""

from collections.abc import Mapping

from shared.domain import Fault


def unsound(marks: Mapping[str, int], maxima: Mapping[str, int]) -> tuple[Fault, ...]:
    """Return what is wrong with a sheet: a criterion left out, too high, or of another rubric.

    The texts name bounds, never the mark that was sent: refusals are logged.
    """
    left_out = [
        Fault(field=f"/marks/{c}", zh="此项未评分。", en="This criterion has no mark.")
        for c in maxima
        if c not in marks
    ]
    too_high = [
        Fault(
            field=f"/marks/{c}",
            zh=f"应在0至{maxima[c] / 100:g}分之间。",
            en=f"Must be between 0 and {maxima[c] / 100:g} points.",
        )
        for c, mark in marks.items()
        if c in maxima and not 0 <= mark <= maxima[c]
    ]
    foreign = [
        Fault(
            field=f"/marks/{c}", zh="评分标准中没有此项。", en="The rubric has no such criterion."
        )
        for c in marks
        if c not in maxima
    ]
    return (*left_out, *too_high, *foreign)

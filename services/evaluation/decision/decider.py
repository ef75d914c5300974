"""The rules by which sheets become a decision.

A round closes once, with at least the set number of valid sheets, and only with sheets that are
what their reviewers sealed. From five sheets on, one highest and one lowest are left out; the mean
of the rest, in hundredths and half up, is held against the pass mark.
"""

from collections.abc import Mapping, Sequence

from services.evaluation.commitment import commitment
from shared.domain import Decider, Rejection, value

from .commands import CloseRound, DecisionCommand, UnsealedSheet
from .events import DecisionEvent, Mark, OpenedSheet, ProjectEvaluated, Standing

type Decision = tuple[DecisionEvent, ...]

TRIM_FROM = 5
"""Valid sheets from which one highest and one lowest are left out (AMB-23)."""


class AlreadyEvaluated(Rejection):
    zh = "本项目评审已结束，不能再次结束。"
    en = "The round of this project is already closed."
    rule = "REQ-49"


class TooFewSheets(Rejection):
    zh = "有效评分只有{valid}份，至少需要{least}份。请催交评分或增补评委后再结束评审。"
    en = "There are {valid} valid sheets and {least} are needed. Remind or appoint reviewers first."
    rule = "X9 AMB-22"


class SealBroken(Rejection):
    zh = "评委{reviewer}的评分与其封存凭证不符，评审不能结束。请联系审计人员核查。"
    en = "The sheet of {reviewer} is not what was sealed: the round stays open. Call the auditor."
    rule = "PRA-02"


@value
class Judgement:
    """Whether the project has been judged."""

    evaluated: bool = False


def evolve(_: Judgement, event: DecisionEvent) -> Judgement:
    """Return the judgement as the event leaves it."""
    del event
    return Judgement(evaluated=True)


def half_up(total: int, count: int) -> int:
    """Return total / count rounded to an integer, halves upwards. Neither is negative."""
    return (2 * total + count) // (2 * count)


def left_out(totals: Mapping[str, int]) -> Mapping[str, Standing]:
    """Return which sheets do not count: one highest and one lowest, from five on (AMB-23).

    Among equals the choice changes nothing; the first by name is taken as lowest, the last as
    highest, so that it is always the same.
    """
    if len(totals) < TRIM_FROM:
        return {}
    ranked = sorted(totals, key=lambda who: (totals[who], who))
    return {ranked[0]: "lowest", ranked[-1]: "highest"}


def mean_of(totals: Sequence[int]) -> int:
    """Return the trimmed mean of totals in hundredths; the plain mean of fewer than five."""
    by_place = {str(place): total for place, total in enumerate(totals)}
    out = left_out(by_place)
    counted = [total for place, total in by_place.items() if place not in out]
    return half_up(sum(counted), len(counted))


def decide(command: DecisionCommand, judgement: Judgement) -> Decision:
    """Close the round, if it is open, every seal is whole and enough valid sheets are in."""
    if judgement.evaluated:
        raise AlreadyEvaluated
    for sheet in command.sheets:
        if commitment(sheet.salt, sheet.marks) != sheet.commitment:
            raise SealBroken(reviewer=sheet.reviewer_id)
    valid = {s.reviewer_id: sum(s.marks.values()) for s in command.sheets if not s.barred}
    if len(valid) < command.min_valid:
        raise TooFewSheets(valid=len(valid), least=command.min_valid)
    return (evaluated(command, valid),)


def evaluated(command: CloseRound, valid: Mapping[str, int]) -> ProjectEvaluated:
    """Return the decision that the valid sheets lead to."""
    mean = mean_of(list(valid.values()))
    out = left_out(valid)
    return ProjectEvaluated(
        programme_id=command.programme_id,
        project_id=command.project_id,
        category=command.category,
        sheets=tuple(opened(sheet, out) for sheet in command.sheets),
        mean=mean,
        outcome="pass" if mean >= command.min_score else "fail",
        aggregate="trimmed_mean" if out else "mean",
        min_score=command.min_score,
        min_valid=command.min_valid,
    )


def opened(sheet: UnsealedSheet, out: Mapping[str, Standing]) -> OpenedSheet:
    """Return a sheet as it is published, with how it stood."""
    return OpenedSheet(
        reviewer_id=sheet.reviewer_id,
        sheet=sheet.sheet,
        review_version=sheet.review_version,
        marks=tuple(Mark(criterion=c, points=p) for c, p in sorted(sheet.marks.items())),
        total=sum(sheet.marks.values()),
        advice=sheet.advice,
        salt=sheet.salt,
        commitment=sheet.commitment,
        standing="barred" if sheet.barred else out.get(sheet.reviewer_id, "counted"),
    )


DECIDER = Decider(initial=Judgement(), decide=decide, evolve=evolve)

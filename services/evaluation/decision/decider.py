"""The rules by which sheets become a decision.

A round closes once, with at least the set number of valid sheets, and only with sheets that are
what their reviewers sealed. From five sheets on, one highest and one lowest are left out, unless
the rules ask for the plain mean; the mean of the rest, in hundredths and half up, is held against
the pass mark. What is known of the process stands beside it (REQ-50); where the rules have a gate,
a project that still owes something fails. One without results is found so, for a reason.
"""

from typing import assert_never

from services.evaluation.commitment import commitment
from services.evaluation.trimmed_mean import LeftOut, mean_of, outcome_of
from shared.domain import Decider, Rejection, value

from .commands import CloseRound, DecisionCommand, FindResultsMissing, UnsealedSheet
from .events import (
    DecisionEvent,
    Mark,
    OpenedSheet,
    ProcessFactsNoted,
    ProjectEvaluated,
    ResultsFoundMissing,
    Standing,
)

type Decision = tuple[DecisionEvent, ...]


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


class SheetsAreIn(Rejection):
    zh = "已有评委对本项目提交评分，不能按未提交成果处理。请结束评审，或先作废有关评审。"
    en = "Sheets are in, so there were results. Close the round, or void the reviews first."
    rule = "X9 REQ-49"


class ResultsAreIn(Rejection):
    zh = "本项目成果已封存定稿，不能按未提交成果处理。请组织评审。"
    en = "The results of this project are frozen, so there are some. Have them reviewed."
    rule = "X8 REQ-49"


class ResultsTimeNotOver(Rejection):
    zh = "本项目成果报送期限（含宽限期）尚未届满，不能按未提交成果处理。请待期限届满后办理。"
    en = "The time for results, grace included, is not over. Wait until it has passed."
    rule = "AMB-24 REQ-49"


@value
class Judgement:
    """Whether the project has been judged."""

    evaluated: bool = False


def evolve(judgement: Judgement, event: DecisionEvent) -> Judgement:
    """Return the judgement as the event leaves it."""
    return Judgement(evaluated=judgement.evaluated or isinstance(event, ProjectEvaluated))


def decide(command: DecisionCommand, judgement: Judgement) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    if judgement.evaluated:
        raise AlreadyEvaluated
    match command:
        case CloseRound():
            return close_round(command)
        case FindResultsMissing():
            return find_results_missing(command)
        case _:
            assert_never(command)


def close_round(command: CloseRound) -> Decision:
    """Close the round, if every seal is whole and enough valid sheets are in."""
    for sheet in command.sheets:
        if commitment(sheet.salt, sheet.marks) != sheet.commitment:
            raise SealBroken(reviewer=sheet.reviewer_id)
    valid = {
        sheet.reviewer_id: sum(sheet.marks.values())
        for sheet in command.sheets
        if not sheet.barred and not sheet.void
    }
    if len(valid) < command.min_valid:
        raise TooFewSheets(valid=len(valid), least=command.min_valid)
    mean = mean_of(valid, trimmed=command.aggregate == "trimmed_mean")
    evaluated = ProjectEvaluated(
        programme_id=command.programme_id,
        project_id=command.project_id,
        category=command.category,
        sheets=tuple(opened(sheet, mean.left_out) for sheet in command.sheets),
        mean=mean.hundredths,
        outcome="fail" if gated(command) else outcome_of(mean, command.min_score),
        aggregate=mean.aggregate,
        min_score=command.min_score,
        min_valid=command.min_valid,
    )
    return (evaluated, *noted(command))


def gated(command: CloseRound) -> bool:
    """Return whether the project fails because it still owes something (AMB-03)."""
    return command.process_gate == "no_missed" and any(
        fact.status == "missed" for fact in command.facts
    )


def noted(command: CloseRound) -> Decision:
    """Return what is known of the process, if anything is."""
    if not command.facts:
        return ()
    facts = ProcessFactsNoted(
        programme_id=command.programme_id,
        project_id=command.project_id,
        facts=command.facts,
        gated=gated(command),
    )
    return (facts,)


def opened(sheet: UnsealedSheet, out: LeftOut) -> OpenedSheet:
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
        standing=standing_of(sheet, out),
    )


def standing_of(sheet: UnsealedSheet, out: LeftOut) -> Standing:
    """Return whether a sheet was counted, and if not, why."""
    if sheet.void:
        return "voided"
    return "barred" if sheet.barred else out.get(sheet.reviewer_id, "counted")


def find_results_missing(command: FindResultsMissing) -> Decision:
    """A project without results when their time is over is `not_submitted`, for a reason (REQ-49)."""
    if command.handed_in:
        raise SheetsAreIn
    if command.frozen:
        raise ResultsAreIn
    if not command.time_over:
        raise ResultsTimeNotOver
    evaluated = ProjectEvaluated(
        programme_id=command.programme_id,
        project_id=command.project_id,
        category=command.category,
        sheets=(),
        mean=0,
        outcome="not_submitted",
        aggregate="none",
        min_score=command.min_score,
        min_valid=command.min_valid,
    )
    missing = ResultsFoundMissing(
        programme_id=command.programme_id,
        project_id=command.project_id,
        reason=command.reason,
        by=command.by,
    )
    return (evaluated, missing)


DECIDER = Decider(initial=Judgement(), decide=decide, evolve=evolve)

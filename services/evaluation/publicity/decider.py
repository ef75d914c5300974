"""The rules by which a decision becomes final.

The result is public for some working days, unless the rules do without. It stands once they are
over, no objection is open, and somebody else than who publicised it confirms it. An upheld
objection or a finding makes it anew, and publicity starts again; a finding on a decision that
stood already, about which the units were heard, stands at once.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal, assert_never

from services.evaluation.decision.events import (
    DecisionConfirmed,
    DecisionEvent,
    DecisionRevised,
    OpenedSheet,
    ProcessFactsNoted,
    ProjectEvaluated,
    ResultPublicised,
    ResultsFoundMissing,
    Standing,
)
from services.evaluation.trimmed_mean import LeftOut, mean_of, outcome_of
from shared.domain import Decider, NotFound, NotPermitted, Rejection, value
from shared.ids import AccountId
from shared.timing.workdays import CalendarUnknown, end_of, is_working_day, plus_working_days
from shared.timing.zone import SHANGHAI

from .commands import ConfirmDecision, PubliciseResult, PublicityCommand, ReviseDecision

type Decision = tuple[DecisionEvent, ...]
type Stage = Literal["open", "evaluated", "in_publicity", "confirmed", "revised"]

NOTHING_NEW: Decision = ()
NEVER = datetime.max.replace(tzinfo=UTC)
UNCOUNTED: frozenset[Standing] = frozenset({"barred", "voided"})


class NotEvaluatedYet(NotFound):
    zh = "本项目评审尚未结束，请先结束评审。"
    en = "The round of this project is still open. Close it first."
    rule = "REQ-49"


class PublicityIsOff(Rejection):
    zh = "本年度评审程序不设公示，评审结束后可直接确认。"
    en = "The rules do without publicity: confirm the decision directly."
    rule = "AMB-27"


class AlreadyPublicised(Rejection):
    zh = "本项目结果正在公示，不能重复公示。"
    en = "This result is before the public already."
    rule = "AMB-27 PRA-04"


class AlreadyConfirmed(Rejection):
    zh = "本项目评审结论已确认，无需再公示。"
    en = "This decision is confirmed already; there is nothing to put before the public."
    rule = "AMB-27"


class BeginsInThePast(Rejection):
    zh = "公示开始日期不能早于今天。请改选今天或以后的日期。"
    en = "Publicity cannot begin before today. Choose today or a later date."
    rule = "AMB-27"


class NoWorkingCalendar(Rejection):
    zh = "系统还没有{year}年的节假日安排，无法计算公示期。请先更新工作日历。"
    en = "The holidays of {year} are not known yet, so no end of publicity can be computed."
    rule = "AMB-27"


class NotPublicisedYet(Rejection):
    zh = "本项目结果尚未公示。请先公示，期满后再确认或变更。"
    en = "This result was not put before the public yet. Do so first."
    rule = "AMB-27 PRA-04"


class PublicityNotOver(Rejection):
    zh = "公示期至{last}，尚未届满，期满后方可确认。"
    en = "The result is public through {last}. Confirm the decision after that."
    rule = "AMB-27 PRA-04"


class ObjectionOpen(Rejection):
    zh = "本项目还有{count}件异议未裁定，请先裁定异议，再确认结论。"
    en = "{count} objections are still open. Rule on them before the decision is confirmed."
    rule = "REQ-51 PRA-04"


class PublicisedByTheSame(NotPermitted):
    zh = "公示由您经办，须由另一位领导确认。"
    en = "You put this result before the public; somebody else confirms it."
    rule = "X15"


class NoSuchSheet(Rejection):
    zh = "该评委没有计入本项目结论的有效评分。请核对要作废的评审。"
    en = "This reviewer has no sheet that counts in this decision. Check which review to void."
    rule = "AMB-23"


class TooFewLeft(Rejection):
    zh = "有效评分只剩{valid}份，少于{least}份，不能重新计算。只能认定为不通过。"
    en = "Only {valid} valid sheets of {least} would be left. The outcome can only be found to be fail."
    rule = "X9 AMB-22"


class NothingFollows(Rejection):
    zh = "没有说明结论要作何变更。请指明要作废的评审，或认定的结论。"
    en = "Nothing would change. Name the review to void, or the outcome that was found."
    rule = "REQ-54"


@value
class Judgement:
    """How far the judgement is, the result in force, and the publicity it had last."""

    stage: Stage = "open"
    result: ProjectEvaluated | None = None
    gated: bool = False
    until: datetime = NEVER
    publicised_by: str = ""


def evolve(judgement: Judgement, event: DecisionEvent) -> Judgement:
    """Return the judgement as the event leaves it."""
    match event:
        case ResultsFoundMissing():
            return judgement
        case ProcessFactsNoted():
            return replace(judgement, gated=event.gated)
        case ProjectEvaluated():
            return replace(judgement, stage="evaluated", result=event)
        case ResultPublicised():
            by = event.by or judgement.publicised_by
            return replace(judgement, stage="in_publicity", until=event.until, publicised_by=by)
        case DecisionConfirmed():
            return replace(judgement, stage="confirmed")
        case DecisionRevised():
            return replace(judgement, stage="revised", result=revised(judged(judgement), event))
        case _:
            assert_never(event)


def revised(result: ProjectEvaluated, event: DecisionRevised) -> ProjectEvaluated:
    """Return the result as it was made anew."""
    return replace(
        result,
        sheets=event.sheets,
        mean=event.mean,
        outcome=event.outcome,
        aggregate=event.aggregate,
    )


def judged(judgement: Judgement) -> ProjectEvaluated:
    """Return the result in force, or refuse while the round is open."""
    if judgement.result is None:
        raise NotEvaluatedYet
    return judgement.result


def decide(command: PublicityCommand, judgement: Judgement) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    result = judged(judgement)
    match command:
        case PubliciseResult():
            return publicise(command, judgement, result)
        case ConfirmDecision():
            return confirm(command, judgement, result)
        case ReviseDecision():
            return revise(command, judgement, result)
        case _:
            assert_never(command)


def publicise(command: PubliciseResult, judgement: Judgement, result: ProjectEvaluated) -> Decision:
    """A result that does not stand yet is put before the public, from today or a later day."""
    if not command.working_days:
        raise PublicityIsOff
    if judgement.stage == "in_publicity":
        raise AlreadyPublicised
    if judgement.stage == "confirmed":
        raise AlreadyConfirmed
    if command.begins_on < command.at.astimezone(SHANGHAI).date():
        raise BeginsInThePast
    return (publicised(result, command.begins_on, command.working_days, command.by),)


def publicised(
    result: ProjectEvaluated, begins_on: date, working_days: int, by: str
) -> ResultPublicised:
    """Return the publicity of so many working days, the first working day included (AMB-27)."""
    try:
        first = begins_on if is_working_day(begins_on) else plus_working_days(begins_on, 1)
        last = plus_working_days(first, working_days - 1)
    except CalendarUnknown as unknown:
        raise NoWorkingCalendar(year=unknown) from unknown
    return ResultPublicised(
        programme_id=result.programme_id,
        project_id=result.project_id,
        begins_on=first,
        working_days=working_days,
        until=end_of(last).astimezone(UTC),
        by=by,
    )


def confirm(command: ConfirmDecision, judgement: Judgement, result: ProjectEvaluated) -> Decision:
    """A decision stands when its publicity is over and no objection is open, by another person."""
    if judgement.stage == "confirmed":
        return NOTHING_NEW
    if command.working_days and judgement.stage != "in_publicity":
        raise NotPublicisedYet
    if judgement.stage == "in_publicity" and command.at < judgement.until:
        last = judgement.until.astimezone(SHANGHAI).date() - timedelta(days=1)
        raise PublicityNotOver(last=last)
    if command.open_objections:
        raise ObjectionOpen(count=command.open_objections)
    if command.by == judgement.publicised_by:
        raise PublicisedByTheSame
    return (confirmed(result, command.by),)


def revise(command: ReviseDecision, judgement: Judgement, result: ProjectEvaluated) -> Decision:
    """A decision that was public is made anew, and is public anew or, if all were heard, stands."""
    if judgement.stage == "evaluated":
        raise NotPublicisedYet
    event = made_anew(command, result, gated=judgement.gated)
    anew = revised(result, event)
    if command.hearing and judgement.stage == "confirmed":
        return (event, confirmed(anew, command.by))
    if not command.working_days:
        return (event,)
    tomorrow = command.at.astimezone(SHANGHAI).date() + timedelta(days=1)
    return (event, publicised(anew, tomorrow, command.working_days, ""))


def confirmed(result: ProjectEvaluated, by: AccountId) -> DecisionConfirmed:
    """Return that the result stands."""
    return DecisionConfirmed(
        programme_id=result.programme_id,
        project_id=result.project_id,
        outcome=result.outcome,
        by=by,
    )


def made_anew(command: ReviseDecision, result: ProjectEvaluated, *, gated: bool) -> DecisionRevised:
    """Return the decision made anew from the sheets that are left, or as the finding says."""
    left = {s.reviewer_id: s.total for s in result.sheets if s.standing not in UNCOUNTED}
    if command.voided and left.pop(command.voided, None) is None:
        raise NoSuchSheet
    if not left or (command.finding != "fail" and len(left) < result.min_valid):
        raise TooFewLeft(valid=len(left), least=result.min_valid)
    mean = mean_of(left, trimmed=result.aggregate == "trimmed_mean")
    sheets = tuple(ranked(sheet, command.voided, mean.left_out) for sheet in result.sheets)
    fails = gated or command.finding == "fail"
    outcome = "fail" if fails else outcome_of(mean, result.min_score)
    if not (command.voided or command.finding) or (sheets, outcome) == (
        result.sheets,
        result.outcome,
    ):
        raise NothingFollows
    return DecisionRevised(
        programme_id=result.programme_id,
        project_id=result.project_id,
        ground=command.ground,
        objection_id=command.objection_id,
        voided=command.voided,
        reason=command.reason,
        hearing=command.hearing,
        sheets=sheets,
        mean=mean.hundredths,
        outcome=outcome,
        aggregate=mean.aggregate,
        by=command.by,
    )


def ranked(sheet: OpenedSheet, voided: str, out: LeftOut) -> OpenedSheet:
    """Return a sheet as it stands among those that are left."""
    if sheet.standing in UNCOUNTED:
        return sheet
    if sheet.reviewer_id == voided:
        return replace(sheet, standing="voided")
    return replace(sheet, standing=out.get(sheet.reviewer_id, "counted"))


DECIDER = Decider(initial=Judgement(), decide=decide, evolve=evolve)

"""The rules of a review.

Only a member of the panel is asked, and never one whose unit leads the project, acts for its lead,
or is or was its co-lead, nor its contact leader, nor one who is recused. The reviewer marks every
criterion of the category's rubric within its bounds and adds advice in words. A sheet is handed in
once; until the round closes the organiser's leader may give it back, and may void a review. After
the round only an upheld objection voids one.
"""

from dataclasses import replace
from typing import assert_never

from services.evaluation.bars import bar_of
from services.evaluation.sheet_faults import unsound
from shared.domain import Decider, Incomplete, NotFound, NotPermitted, Rejection, value

from .commands import AssignReview, CloseReview, ReopenScore, ReviewCommand, SubmitScore, VoidReview
from .events import (
    ReviewAssigned,
    ReviewClosed,
    ReviewEvent,
    ReviewVoided,
    ScoreReopened,
    ScoreSubmitted,
)

type Decision = tuple[ReviewEvent, ...]

NOTHING_NEW: Decision = ()


class NoPanelYet(Rejection):
    zh = "评审小组尚未成立，请先成立评审小组，再分配评审任务。"
    en = "There is no review panel yet. Form the panel first, then assign reviews."
    rule = "REQ-48"


class NotOnThePanel(Rejection):
    zh = "该评委不在评审小组名单中，或已退出本项目评审。请先将其列入评审小组，或另选评委。"
    en = "This reviewer is not of the panel, or stood down. Appoint the reviewer or choose another."
    rule = "REQ-48"


class ReviewerBarred(Rejection):
    zh = "该评委须回避本项目：{role}。请另选评委。"
    en = "This reviewer is barred from the project: {role}. Choose another reviewer."
    rule = "X8 AMB-21 AMB-22 PRA-01"


class ResultsNotFrozen(Rejection):
    zh = "本项目成果尚未封存定稿，暂不能分配评审。请待报送期限届满、成果封存后再分配。"
    en = "The results of this project are not final yet. Assign reviews once they are frozen."
    rule = "X8 REQ-30"


class MustRecuse(NotPermitted):
    zh = "您须回避本项目，不能查看或评分：{role}。"
    en = "You are barred from this project and neither see nor score it: {role}."
    rule = "X8 AMB-21 AMB-22 PRA-01"


class StoodDown(NotPermitted):
    zh = "您已不在评审小组名单中，或已退出本项目评审，不能评分。如有疑问请联系工委。"
    en = "You stood down or are of the panel no more and cannot score. Ask the organiser if in doubt."
    rule = "REQ-48"


class OnlyOnesOwnSheet(NotPermitted):
    zh = "评分只能由评委本人提交或更改。"
    en = "Only the reviewer hands in or changes the own sheet."
    rule = "domain.md 4"


class NotAssigned(NotFound):
    zh = "没有分配给您的这项评审任务。请核对项目，或联系工委。"
    en = "No such review is assigned to you. Check the project or ask the organiser."
    rule = "REQ-48"


class RoundClosed(Rejection):
    zh = "本项目评审已结束，不能再分配或更改评分。"
    en = "The round of this project is closed: nothing can be assigned or changed any more."
    rule = "REQ-49"


class NoSuchReview(NotFound):
    zh = "没有这项评审任务。请核对项目和评委。"
    en = "There is no such review. Check the project and the reviewer."
    rule = "REQ-48"


class SheetIsIn(Rejection):
    zh = "您的评分已提交并封存。如需更正，请在评审结束前请工委领导退回，再重新提交。"
    en = "Your sheet is handed in. To correct it, ask the organiser's leader to give it back."
    rule = "REQ-49"


class NothingToReopen(Rejection):
    zh = "该评委尚未提交评分，无需退回，可直接提交。"
    en = "No sheet is in, so there is nothing to give back; the reviewer can simply hand it in."
    rule = "REQ-49"


class ReviewIsVoid(Rejection):
    zh = "该项评审已作废，不能再评分或退回。请另选评委。"
    en = "This review is void: nothing is handed in or given back. Choose another reviewer."
    rule = "domain.md 3.2"


class NoRubricYet(Rejection):
    zh = "本类别的评分标准尚未设定，暂不能评分。请联系工委设定评分标准。"
    en = "The rubric of this category is not set yet. Ask the organiser to set it."
    rule = "REQ-12 REQ-50"


class MarksNotSound(Incomplete):
    zh = "评分表不完整或超出分值范围，请按下列提示修改后重新提交。"
    en = "The sheet is incomplete or out of bounds. Correct what is listed and send it again."
    rule = "REQ-49 REQ-12"


class SheetReplaced(Rejection):
    zh = "结束评审期间有评委更新了评分，请重新操作一次。"
    en = "A reviewer replaced a sheet while the round was being closed. Close it again."
    rule = "X9"


@value
class Review:
    """Whether it was assigned, how many sheets came in, and what became of the last one."""

    assigned: bool = False
    sheet: int = 0
    reopened: bool = False
    void: bool = False
    closed: bool = False

    @property
    def handed_in(self) -> int:
        """Return the number of the sheet that counts, 0 for none."""
        return 0 if self.reopened or self.void else self.sheet


def evolve(review: Review, event: ReviewEvent) -> Review:
    """Return the review as the event leaves it."""
    match event:
        case ReviewAssigned():
            return replace(review, assigned=True)
        case ScoreSubmitted():
            return replace(review, sheet=event.sheet, reopened=False)
        case ScoreReopened():
            return replace(review, reopened=True)
        case ReviewVoided():
            return replace(review, void=True)
        case ReviewClosed():
            return replace(review, closed=True)
        case _:
            assert_never(event)


def decide(command: ReviewCommand, review: Review) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case AssignReview():
            return assign(command, review)
        case SubmitScore():
            return submit(command, review)
        case ReopenScore():
            return reopen(command, review)
        case VoidReview():
            return void(command, review)
        case CloseReview():
            return close(command, review)
        case _:
            assert_never(command)


def assign(command: AssignReview, review: Review) -> Decision:
    """A panel member without a part in the project is asked once, between freeze and closing."""
    if review.assigned:
        return NOTHING_NEW
    if command.round_closed:
        raise RoundClosed
    if not command.members:
        raise NoPanelYet
    if command.reviewer_id not in command.members:
        raise NotOnThePanel
    unit = command.members[command.reviewer_id]
    if role := bar_of(unit, command.parties, contact=command.contact, recused=command.recused):
        raise ReviewerBarred(role=role)
    if not command.frozen:
        raise ResultsNotFrozen
    return (
        ReviewAssigned(
            programme_id=command.programme_id,
            project_id=command.project_id,
            reviewer_id=command.reviewer_id,
            unit_id=unit,
        ),
    )


def submit(command: SubmitScore, review: Review) -> Decision:
    """An assigned panel member still free to judge hands in a complete sheet while it is open."""
    if command.by != command.reviewer_id:
        raise OnlyOnesOwnSheet
    if not review.assigned:
        raise NotAssigned
    if review.closed or command.round_closed:
        raise RoundClosed
    if review.void:
        raise ReviewIsVoid
    if review.handed_in:
        raise SheetIsIn
    if command.reviewer_id not in command.members:
        raise StoodDown
    unit = command.members[command.reviewer_id]
    if role := bar_of(unit, command.parties, contact=command.contact, recused=command.recused):
        raise MustRecuse(role=role)
    if not command.maxima:
        raise NoRubricYet
    if faults := unsound(command.marks, command.maxima):
        raise MarksNotSound(faults=faults)
    return (
        ScoreSubmitted(
            programme_id=command.programme_id,
            project_id=command.project_id,
            reviewer_id=command.reviewer_id,
            sheet=review.sheet + 1,
            category=command.category,
            sealed=command.sealed,
            commitment=command.commitment,
        ),
    )


def reopen(command: ReopenScore, review: Review) -> Decision:
    """A sheet that is in is given back before the round closes; what was handed in is kept."""
    if not review.assigned:
        raise NoSuchReview
    if review.closed or command.round_closed:
        raise RoundClosed
    if review.void:
        raise ReviewIsVoid
    if review.reopened:
        return NOTHING_NEW
    if not review.sheet:
        raise NothingToReopen
    return (
        ScoreReopened(
            programme_id=command.programme_id,
            project_id=command.project_id,
            reviewer_id=command.reviewer_id,
            sheet=review.sheet,
            reason=command.reason,
            by=command.by,
        ),
    )


def void(command: VoidReview, review: Review) -> Decision:
    """A review is voided once: before the round closes, or by an upheld objection afterwards."""
    if not review.assigned:
        raise NoSuchReview
    if command.round_closed and not command.objection_id:
        raise RoundClosed
    if review.void:
        return NOTHING_NEW
    return (
        ReviewVoided(
            programme_id=command.programme_id,
            project_id=command.project_id,
            reviewer_id=command.reviewer_id,
            reason=command.reason,
            objection_id=command.objection_id,
            by=command.by,
        ),
    )


def close(command: CloseReview, review: Review) -> Decision:
    """A review closes with the very sheet that was opened, once."""
    if review.closed or command.sheet != review.handed_in:
        raise SheetReplaced
    return (
        ReviewClosed(
            programme_id=command.programme_id,
            project_id=command.project_id,
            reviewer_id=command.reviewer_id,
            sheet=command.sheet,
        ),
    )


DECIDER = Decider(initial=Review(), decide=decide, evolve=evolve)

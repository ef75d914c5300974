"""The rules of a case of supervision (REQ-43, REQ-44).

The organiser records whom it met by role and what it found; the lead may answer. What is not as it should
be has to be put right by a day, once in a case; it is closed on evidence, and then stays closed. A new
lead inherits what is open (AMB-12).

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, Fault, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.ids import UnitId

from .commands import (
    AnswerSupervision,
    CloseRectification,
    RecordSupervision,
    RequireRectification,
    SupervisionCommand,
)
from .events import (
    RectificationClosed,
    RectificationRequired,
    SupervisionAnswered,
    SupervisionEvent,
    SupervisionRecorded,
)

type Decision = tuple[SupervisionEvent, ...]

NOTHING_NEW: Decision = ()


class NoSuchSupervision(NotFound):
    """Nothing was recorded under this number, or it is not this person's to see."""

    zh = "没有找到该督导记录, 或您无权查看。请核对编号。"
    en = "There is no such record of supervision for you. Check its number."
    rule = "REQ-43"


class SupervisionIdTaken(Rejection):
    """One number stands for one record."""

    zh = "该编号已用于另一条督导记录。请换用新的编号重新提交。"
    en = "This number stands for another record of supervision. Use a new number."
    rule = "P3"


class NotHeldYet(Incomplete):
    """What is recorded has taken place."""

    zh = "督导日期不能晚于今天。请改填实际日期。"
    en = "The day lies in the future. Enter the day on which it took place."
    rule = "REQ-43"


class OnlyTheLeadAnswers(NotPermitted):
    """Supervision is of a project's lead."""

    zh = "督导意见由本项目现任牵头领办单位答复。请联系牵头单位的联络员。"
    en = "Only the project's current lead unit answers. Ask its liaison."
    rule = "REQ-43 AMB-13"


class NobodyToPutItRight(Rejection):
    """What has to be put right is owed by the lead."""

    zh = "该项目目前没有牵头领办单位, 无法要求整改。请先确定牵头单位。"
    en = "Nobody leads this project, so nobody can put it right. Designate a lead first."
    rule = "REQ-44"


class RectificationDueInThePast(Incomplete):
    """There is time to put something right."""

    zh = "整改期限不能早于今天。请改选今天或以后的日期。"
    en = "The date lies in the past. Choose today or a later day."
    rule = "REQ-44 AMB-08"


class RectificationIsOpen(Rejection):
    """One case asks for one thing to be put right; its date is moved by an extension."""

    zh = "本条督导已要求整改。如需改期, 请办理延期; 另有问题的, 请另行记录督导。"
    en = "Rectification is required already. Extend its date, or record another case."
    rule = "REQ-44 X13"


class NothingToClose(Rejection):
    """Only what was required is closed."""

    zh = "本条督导没有待办结的整改要求。请刷新后核对。"
    en = "Nothing has to be put right here. Reload and check."
    rule = "REQ-44"


@value
class Supervision:
    """What the rules need to remember. A case that was never recorded has no record."""

    record: SupervisionRecorded | None = None
    answer: str = ""
    required: RectificationRequired | None = None
    closed: RectificationClosed | None = None


def evolve(case: Supervision, event: SupervisionEvent) -> Supervision:
    """Return the case as the event leaves it. A fact is never refused."""
    match event:
        case SupervisionRecorded():
            return Supervision(record=event)
        case SupervisionAnswered():
            return replace(case, answer=event.answer)
        case RectificationRequired():
            return replace(case, required=event)
        case RectificationClosed():
            return replace(case, closed=event)
        case _:
            assert_never(event)


def decide(command: SupervisionCommand, case: Supervision) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case RecordSupervision():
            return record_supervision(command, case)
        case AnswerSupervision():
            return answer_supervision(command, case)
        case RequireRectification():
            return require_rectification(command, case)
        case CloseRectification():
            return close_rectification(command, case)
        case _:
            assert_never(command)


def record_supervision(command: RecordSupervision, case: Supervision) -> Decision:
    """The organiser records what it found; the same again changes nothing (P3)."""
    recorded = command.recorded()
    if case.record == recorded:
        return NOTHING_NEW
    if case.record is not None:
        raise SupervisionIdTaken
    if command.held_on > command.today:
        raise NotHeldYet(faults=(_fault("/body/held_on", NotHeldYet),))
    return (recorded,)


def answer_supervision(command: AnswerSupervision, case: Supervision) -> Decision:
    """The lead answers, and may say more later; earlier answers stay on record."""
    record = _record(case)
    if not command.parties.lead_is(command.from_unit):
        raise OnlyTheLeadAnswers
    if command.answer == case.answer:
        return NOTHING_NEW
    answered = SupervisionAnswered(
        project_id=record.project_id,
        supervision_id=record.supervision_id,
        answer=command.answer,
        answered_by_unit_id=UnitId(command.from_unit),
    )
    return (answered,)


def require_rectification(command: RequireRectification, case: Supervision) -> Decision:
    """The lead has to put something right by a day; the same again changes nothing."""
    record = _record(case)
    required = RectificationRequired(
        project_id=record.project_id,
        supervision_id=record.supervision_id,
        demand=command.demand,
        due_at=command.due_at,
        by=command.by,
    )
    if case.required == required:
        return NOTHING_NEW
    if case.required is not None:
        raise RectificationIsOpen
    if not command.parties.lead_unit_id:
        raise NobodyToPutItRight
    if command.due_at <= command.at:
        fault = _fault("/body/due_on", RectificationDueInThePast)
        raise RectificationDueInThePast(faults=(fault,))
    return (required,)


def close_rectification(command: CloseRectification, case: Supervision) -> Decision:
    """What was put right is closed on evidence; the same again changes nothing."""
    record = _record(case)
    closed = RectificationClosed(
        project_id=record.project_id,
        supervision_id=record.supervision_id,
        evidence=command.evidence,
        by=command.by,
    )
    if case.closed == closed:
        return NOTHING_NEW
    if case.required is None or case.closed is not None:
        raise NothingToClose
    return (closed,)


def _record(case: Supervision) -> SupervisionRecorded:
    if case.record is None:
        raise NoSuchSupervision
    return case.record


def _fault(field: str, refusal: type[Rejection]) -> Fault:
    return Fault(field=field, zh=refusal.zh, en=refusal.en)


DECIDER = Decider(initial=Supervision(), decide=decide, evolve=evolve)

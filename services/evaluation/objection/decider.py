"""The rules of an objection.

A unit that has or had a part in the project objects while the result is before the public, with
name and reason. What comes too late, unsigned or without a reason is put down and declined at
once. The organiser's leader rules on the others and answers in writing, once (PRA-04).
"""

from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, NotFound, NotPermitted, Rejection, value

from .commands import LodgeObjection, ObjectionCommand, RuleObjection
from .events import Lack, ObjectionDeclined, ObjectionEvent, ObjectionLodged, ObjectionRuled

type Decision = tuple[ObjectionEvent, ...]

NOTHING_NEW: Decision = ()


class NotOnesOwnProject(NotPermitted):
    zh = "只有本项目的牵头、承办和联办单位可以提出异议。"
    en = "Only the units with a part in this project object to its result."
    rule = "domain.md 4 PRA-04"


class NothingToObjectTo(Rejection):
    zh = "本项目结果尚未公示。请在公示后、公示期内提出异议。"
    en = "This result is not before the public yet. Object once it is."
    rule = "AMB-27 PRA-04"


class ObjectionIdTaken(Rejection):
    zh = "该异议编号已被使用，内容不同。请换用新的编号提交。"
    en = "This id stands for another objection. Choose a new one."
    rule = "P3"


class NoSuchObjection(NotFound):
    zh = "本项目没有这件异议。请核对编号。"
    en = "There is no such objection to this project's result. Check the id."
    rule = "PRA-04"


class AlreadyDeclined(Rejection):
    zh = "该异议因逾期、未署名或未说明理由，未予受理，无需裁定。"
    en = "This objection was declined when it came; there is nothing to rule on."
    rule = "PRA-04"


class AlreadyRuled(Rejection):
    zh = "该异议已经裁定，不能再次裁定。"
    en = "This objection has been ruled on already."
    rule = "PRA-04"


class DismissedChangesNothing(Rejection):
    zh = "驳回异议不能同时作废评审或变更结论。请改为支持异议，或删除后两项。"
    en = "A dismissed objection voids and changes nothing. Uphold it, or leave those fields out."
    rule = "PRA-04"


@value
class Objection:
    """The objection as it came, and whether it has had its answer."""

    lodged: ObjectionLodged | None = None
    declined: bool = False
    ruled: bool = False


def evolve(objection: Objection, event: ObjectionEvent) -> Objection:
    """Return the objection as the event leaves it."""
    match event:
        case ObjectionLodged():
            return Objection(lodged=event)
        case ObjectionDeclined():
            return replace(objection, declined=True)
        case ObjectionRuled():
            return replace(objection, ruled=True)
        case _:
            assert_never(event)


def decide(command: ObjectionCommand, objection: Objection) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case LodgeObjection():
            return lodge(command, objection)
        case RuleObjection():
            return rule(command, objection)
        case _:
            assert_never(command)


def lodge(command: LodgeObjection, objection: Objection) -> Decision:
    """A unit with a part in the project objects; what lacks something is declined at once."""
    if command.unit_id not in command.parties:
        raise NotOnesOwnProject
    if objection.lodged is not None:
        if same(command, objection.lodged):
            return NOTHING_NEW
        raise ObjectionIdTaken
    if command.until is None:
        raise NothingToObjectTo
    lodged = ObjectionLodged(
        programme_id=command.programme_id,
        project_id=command.project_id,
        objection_id=command.objection_id,
        unit_id=command.unit_id,
        by=command.by,
        name=command.name,
        reason=command.reason,
    )
    return (lodged, *(declined(lodged, lack) for lack in lacks(command)))


def same(command: LodgeObjection, lodged: ObjectionLodged) -> bool:
    """Return whether the objection was lodged already; a sealed name looks different every time."""
    return (command.project_id, command.by, command.reason, command.name is None) == (
        lodged.project_id,
        lodged.by,
        lodged.reason,
        lodged.name is None,
    )


def lacks(command: LodgeObjection) -> tuple[Lack, ...]:
    """Return the first thing that keeps an objection from being taken up, if there is one."""
    if command.until is not None and command.at >= command.until:
        return ("out_of_time",)
    if command.name is None:
        return ("anonymous",)
    return () if command.reason else ("without_reason",)


def declined(lodged: ObjectionLodged, lack: Lack) -> ObjectionDeclined:
    """Return that an objection is not taken up."""
    return ObjectionDeclined(
        programme_id=lodged.programme_id,
        project_id=lodged.project_id,
        objection_id=lodged.objection_id,
        lack=lack,
    )


def rule(command: RuleObjection, objection: Objection) -> Decision:
    """An objection that was taken up is ruled on once, with an answer."""
    lodged = objection.lodged
    if lodged is None or lodged.project_id != command.project_id:
        raise NoSuchObjection
    if objection.declined:
        raise AlreadyDeclined
    if objection.ruled:
        raise AlreadyRuled
    if command.ruling == "dismissed" and command.revises:
        raise DismissedChangesNothing
    return (
        ObjectionRuled(
            programme_id=lodged.programme_id,
            project_id=lodged.project_id,
            objection_id=lodged.objection_id,
            ruling=command.ruling,
            answer=command.answer,
            by=command.by,
        ),
    )


DECIDER = Decider(initial=Objection(), decide=decide, evolve=evolve)

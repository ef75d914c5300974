"""The rules of leaving a project.

Who applied freely does not leave freely: a co-lead asks with a reason, the project's lead says what
it thinks, and a leader of the organiser decides, with a reason and the last day (AMB-11). A lead
does not leave: it is replaced (AMB-12). A programme's rules may let co-leads go freely, or not at all.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import Literal, assert_never

from services.applications.standing import check_running
from shared.domain import Decider, NotFound, NotPermitted, Rejection, value
from shared.ids import UnitId

from .commands import ApproveLeaving, AskToLeave, GiveOpinion, LeavingCommand, RefuseLeaving
from .events import (
    LeavingEvent,
    WithdrawalApproved,
    WithdrawalOpinionGiven,
    WithdrawalRefused,
    WithdrawalRequested,
)

type Decision = tuple[LeavingEvent, ...]
type Status = Literal["none", "requested", "refused", "approved"]

NOTHING_NEW: Decision = ()


class OnlyTheUnitAsksToLeave(NotPermitted):
    zh = "退出须由本单位自行提出。请由该单位联络员或直接责任人办理。"
    en = "Only the unit itself asks to leave."
    rule = "AMB-11"


class NoPartToLeave(Rejection):
    zh = "该单位目前未参加此项目, 无需退出。申报尚未被接受的, 请直接撤回申报。"
    en = "The unit takes no part in this project. An application not yet accepted is withdrawn."
    rule = "AMB-11"


class LeadIsReplaced(Rejection):
    zh = "牵头领办单位不能直接退出。请向市直机关工委提出更换牵头领办单位。"
    en = "A lead does not leave; ask the organiser to replace it."
    rule = "AMB-12 REQ-04"


class LeavingNotAllowed(Rejection):
    zh = "本年度不允许中途退出。如有困难, 请向组宣处说明情况。"
    en = "Nobody leaves a project of this programme once accepted."
    rule = "AMB-11"


class AlreadyAsked(Rejection):
    zh = "退出申请正在办理, 不能重复提出。请等待工委领导决定。"
    en = "The unit has asked already; the organiser's leader has to decide first."
    rule = "AMB-11"


class NobodyAsked(NotFound):
    zh = "该单位没有待决定的退出申请。请核对项目和单位。"
    en = "This unit has no open request to leave this project."
    rule = "AMB-11"


class OnlyTheLeadSays(NotPermitted):
    zh = "只有该项目的牵头领办单位可以对退出申请提出意见。"
    en = "Only the project's lead says what it thinks of the request."
    rule = "AMB-11"


class LeadNotHeard(Rejection):
    zh = "牵头领办单位尚未提出意见。请先听取其意见, 再作决定。"
    en = "The project's lead has not been heard yet. Ask for its opinion first."
    rule = "AMB-11"


@value
class Leaving:
    """What the rules need to remember of a unit's requests to leave."""

    status: Status = "none"
    reason: str = ""
    opinion: WithdrawalOpinionGiven | None = None


def evolve(leaving: Leaving, event: LeavingEvent) -> Leaving:
    """Return the request as the event leaves it."""
    match event:
        case WithdrawalRequested():
            return Leaving(status="requested", reason=event.reason)
        case WithdrawalOpinionGiven():
            return replace(leaving, opinion=event)
        case WithdrawalRefused():
            return replace(leaving, status="refused", reason=event.reason)
        case WithdrawalApproved():
            return replace(leaving, status="approved", reason=event.reason)
        case _:
            assert_never(event)


def decide(command: LeavingCommand, leaving: Leaving) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    check_running(command.project)
    match command:
        case AskToLeave():
            return ask_to_leave(command, leaving)
        case GiveOpinion():
            return give_opinion(command, leaving)
        case RefuseLeaving():
            return refuse_leaving(command, leaving)
        case ApproveLeaving():
            return approve_leaving(command, leaving)
        case _:
            assert_never(command)


def ask_to_leave(command: AskToLeave, leaving: Leaving) -> Decision:
    """A co-lead asks with a reason; where the rules let it, it goes at once (AMB-11)."""
    rule = command.project.rules.leaving
    if not command.project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitAsksToLeave
    if command.role is None:
        raise NoPartToLeave
    if command.role == "lead":
        raise LeadIsReplaced
    if rule == "not_allowed":
        raise LeavingNotAllowed
    if leaving.status == "requested":
        if leaving.reason != command.reason:
            raise AlreadyAsked
        return NOTHING_NEW
    if rule == "free":
        return command.requested(), command.approved()
    return (command.requested(),)


def give_opinion(command: GiveOpinion, leaving: Leaving) -> Decision:
    """The project's lead says what it thinks, until it is decided; the newest word counts."""
    if not command.project.acts_for(command.by, UnitId(command.project.lead_unit_id)):
        raise OnlyTheLeadSays
    if leaving.status != "requested":
        raise NobodyAsked
    given = command.given()
    return NOTHING_NEW if given == leaving.opinion else (given,)


def refuse_leaving(command: RefuseLeaving, leaving: Leaving) -> Decision:
    """A leader lets the unit not go, with a reason, for example while tasks are open (AMB-11)."""
    if leaving.status == "refused" and leaving.reason == command.reason:
        return NOTHING_NEW
    if leaving.status != "requested":
        raise NobodyAsked
    return (command.refused(),)


def approve_leaving(command: ApproveLeaving, leaving: Leaving) -> Decision:
    """A leader lets the unit go once the lead was heard, with a reason and the last day (AMB-11)."""
    if leaving.status == "approved" and leaving.reason == command.reason:
        return NOTHING_NEW
    if leaving.status != "requested":
        raise NobodyAsked
    if command.project.rules.opinion_before_leaving and leaving.opinion is None:
        raise LeadNotHeard
    return (command.approved(),)


DECIDER: Decider[LeavingCommand, Leaving, LeavingEvent] = Decider(
    initial=Leaving(), decide=decide, evolve=evolve
)

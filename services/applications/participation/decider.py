"""The rules of taking part in a project.

From the announcement to the cut-off a unit applies for itself (REQ-16 to REQ-20). The designated
lead's application is its confirmation and is accepted at once (AMB-05); any other waits for the
organiser, who accepts, returns or rejects it. After the cut-off it files the supplementary form with
a reason, on which a leader of the organiser decides (REQ-21). A paper counts from the day it came
(AMB-19). A unit has one role in a project (AMB-36), and may apply anew once its part has ended.

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, assert_never

from services.applications.standing import (
    OneRolePerProject,
    OnlyTheDesignatedLead,
    OnlyTheUnitItself,
    PaperNotAccepted,
    ParticipationRole,
    ProjectAlreadyLed,
)
from services.applications.windows import (
    ApplicationsNotOpen,
    check_supplementary_window,
    check_window,
)
from shared.domain import Decider, Incomplete, NotFound, NotPermitted, Rejection, value

from .commands import Accept, Apply, Decline, End, ParticipationCommand, Reject, Return, Withdraw
from .events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    PaperApplicationEntered,
    ParticipationEnded,
    ParticipationEvent,
    SupplementaryApplicationFiled,
    UnitApplied,
)

type Decision = tuple[ParticipationEvent, ...]
type Status = Literal[
    "none", "applied", "returned", "active", "rejected", "withdrawn", "declined", "ended"
]

NOTHING_NEW: Decision = ()
OPEN: tuple[Status, ...] = ("applied", "returned")
IN_CHINESE: Mapping[Status, str] = {
    "returned": "已退回待补正",
    "active": "已被接受",
    "rejected": "已被驳回",
    "withdrawn": "已由申报单位撤回",
    "declined": "已被谢绝",
    "ended": "已退出",
}


class ApplicationIncomplete(Incomplete):
    zh = "申报内容不完整, 不能提交。请补齐下列内容。"
    en = "The application is not complete. Add what is listed."
    rule = "REQ-19"


class AlreadyTakesPart(Rejection):
    zh = "该单位已参加此项目, 申报内容不能再改。如需退出, 请提出退出申请。"
    en = "The unit takes part already, so its application is settled."
    rule = "REQ-14 AMB-11"


class DesignationIsDeclined(Rejection):
    zh = "贵单位已谢绝牵头指定, 正等待工委答复。重新指定后方可确认。"
    en = "The unit has declined this designation; the organiser has to rule first."
    rule = "REQ-16 AMB-05"


class NoSuchApplication(NotFound):
    zh = "该单位没有向此项目提出申报。请核对项目和单位。"
    en = "This unit has no application to this project."
    rule = "REQ-20"


class NotAwaitingDecision(Rejection):
    zh = "该申报{zh_status}, 不能办理此项。请刷新后核对。"
    en = "The application is {status}, so this cannot be decided on it."
    rule = "domain.md 3.2"


class OnlyALeaderDecides(NotPermitted):
    zh = "补报由工委领导审批。请提请工委领导办理。"
    en = "A supplementary application is decided by a leader of the organiser."
    rule = "REQ-21 AMB-04"


class NoLongerInIt(Rejection):
    zh = "该单位目前未参加此项目, 或所填日期晚于今天, 不能办理退出。请核对单位和日期。"
    en = "The unit takes no part in the project now, or the day lies ahead."
    rule = "AMB-11"


@value
class Participation:
    """What the rules need to remember of a unit's part in a project."""

    status: Status = "none"
    application: UnitApplied | None = None
    supplement: SupplementaryApplicationFiled | None = None
    role: ParticipationRole | None = None
    remark: str = ""
    declined: datetime | None = None


def evolve(  # noqa: PLR0911 - one for each event
    part: Participation, event: ParticipationEvent
) -> Participation:
    """Return the participation as the event leaves it."""
    match event:
        case UnitApplied():
            applied = replace(part, status="applied", application=event, role=event.role)
            return replace(applied, supplement=None, remark="")
        case SupplementaryApplicationFiled():
            return replace(part, supplement=event)
        case PaperApplicationEntered():
            return part
        case ApplicationAccepted():
            return replace(part, status="active", role=event.role)
        case ApplicationReturned():
            return replace(part, status="returned", remark=event.advice)
        case ApplicationRejected():
            return replace(part, status="rejected", remark=event.reason)
        case ApplicationWithdrawn():
            return replace(part, status="withdrawn")
        case DesignationDeclined():
            declined = event.designated_at
            return replace(part, status="declined", declined=declined, remark=event.reason)
        case ParticipationEnded():
            return replace(part, status="ended", remark=event.reason)
        case _:
            assert_never(event)


def decide(command: ParticipationCommand, part: Participation) -> Decision:  # noqa: PLR0911 - one each
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case Apply():
            return apply(command, part)
        case Withdraw():
            return withdraw(command, part)
        case Decline():
            return decline(command, part)
        case Accept():
            return accept(command, part)
        case Return():
            return give_back(command, part)
        case Reject():
            return reject(command, part)
        case End():
            return end(command, part)
        case _:
            assert_never(command)


def apply(command: Apply, part: Participation) -> Decision:
    """A unit applies for itself, complete and in time; a paper is entered as it came (REQ-19)."""
    project = command.project
    check_filer(command)
    if (faults := command.gaps()) and command.paper is None:
        raise ApplicationIncomplete(faults=faults)
    if part.status in {"applied", "active"} and command.repeats(part.application, part.supplement):
        return NOTHING_NEW
    if part.status == "active":
        raise AlreadyTakesPart
    check = check_supplementary_window if command.supplement else check_window
    if command.supplement or not command.answers_a_late_designation():
        check(project, command.role, command.at)
    check_role(command, part)
    project.check_limit(command.unit_id, command.takes_part_in)
    if command.role == "lead" and command.unit_id == project.lead_unit_id:
        if part.status == "declined" and part.declined == project.designated_at:
            raise DesignationIsDeclined
        if command.supplement is None and not faults:
            return *command.filed(), command.accepted()
    return command.filed()


def check_filer(command: Apply) -> None:
    """A unit applies by its own account, or by a paper that the staff enters (REQ-18, X4)."""
    if command.paper and not command.project.rules.paper_accepted:
        raise PaperNotAccepted
    if not command.paper and not command.project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitItself


def check_role(command: Apply, part: Participation) -> None:
    """A unit has one role in a project, and the executing unit has its own (AMB-36, AMB-13)."""
    project = command.project
    if command.role == "co_lead" and project.bars_as_co_lead(command.unit_id):
        raise OneRolePerProject
    if part.status in OPEN and part.role != command.role:
        raise OneRolePerProject


def withdraw(command: Withdraw, part: Participation) -> Decision:
    """Before the cut-off a unit freely takes back an application not yet accepted (AMB-11).

    A supplement, which came after it, until it is decided.
    """
    project = command.project
    if not project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitItself
    if part.status == "withdrawn":
        return NOTHING_NEW
    if part.status == "active":
        raise AlreadyTakesPart
    if part.status not in OPEN or part.role is None:
        raise NoSuchApplication
    if part.supplement is None:
        check_window(project, part.role, command.at)
    return (command.withdrawn(),)


def decline(command: Decline, part: Participation) -> Decision:
    """The designated lead declines with a reason, until it has confirmed (AMB-05)."""
    project = command.project
    if command.unit_id != project.lead_unit_id or project.designated_at is None:
        raise OnlyTheDesignatedLead
    if not project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitItself
    if project.announced_at is None or command.at < project.announced_at:
        raise ApplicationsNotOpen
    if part.status == "active":
        raise AlreadyTakesPart
    if part.status == "declined" and part.declined == project.designated_at:
        if part.remark != command.reason:
            raise DesignationIsDeclined
        return NOTHING_NEW
    return (command.declined(project.designated_at),)


def accept(command: Accept, part: Participation) -> Decision:
    """The organiser accepts an application; a project never gets a second lead (REQ-04)."""
    if part.status == "active":
        return NOTHING_NEW
    role = to_decide(command, part)
    if faults := command.gaps(part.application):
        raise ApplicationIncomplete(faults=faults)
    if role == "lead" and command.unit_id != command.project.lead_unit_id:
        raise ProjectAlreadyLed
    return (command.accepted(role),)


def give_back(command: Return, part: Participation) -> Decision:
    """The organiser returns an application with advice on what to complete (REQ-19)."""
    if part.status == "returned" and part.remark == command.advice:
        return NOTHING_NEW
    awaiting(part)
    return (command.returned(),)


def reject(command: Reject, part: Participation) -> Decision:
    """The organiser refuses an application with a reason (REQ-16)."""
    if part.status == "rejected" and part.remark == command.reason:
        return NOTHING_NEW
    to_decide(command, part)
    return (command.rejected(),)


def to_decide(command: Accept | Reject, part: Participation) -> ParticipationRole:
    """A leader decides on a supplement, unless the rules leave it to the staff (REQ-21, AMB-04)."""
    role, approver = awaiting(part), command.project.rules.supplementary_approver
    if part.supplement and approver == "organiser_leader" and not command.by_leader:
        raise OnlyALeaderDecides
    return role


def end(command: End, part: Participation) -> Decision:
    """A part in a project ends for a reason, today or on a day before (AMB-11, AMB-12)."""
    if part.status == "ended" and part.remark == command.reason:
        return NOTHING_NEW
    if part.status != "active" or part.role is None or command.ended_on > command.today:
        raise NoLongerInIt
    return (command.ended(part.role),)


def awaiting(part: Participation) -> ParticipationRole:
    """Return the role of an application that waits for a decision, or refuse."""
    if part.role is None:
        raise NoSuchApplication
    if part.status != "applied":
        raise NotAwaitingDecision(status=part.status, zh_status=IN_CHINESE[part.status])
    return part.role


DECIDER: Decider[ParticipationCommand, Participation, ParticipationEvent] = Decider(
    initial=Participation(), decide=decide, evolve=evolve
)

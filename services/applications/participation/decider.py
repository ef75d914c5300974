"""The rules of taking part in a project.

From the announcement to the cut-off a unit applies for itself (REQ-16 to REQ-20). The designated
lead's application is its confirmation and is accepted at once (AMB-05); any other waits for the
organiser, who accepts, returns or rejects it. A unit has one role in a project (AMB-36).

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, assert_never

from shared.domain import Decider, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.timing.zone import SHANGHAI

from .commands import (
    Accept,
    Apply,
    Decline,
    ParticipationCommand,
    ProjectFacts,
    Reject,
    Return,
    Withdraw,
)
from .events import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ApplicationWithdrawn,
    DesignationDeclined,
    ParticipationEvent,
    ParticipationRole,
    UnitApplied,
)

type Decision = tuple[ParticipationEvent, ...]
type Status = Literal["none", "applied", "returned", "active", "rejected", "withdrawn", "declined"]

NOTHING_NEW: Decision = ()
OPEN: tuple[Status, ...] = ("applied", "returned")
IN_CHINESE: Mapping[Status, str] = {
    "returned": "已退回待补正",
    "active": "已被接受",
    "rejected": "已被驳回",
    "withdrawn": "已由申报单位撤回",
    "declined": "已被谢绝",
}


class OnlyTheUnitItself(NotPermitted):
    zh = "申报须由本单位自行提出, 他人不能代为办理。可请组宣处向该单位发出邀请。"
    en = "Only the unit itself applies or answers; others can invite it."
    rule = "REQ-18 AMB-13"


class ApplicationsNotOpen(Rejection):
    zh = "年度项目尚未发布, 还不能申报。请在发布后申报。"
    en = "The programme is not announced yet. Apply once it is."
    rule = "REQ-19"


class ApplicationsClosed(Rejection):
    zh = "申报已于 {closed} 截止。请填写补报表(附件2)并说明理由, 由工委领导审批。"
    en = "Applications closed at {closed}. File the supplementary form (Annex 2) with a reason."
    rule = "REQ-17 REQ-20 AMB-08"


class ApplicationIncomplete(Incomplete):
    zh = "申报内容不完整, 不能提交。请补齐下列内容。"
    en = "The application is not complete. Add what is listed."
    rule = "REQ-19"


class OneRolePerProject(Rejection):
    zh = "一个单位在同一项目中只能有一种身份: 牵头领办单位及其执行单位不能再申报联办。"
    en = "A unit has one role in a project: its lead and executing unit cannot co-lead it."
    rule = "AMB-36 AMB-13"


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


class ProjectAlreadyLed(Rejection):
    zh = "该项目已有牵头领办单位。更换牵头须另行办理, 其他申请可予驳回或改为联办。"
    en = "The project has a lead. Replacing it is a separate act."
    rule = "REQ-04 REQ-16"


class OnlyTheDesignatedLead(NotPermitted):
    zh = "只有被指定的牵头领办单位可以谢绝指定。"
    en = "Only the designated lead can decline."
    rule = "REQ-16 AMB-05"


@value
class Participation:
    """What the rules need to remember of a unit's part in a project."""

    status: Status = "none"
    application: UnitApplied | None = None
    role: ParticipationRole | None = None
    remark: str = ""
    declined: datetime | None = None


def evolve(part: Participation, event: ParticipationEvent) -> Participation:
    """Return the participation as the event leaves it."""
    match event:
        case UnitApplied():
            return replace(part, status="applied", application=event, role=event.role, remark="")
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
        case _:
            assert_never(event)


def decide(command: ParticipationCommand, part: Participation) -> Decision:
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
        case _:
            assert_never(command)


def apply(command: Apply, part: Participation) -> Decision:
    """A unit applies for itself, complete and in time; the designated lead confirms by it."""
    project = command.project
    if not project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitItself
    if faults := command.gaps():
        raise ApplicationIncomplete(faults=faults)
    applied = command.applied()
    if part.status in {"applied", "active"} and part.application is not None:
        if replace(part.application, filed_by=applied.filed_by) == applied:
            return NOTHING_NEW
        if part.status == "active":
            raise AlreadyTakesPart
    check_window(project, project.closes_at(command.role), command.at)
    check_role(command, part)
    if command.role == "lead" and command.unit_id == project.lead_unit_id:
        if part.status == "declined" and part.declined == project.designated_at:
            raise DesignationIsDeclined
        return applied, command.accepted()
    return (applied,)


def check_window(project: ProjectFacts, closes_at: datetime | None, at: datetime) -> None:
    """Applications are open from the announcement to the cut-off, that day to 24:00 (AMB-08)."""
    if project.announced_at is None or closes_at is None or at < project.announced_at:
        raise ApplicationsNotOpen
    if at >= closes_at:
        raise ApplicationsClosed(closed=f"{closes_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")


def check_role(command: Apply, part: Participation) -> None:
    """A unit has one role in a project, and the executing unit has its own (AMB-36, AMB-13)."""
    project = command.project
    is_lead = command.unit_id in {project.lead_unit_id, project.executing_unit_id}
    if command.role == "co_lead" and is_lead:
        raise OneRolePerProject
    if part.status in OPEN and part.role != command.role:
        raise OneRolePerProject


def withdraw(command: Withdraw, part: Participation) -> Decision:
    """Before the cut-off a unit freely takes back an application not yet accepted (AMB-11)."""
    project = command.project
    if not project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitItself
    if part.status == "withdrawn":
        return NOTHING_NEW
    if part.status == "active":
        raise AlreadyTakesPart
    if part.status not in OPEN or part.role is None:
        raise NoSuchApplication
    check_window(project, project.closes_at(part.role), command.at)
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
    role = awaiting(part)
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
    awaiting(part)
    return (command.rejected(),)


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

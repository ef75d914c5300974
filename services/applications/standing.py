"""What a unit is to a project, and for whom it may act there.

These are the facts of a project and its programme that the rules of taking part, of teams and of leaving
rest on, and the refusals that follow from them alone.
"""

from datetime import datetime
from typing import Literal

from services.applications.programme.events import DatedRule
from services.applications.rule_parts import ParticipationRules
from shared.domain import NotPermitted, Rejection, value
from shared.ids import ProgrammeId, ProjectId

type ParticipationRole = Literal["lead", "co_lead"]


class OnlyTheUnitItself(NotPermitted):
    zh = "申报须由本单位自行提出, 他人不能代为办理。可请组宣处向该单位发出邀请。"
    en = "Only the unit itself applies or answers; others can invite it."
    rule = "REQ-18 AMB-13"


class PaperNotAccepted(Rejection):
    zh = "本年度不受理纸质申报。请由申报单位在线提交。"
    en = "This programme takes no applications on paper; the unit files online."
    rule = "REQ-58 AMB-19"


class OneRolePerProject(Rejection):
    zh = "一个单位在同一项目中只能有一种身份: 牵头领办单位及其执行单位不能再申报联办。"
    en = "A unit has one role in a project: its lead and executing unit cannot co-lead it."
    rule = "AMB-36 AMB-13"


class TakesPartInEnough(Rejection):
    zh = "本年度每个单位最多参加 {most} 个项目, 贵单位已达上限。请先撤回或退出其他项目。"
    en = "A unit takes part in at most {most} projects this year. Withdraw from another one first."
    rule = "AMB-28"


class OnlyTheDesignatedLead(NotPermitted):
    zh = "只有被指定的牵头领办单位可以谢绝指定。"
    en = "Only the designated lead can decline."
    rule = "REQ-16 AMB-05"


class ProjectAlreadyLed(Rejection):
    zh = "该项目已有牵头领办单位。更换牵头须另行办理, 其他申请可予驳回或改为联办。"
    en = "The project has a lead. Replacing it is a separate act."
    rule = "REQ-04 REQ-16"


class ProjectIsCancelled(Rejection):
    zh = "该项目已取消, 不再办理申报、工作班子和退出等事项。请选择其他项目。"
    en = "The project is cancelled: nobody applies, names or leaves any more. Choose another."
    rule = "domain.md 3.2"


class ProgrammeIsClosed(Rejection):
    zh = "本年度项目已结束, 不再受理。请等待下一年度通知。"
    en = "The programme is closed and takes nothing any more. Wait for next year's notice."
    rule = "REQ-02 X12"


@value
class ProjectFacts:
    """What the rules need to know of a project and its programme.

    The times are None until the programme is announced, and `supplementary_close_at` also where it
    takes no supplementary forms. `executing_unit_id` may be "". `co_lead_plan` is the rule for the
    plan that a co-lead owes. `cancelled_at` and `closed_at` say that project or programme is over.
    """

    programme_id: ProgrammeId
    project_id: ProjectId
    lead_unit_id: str
    executing_unit_id: str
    designated_at: datetime | None
    announced_at: datetime | None
    lead_applications_close_at: datetime | None
    applications_close_at: datetime | None
    supplementary_close_at: datetime | None = None
    rules: ParticipationRules = ParticipationRules()
    co_lead_plan: DatedRule | None = None
    cancelled_at: datetime | None = None
    closed_at: datetime | None = None

    def acts_for(self, actor: str, unit_id: str) -> bool:
        """Return whether a unit's account may act for a unit here (AMB-13)."""
        is_executing = actor == self.executing_unit_id and unit_id == self.lead_unit_id
        return bool(actor) and (actor == unit_id or is_executing)

    def closes_at(self, role: ParticipationRole) -> datetime | None:
        """Return the first moment at which an application in this role is late."""
        if role == "lead":
            return self.lead_applications_close_at
        return self.applications_close_at

    def bars_as_co_lead(self, unit_id: str) -> bool:
        """Return whether a unit leads here, or acts for the lead where that is a role (AMB-36)."""
        executing = self.executing_unit_id if self.rules.unique_per_project else ""
        return unit_id in {self.lead_unit_id, executing}

    def check_limit(self, unit_id: str, others: int) -> None:
        """A unit in so many other projects joins this one only below the limit (AMB-28).

        A designated lead may confirm: the organiser has chosen it knowing what else it does.
        """
        most = self.rules.max_per_unit
        if unit_id != self.lead_unit_id and most is not None and others >= most:
            raise TakesPartInEnough(most=most)


def check_running(project: ProjectFacts) -> None:
    """In a project that is cancelled, or a programme that is closed, units do nothing any more."""
    if project.cancelled_at is not None:
        raise ProjectIsCancelled
    if project.closed_at is not None:
        raise ProgrammeIsClosed

"""Why a plan is refused: who does not file or receive it, and what it lacks."""

from shared.domain import Incomplete, NotPermitted, Rejection


class OnlyACoLeadFiles(NotPermitted):
    """Only a unit that was accepted into the project as co-lead has a plan to file."""

    zh = "工作计划由已被接受的联办单位自行报送。请核对项目, 或先申报联办。"
    en = "Only a unit accepted as co-lead files a plan, its own. Check the project or apply first."
    rule = "REQ-24"


class OnlyTheLeadPlans(NotPermitted):
    """Only the current lead, or the unit that acts for it, makes the scheme."""

    zh = "工作方案由本项目现任牵头领办单位制定。请由牵头单位的联络员提交。"
    en = "Only the project's current lead makes its scheme. Ask its liaison to file it."
    rule = "REQ-26 AMB-13"


class OnlyTheLeadReceives(NotPermitted):
    """A co-lead's plan is acknowledged or returned by the lead it is addressed to."""

    zh = "联办单位工作计划由本项目牵头领办单位签收或退回, 其他单位只能查看。"
    en = "Only the project's lead acknowledges or returns a co-lead's plan; others read it."
    rule = "REQ-24"


class TeamMissing(Rejection):
    """A scheme rests on a working team."""

    zh = "请先登记本项目的工作班子, 再报送工作方案。"
    en = "Register the project's working team first, then file the scheme."
    rule = "REQ-31"


class PersonInChargeMissing(Rejection):
    """A co-lead's plan rests on its organisation and the person in charge."""

    zh = "请先登记相应组织并明确专人负责, 再报送工作计划。"
    en = "Register your organisation and name the person in charge first, then file the plan."
    rule = "REQ-39"


class WrongAddressee(Rejection):
    """The plan was addressed to somebody whom it does not go to."""

    zh = "收件单位有误: 应报送“{addressee}”。请改正收件单位后重新提交。"
    en = 'Wrong addressee: this goes to "{addressee}". Correct it and send again.'
    rule = "REQ-24 X5 AMB-15"


class EntryPointMissing(Incomplete):
    """A co-lead's plan without an entry point cannot be filed."""

    zh = "工作计划须写明切入点。请补充后重新提交。"
    en = "A co-lead's plan states its entry point. Add it and send again."
    rule = "REQ-23"


class SchemeIncomplete(Incomplete):
    """A scheme lacks what every scheme must say, or says what it cannot."""

    zh = "工作方案内容不完整, 不能提交。请按所列各项补充或改正。"
    en = "The scheme is not complete. Add or correct what is listed."
    rule = "REQ-10 REQ-15 REQ-26 REQ-27"

"""How a task says no, whichever of its two deciders is asked."""

from shared.domain import NotFound, NotPermitted, Rejection


class NoSuchTask(NotFound):
    """Nothing was assigned under this number, or it is not this person's to see."""

    zh = "没有找到该任务, 或您未参与该项目。请核对任务编号。"
    en = "There is no such task, or you take no part in its project. Check the task's number."
    rule = "REQ-41"


class OnlyTheAssignee(NotPermitted):
    """Only the co-lead that a task was assigned to answers for it."""

    zh = "该任务由承担单位自行办理。请由承担单位的联络员操作。"
    en = "Only the unit that the task was assigned to answers for it. Ask its liaison."
    rule = "REQ-40 REQ-41"


class TaskIsClosed(Rejection):
    """A confirmed or cancelled task is over."""

    zh = "该任务已经办结或取消, 不能再办理。如仍需开展, 请另行交办新任务。"
    en = "The task was confirmed or cancelled. If work remains, assign a new task."
    rule = "domain.md 3.2"


class DisputePending(Rejection):
    """The clock of a disputed task stands still until the organiser has ruled."""

    zh = "该任务有异议待裁定, 时限已暂停。请等待工委领导裁定后再办理。"
    en = "The task is disputed and its clock stands still. Wait for the organiser's ruling."
    rule = "REQ-40"


class AwaitsConfirmation(Rejection):
    """What was reported as done is with the lead."""

    zh = "该任务已报告完成, 正等待牵头单位确认。如需更改, 请联系牵头单位退回。"
    en = "The task was reported as done. To change that, ask the lead to return it first."
    rule = "REQ-41"


class OnlyTheLead(NotPermitted):
    """Someone else than the current lead (or its executing unit) wants to direct a task."""

    zh = "任务由本项目现任牵头领办单位交办和确认。请核对项目编号, 或联系牵头单位的联络员。"
    en = "Only the project's current lead unit assigns and confirms tasks. Ask its liaison."
    rule = "REQ-41 X6 AMB-13"

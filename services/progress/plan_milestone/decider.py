"""The rules of a milestone.

The lead puts milestones into its plan once its scheme is filed: a day, a range of days (REQ-47), or one
of several occurrences (REQ-45), each led by a unit that takes part (REQ-46). It may move one that is
still ahead. Whether it took place is put down with the day, also outside the range; or it is skipped,
with a reason. Dates have no other effect than a light (REQ-34).

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import Literal, assert_never

from shared.domain import Decider, Incomplete, NotFound, NotPermitted, Rejection, value

from .commands import (
    MilestoneCommand,
    Participants,
    ReachMilestone,
    ScheduleMilestone,
    SkipMilestone,
)
from .events import (
    MilestoneEvent,
    PlanMilestoneReached,
    PlanMilestoneScheduled,
    PlanMilestoneSkipped,
)

type Decision = tuple[MilestoneEvent, ...]
type Status = Literal["scheduled", "reached", "skipped"]

NOTHING_NEW: Decision = ()


class OnlyTheLeadSchedules(NotPermitted):
    """Someone else than the current lead (or its executing unit) wants to change the plan."""

    zh = "计划节点由本项目现任牵头领办单位安排和登记。请由牵头单位的联络员办理。"
    en = "Only the project's current lead schedules and settles milestones. Ask its liaison."
    rule = "REQ-34 AMB-13"


class NoSchemeYet(Rejection):
    """Milestones belong to a plan."""

    zh = "本项目尚未报送工作方案。请先报送工作方案, 再安排计划节点。"
    en = "This project has no scheme yet. File the scheme first, then schedule milestones."
    rule = "REQ-34 AMB-16"


class OutsideTheProject(Rejection):
    """An activity is led by a unit that takes part in the project."""

    zh = "“{unit}”未参加本项目, 不能牵头此项活动。请改选本项目的牵头、执行或联办单位。"
    en = '"{unit}" takes no part in this project. Choose its lead, executing unit or a co-lead.'
    rule = "REQ-46"


class PeriodAmiss(Incomplete):
    """A range ends before it starts, or a recurring milestone has no occurrence or too many."""

    zh = "起止时间有误: 结束不得早于开始, 按月重复最多 24 次。请改正。"
    en = "The period is amiss: it ends before it starts, or recurs more than 24 times. Correct it."
    rule = "REQ-45 REQ-47"


class NoSuchMilestone(NotFound):
    """Nothing of this name is in the plan, or it is not this person's to see."""

    zh = "计划中没有该节点, 或您无权查看。请核对项目和节点编号。"
    en = "There is no such milestone, or it is not yours to see. Check project and milestone."
    rule = "REQ-34"


class NotYetReached(Incomplete):
    """What lies ahead was not reached."""

    zh = "完成日期不能晚于今天。请填写实际完成日期。"
    en = "The day lies in the future. Enter the day on which it took place."
    rule = "REQ-34"


class AlreadySettled(Rejection):
    """What was reached or skipped stays so."""

    zh = "该节点已登记为完成或取消, 不能再改。如需补做, 请另行安排节点。"
    en = "This milestone was reached or skipped already. Schedule another one instead."
    rule = "REQ-45"


@value
class Milestone:
    """What the rules need to remember. What was never scheduled has no plan."""

    plan: PlanMilestoneScheduled | None = None
    status: Status = "scheduled"
    settled: PlanMilestoneReached | PlanMilestoneSkipped | None = None


def evolve(milestone: Milestone, event: MilestoneEvent) -> Milestone:
    """Return the milestone as the event leaves it. A fact is never refused."""
    match event:
        case PlanMilestoneScheduled():
            return replace(milestone, plan=event)
        case PlanMilestoneReached():
            return replace(milestone, status="reached", settled=event)
        case PlanMilestoneSkipped():
            return replace(milestone, status="skipped", settled=event)
        case _:
            assert_never(event)


def decide(command: MilestoneCommand, milestone: Milestone) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case ScheduleMilestone():
            return schedule_milestone(command, milestone)
        case ReachMilestone():
            return reach_milestone(command, milestone)
        case SkipMilestone():
            return skip_milestone(command, milestone)
        case _:
            assert_never(command)


def schedule_milestone(command: ScheduleMilestone, milestone: Milestone) -> Decision:
    """The lead schedules or moves what is not settled; the same again changes nothing."""
    _by_the_lead(command.from_unit, command.participants)
    if not command.participants.scheme_filed:
        raise NoSchemeYet
    if command.activity_lead not in command.participants.joining:
        raise OutsideTheProject(unit=command.activity_lead)
    if command.ends_on < command.starts_on:
        raise PeriodAmiss
    scheduled = PlanMilestoneScheduled(
        project_id=command.project_id,
        milestone_id=command.milestone_id,
        series=command.series,
        title=command.title,
        outcome=command.outcome,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        activity_lead=command.activity_lead,
        by=command.by,
    )
    if milestone.plan is not None and replace(milestone.plan, by=command.by) == scheduled:
        return NOTHING_NEW
    if milestone.settled is not None:
        raise AlreadySettled
    return (scheduled,)


def reach_milestone(command: ReachMilestone, milestone: Milestone) -> Decision:
    """The lead puts down the day on which it took place, inside the range or not."""
    plan = _plan(milestone)
    _by_the_lead(command.from_unit, command.participants)
    if command.reached_on > command.today:
        raise NotYetReached
    reached = PlanMilestoneReached(
        project_id=plan.project_id,
        milestone_id=plan.milestone_id,
        reached_on=command.reached_on,
        note=command.note,
        ledger_item_id=command.ledger_item_id,
        by=command.by,
    )
    return _settle(reached, milestone)


def skip_milestone(command: SkipMilestone, milestone: Milestone) -> Decision:
    """The lead puts down that it will not take place, and why."""
    plan = _plan(milestone)
    _by_the_lead(command.from_unit, command.participants)
    skipped = PlanMilestoneSkipped(
        project_id=plan.project_id,
        milestone_id=plan.milestone_id,
        reason=command.reason,
        by=command.by,
    )
    return _settle(skipped, milestone)


def _settle(event: PlanMilestoneReached | PlanMilestoneSkipped, milestone: Milestone) -> Decision:
    """A milestone is settled once; the same again, by whomever, changes nothing."""
    if milestone.settled is None:
        return (event,)
    if replace(milestone.settled, by=event.by) != event:
        raise AlreadySettled
    return NOTHING_NEW


def _plan(milestone: Milestone) -> PlanMilestoneScheduled:
    if milestone.plan is None:
        raise NoSuchMilestone
    return milestone.plan


def _by_the_lead(unit: str, participants: Participants) -> None:
    if not unit or unit not in participants.leading:
        raise OnlyTheLeadSchedules


DECIDER = Decider(initial=Milestone(), decide=decide, evolve=evolve)

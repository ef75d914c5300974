"""The rules on a co-lead's part in a project (AMB-25).

A co-lead's part counts as the programme's rules say until the lead proposes otherwise, with its
reason. The co-lead may contest that within the working days of the rules; the organiser's leader
rules once, on what both have said. A ruling against the co-lead waits until it was heard or has let
its time go by.
"""

from dataclasses import replace
from datetime import UTC
from typing import Literal, assert_never

from shared.domain import Decider, NotFound, NotPermitted, Rejection, value
from shared.timing.workdays import CalendarUnknown, end_of, plus_working_days
from shared.timing.zone import SHANGHAI

from .commands import (
    ContestContribution,
    ContributionCommand,
    ProposeContribution,
    RuleOnContribution,
)
from .events import (
    ContributionContested,
    ContributionEvent,
    ContributionProposed,
    ContributionRuled,
)

type Decision = tuple[ContributionEvent, ...]

NOTHING_NEW: Decision = ()
LEADING = frozenset({"lead", "executing"})


class OnlyTheLeadProposes(NotPermitted):
    zh = "联办成效认定由本项目牵头领办单位提出。请由牵头单位的联络员提交。"
    en = "Only the project's lead unit proposes how a co-lead's part counts. Ask its liaison."
    rule = "REQ-52 AMB-25"


class NotACoLead(NotFound):
    zh = "该单位不是本项目的联办单位。请核对单位。"
    en = "This unit does not co-lead the project. Check the unit."
    rule = "REQ-52 AMB-25"


class AlreadyProposed(Rejection):
    zh = "该联办单位的认定意见已经提出。请等待工委领导裁定。"
    en = "A proposal on this co-lead is open already. Wait for the organiser's leader to rule."
    rule = "AMB-25"


class ContributionSettled(Rejection):
    zh = "该联办单位的成效认定已经裁定，不再更改。如有新的情况请书面告知工委。"
    en = "The part of this co-lead was ruled on already. Tell the organiser in writing of anything new."
    rule = "AMB-25"


class NothingProposed(NotFound):
    zh = "没有关于该联办单位的认定意见，或您无权查看。请核对项目和单位。"
    en = "Nothing was proposed on this co-lead, or it is not open to you. Check project and unit."
    rule = "AMB-25"


class OnlyTheCoLeadContests(NotPermitted):
    zh = "异议只能由该联办单位提出。请由其联络员提交。"
    en = "Only the co-lead concerned contests this. Ask its liaison to do so."
    rule = "AMB-25"


class TooLateToContest(Rejection):
    zh = "提出异议的期限已于{until}届满。请联系工委领导说明情况。"
    en = "The time to contest this was over at {until}. Speak to the organiser's leader."
    rule = "AMB-25"


class OnlyTheLeaderRules(NotPermitted):
    zh = "联办成效认定由工委领导裁定。请报请工委领导处理。"
    en = "Only the organiser's leader rules on this. Ask the leader."
    rule = "REQ-52 AMB-25"


class StillContestable(Rejection):
    zh = "联办单位在{until}之前可以提出异议，期满或其提出异议后方可裁定不予认定。"
    en = "The co-lead may contest this until {until}: rule against it when it was heard or then."
    rule = "AMB-25"


class NoCalendarYet(Rejection):
    zh = "{year}年的工作日历尚未公布，无法计算异议期限。请在日历更新后再提交。"
    en = "The working days of {year} are not known, so no time to contest can be set. Try later."
    rule = "AMB-25"


@value
class Part:
    """How far the question of a co-lead's part has come."""

    status: Literal["none", "proposed", "contested", "ruled"] = "none"
    proposal: ContributionProposed | None = None
    statement: str = ""
    ruling: ContributionRuled | None = None


def evolve(part: Part, event: ContributionEvent) -> Part:
    """Return the question as the event leaves it."""
    match event:
        case ContributionProposed():
            return replace(part, status="proposed", proposal=event)
        case ContributionContested():
            return replace(part, status="contested", statement=event.statement)
        case ContributionRuled():
            return replace(part, status="ruled", ruling=event)
        case _:
            assert_never(event)


def decide(command: ContributionCommand, part: Part) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case ProposeContribution():
            return propose(command, part)
        case ContestContribution():
            return contest(command, part)
        case RuleOnContribution():
            return rule(command, part)
        case _:
            assert_never(command)


def propose(command: ProposeContribution, part: Part) -> Decision:
    """The lead, or the unit that acts for it, proposes once how a co-lead's part should count."""
    if not LEADING.intersection(command.parties.get(command.from_unit, ())):
        raise OnlyTheLeadProposes
    if "co_lead" not in command.parties.get(command.unit_id, ()):
        raise NotACoLead
    if part.status == "ruled":
        raise ContributionSettled
    if part.proposal is not None:
        if (part.proposal.standing, part.proposal.reason) == (command.standing, command.reason):
            return NOTHING_NEW
        raise AlreadyProposed
    return (proposed(command),)


def proposed(command: ProposeContribution) -> ContributionProposed:
    """Return the proposal, with the first moment at which it can no longer be contested."""
    day = command.at.astimezone(SHANGHAI).date()
    try:
        last = plus_working_days(day, command.contest_working_days)
    except CalendarUnknown as error:
        raise NoCalendarYet(year=error) from error
    return ContributionProposed(
        programme_id=command.programme_id,
        project_id=command.project_id,
        unit_id=command.unit_id,
        standing=command.standing,
        reason=command.reason,
        contest_until=end_of(last).astimezone(UTC),
        proposed_by=command.by,
    )


def contest(command: ContestContribution, part: Part) -> Decision:
    """The co-lead itself contests in time, once; the same words again change nothing."""
    proposal = open_proposal(part)
    if command.from_unit != proposal.unit_id:
        raise OnlyTheCoLeadContests
    if part.statement == command.statement:
        return NOTHING_NEW
    if part.status == "contested":
        raise AlreadyProposed
    if command.at >= proposal.contest_until:
        raise TooLateToContest(until=shown(proposal))
    return (
        ContributionContested(
            programme_id=proposal.programme_id,
            project_id=proposal.project_id,
            unit_id=proposal.unit_id,
            statement=command.statement,
            contested_by=command.by,
        ),
    )


def rule(command: RuleOnContribution, part: Part) -> Decision:
    """The organiser's leader rules once; against the co-lead only when it could say its part."""
    if not command.by_leader:
        raise OnlyTheLeaderRules
    if part.ruling and (part.ruling.standing, part.ruling.reason) == (
        command.standing,
        command.reason,
    ):
        return NOTHING_NEW
    proposal = open_proposal(part)
    heard = part.status == "contested" or command.at >= proposal.contest_until
    if command.standing == "not_recognised" and not heard:
        raise StillContestable(until=shown(proposal))
    return (
        ContributionRuled(
            programme_id=proposal.programme_id,
            project_id=proposal.project_id,
            unit_id=proposal.unit_id,
            standing=command.standing,
            reason=command.reason,
            ruled_by=command.by,
        ),
    )


def open_proposal(part: Part) -> ContributionProposed:
    """Return what was proposed and not ruled on yet, or refuse."""
    if part.proposal is None:
        raise NothingProposed
    if part.status == "ruled":
        raise ContributionSettled
    return part.proposal


def shown(proposal: ContributionProposed) -> str:
    """Return the end of the time to contest as the office writes it."""
    return f"{proposal.contest_until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


DECIDER = Decider(initial=Part(), decide=decide, evolve=evolve)

"""The rules of a unit's team in a project.

A unit that takes part sets up its team (REQ-31, REQ-39) and names one member of its leadership as
directly responsible (REQ-32) and one liaison (REQ-33). Each may change at any time, and who was
before stays on record; two at once are refused. Both are not the same person (AMB-20).

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import assert_never

from services.applications.standing import check_running
from shared.domain import Decider, NotPermitted, Rejection, value
from shared.ids import AccountId

from .commands import NameLiaison, NameResponsibleLeader, RegisterTeam, TeamCommand
from .events import LiaisonNamed, ResponsibleLeaderNamed, TeamEvent, WorkTeamRegistered

type Decision = tuple[TeamEvent, ...]

NOTHING_NEW: Decision = ()


class OnlyTheUnitsOwnTeam(NotPermitted):
    zh = "工作班子、直接责任人和联络员由本单位自行确定。请由该单位联络员办理。"
    en = "A unit's team, responsible leader and liaison are named by the unit itself."
    rule = "REQ-31 REQ-39 AMB-13"


class NotTakingPart(Rejection):
    zh = "该单位目前未参加此项目。请在申报被接受后再确定工作班子和人员。"
    en = "The unit takes no part in this project now. Name its people once it is accepted."
    rule = "REQ-31 REQ-39"


class ExactlyOnePerson(Rejection):
    zh = "直接责任人和联络员都只能确定一名。请只填一个人的账号; 更换时直接填写新人选。"
    en = "Name exactly one person. To replace someone, name the successor."
    rule = "REQ-32 REQ-33 REQ-39"


class TwoPersonsNeeded(Rejection):
    zh = "直接责任人和联络员不能是同一人。请另行确定人选。"
    en = "Responsible leader and liaison are two different persons."
    rule = "AMB-20"


@value
class Team:
    """What the rules need to remember of a team. Nobody is named yet: ""."""

    registered: WorkTeamRegistered | None = None
    responsible_leader: str = ""
    liaison: str = ""


def evolve(team: Team, event: TeamEvent) -> Team:
    """Return the team as the event leaves it."""
    match event:
        case WorkTeamRegistered():
            return replace(team, registered=event)
        case ResponsibleLeaderNamed():
            return replace(team, responsible_leader=event.account_id)
        case LiaisonNamed():
            return replace(team, liaison=event.account_id)
        case _:
            assert_never(event)


def decide(command: TeamCommand, team: Team) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    check_running(command.project)
    match command:
        case RegisterTeam():
            return register_team(command, team)
        case NameResponsibleLeader():
            return name_responsible_leader(command, team)
        case NameLiaison():
            return name_liaison(command, team)
        case _:
            assert_never(command)


def register_team(command: RegisterTeam, team: Team) -> Decision:
    """A unit that takes part sets up its team; the same again changes nothing."""
    if not command.project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitsOwnTeam
    if command.role is None:
        raise NotTakingPart
    registered = command.registered(command.role)
    return NOTHING_NEW if registered == team.registered else (registered,)


def name_responsible_leader(command: NameResponsibleLeader, team: Team) -> Decision:
    """One member of the leadership is directly responsible, and not the liaison (REQ-32, AMB-20)."""
    person = the_one(command)
    if command.role is None:
        raise NotTakingPart
    if person == team.responsible_leader:
        return NOTHING_NEW
    if command.project.rules.contacts_distinct and person == team.liaison:
        raise TwoPersonsNeeded
    return (command.named(command.role, person, team.responsible_leader),)


def name_liaison(command: NameLiaison, team: Team) -> Decision:
    """One person is the liaison, and not the responsible leader (REQ-33, REQ-39, AMB-20)."""
    person = the_one(command)
    if command.role is None:
        raise NotTakingPart
    if person == team.liaison:
        return NOTHING_NEW
    if command.project.rules.contacts_distinct and person == team.responsible_leader:
        raise TwoPersonsNeeded
    return (command.named(command.role, person, team.liaison),)


def the_one(command: NameResponsibleLeader | NameLiaison) -> AccountId:
    """Return the one person whom the unit itself names, or refuse."""
    if not command.project.acts_for(command.by, command.unit_id):
        raise OnlyTheUnitsOwnTeam
    if len(set(command.accounts)) != 1:
        raise ExactlyOnePerson
    return command.accounts[0]


DECIDER: Decider[TeamCommand, Team, TeamEvent] = Decider(
    initial=Team(), decide=decide, evolve=evolve
)

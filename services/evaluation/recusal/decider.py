"""The rules of recusal.

A reviewer who has an interest in a project says so, and the organiser's leader may decide it, until
the round of the project closes. Who is recused is not asked, does not score, and does not see it.
A reviewer may also stand down from a project without an interest in it, for illness, say.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from services.evaluation.panel.events import (
    PanelEvent,
    PanelFormed,
    RecusalDeclared,
    RecusalImposed,
    ReviewerAppointed,
    ReviewerStoodDown,
)
from shared.domain import Decider, NotPermitted, Rejection, value

from .commands import DeclareRecusal, ImposeRecusal, RecusalCommand, StandDown

type Decision = tuple[PanelEvent, ...]

NOTHING_NEW: Decision = ()
NOBODY: Mapping[str, frozenset[str]] = MappingProxyType({})


class OnlyOnesOwnRecusal(NotPermitted):
    zh = "回避只能由评委本人申报；工委领导可以决定回避。"
    en = "Only the reviewer declares a recusal; the organiser's leader may impose one."
    rule = "domain.md 4 PRA-01"


class OnlyOnesOwnSeat(NotPermitted):
    zh = "退出本项目评审由评委本人提出，或由工委领导办理。"
    en = "The reviewer stands down from a project, or the organiser's leader arranges it."
    rule = "domain.md 4 REQ-48"


class NobodyOfThePanel(Rejection):
    zh = "该评委不在评审小组名单中，无需回避或退出。请核对评委。"
    en = "This reviewer does not sit on the panel, so there is nothing to step back from."
    rule = "REQ-48 AMB-22"


class RoundOver(Rejection):
    zh = "本项目评审已结束，不能再回避或退出。如有异议，请在公示期内提出。"
    en = "The round of this project is closed. Object to the result while it is public instead."
    rule = "REQ-49 AMB-22"


@value
class Recusals:
    """Who sits on the panel, who is recused from which project, who declared it, who stood down."""

    members: frozenset[str] = frozenset()
    recused: Mapping[str, frozenset[str]] = NOBODY
    declared: frozenset[tuple[str, str]] = frozenset()
    stood_down: frozenset[tuple[str, str]] = frozenset()


def evolve(recusals: Recusals, event: PanelEvent) -> Recusals:
    """Return who is recused after an event."""
    match event:
        case PanelFormed():
            return recusals
        case ReviewerAppointed():
            return replace(recusals, members=recusals.members | {event.reviewer_id})
        case ReviewerStoodDown():
            if not event.project_id:
                return replace(recusals, members=recusals.members - {event.reviewer_id})
            pair = event.project_id, event.reviewer_id
            return replace(recusals, stood_down=recusals.stood_down | {pair})
        case RecusalDeclared() | RecusalImposed():
            names = recusals.recused.get(event.project_id, frozenset()) | {event.reviewer_id}
            recusals = replace(recusals, recused={**recusals.recused, event.project_id: names})
            if isinstance(event, RecusalImposed):
                return recusals
            pair = event.project_id, event.reviewer_id
            return replace(recusals, declared=recusals.declared | {pair})
        case _:
            assert_never(event)


def decide(command: RecusalCommand, recusals: Recusals) -> Decision:
    """A member of the panel is recused from a project once, before its round closes.

    An interest may be declared on top of a bar, which is for another ground.
    """
    if isinstance(command, DeclareRecusal) and command.by != command.reviewer_id:
        raise OnlyOnesOwnRecusal
    if isinstance(command, StandDown) and command.own and command.by != command.reviewer_id:
        raise OnlyOnesOwnSeat
    if command.reviewer_id not in recusals.members:
        raise NobodyOfThePanel
    if known(command, recusals):
        return NOTHING_NEW
    if command.round_closed:
        raise RoundOver
    match command:
        case DeclareRecusal():
            return (declared(command),)
        case ImposeRecusal():
            return (imposed(command),)
        case StandDown():
            return (stood_down(command),)
        case _:
            assert_never(command)


def known(command: RecusalCommand, recusals: Recusals) -> bool:
    """Return whether it is so already; an interest may be declared on top of a bar."""
    pair = command.project_id, command.reviewer_id
    match command:
        case DeclareRecusal():
            return pair in recusals.declared
        case StandDown():
            return pair in recusals.stood_down
        case ImposeRecusal():
            return command.reviewer_id in recusals.recused.get(command.project_id, ())
        case _:
            assert_never(command)


def declared(command: DeclareRecusal) -> RecusalDeclared:
    """Return that a reviewer declared an interest."""
    return RecusalDeclared(
        programme_id=command.programme_id,
        project_id=command.project_id,
        reviewer_id=command.reviewer_id,
        interest=command.interest,
    )


def imposed(command: ImposeRecusal) -> RecusalImposed:
    """Return that the leader decided it."""
    return RecusalImposed(
        programme_id=command.programme_id,
        project_id=command.project_id,
        reviewer_id=command.reviewer_id,
        reason=command.reason,
        by=command.by,
    )


def stood_down(command: StandDown) -> ReviewerStoodDown:
    """Return that a reviewer stood down from the project."""
    return ReviewerStoodDown(
        programme_id=command.programme_id,
        reviewer_id=command.reviewer_id,
        project_id=command.project_id,
    )


DECIDER = Decider(initial=Recusals(), decide=decide, evolve=evolve)

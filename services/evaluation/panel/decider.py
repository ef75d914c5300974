"""The rules of a review panel.

The organiser's leader names who sits on it. It has at least as many members as a project needs
valid sheets; who is barred from a project is computed when a review is assigned (AMB-22), and put
on record once.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from shared.domain import Decider, Fault, Incomplete, value
from shared.ids import AccountId

from .commands import PanelCommand, RecordBars, SetPanel
from .events import (
    PanelEvent,
    PanelFormed,
    RecusalDeclared,
    RecusalImposed,
    ReviewerAppointed,
    ReviewerStoodDown,
)

type Decision = tuple[PanelEvent, ...]

NOBODY: Mapping[str, str] = MappingProxyType({})
BY_THE_RULES = AccountId("")


class PanelTooSmall(Incomplete):
    zh = "评审小组至少需要{least}名评委，现为{given}名。请补充评委后重新提交。"
    en = "The panel needs at least {least} reviewers, {given} were named. Add reviewers."
    rule = "REQ-48 AMB-22"


class NamedTwice(Incomplete):
    zh = "同一评委被列出两次，请删除重复项。"
    en = "A reviewer is named twice. Remove the repetition."
    rule = "REQ-48"


@value
class Panel:
    """Who sits on the panel, each with a unit or "", and who is recused from which project."""

    formed: bool = False
    members: Mapping[str, str] = NOBODY
    recused: frozenset[tuple[str, str]] = frozenset()


def evolve(panel: Panel, event: PanelEvent) -> Panel:
    """Return the panel as the event leaves it."""
    match event:
        case PanelFormed():
            return replace(panel, formed=True)
        case ReviewerAppointed():
            return replace(panel, members={**panel.members, event.reviewer_id: event.unit_id})
        case ReviewerStoodDown():
            if event.project_id:
                return panel
            left = {who: unit for who, unit in panel.members.items() if who != event.reviewer_id}
            return replace(panel, members=left)
        case RecusalDeclared() | RecusalImposed():
            return replace(panel, recused=panel.recused | {(event.project_id, event.reviewer_id)})
        case _:
            assert_never(event)


def decide(command: PanelCommand, panel: Panel) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case SetPanel():
            return set_panel(command, panel)
        case RecordBars():
            return record_bars(command, panel)
        case _:
            assert_never(command)


def set_panel(command: SetPanel, panel: Panel) -> Decision:
    """The first panel is formed; later ones appoint who is new and stand down who is left out."""
    wanted = {member.reviewer_id: member.unit_id for member in command.members}
    if len(wanted) < len(command.members):
        raise NamedTwice(faults=twice(command))
    if len(wanted) < command.min_valid:
        raise PanelTooSmall(least=command.min_valid, given=len(wanted))
    programme = command.programme_id
    formed = () if panel.formed else (PanelFormed(programme_id=programme),)
    gone = tuple(
        ReviewerStoodDown(programme_id=programme, reviewer_id=who)
        for who in sorted(panel.members.keys() - wanted.keys())
    )
    new = tuple(
        ReviewerAppointed(programme_id=programme, reviewer_id=who, unit_id=unit)
        for who, unit in wanted.items()
        if panel.members.get(who) != unit
    )
    return (*formed, *gone, *new)


def record_bars(command: RecordBars, panel: Panel) -> Decision:
    """Who the rules bar from a project is recused from it, with the ground, once."""
    return tuple(
        RecusalImposed(
            programme_id=command.programme_id,
            project_id=command.project_id,
            reviewer_id=who,
            reason=ground,
            by=BY_THE_RULES,
        )
        for who, ground in sorted(command.grounds.items())
        if (command.project_id, who) not in panel.recused
    )


def twice(command: SetPanel) -> tuple[Fault, ...]:
    """Return where a reviewer is named again."""
    seen: set[str] = set()
    faults: list[Fault] = []
    for number, member in enumerate(command.members):
        if member.reviewer_id in seen:
            faults.append(
                Fault(field=f"/reviewers/{number}", zh="此评委已列出。", en="Already named above.")
            )
        seen.add(member.reviewer_id)
    return tuple(faults)


DECIDER = Decider(initial=Panel(), decide=decide, evolve=evolve)

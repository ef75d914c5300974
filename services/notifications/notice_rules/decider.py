"""The rules about who is told of what.

A line is about an event that there are words for and a role that somebody can have in it, each pair
once. Nobody is written to who is not told in the inbox: there receipt is confirmed.
"""

from collections.abc import Iterator, Mapping

from services.notifications.roles import NAMES
from shared.domain import Decider, Fault, Incomplete, value

from .commands import NoticeRulesCommand
from .events import NoticeRule, NoticeRulesEvent, NoticeRulesSet

type Decision = tuple[NoticeRulesEvent, ...]

NOTHING_NEW: Decision = ()


class NoticeRulesNotSound(Incomplete):
    """A line cannot be followed."""

    zh = "通知规则有误，请按下列提示逐行修改后重新提交。"
    en = "These rules cannot be followed. Correct the lines that are listed and send them again."
    rule = "REQ-03 REQ-43"


@value
class NoticeRules:
    """The lines that the office has set, and how often it has; none before the first time."""

    number: int = 0
    lines: tuple[NoticeRule, ...] = ()


def evolve(_: NoticeRules, event: NoticeRulesEvent) -> NoticeRules:
    """Return the rules as the event leaves them."""
    return NoticeRules(number=event.number, lines=event.lines)


def decide(command: NoticeRulesCommand, rules: NoticeRules) -> Decision:
    """The office's lines hold from now on; the same lines again change nothing."""
    if faults := tuple(unsound(command)):
        raise NoticeRulesNotSound(faults=faults)
    if rules.number and command.lines == rules.lines:
        return NOTHING_NEW
    return (NoticeRulesSet(number=rules.number + 1, lines=command.lines),)


def unsound(command: NoticeRulesCommand) -> Iterator[Fault]:
    """Return what is wrong with each line, the first thing only."""
    seen = set[tuple[str, str]]()
    for number, line in enumerate(command.lines):
        if fault := fault_of(line, f"/lines/{number}", command.known, seen):
            yield fault
        seen.add((line.event, line.role))


def fault_of(
    line: NoticeRule,
    where: str,
    known: Mapping[str, frozenset[str]],
    seen: set[tuple[str, str]],
) -> Fault | None:
    """Return what is wrong with a line, or None."""
    roles = known.get(line.event)
    if roles is None:
        return Fault(
            field=f"{where}/event",
            zh=f"没有“{line.event}”这一事项。请从规则表所列事项中选择。",
            en=f"Nobody can be told of {line.event}. Choose an event of the table.",
        )
    if line.role not in roles:
        choice = "、".join(NAMES[role].zh for role in NAMES if role in roles)
        return Fault(
            field=f"{where}/role",
            zh=f"“{line.event}”不能通知“{line.role}”。可选：{choice}。",
            en=f"Nobody is {line.role} in this. Choose one of: {', '.join(sorted(roles))}.",
        )
    if (line.event, line.role) in seen:
        return Fault(
            field=where, zh="该行重复，请删去。", en="This line comes twice. Leave one out."
        )
    if line.email and not line.inbox:
        return Fault(
            field=f"{where}/email",
            zh="电子邮件须与收件箱同时选用，因为收件箱用于确认收到。请同时选用收件箱。",
            en="E-mail goes with the inbox, where receipt is confirmed. Switch the inbox on too.",
        )
    return None


DECIDER: Decider[NoticeRulesCommand, NoticeRules, NoticeRulesEvent] = Decider(
    initial=NoticeRules(), decide=decide, evolve=evolve
)

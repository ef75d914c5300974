"""The rules of setting a programme's rules.

They are data. Until the programme is announced they can be set otherwise as often as it takes, each
time as a whole new version with its number; whoever comes later reads which version held. The
announcement rests on them: from then on they stand, and a notice is put right by a correction with
its reason (REQ-01, X13). Days and categories have to fit together before they are recorded.

Everything here is pure: no clock, no database, no log.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, assert_never, get_args

from services.applications.programme.events import (
    DatedFiling,
    ProgrammeAnnounced,
    ProgrammeCorrected,
    ProgrammeDrafted,
    ProgrammeEvent,
    ProgrammeRulesSet,
)
from shared.domain import Decider, Fault, Incomplete, NotFound, Rejection, value

from .commands import Begin, RulebookCommand, SetRules, TakeIn

type Decision = tuple[ProgrammeEvent, ...]

NOTHING_NEW: Decision = ()
KINDS: tuple[DatedFiling, ...] = get_args(DatedFiling.__value__)


class NoSuchDraft(NotFound):
    """Rules are set for a programme that is drafted."""

    zh = "没有这个年度项目草案。请先起草年度项目, 或核对编号。"
    en = "There is no draft of such a programme. Draft it first, or check its id."
    rule = "REQ-01"


class AlreadyDrafted(Rejection):
    """A programme is drafted once."""

    zh = "该编号的年度项目已经起草。修改规则请用“设置规则”, 文字请走更正程序; 或换一个编号。"
    en = "This programme is drafted already. Set its rules, correct its text, or choose another id."
    rule = "REQ-01"


class RulesAreSettled(Rejection):
    """What was announced stands."""

    zh = "年度项目已经发布, 规则和项目清单不能再改。文字有误请走更正程序并说明理由。"
    en = "The programme is announced, so its rules and its list stand. Record a correction."
    rule = "REQ-01 X13"


class RulesDoNotFit(Incomplete):
    """The rules contradict each other or lack something."""

    zh = "规则之间不一致或有缺项, 未作更改。请按所列内容修改后重新提交。"
    en = "The rules do not fit together; nothing was changed. Put right what is listed."
    rule = "REQ-01 AMB-30"


class CategoryUnknown(Rejection):
    """A project is in a category of its programme."""

    zh = "规则中没有类别 {category}。请先在规则中增加该类别, 或改选: {known}。"
    en = "The rules know no category {category}. Add it first, or choose one of: {known}."
    rule = "REQ-06 AMB-30"


class NumberTaken(Rejection):
    """A project has a number of its own in its programme."""

    zh = "序号 {number} 已被本年度另一项目使用。请改用其他序号。"
    en = "Another project of this programme has number {number}. Choose another."
    rule = "REQ-05"


@value
class Rulebook:
    """The draft of a programme as it began, its newest rules, and whether it is announced."""

    drafted: ProgrammeDrafted | None = None
    first: ProgrammeRulesSet | None = None
    rules: ProgrammeRulesSet | None = None
    announced: bool = False


def evolve(rulebook: Rulebook, event: ProgrammeEvent) -> Rulebook:
    """Return the rules as the event leaves them."""
    match event:
        case ProgrammeRulesSet():
            return replace(rulebook, rules=event, first=rulebook.first or event)
        case ProgrammeDrafted():
            return replace(rulebook, drafted=event)
        case ProgrammeAnnounced():
            return replace(rulebook, announced=True)
        case ProgrammeCorrected():
            return rulebook
        case _:
            assert_never(event)


def decide(command: RulebookCommand, rulebook: Rulebook) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case Begin():
            return begin(command, rulebook)
        case SetRules():
            return set_rules(command, rulebook)
        case TakeIn():
            return take_in(command, rulebook)
        case _:
            assert_never(command)


def begin(command: Begin, rulebook: Rulebook) -> Decision:
    """A programme is drafted from nothing once, with rules that fit together."""
    if rulebook.drafted is not None:
        if (rulebook.drafted, rulebook.first) == (command.programme, command.rules):
            return NOTHING_NEW
        raise AlreadyDrafted
    if faults := tuple(contradictions(command.rules)):
        raise RulesDoNotFit(faults=faults)
    return (command.programme, command.rules)


def set_rules(command: SetRules, rulebook: Rulebook) -> Decision:
    """The rules of a draft are set otherwise as a new version; the same again changes nothing."""
    rules = drafted(rulebook)
    changes: dict[str, Any] = dict(command.changes)
    wanted = replace(rules, **changes)
    if wanted == rules:
        return NOTHING_NEW
    if rulebook.announced:
        raise RulesAreSettled
    if faults := tuple(contradictions(wanted)):
        raise RulesDoNotFit(faults=faults)
    return (replace(wanted, number=rules.number + 1),)


def take_in(command: TakeIn, rulebook: Rulebook) -> Decision:
    """A project that is listed in a draft belongs to one of its categories, and to that one only."""
    rules = drafted(rulebook)
    known = {category.id: category for category in rules.categories}
    if command.category not in known:
        listed = ", ".join(known) or "-"
        raise CategoryUnknown(category=command.category, known=listed)
    if command.number in command.taken:
        raise NumberTaken(number=command.number)
    if command.project_id in known[command.category].projects:
        return NOTHING_NEW
    if rulebook.announced:
        raise RulesAreSettled
    categories = tuple(
        replace(
            category,
            projects=(
                *(each for each in category.projects if each != command.project_id),
                *((command.project_id,) if category.id == command.category else ()),
            ),
        )
        for category in rules.categories
    )
    return (replace(rules, categories=categories, number=rules.number + 1),)


def drafted(rulebook: Rulebook) -> ProgrammeRulesSet:
    """Return the rules of the draft, or refuse."""
    if rulebook.rules is None:
        raise NoSuchDraft
    return rulebook.rules


def contradictions(rules: ProgrammeRulesSet) -> Iterator[Fault]:
    """Name what is missing in the rules, or contradicts something else in them."""
    yield from category_faults(rules)
    kinds = Counter(filing.kind for filing in rules.filings)
    for kind in KINDS:
        if kinds[kind] != 1:
            zh, en = f"须有且只有一项 {kind}。", f"There must be exactly one {kind}."
            yield Fault(field="/filings", zh=zh, en=en)
            return
    yield from period_faults(rules)
    days = {filing.kind: filing.due_on for filing in rules.filings}
    if max(days.values()) > days["results"]:
        zh, en = "成果报送日不能早于其他时限。", "Nothing else can be due after the results."
        yield Fault(field="/filings", zh=zh, en=en)
    until = rules.participation.supplementary_until
    if until is not None and not days["co_lead_application"] <= until <= days["results"]:
        zh, en = (
            "补报截止日须在申报截止日与成果报送日之间。",
            "It lies between the cut-off and the results.",
        )
        yield Fault(field="/participation/supplementary_until", zh=zh, en=en)


def period_faults(rules: ProgrammeRulesSet) -> Iterator[Fault]:
    """Name what is wrong with the periods: each follows the one before it, under an id of its own."""
    ended, ids = date.min, set[str]()
    for number, period in enumerate(rules.periods):
        if period.id in ids:
            zh, en = f"报告期 {period.id} 重复。", f"Period {period.id} is there twice."
            yield Fault(field=f"/periods/{number}/id", zh=zh, en=en)
        if not ended < period.first_day <= period.last_day:
            zh = "报告期须按时间先后排列, 互不重叠, 且不早于首日结束。"
            en = "Periods follow each other, and none ends before it begins."
            yield Fault(field=f"/periods/{number}", zh=zh, en=en)
        ended, ids = period.last_day, ids | {period.id}


def category_faults(rules: ProgrammeRulesSet) -> Iterator[Fault]:
    """Name what is wrong with the categories: how many there are is up to the programme (AMB-30)."""
    if not rules.categories:
        yield Fault(field="/categories", zh="至少要有一个类别。", en="There is no category.")
    for id_, count in Counter(category.id for category in rules.categories).items():
        if count > 1:
            zh, en = f"类别 {id_} 重复。", f"Category {id_} is there twice."
            yield Fault(field="/categories", zh=zh, en=en)
    for id_, count in Counter(p for each in rules.categories for p in each.projects).items():
        if count > 1:
            zh, en = f"项目 {id_} 只能属于一个类别。", f"Project {id_} is in two categories."
            yield Fault(field="/categories", zh=zh, en=en)


DECIDER: Decider[RulebookCommand, Rulebook, ProgrammeEvent] = Decider(
    initial=Rulebook(), decide=decide, evolve=evolve
)

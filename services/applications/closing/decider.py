"""The rules by which a programme's year ends.

The staff puts it forward and a leader closes it, once every project that is not cancelled has a
decision that stands and no objection is open (X12, REQ-49). It is closed once and for all.

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, Fault, Incomplete, NotPermitted, Rejection, value

from .commands import CloseProgramme, ClosingCommand, PrepareClosing, YearEnd
from .events import ClosingEvent, ClosingPrepared, ProgrammeClosed

type Decision = tuple[ClosingEvent, ...]

NOTHING_NEW: Decision = ()


class YearNotOver(Incomplete):
    zh = "仍有项目结论未确认或异议未裁定, 不能办结本年度项目。请先办结所列事项。"
    en = "Decisions are unconfirmed or objections open. Settle what is listed, then close."
    rule = "X12 REQ-49"


class ClosingNotPrepared(Rejection):
    zh = "办结本年度项目尚未由工作人员提请。请组宣处先提请, 再由领导办结。"
    en = "Nobody has put the programme forward to be closed. The staff does so first."
    rule = "domain.md 4"


class PreparerDoesNotClose(NotPermitted):
    zh = "提请办结的人不能自己办结。请由其他工委领导办理。"
    en = "Who put the programme forward does not close it."
    rule = "X15"


@value
class Closing:
    """Whether the programme was put forward to be closed, and whether it is closed."""

    prepared: ClosingPrepared | None = None
    closed: bool = False


def evolve(closing: Closing, event: ClosingEvent) -> Closing:
    """Return the closing as the event leaves it."""
    match event:
        case ClosingPrepared():
            return replace(closing, prepared=event)
        case ProgrammeClosed():
            return replace(closing, closed=True)
        case _:
            assert_never(event)


def decide(command: ClosingCommand, closing: Closing) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    if closing.closed:
        return NOTHING_NEW
    if faults := tuple(open_matters(command.year_end)):
        raise YearNotOver(faults=faults)
    match command:
        case PrepareClosing():
            return prepare(command, closing)
        case CloseProgramme():
            return close(command, closing)
        case _:
            assert_never(command)


def open_matters(year_end: YearEnd) -> Iterator[Fault]:
    """Return what keeps the year open, project by project; one without projects cannot end."""
    for project in year_end.undecided:
        yield fault(
            f"项目{project}的结论尚未确认。", f"The decision on {project} is not confirmed."
        )
    for project in year_end.objected:
        yield fault(f"项目{project}有异议未裁定。", f"An objection to {project} is open.")
    if not (year_end.final or year_end.undecided):
        yield fault("本年度项目还没有列入任何项目。", "The programme has no projects.")


def fault(zh: str, en: str) -> Fault:
    """Return one matter that is open."""
    return Fault(field="", zh=zh, en=en)


def prepare(command: PrepareClosing, closing: Closing) -> Decision:
    """The staff puts the programme forward."""
    prepared = ClosingPrepared(programme_id=command.year_end.programme_id, prepared_by=command.by)
    return NOTHING_NEW if prepared == closing.prepared else (prepared,)


def close(command: CloseProgramme, closing: Closing) -> Decision:
    """A leader who did not put the programme forward closes it."""
    if closing.prepared is None:
        raise ClosingNotPrepared
    if closing.prepared.prepared_by == command.by:
        raise PreparerDoesNotClose
    closed = ProgrammeClosed(
        programme_id=command.year_end.programme_id,
        projects=command.year_end.final,
        prepared_by=closing.prepared.prepared_by,
        closed_by=command.by,
    )
    return (closed,)


DECIDER: Decider[ClosingCommand, Closing, ClosingEvent] = Decider(
    initial=Closing(), decide=decide, evolve=evolve
)

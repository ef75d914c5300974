"""The rules of a unit's points (REQ-52 to REQ-54, X11, X15).

What one person prepared another approves, if it is still what is due. One decision is credited
once; what was credited and is no longer due is taken back by a counter-entry; what exceeds the cap
is cut by an entry of its own. A line that is held for late news is changed or released.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from services.evaluation.cap import cut_of
from services.evaluation.changes import NO_CHANGES, Changes, changes
from services.evaluation.entitlement.commands import Due
from services.evaluation.lines import BonusLine
from shared.domain import Decider, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.ids import ProgrammeId, ProjectId

from .commands import ApproveBonus, BonusCommand, PrepareBonus
from .events import (
    BonusAdjusted,
    BonusAwarded,
    BonusEvent,
    BonusHeld,
    BonusPrepared,
    BonusReleased,
    BonusRevoked,
)

type Decision = tuple[BonusEvent, ...]
type Cause = tuple[ProgrammeId, ProjectId]

NOTHING_NEW: Decision = ()
NO_LINES: Mapping[Cause, BonusLine] = MappingProxyType({})
NOTHING_SPENT: Mapping[Cause, int] = MappingProxyType({})


class ReasonNeeded(Incomplete):
    zh = "单位{unit}已加的分将被收回或调整，请填写理由后重新提交。"
    en = "Points of {unit} would be taken back or adjusted. Give the reason and send it again."
    rule = "REQ-53"


class NothingPrepared(Rejection):
    zh = "单位{unit}的加分尚未拟定。请工作人员先拟定，再审定。"
    en = "The points of {unit} were not prepared. Let the staff prepare them first."
    rule = "X15"


class PreparationOutdated(Rejection):
    zh = "单位{unit}的加分拟定后情况有变。请工作人员重新拟定，再审定。"
    en = "Things changed since the points of {unit} were prepared. Let the staff prepare them anew."
    rule = "X11 X15"


class PreparerCannotApprove(NotPermitted):
    zh = "拟定人不能审定自己拟定的加分。请由另一位领导审定。"
    en = "Whoever prepared the points does not approve them. Ask another leader."
    rule = "X15"


class NoSuchSheet(NotFound):
    zh = "没有可供您查看的加分记录。加分审定后可查看本单位的记录。"
    en = "There is no sheet for you to read. After the award you may read your own unit's."
    rule = "domain.md 4"


@value
class Sheet:
    """What a unit has: a line for each cause, the cut (0 or negative), what is prepared and held."""

    lines: Mapping[Cause, BonusLine] = NO_LINES
    spent: Mapping[Cause, int] = NOTHING_SPENT
    cut: int = 0
    prepared: BonusPrepared | None = None
    held: frozenset[Cause] = frozenset()

    @property
    def raw(self) -> int:
        """Return what the lines come to before the cut."""
        return sum(line.points for line in self.lines.values())

    def of(self, programme_id: ProgrammeId) -> Mapping[ProjectId, BonusLine]:
        """Return the lines from one programme."""
        return {p: line for (programme, p), line in self.lines.items() if programme == programme_id}

    def spent_on(self, programme_id: ProgrammeId) -> Mapping[ProjectId, int]:
        """Return the versions of decisions that were credited, by project of one programme."""
        return {p: version for (of, p), version in self.spent.items() if of == programme_id}


def evolve(sheet: Sheet, event: BonusEvent) -> Sheet:
    """Return the sheet as the event leaves it."""
    match event:
        case BonusPrepared():
            return replace(sheet, prepared=event)
        case BonusAwarded():
            return with_lines(sheet, event.programme_id, event.lines, event.cut)
        case BonusRevoked():
            cause = (event.programme_id, event.project_id)
            left = {key: line for key, line in sheet.lines.items() if key != cause}
            return released(replace(sheet, lines=left, prepared=None), cause)
        case BonusAdjusted():
            lines = () if event.line is None else (event.line,)
            return with_lines(sheet, event.programme_id, lines, event.cut)
        case BonusHeld():
            return replace(sheet, held=sheet.held | {(event.programme_id, event.project_id)})
        case BonusReleased():
            return released(sheet, (event.programme_id, event.project_id))
        case _:
            assert_never(event)


def released(sheet: Sheet, *causes: Cause) -> Sheet:
    """Return the sheet without holds for these causes."""
    return replace(sheet, held=sheet.held.difference(causes))


def with_lines(
    sheet: Sheet, programme_id: ProgrammeId, lines: Sequence[BonusLine], cut: int
) -> Sheet:
    """Return the sheet with these lines in place of what they replace, and more or less cut."""
    new = {(programme_id, line.project_id): line for line in lines}
    spent = {
        cause: max(line.decision_version, sheet.spent.get(cause, 0)) for cause, line in new.items()
    }
    return replace(
        released(sheet, *new),
        lines={**sheet.lines, **new},
        spent={**sheet.spent, **spent},
        cut=sheet.cut + cut,
        prepared=None,
    )


def decide(command: BonusCommand, sheet: Sheet) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case PrepareBonus():
            return prepare(command, sheet)
        case ApproveBonus():
            return approve(command, sheet)
        case _:
            assert_never(command)


def prepare(command: PrepareBonus, sheet: Sheet) -> Decision:
    """What is due is prepared if it changes something; taking something back needs a reason."""
    due = command.due
    wanted = changes(sheet.of(due.programme_id), sheet.spent_on(due.programme_id), due)
    unchanged = still_due(command, sheet, wanted)
    if wanted == NO_CHANGES:
        return unchanged
    if (wanted.gone or wanted.other) and not command.reason:
        raise ReasonNeeded(unit=due.unit_id)
    event = BonusPrepared(
        year=due.year,
        unit_id=due.unit_id,
        programme_id=due.programme_id,
        lines=due.lines,
        held=due.held,
        named=due.named,
        reason=command.reason,
        prepared_by=command.by,
    )
    known = sheet.prepared
    if known is not None and replace(known, prepared_by=command.by) == event:
        return unchanged
    return (*unchanged, event)


def still_due(command: PrepareBonus, sheet: Sheet, wanted: Changes) -> Decision:
    """Lines that were held and turn out to be due as they are, are released."""
    due = command.due
    moved = {line.project_id for line in (*wanted.gone, *wanted.other)} | set(due.held)
    return tuple(
        BonusReleased(
            year=due.year,
            unit_id=due.unit_id,
            programme_id=programme,
            project_id=project,
            by=command.by,
        )
        for programme, project in sorted(sheet.held)
        if programme == due.programme_id
        and project not in moved
        and (not due.named or project in due.named)
    )


def approve(command: ApproveBonus, sheet: Sheet) -> Decision:
    """Somebody else than the preparer approves exactly what was prepared and is still due."""
    due, prepared = command.due, sheet.prepared
    wanted = changes(sheet.of(due.programme_id), sheet.spent_on(due.programme_id), due)
    if wanted == NO_CHANGES:
        return NOTHING_NEW
    if prepared is None:
        raise NothingPrepared(unit=due.unit_id)
    if (prepared.programme_id, prepared.lines, prepared.held, prepared.named) != (
        due.programme_id,
        due.lines,
        due.held,
        due.named,
    ):
        raise PreparationOutdated(unit=due.unit_id)
    if command.by == prepared.prepared_by:
        raise PreparerCannotApprove
    return settled(command, sheet, prepared, wanted)


def settled(
    command: ApproveBonus, sheet: Sheet, prepared: BonusPrepared, wanted: Changes
) -> Decision:
    """Take back what is no longer due, put right what is due otherwise, credit what is new."""
    due = command.due
    events: list[BonusEvent] = []
    for line in wanted.gone:
        events.append(revoked(command, prepared, line))
        sheet = evolve(sheet, events[-1])
    if wanted.gone and (cut := more_cut(sheet, due)):
        events.append(adjusted(command, prepared, cut=cut))
        sheet = evolve(sheet, events[-1])
    for line in wanted.other:
        points = line.points - sheet.of(due.programme_id)[line.project_id].points
        cut = more_cut(with_lines(sheet, due.programme_id, (line,), 0), due)
        events.append(adjusted(command, prepared, line=line, points=points, cut=cut))
        sheet = evolve(sheet, events[-1])
    if wanted.new:
        events.append(awarded(command, prepared, sheet, wanted.new))
    return tuple(events)


def more_cut(sheet: Sheet, due: Due) -> int:
    """Return what must be added to the cut of a sheet with these lines: negative cuts more off."""
    points = [line.points for line in sheet.lines.values()]
    return -cut_of(points, due.cap, due.cap_scope) - sheet.cut


def revoked(command: ApproveBonus, prepared: BonusPrepared, line: BonusLine) -> BonusRevoked:
    """Return the counter-entry to a line."""
    return BonusRevoked(
        year=command.due.year,
        unit_id=command.due.unit_id,
        programme_id=command.due.programme_id,
        project_id=line.project_id,
        points=-line.points,
        reason=prepared.reason,
        prepared_by=prepared.prepared_by,
        approved_by=command.by,
    )


def adjusted(
    command: ApproveBonus,
    prepared: BonusPrepared,
    *,
    line: BonusLine | None = None,
    points: int = 0,
    cut: int,
) -> BonusAdjusted:
    """Return the entry that puts a line right, or the cut alone."""
    due = command.due
    return BonusAdjusted(
        year=due.year,
        unit_id=due.unit_id,
        programme_id=due.programme_id,
        line=line,
        points=points,
        cut=cut,
        reason=prepared.reason,
        prepared_by=prepared.prepared_by,
        approved_by=command.by,
    )


def awarded(
    command: ApproveBonus, prepared: BonusPrepared, sheet: Sheet, new: tuple[BonusLine, ...]
) -> BonusAwarded:
    """Return the entries of new lines, with what is cut above the cap."""
    due = command.due
    after = with_lines(sheet, due.programme_id, new, 0)
    cut = more_cut(after, due)
    return BonusAwarded(
        year=due.year,
        unit_id=due.unit_id,
        programme_id=due.programme_id,
        lines=new,
        cut=cut,
        raw=after.raw,
        total=after.raw + after.cut + cut,
        cap=due.cap,
        cap_scope=due.cap_scope,
        rules_event_id=due.rules_event_id,
        prepared_by=prepared.prepared_by,
        approved_by=command.by,
    )


DECIDER = Decider(initial=Sheet(), decide=decide, evolve=evolve)

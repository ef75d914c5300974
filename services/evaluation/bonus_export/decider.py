"""The rules of exporting bonus sheets (REQ-52, PRA-18).

What was not changed keeps its number; changed sheets get the next one. Nothing is exported while a
line is held for late news (X11).
"""

from shared.domain import Decider, NotFound, NotPermitted, Rejection, value

from .commands import ExportBonus
from .events import BonusExported, ExportedLine, ExportEvent

type Decision = tuple[ExportEvent, ...]


class NothingToExport(Rejection):
    zh = "本年度还没有经审定的加分，暂无可导出的内容。请在加分审定后再导出。"
    en = "No points of this year are approved yet. Export them after the award."
    rule = "REQ-52"


class LinesAreHeld(Rejection):
    zh = "以下单位的加分有待重新核算，暂不能导出：{units}。请工作人员重新拟定后再导出。"
    en = "Lines of these units are to be reckoned anew: {units}. Let the staff prepare them first."
    rule = "X11"


class NoSuchExport(NotFound):
    zh = "没有这个序号的加分导出。请先查看导出清单。"
    en = "There is no export with this number. Look at the list of exports."
    rule = "PRA-18"


class NotAnExporter(NotPermitted):
    zh = "加分导出只向工委、审计人员和已授权的考核系统开放。请联系管理员开通权限。"
    en = "Exports are for the organiser, the auditor and clients with the scope bonus:export."
    rule = "PRA-18 domain.md 4"


@value
class Exports:
    """The last number, and what was exported under it."""

    number: int = 0
    lines: tuple[ExportedLine, ...] = ()


def evolve(_: Exports, event: ExportEvent) -> Exports:
    """Return the exports as the event leaves them."""
    return Exports(number=event.number, lines=event.lines)


def decide(command: ExportBonus, exports: Exports) -> Decision:
    """What stands is exported under the next number, unless it is what was exported last."""
    if command.held:
        raise LinesAreHeld(units="、".join(command.held))
    if not command.lines:
        raise NothingToExport
    if command.lines == exports.lines:
        return ()
    exported = BonusExported(
        year=command.year,
        number=exports.number + 1,
        lines=command.lines,
        by=command.by,
    )
    return (exported,)


DECIDER: Decider[ExportBonus, Exports, ExportEvent] = Decider(
    initial=Exports(), decide=decide, evolve=evolve
)

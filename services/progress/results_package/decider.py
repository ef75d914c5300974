"""The rules of a project's results package (REQ-07 to REQ-10, REQ-28 to REQ-30, AMB-24, X7).

The current lead of a project, or the unit that acts for it (AMB-13), hands in the results: a
summary, the sections of the project's category, the rules relied on, total figures of who took part
and the manifest of the ledger. What the category demands must be there. The organiser's form check
returns the package, naming what is missing, and the lead hands in the next version; or it accepts.
When the grace is over, what was handed in last is frozen, and nothing changes any more. Who handed
in nothing by then may do so only if the organiser's leader extends the deadline.

Everything here is pure: no clock, no database, no log.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from shared.domain import Decider, Fault, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.ids import UnitId

from .commands import AcceptResults, FreezeResults, ResultsCommand, ReturnResults, SubmitResults
from .events import (
    FormCheck,
    ResultsAccepted,
    ResultsEvent,
    ResultsFrozen,
    ResultsReturned,
    ResultsSubmitted,
    manifest_sha256,
)

type Decision = tuple[ResultsEvent, ...]

NOTHING_NEW: Decision = ()
KINDS = {
    "system_text": "制度文本",
    "method_text": "方法、模式文本",
    "activity": "活动记录",
    "participation": "参与情况汇总",
    "coordination": "组织协调记录",
    "other": "其他材料",
}
"""Kinds of ledger items as people call them."""


class OnlyTheLeadSubmits(NotPermitted):
    """Someone else than the current lead (or its executing unit) wants to hand in results."""

    zh = "成果和台账由本项目现任牵头领办单位报送。请由牵头单位的联络员提交。"
    en = "Only the project's current lead unit hands in its results. Ask its liaison to do so."
    rule = "REQ-30 AMB-13 X7"


class AlreadySubmitted(Rejection):
    """A package that was not returned is not handed in again."""

    zh = "成果已经报送。如需修改, 请联系工委组宣处退回后重新报送。"
    en = "The results were handed in. To change them, ask the organiser to return them first."
    rule = "REQ-30"


class TimeIsOver(Rejection):
    """Nothing was handed in while it was time."""

    zh = "报送期限(含宽限期)已过, 不再受理。确有需要的, 请报请工委领导办理延期。"
    en = "The time for results, grace included, is over. Ask the organiser's leader for more."
    rule = "REQ-30 AMB-24"


class ResultsAreFrozen(Rejection):
    """A frozen package never changes."""

    zh = "成果已经封存, 不能再修改、退回或受理。如有疑问, 请联系工委组宣处。"
    en = "The results are frozen and cannot be changed any more. Ask the organiser."
    rule = "X7 AMB-24"


class ResultsIncomplete(Incomplete):
    """The package lacks something that its category demands."""

    zh = "成果材料不全, 不能报送。请按下列提示补齐后重新提交。"
    en = "The results are not complete. Add what is listed and hand them in again."
    rule = "REQ-07 REQ-08 REQ-09 REQ-10 REQ-29"


class NoSuchResults(NotFound):
    """Nothing was handed in for this project."""

    zh = "该项目尚未报送成果。请核对项目。"
    en = "No results of this project have been handed in. Check the project."
    rule = "REQ-30"


class AwaitsResubmission(Rejection):
    """A returned package is with the lead until it is handed in again."""

    zh = "成果已退回, 请等待牵头单位重新报送后再办理。"
    en = "The results were returned and wait for the lead to hand them in again."
    rule = "domain.md 3.2"


class ResultsAlreadyAccepted(Rejection):
    """An accepted package is not returned any more."""

    zh = "成果已经受理, 不能再退回。"
    en = "The results were accepted and cannot be returned any more."
    rule = "domain.md 3.2"


class TargetWithoutItem(Rejection):
    """The category demands that every target is proved."""

    zh = "目标要求 {numbers} 没有台账材料, 按规定须退回补齐, 不能受理。"
    en = "Targets {numbers} have no ledger item. Return the results so that the lead adds them."
    rule = "REQ-28"


@value
class Package:
    """What the rules need to remember. One that was never handed in has no submission."""

    submitted: ResultsSubmitted | None = None
    form_check: FormCheck = "pending"
    lacks: tuple[tuple[str, ...], str] = ((), "")
    frozen: bool = False


def evolve(package: Package, event: ResultsEvent) -> Package:
    """Return the package as the event leaves it. A fact is never refused."""
    match event:
        case ResultsSubmitted():
            return Package(submitted=event)
        case ResultsReturned():
            return replace(package, form_check="returned", lacks=(event.missing, event.advice))
        case ResultsAccepted():
            return replace(package, form_check="accepted")
        case ResultsFrozen():
            return replace(package, frozen=True)
        case _:
            assert_never(event)


def decide(command: ResultsCommand, package: Package) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case SubmitResults():
            return submit_results(command, package)
        case ReturnResults():
            return return_results(command, package)
        case AcceptResults():
            return accept_results(command, package)
        case FreezeResults():
            return freeze_results(command, package)
        case _:
            assert_never(command)


def submit_results(command: SubmitResults, package: Package) -> Decision:
    """The lead hands in a complete package in time, and again when it was returned."""
    if not command.from_unit or command.from_unit not in _leads(command):
        raise OnlyTheLeadSubmits
    last = package.submitted
    if last is not None:
        if package.form_check != "returned" and _same(command, last):
            return NOTHING_NEW
        _not_frozen(last, command.at)
        if package.form_check != "returned":
            raise AlreadySubmitted
    if command.at >= command.freezes_at:
        raise TimeIsOver
    if faults := tuple(_missing(command)):
        raise ResultsIncomplete(faults=faults)
    return (_submitted(command, 1 if last is None else last.number + 1),)


def return_results(command: ReturnResults, package: Package) -> Decision:
    """The form check returns a package that is not accepted yet, naming what is missing."""
    last = _submission(package)
    if package.form_check == "returned" and package.lacks == (command.missing, command.advice):
        return NOTHING_NEW
    _not_frozen(last, command.at)
    if package.form_check == "returned":
        raise AwaitsResubmission
    if package.form_check == "accepted":
        raise ResultsAlreadyAccepted
    returned = ResultsReturned(
        project_id=last.project_id,
        number=last.number,
        missing=command.missing,
        advice=command.advice,
        by=command.by,
    )
    return (returned,)


def accept_results(command: AcceptResults, package: Package) -> Decision:
    """The form check accepts a package that lacks nothing; again changes nothing."""
    last = _submission(package)
    if package.form_check == "accepted":
        return NOTHING_NEW
    _not_frozen(last, command.at)
    if package.form_check == "returned":
        raise AwaitsResubmission
    if command.every_target and last.bare_targets:
        raise TargetWithoutItem(numbers=", ".join(map(str, last.bare_targets)))
    return (ResultsAccepted(project_id=last.project_id, number=last.number, by=command.by),)


def freeze_results(command: FreezeResults, package: Package) -> Decision:
    """When the time is over, what was handed in last is frozen, once, checked or not."""
    last = package.submitted
    if last is None or package.frozen or command.at < last.freezes_at:
        return NOTHING_NEW
    frozen = ResultsFrozen(
        programme_id=last.programme_id,
        project_id=last.project_id,
        number=last.number,
        form_check=package.form_check,
        manifest_sha256=manifest_sha256(last.manifest),
    )
    return (frozen,)


def _leads(command: SubmitResults) -> tuple[str, str]:
    return command.leading.unit_id, command.leading.executing_unit_id


def _same(command: SubmitResults, last: ResultsSubmitted) -> bool:
    return (command.content, command.manifest) == (last.content, last.manifest)


def _not_frozen(last: ResultsSubmitted, at: datetime) -> None:
    """Refuse what comes after the freeze, even when nobody was awake to record it."""
    if at >= last.freezes_at:
        raise ResultsAreFrozen


def _submission(package: Package) -> ResultsSubmitted:
    if package.submitted is None:
        raise NoSuchResults
    return package.submitted


def _submitted(command: SubmitResults, number: int) -> ResultsSubmitted:
    return ResultsSubmitted(
        programme_id=command.programme_id,
        project_id=command.project_id,
        number=number,
        category=command.category,
        unit_id=command.leading.unit_id,
        filed_by_unit_id=UnitId(command.from_unit),
        content=command.content,
        participants=(command.leading.unit_id, *command.joining),
        manifest=command.manifest,
        bare_targets=command.bare_targets,
        freezes_at=command.freezes_at,
    )


def _missing(command: SubmitResults) -> Iterator[Fault]:
    """Name all that the category demands and the package lacks."""
    demanded = command.demanded
    written = {section.id for section in command.content.sections}
    for id_, name in demanded.sections.items():
        if id_ not in written:
            yield Fault(
                field=f"/body/sections/{id_}",
                zh=f"缺少“{name}”部分, 请填写。",
                en=f'The section "{id_}" is missing.',
            )
    for id_ in sorted(written - demanded.sections.keys()):
        yield Fault(
            field=f"/body/sections/{id_}",
            zh="本类别没有这一部分, 请删除。",
            en="This category has no such section; leave it out.",
        )
    if not command.content.rules_relied_on:
        yield Fault(
            field="/body/rules_relied_on",
            zh="请填写所依据的党章、党规和文件。",
            en="Name the governing rules relied on.",
        )
    for kind in demanded.required_kinds:
        if kind not in demanded.kinds:
            yield Fault(
                field="/body/manifest",
                zh=f"台账中缺少“{KINDS.get(kind, kind)}”, 请先登记台账。",
                en=f"The ledger has no item of the kind {kind}. File one first.",
            )


DECIDER = Decider(initial=Package(), decide=decide, evolve=evolve)

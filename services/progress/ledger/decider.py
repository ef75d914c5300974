"""The rules of one item of a project's ledger (REQ-28, REQ-35, AMB-33).

The lead and the units that joined the project put documents into its ledger, each under one of the
project's targets or under the project as a whole. A document is a file that was uploaded, or stays
with the unit and is only listed. What was filed is never changed or taken away: the lead declares
it void, and it stays listed. When the results are frozen, the ledger is closed (X7).

Everything here is pure: no clock, no database, no log.
"""

import re
from dataclasses import replace
from typing import assert_never

from services.progress.progress_report.commands import Leading
from shared.domain import Decider, Fault, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.ids import UnitId

from .commands import FileItem, LedgerCommand, VoidItem
from .events import LedgerEvent, LedgerItemFiled, LedgerItemVoided

type Decision = tuple[LedgerEvent, ...]

NOTHING_NEW: Decision = ()
LISTS_OF_PEOPLE = re.compile("名单|名册|通讯录|身份证|签到表")
"""How a list of persons is called: aggregate figures are asked for instead (REQ-15)."""

CLASSIFIED = re.compile("绝密|机密|秘密[★☆]|密级")


class OnlyTheProjectsUnitsFile(NotPermitted):
    """Someone files who takes no part in the project."""

    zh = "台账由本项目牵头领办单位和联办单位整理报送。请由参与单位的联络员提交。"
    en = "Only the project's lead and co-leads file in its ledger. Ask their liaison to file it."
    rule = "REQ-28"


class OnlyTheLeadCoordinates(NotPermitted):
    """A record of coordination is the lead's."""

    zh = "组织协调记录由牵头领办单位报送。请改选其他材料种类, 或交牵头单位报送。"
    en = "Records of coordination are the lead's. Choose another kind, or hand it to the lead."
    rule = "REQ-35"


class OnlyTheLeadVoids(NotPermitted):
    """Someone else than the lead wants to declare an item void."""

    zh = "台账材料由牵头领办单位作废。请联系牵头单位的联络员办理。"
    en = "Only the project's lead declares an item void. Ask its liaison."
    rule = "REQ-28"


class LedgerClosed(Rejection):
    """The project's results are frozen, and the ledger with them."""

    zh = "本项目成果已经封存, 台账不能再增加或作废。如有疑问, 请联系工委组宣处。"
    en = "The project's results are frozen and its ledger is closed. Ask the organiser."
    rule = "X7 AMB-24"


class ItemIdTaken(Rejection):
    """There is another document under this id."""

    zh = "该编号下已有另一份材料。请换用新的编号重新提交; 需更正的, 请先作废原件。"
    en = "Another document is filed under this id. Use a new one; to correct it, void the old one."
    rule = "REQ-28"


class UnknownTarget(Incomplete):
    """The project has no target of this number."""

    zh = "本项目没有这一目标要求。请对照任务清单重新选择, 属于项目整体的请填 0。"
    en = "The project has no such target. Choose one of its targets, or 0 for the whole project."
    rule = "REQ-28"


class FileOrHeld(Incomplete):
    """A document is either a stored file or stays with the unit."""

    zh = "请上传材料, 或注明由单位自存, 二者选其一。"
    en = "Either name an uploaded file or say that the unit keeps the original, not both."
    rule = "REQ-28 AMB-33"


class FileNotUploaded(Incomplete):
    """The file was not handed in by who files it."""

    zh = "材料文件尚未上传。请先上传文件, 再登记台账。"
    en = "The file was not uploaded. Upload it first, then file the item."
    rule = "REQ-28"


class UploadTheOriginal(Rejection):
    """The programme does not let originals stay with the unit."""

    zh = "本年度规定台账材料须上传, 不能由单位自存。请上传材料后登记。"
    en = "This programme asks for uploaded documents. Upload the file and file the item again."
    rule = "AMB-33"


class NotForClassified(Incomplete):
    """The system is not for classified matter."""

    zh = "本系统不得存储、处理涉密材料。请勿登记涉密文件, 按保密规定另行报送。"
    en = "This system is not for classified documents. Report them by the channel meant for it."
    rule = "PRA-15"


class NoSuchItem(NotFound):
    """There is no such item in the ledger."""

    zh = "台账中没有这份材料。请核对项目和编号。"
    en = "There is no such item in the ledger. Check the project and the id."
    rule = "REQ-28"


class AlreadyVoided(Rejection):
    """A void item stays void, for the reason given first."""

    zh = "该材料已经作废, 作废理由不能更改。"
    en = "The item is void already; the reason given stands."
    rule = "REQ-28"


@value
class Item:
    """What the rules need to remember. An item that was never filed has no filing."""

    filed: LedgerItemFiled | None = None
    voided: LedgerItemVoided | None = None


def evolve(item: Item, event: LedgerEvent) -> Item:
    """Return the item as the event leaves it. A fact is never refused."""
    match event:
        case LedgerItemFiled():
            return Item(filed=event)
        case LedgerItemVoided():
            return replace(item, voided=event)
        case _:
            assert_never(event)


def decide(command: LedgerCommand, item: Item) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case FileItem():
            return file_item(command, item)
        case VoidItem():
            return void_item(command, item)
        case _:
            assert_never(command)


def file_item(command: FileItem, item: Item) -> Decision:
    """A unit of the project files a document once; the same again changes nothing."""
    _by_the_projects_units(command)
    filed = _filed(command)
    if item.filed is not None:
        if item.filed == replace(filed, by=item.filed.by):
            return NOTHING_NEW
        raise ItemIdTaken
    if command.closed:
        raise LedgerClosed
    _not_classified(command)
    _file_or_held(command)
    return (filed,)


def void_item(command: VoidItem, item: Item) -> Decision:
    """The lead declares an item void, for a reason; the same again changes nothing."""
    if item.filed is None:
        raise NoSuchItem
    if not _leads(command.from_unit, command.leading):
        raise OnlyTheLeadVoids
    if item.voided is not None:
        if item.voided.reason == command.reason:
            return NOTHING_NEW
        raise AlreadyVoided
    if command.closed:
        raise LedgerClosed
    voided = LedgerItemVoided(
        project_id=item.filed.project_id,
        item_id=item.filed.item_id,
        reason=command.reason,
        by=command.by,
    )
    return (voided,)


def _filed(command: FileItem) -> LedgerItemFiled:
    return LedgerItemFiled(
        project_id=command.project_id,
        item_id=command.item_id,
        entry=replace(command.entry, target_text=_target(command)),
        filed_by_unit_id=UnitId(command.from_unit),
        sha256=command.sha256,
        held_by_unit=command.held_by_unit,
        names_people=LISTS_OF_PEOPLE.search(command.entry.title) is not None,
        by=command.by,
    )


def _target(command: FileItem) -> str:
    number = command.entry.target
    if number == 0:
        return ""
    if number > len(command.targets):
        raise UnknownTarget(
            faults=(Fault(field="/body/target", zh=UnknownTarget.zh, en=UnknownTarget.en),)
        )
    return command.targets[number - 1]


def _leads(unit: str, leading: Leading) -> bool:
    return bool(unit) and unit in (leading.unit_id, leading.executing_unit_id)


def _by_the_projects_units(command: FileItem) -> None:
    if _leads(command.from_unit, command.leading):
        return
    if command.from_unit not in command.joining:
        raise OnlyTheProjectsUnitsFile
    if command.entry.kind == "coordination":
        raise OnlyTheLeadCoordinates


def _not_classified(command: FileItem) -> None:
    entry = command.entry
    faults = [
        Fault(field=f"/body/{name}", zh=NotForClassified.zh, en=NotForClassified.en)
        for name in ("title", "document_number", "remark")
        if CLASSIFIED.search(getattr(entry, name))
    ]
    if faults:
        raise NotForClassified(faults=faults)


def _file_or_held(command: FileItem) -> None:
    if command.held_by_unit == bool(command.sha256):
        raise FileOrHeld(faults=(Fault(field="/body/sha256", zh=FileOrHeld.zh, en=FileOrHeld.en),))
    if command.held_by_unit and not command.may_be_held:
        raise UploadTheOriginal
    if command.sha256 and not command.handed_in:
        raise FileNotUploaded(
            faults=(Fault(field="/body/sha256", zh=FileNotUploaded.zh, en=FileNotUploaded.en),)
        )


DECIDER = Decider(initial=Item(), decide=decide, evolve=evolve)

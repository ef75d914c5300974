"""The directory of a project's ledger: its items in order by target, void ones included."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import assert_never

import sqlalchemy as sa

from services.progress.tables import ledger_items, participations
from shared.domain import value
from shared.readmodels.projection import Key, Projection
from shared.store.codec import digest
from shared.store.events import Recorded
from shared.store.sql import Connection, Statement

from .events import Entry, LedgerEvent, LedgerItemFiled, LedgerItemVoided


@value
class ItemRow:
    """An item of the ledger. `state` is filed or void; `filed_at` is when it was filed."""

    project_id: str
    item_id: str
    kind: str
    target: int
    target_text: str
    title: str
    made_up_title: bool
    archive_number: str
    document_number: str
    responsible: str
    dated: date
    pages: int
    retention: str
    remark: str
    filed_by_unit_id: str
    sha256: str
    held_by_unit: bool
    names_people: bool
    state: str
    void_reason: str
    filed_at: datetime
    version: int


def key(recorded: Recorded[LedgerEvent]) -> Key:
    """Return the row of the item that the event is about."""
    return (recorded.event.project_id, recorded.event.item_id)


def item_after(row: ItemRow | None, recorded: Recorded[LedgerEvent]) -> ItemRow | None:
    """Return the item after an event."""
    event = recorded.event
    match event:
        case LedgerItemFiled():
            return _filed(event, recorded)
        case LedgerItemVoided():
            return row and replace(
                row, state="void", void_reason=event.reason, version=recorded.version
            )
        case _:
            assert_never(event)


def _filed(event: LedgerItemFiled, recorded: Recorded[LedgerEvent]) -> ItemRow:
    return ItemRow(
        project_id=event.project_id,
        item_id=event.item_id,
        **asdict(event.entry),
        filed_by_unit_id=event.filed_by_unit_id,
        sha256=event.sha256,
        held_by_unit=event.held_by_unit,
        names_people=event.names_people,
        state="filed",
        void_reason="",
        filed_at=recorded.occurred_at,
        version=recorded.version,
    )


LEDGER = Projection(
    name="ledger_items",
    source="progress",
    table=ledger_items,
    row=ItemRow,
    key=key,
    fold=item_after,
    features=frozenset({"ledger-item"}),
)

DIRECTORY = Statement(
    sa.select(ledger_items)
    .where(ledger_items.c.project_id == sa.bindparam("project_id"))
    .order_by(
        ledger_items.c.target == 0,
        ledger_items.c.target,
        ledger_items.c.dated,
        ledger_items.c.filed_at,
        ledger_items.c.item_id,
    )
)
JOINING = Statement(
    sa.select(participations.c.unit_id)
    .where(participations.c.project_id == sa.bindparam("project_id"))
    .order_by(participations.c.unit_id)
)
WITNESSED = (*(field.name for field in fields(Entry)), "project_id", "item_id")
"""What the digest of a directory entry vouches for, besides the digest of the stored file."""

HEAD = (  # DA/T 22-2015, then what this ledger says besides
    *("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"),
    *("对应目标要求", "存放", "保管期限", "状态"),
)
RETENTION = {"permanent": "永久", "30_years": "30年", "10_years": "10年"}
WHOLE_PROJECT = "项目整体"


async def directory_of(project_id: str, connection: Connection) -> Sequence[ItemRow]:
    """Return all items of a project's ledger: by target, those of the whole project last."""
    rows = await DIRECTORY.fetch(connection, project_id=project_id)
    return [ItemRow(**dict(row)) for row in rows]


async def joining(project_id: str, connection: Connection) -> Sequence[str]:
    """Return the units that were accepted into a project, in the order of their ids."""
    rows = await JOINING.fetch(connection, project_id=project_id)
    return [row["unit_id"] for row in rows]


def bare(targets: Sequence[str], items: Sequence[ItemRow]) -> Sequence[int]:
    """Return the numbers of the targets to which no item belongs that is not void (REQ-28)."""
    proved = {item.target for item in items if item.state == "filed"}
    return [number for number in range(1, len(targets) + 1) if number not in proved]


def digest_of(item: ItemRow) -> str:
    """Return the SHA-256 of an item's canonical directory entry, in hexadecimal."""
    return digest({name: getattr(item, name) for name in WITNESSED}).hex()


def printed(number: int, item: ItemRow) -> Sequence[str]:
    """Return a line of the directory as it is printed (form F5).

    The column 密级 stays blank: nothing here is classified.
    """
    title = f"[{item.title}]" if item.made_up_title else item.title
    return (
        str(number),
        item.archive_number,
        item.document_number,
        item.responsible,
        title,
        f"{item.dated:%Y%m%d}",
        "",
        str(item.pages),
        item.remark,
        item.target_text or WHOLE_PROJECT,
        "单位自存" if item.held_by_unit else "本系统",
        RETENTION[item.retention],
        f"已作废: {item.void_reason}" if item.state == "void" else "",
    )

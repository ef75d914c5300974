"""What is wrong with a notice's file: everything, each with its place.

What one field says is checked by the schema; how fields agree is checked here, on the raw file, so
that a file with a missing text still hears that it also has two projects of one number.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from services.applications.notice import ON_THE_ROLL, Notice
from shared.domain import Fault, Incomplete
from shared.http.validation import explain

type Rows = Sequence[tuple[int, Mapping[str, Any]]]

DATED = {
    "dl-lead-application": "牵头领办单位申报",
    "dl-colead-application": "联办单位申报",
    "dl-colead-plan": "联办单位工作计划",
    "dl-results": "成果和台账报送",
}
UNDATED = {"dl-quarterly-progress": "季度进度书面反馈", "dl-lead-scheme": "牵头领办单位工作方案"}


class FaultyNotice(Incomplete):
    zh = "文件有 {count} 处问题, 未导入任何内容。请按下列提示更正后重新导入。"
    en = "The file has {count} faults and nothing was imported. Correct them all and import again."
    rule = "REQ-01 REQ-05 REQ-06"


def checked(document: Mapping[str, Any]) -> Notice:
    """Return the notice in a file, or refuse the whole file with every fault in it."""
    faults: list[Fault] = []
    notice: Notice | None = None
    try:
        notice = Notice.model_validate(document)
    except ValidationError as error:
        faults += explain(error.errors())
    faults += disagreements(document)
    if faults or notice is None:
        raise FaultyNotice(faults=faults, count=len(faults))
    return notice


def disagreements(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Name where fields of the file do not agree with one another."""
    projects, units = rows(document, "projects"), rows(document, "units")
    categories, deadlines = rows(document, "categories"), rows(document, "deadlines")
    yield from repeated("projects", projects, "number", "项目序号", "project number")
    yield from repeated("projects", projects, "id", "项目编号", "project id")
    yield from repeated("units", units, "id", "单位编号", "unit id")
    yield from repeated("categories", categories, "id", "类别编号", "category id")
    yield from repeated("deadlines", deadlines, "id", "期限编号", "deadline id")
    yield from category_faults(projects, categories)
    yield from lead_faults(projects, units)
    yield from deadline_faults(document, deadlines)


def rows(document: Mapping[str, Any], name: str) -> Rows:
    """Return the objects of a list in the file with their indexes; nothing if it is no list."""
    listed: object = document.get(name)
    if not isinstance(listed, list):
        return ()
    return [
        (index, cast("Mapping[str, Any]", row))
        for index, row in enumerate(cast("list[object]", listed))
        if isinstance(row, dict)
    ]


def text(row: Mapping[str, Any], name: str) -> str:
    """Return a text field, or "" if it is not there or no text."""
    found: object = row.get(name)
    return found if isinstance(found, str) else ""


def repeated(name: str, listed: Rows, field: str, zh: str, en: str) -> Iterator[Fault]:
    """Name every row whose key another row before it has."""
    seen: set[object] = set()
    for index, row in listed:
        found: object = row.get(field)
        if not isinstance(found, str | int):
            continue
        if found in seen:
            yield Fault(
                field=f"/{name}/{index}/{field}",
                zh=f"{zh} {found} 重复。",
                en=f"The {en} {found} occurs twice.",
            )
        seen.add(found)


def listed_in(category: Mapping[str, Any]) -> set[str]:
    """Return the project ids that a category lists."""
    listed: object = category.get("projects")
    return set(map(str, cast("list[object]", listed))) if isinstance(listed, list) else set()


def category_faults(projects: Rows, categories: Rows) -> Iterator[Fault]:
    """Every project has one category of the list, and is listed there (REQ-06)."""
    members = {text(row, "id"): listed_in(row) for _, row in categories}
    for index, row in projects:
        category, place = text(row, "category"), f"/projects/{index}/category"
        if category and category not in members:
            yield Fault(
                field=place,
                zh=f"本年度没有“{category}”这一类别。",
                en=f'The programme has no category "{category}".',
            )
        elif category and text(row, "id") not in members[category]:
            yield Fault(
                field=place,
                zh=f"类别“{category}”的项目列表中没有此项目。",
                en=f'The category "{category}" does not list this project.',
            )
    known = {text(row, "id") for _, row in projects}
    for index, row in categories:
        for stray in sorted(members[text(row, "id")] - known):
            yield Fault(
                field=f"/categories/{index}/projects",
                zh=f"列表中的项目 {stray} 不在附件清单中。",
                en=f"The listed project {stray} is not in the annex.",
            )


def lead_faults(projects: Rows, units: Rows) -> Iterator[Fault]:
    """Leads and units in parentheses are on the roll, which says what the annex says (REQ-25)."""
    roll = {text(row, "id"): row for _, row in units if text(row, "kind") in ON_THE_ROLL}
    for index, row in projects:
        lead: object = row.get("lead")
        if not isinstance(lead, dict):
            continue
        named = cast("Mapping[str, Any]", lead)
        for field in ("unit_id", "parenthesised_unit_id"):
            unit = text(named, field)
            if unit and unit not in roll:
                yield Fault(
                    field=f"/projects/{index}/lead/{field}",
                    zh=f"单位 {unit} 不在单位名册中。",
                    en=f"The unit {unit} is not on the roll.",
                )
        printed = text(roll.get(text(named, "unit_id"), {}), "full_name_as_printed")
        if printed and text(named, "as_printed") not in {"", printed}:
            yield Fault(
                field=f"/projects/{index}/lead/as_printed",
                zh=f"与名册中的全称“{printed}”不一致。",
                en=f'The roll prints "{printed}".',
            )
    for index, row in units:
        if text(row, "kind") in ON_THE_ROLL and not text(row, "full_name_as_printed"):
            yield Fault(
                field=f"/units/{index}/full_name_as_printed",
                zh="名册单位须有印发时的全称。",
                en="A unit of the roll needs its name as printed.",
            )
        parent = text(row, "parent")
        above = roll.get(parent)
        if text(row, "kind") in ON_THE_ROLL and parent and (above is None or text(above, "parent")):
            yield Fault(
                field=f"/units/{index}/parent",
                zh=f"上级单位 {parent} 不在单位名册中, 或其本身另有上级。",
                en=f"The parent {parent} is not on the roll, or has a parent itself.",
            )


def deadline_faults(document: Mapping[str, Any], deadlines: Rows) -> Iterator[Fault]:
    """Every filing is named; those that the notice dates have a day in the programme's year."""
    named = {text(row, "id"): (index, row) for index, row in deadlines}
    head: object = document.get("programme")
    year = str(cast("Mapping[str, Any]", head).get("year")) if isinstance(head, dict) else ""
    for name, zh in (DATED | UNDATED).items():
        if name not in named:
            yield Fault(
                field="/deadlines", zh=f"缺少期限“{zh}”({name})。", en=f"{name} is missing."
            )
            continue
        index, row = named[name]
        place, day = f"/deadlines/{index}/date", text(row, "date")
        if name in DATED and row.get("date") is None:
            yield Fault(field=place, zh=f"“{zh}”须有日期。", en="This filing needs a day.")
        elif day and not day.startswith(f"{year}-"):
            yield Fault(
                field=place,
                zh=f"日期不在 {year} 年度内。",
                en=f"The day is not in {year}.",
            )

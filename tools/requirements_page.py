"""`docs/requirements.md`: which tests show which requirement, from the marker `covers` of the tests."""

import ast
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PAGE = "docs/requirements.md"
ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "tests" / "season" / "requirements.json"
MARKER = "covers"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
HEADER = """\
# Requirements

Made from the marker `covers` of the tests by `make docs`. Do not edit. The requirements are those of
the notice 金直委发〔2017〕20号 (`tests/season/requirements.json`); AMB are its ambiguous points, PRA
proposals from practice.
"""

type Tests = Mapping[str, Sequence[str]]
"""Tests by the requirement that they show."""


class UnknownRequirement(Exception):
    """A test says that it covers something that is not in the list."""


def pages() -> Mapping[str, str]:
    """Return the page of requirements."""
    content = json.loads(REQUIREMENTS.read_text(encoding="utf-8"))
    known: list[tuple[str, list[tuple[str, str]]]] = [
        ("Requirements", [(each["id"], each["title"]) for each in content["requirements"]]),
        ("Ambiguous points", [(each["id"], each["point"]) for each in content["ambiguities"]]),
        ("From practice", [(each["id"], each["text"]) for each in content["practice_proposals"]]),
    ]
    tests = covering(ROOT / "tests")
    ids = {id_ for _, rows in known for id_, _ in rows}
    if unknown := tests.keys() - ids:
        raise UnknownRequirement(sorted(unknown))
    return {
        PAGE: "\n".join([HEADER, *(line for part in known for line in table(*part, tests)), ""])
    }


def table(title: str, rows: Sequence[tuple[str, str]], tests: Tests) -> Iterator[str]:
    """Write one table, and how much of it is covered."""
    covered = sum(id_ in tests for id_, _ in rows)
    yield f"\n## {title}: {covered} of {len(rows)} covered\n"
    yield "| | what | shown by |\n|---|---|---|"
    for id_, text in rows:
        names = "<br>".join(f"`{name}`" for name in tests.get(id_, ())) or "**nothing yet**"
        yield f"| {id_} | {text.replace('|', '/')} | {names} |"


def covering(folder: Path) -> Tests:
    """Return the tests below a folder by the requirement that they show."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("test_*.py")):
        place = file.relative_to(folder).as_posix()
        for name, requirement in _marked(ast.parse(file.read_text(encoding="utf-8")), ()):
            found[requirement].append(f"{place}: {name}")
    return found


def _marked(node: Any, inherited: tuple[str, ...]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield each test below a node with each requirement that it or what it stands in covers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _marked(child, inherited + _said(child))
        elif isinstance(child, FUNCTIONS) and child.name.startswith("test_"):
            yield from ((child.name, said) for said in inherited + _said(child))


def _said(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    """Return what the markers of a class or function name."""
    return tuple(
        argument.value
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr == MARKER
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )

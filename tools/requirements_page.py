"""`docs/requirements.md`: which tests show which requirement.

By the marker `covers` of a test, and by the refusals that it sees: each names the source of its rule.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PAGE = "docs/requirements.md"
ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "tests" / "season" / "requirements.json"
MARKER = "covers"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SOURCE = re.compile(r"(?:REQ|AMB|PRA)-\d\d")
HEADER = """\
# Requirements

Made by `make docs`; do not edit. A test shows a requirement if its marker `covers` says so, or if it
sees something refused by a rule that names the requirement as its source. The requirements are those
of the notice 金直委发〔2017〕20号 (`tests/season/requirements.json`); AMB are its ambiguous points,
PRA proposals from practice.
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
    tests = covering(ROOT / "tests", refusals(ROOT / "services"))
    ids = {id_ for _, rows in known for id_, _ in rows}
    if unknown := {id_ for id_ in tests if id_ not in ids}:
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


type Refusals = Mapping[str, Sequence[str]]
"""The sources of the rule that a refusal stands for, by the refusal's name."""


def refusals(folder: Path) -> Refusals:
    """Return the refusals of the code below a folder whose rule comes from a requirement."""
    found: dict[str, Sequence[str]] = {}
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and (sources := SOURCE.findall(_rule(node))):
                found[node.name] = sources
    return found


def _rule(node: ast.ClassDef) -> str:
    """Return what a class says its `rule` is."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="rule")], value=ast.Constant(value=str(text))):
                return text
            case _:
                pass
    return ""


def covering(folder: Path, known: Refusals) -> Tests:
    """Return the tests below a folder by the requirement that they show."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("test_*.py")):
        place = file.relative_to(folder).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for name, requirement in dict.fromkeys(_shown(tree, (), known)):
            found[requirement].append(f"{place}: {name}")
    return found


def _shown(
    node: Any,  # noqa: ANN401 - any node of a syntax tree
    inherited: tuple[str, ...],
    known: Refusals,
) -> Iterator[tuple[str, str]]:
    """Yield each test below a node with each requirement that it shows."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _shown(child, inherited + _said(child), known)
        elif isinstance(child, FUNCTIONS) and child.name.startswith("test_"):
            seen = {n.id for n in ast.walk(child) if isinstance(n, ast.Name)} & known.keys()
            refused = tuple(source for name in sorted(seen) for source in known[name])
            yield from ((child.name, said) for said in inherited + _said(child) + refused)


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

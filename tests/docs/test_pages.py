"""What the pages refer to is there: files, headings, commands."""

import re
from functools import cache
from pathlib import Path

import pytest

from tools.commands_page import Command, commands

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "deploy").rglob("*.md"),
        *(ROOT / "services").rglob("*.md"),
    ]
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`[^`\n]*`")
NAMED = re.compile(r"^`((?:deploy|docs|services|shared|tests|tools)/[\w./-]+)`$")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
LINGBAN = re.compile(r"(?:^|`)lingban ([a-z][^`\n#|]*)", re.MULTILINE)


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def code_in(page: Path) -> list[str]:
    return CODE.findall(page.read_text())


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def broken_links(page: Path) -> list[str]:
    broken: list[str] = []
    for link in LINK.findall(CODE.sub("", page.read_text())):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        there = page.parent / target if target else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(link)
    return broken


@cache
def make_commands() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


@cache
def known_commands() -> dict[tuple[str, ...], Command]:
    return {command.words: command for command in commands()}


def unknown_in(line: str) -> list[str]:
    """Return what `lingban ...` does not know of the words and options after it."""
    words = line.split()
    for length in range(len(words), 0, -1):
        command = known_commands().get(tuple(words[:length]))
        if command is not None:
            options = [word for word in words[length:] if word.startswith("--")]
            return [option for option in options if option not in command.options]
    return [line]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](#here) [b](page.md#there) [c](nowhere.md)")

    assert broken_links(page) == ["page.md#there", "nowhere.md"]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_make_command_exists(page: Path) -> None:
    named = {name for code in code_in(page) for name in MAKE.findall(code)}

    assert named - make_commands() == set()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_lingban_command_exists(page: Path) -> None:
    lines = [line for code in code_in(page) for line in LINGBAN.findall(code)]

    assert {line: unknown_in(line) for line in lines if unknown_in(line)} == {}


def test_an_unknown_command_or_option_would_be_found() -> None:
    assert unknown_in("dance") == ["dance"]
    assert unknown_in("bus apply --quickly") == ["--quickly"]
    assert unknown_in("migrate --service progress") == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_named_file_is_there(page: Path) -> None:
    named = {path for code in INLINE.findall(page.read_text()) for path in NAMED.findall(code)}

    assert {path for path in named if not (ROOT / path).exists()} == set()

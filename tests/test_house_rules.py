"""The rules of the house that no linter knows."""

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT / "services" / "applications" / "data"
OURS = ("deploy", "services", "shared")
LONGEST = 300  # lines
NAMES_THAT_SAY_NOTHING = {"base", "common", "helper", "helpers", "manager", "managers", "misc"} | {
    "util",
    "utils",
}
FOREIGN = {
    "a path of one machine": re.compile(
        r"(?<![\w.})])/(root|home|Users|work|opt/(wheels|pypi))/[\w.]"
    ),
    "a package host": re.compile(
        r"files\.pythonhosted|\bpypi\.(org|tuna)|registry\.npm|npmmirror\.com"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
}
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def sources() -> list[Path]:
    found = [file for folder in OURS for file in (ROOT / folder).rglob("*.py")]
    assert found
    return found


def tracked() -> list[Path]:
    """Return the files that are kept, or would be if they were added now."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files are kept is not known")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listing.stdout.split("\0") if name]


def text_of(file: Path) -> str:
    """Return a file's text; nothing of a file that is gone or holds other bytes."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        return ""


def words_of(tree: ast.AST) -> Iterator[str]:
    """Return the texts and numbers of a module's code: no docstrings, no examples."""
    for node in ast.iter_child_nodes(tree):
        said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        shown = isinstance(node, ast.keyword) and node.arg == "examples"
        if isinstance(node, ast.Constant):
            yield str(node.value)
        elif not said and not shown:
            yield from words_of(node)


def of_the_notice() -> re.Pattern[str]:
    """Return what only the notice of 2017 says: its year, its units and its categories."""
    notice = json.loads((DATA / "programme-2017.json").read_text("utf-8"))
    ids = [each["id"] for each in (*notice["units"], *notice["categories"])]
    return re.compile("|".join(["2017", *(rf"\b{re.escape(id_)}\b" for id_ in ids)]))


@pytest.mark.covers("REQ-02")
def test_nothing_of_one_years_notice_is_in_the_code() -> None:
    notice = of_the_notice()
    found = [
        f"{file.relative_to(ROOT)}: {word}"
        for file in (ROOT / "services").rglob("*.py")
        for word in words_of(ast.parse(text_of(file)))
        if notice.search(word)
    ]

    assert found == []


def test_what_is_of_the_notice_would_be_found() -> None:
    planted = ast.parse(
        '''"""Of 2017."""\nYEAR, UNIT = 2017, "guozi-wei"\nP(examples=["2017-p08"])'''
    )

    assert [word for word in words_of(planted) if of_the_notice().search(word)] == [
        "2017",
        "guozi-wei",
    ]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(file.relative_to(ROOT)): len(text_of(file).splitlines()) for file in sources()}

    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_or_package_has_a_name_that_says_nothing() -> None:
    names = [file.relative_to(ROOT).with_suffix("") for file in sources()]

    assert [str(name) for name in names if NAMES_THAT_SAY_NOTHING & set(name.parts)] == []


@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_foreign_is_kept(what: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in tracked()
        if (match := FOREIGN[what].search(text_of(file)))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("what", "planted"),
    [
        ("a path of one machine", "cache = '/ro" + "ot/.cache'"),
        ("a package host", "--index-url https://py" + "pi.org/simple"),
        ("a private key", "-----BEGIN " + "EC PRIVATE KEY-----"),
    ],
)
def test_what_is_foreign_would_be_found(what: str, planted: str) -> None:
    assert FOREIGN[what].search(planted)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())

    assert len(entries) > 1
    assert [e for e in entries if not PIN.match(e) or "--hash=sha256:" not in e] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    assert not re.search(r"://|--find-links|--(extra-)?index-url", (ROOT / lock).read_text())


def test_what_runs_is_what_is_tested() -> None:
    runtime, dev = (dict(PIN.findall((ROOT / lock).read_text())) for lock in LOCKS)

    assert runtime.items() <= dev.items()


def test_every_command_of_make_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (commands,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE) == commands.split()

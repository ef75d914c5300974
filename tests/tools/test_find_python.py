"""tools/find-python: which interpreter makes the environment."""

import os
import subprocess
import sys
from pathlib import Path

FIND_PYTHON = Path(__file__).parents[2] / "tools/find-python"
WORKING = f'exec "{sys.executable}" "$@"'
FAILING_SHIM = "echo 'pyenv: command not found' >&2; exit 127"
TOO_OLD = "exit 1"  # what the version check answers under an older Python


def find(home: Path, candidates: dict[str, str], **environment: str) -> tuple[int, str, str]:
    """Return status, output and complaint with nothing but these candidates on the PATH."""
    path = home / "bin"
    path.mkdir()
    for name, body in candidates.items():
        (path / name).write_text(f"#!/bin/sh\n{body}\n")
        (path / name).chmod(0o755)
    answer = subprocess.run(
        ["/bin/sh", str(FIND_PYTHON)],
        env={"PATH": str(path), "HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout, answer.stderr


def test_the_first_that_really_runs_is_taken(tmp_path: Path) -> None:
    candidates = {"python3.12": FAILING_SHIM, "python3": TOO_OLD, "python": WORKING}

    assert find(tmp_path, candidates) == (0, f"{sys.executable}\n", "")


def test_one_that_only_pyenv_knows_is_found(tmp_path: Path) -> None:
    version = tmp_path / ".pyenv/versions/3.12.1/bin"
    version.mkdir(parents=True)
    (version / "python3").write_text(f"#!/bin/sh\n{WORKING}\n")
    (version / "python3").chmod(0o755)

    assert find(tmp_path, {"python3": TOO_OLD}) == (0, f"{sys.executable}\n", "")


def test_one_that_only_uv_knows_is_found(tmp_path: Path) -> None:
    candidates = {"python3": TOO_OLD, "uv": f'echo "{sys.executable}"'}

    assert find(tmp_path, candidates) == (0, f"{sys.executable}\n", "")


def test_the_one_that_was_named_is_the_only_one_tried(tmp_path: Path) -> None:
    status, found, complaint = find(tmp_path, {"python3": WORKING}, PYTHON="python2")

    assert (status, found) == (1, "")
    assert complaint.count(os.linesep) == 1
    assert "PYTHON=python2" in complaint


def test_one_sentence_says_that_there_is_none(tmp_path: Path) -> None:
    status, found, complaint = find(tmp_path, {"python3": TOO_OLD})

    assert (status, found) == (1, "")
    assert complaint.startswith("No Python 3.12 or newer")
    assert complaint.count(os.linesep) == 1

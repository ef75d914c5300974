"""Write, or check, every file that is made from the code.

`python -m tools.generated` writes what is missing or stale and removes what nothing makes any more;
with `--check` it changes nothing, lists what it would do and fails if that is anything.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from tools import (
    asyncapi,
    commands_page,
    event_catalogue,
    event_schemas,
    flow_picture,
    openapi,
    requirements_page,
    rights_page,
    settings_page,
)
from tools.codebase import services

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs/schemas", "docs/openapi")
"""Folders that hold generated files only."""


def generated() -> Mapping[str, str]:
    """Return the text of every generated file by its path below the root."""
    known = services()
    return {
        **event_catalogue.pages(known),
        **event_schemas.files(known),
        **asyncapi.files(known),
        **rights_page.pages(known),
        **settings_page.pages(),
        **commands_page.pages(),
        **openapi.files(known),
        **flow_picture.files(),
        **requirements_page.pages(),
    }


def stale(root: Path, texts: Mapping[str, str]) -> list[str]:
    """Return the generated files that are missing or not what the code says."""
    return [path for path, text in texts.items() if _read(root / path) != text]


def leftover(root: Path, texts: Mapping[str, str]) -> list[str]:
    """Return files in generated folders that nothing makes any more.

    The schema of an older version of a known event stays: such events are stored for ever.
    """
    found = [
        file.relative_to(root).as_posix()
        for folder in FOLDERS
        for file in sorted((root / folder).rglob("*"))
        if file.is_file()
    ]
    current = {event_schemas.event_of(path) for path in texts}
    return [p for p in found if p not in texts and event_schemas.event_of(p) not in current]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def write(root: Path, texts: Mapping[str, str]) -> list[str]:
    """Write what is stale and remove what is left over; return what was touched."""
    gone = leftover(root, texts)
    touched = stale(root, texts)
    for path in touched:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(texts[path], encoding="utf-8")
    for path in gone:
        (root / path).unlink()
    return [*touched, *gone]


def main(arguments: list[str] | None = None) -> int:
    """Write or check; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.generated", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only say")
    check: bool = parser.parse_args(arguments).check
    texts = generated()
    if not check:
        for path in write(ROOT, texts):
            print(f"written  {path}" if path in texts else f"removed  {path}")
        return 0
    old, gone = stale(ROOT, texts), leftover(ROOT, texts)
    for path in old:
        print(f"stale     {path}")
    for path in gone:
        print(f"leftover  {path}")
    if old or gone:
        print("Generated files differ from the code: run `make docs` and look at what changed.")
    return int(bool(old or gone))


if __name__ == "__main__":
    sys.exit(main())

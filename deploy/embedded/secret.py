"""Secrets in files that only we can read, written whole or not at all."""

import os
from pathlib import Path


def write_secret(path: Path, text: str) -> None:
    """Put text into a file of mode 0600 that never exists half written, whatever crashes."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

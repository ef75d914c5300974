"""Real servers for every test that asks for them, started once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.stack import EmbeddedStack
from tests.office import TOPOLOGY


@pytest.fixture(scope="session")
def servers() -> Iterator[EmbeddedStack]:
    """PostgreSQL and NATS with an account per service.

    Their folder is not pytest's: pytest clears the folders of earlier runs, and so those of a run
    that goes on beside this one.
    """
    with (
        tempfile.TemporaryDirectory(prefix="lingban-", ignore_cleanup_errors=True) as folder,
        EmbeddedStack(Path(folder), TOPOLOGY) as stack,
    ):
        yield stack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for keys and evidence files."""
    return tmp_path

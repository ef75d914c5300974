"""Real servers for every test that asks for them, started once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded.stack import EmbeddedStack
from tests.office import TOPOLOGY


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStack]:
    """PostgreSQL and NATS with an account per service."""
    with EmbeddedStack(tmp_path_factory.mktemp("servers"), TOPOLOGY) as stack:
        yield stack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for keys and evidence files."""
    return tmp_path

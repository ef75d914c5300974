from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded.stack import EmbeddedStack
from tests.office import Office, an_office
from tests.shared.toy.service import counting, watching


@pytest.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """An office for all tests of a module: one service counts, the other watches."""
    folder: Path = tmp_path_factory.mktemp("office")
    async with an_office(servers, folder, counting(), watching()) as office:
        yield office

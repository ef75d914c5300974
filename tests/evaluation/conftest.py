"""An office in which `evaluation` runs; `applications` is played."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.embedded.stack import EmbeddedStack
from services.evaluation.main import SERVICE
from tests.evaluation.season import SOURCES
from tests.office import Office, an_office


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """One office for the tests of a module; each test has a programme of its own."""
    folder = tmp_path_factory.mktemp("office")
    async with an_office(servers, folder, SERVICE, sources=SOURCES) as office:
        yield office

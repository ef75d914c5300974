"""One office for each module: audit, and all its sources stood in for."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.embedded.stack import EmbeddedStack
from services.audit.main import SERVICE
from tests.audit.sources import CODECS
from tests.office import Office, an_office


@pytest_asyncio.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    async with an_office(
        servers,
        tmp_path_factory.mktemp("office"),
        SERVICE,
        sources=CODECS,
    ) as office:
        yield office

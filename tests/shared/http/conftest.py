from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from deploy.embedded.stack import EmbeddedStack
from tests.office import Office, an_office
from tests.shared.toy.api import router
from tests.shared.toy.service import counting


@pytest.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    service = replace(counting(), routers=(router,))
    async with an_office(servers, tmp_path_factory.mktemp("http"), service) as office:
        yield office

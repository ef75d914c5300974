"""An office in which `progress` runs and the season has been opened; `applications` is played."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.embedded.stack import EmbeddedStack
from services.progress.main import SERVICE
from tests.office import OPENING, Office, an_office
from tests.progress.examples import SOURCES, open_season


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def season(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """One office for the tests of a module; they use different projects, quarters and people."""
    folder = tmp_path_factory.mktemp("office")
    async with an_office(servers, folder, SERVICE, sources=SOURCES) as office:
        await open_season(office)
        yield office


@pytest.fixture
def office(season: Office) -> Office:
    """The office, on the morning of the announcement."""
    season.clock.set(OPENING)
    return season

"""Offices in which the 2017 programme is where a test needs it.

Each test module has its own, and only one: two offices at a time would share the service's stream.
"""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.stack import EmbeddedStack
from services.applications.main import SERVICE
from shared.contracts import evaluation, progress
from tests.applications.season import announced
from tests.office import Office, an_office

SOURCES = {"evaluation": evaluation.CODEC, "progress": progress.CODEC}


@pytest.fixture(scope="module")
async def empty_office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """An office in which nothing has happened yet. Who reports and who judges are played."""
    folder = tmp_path_factory.mktemp("office")
    async with an_office(servers, folder, SERVICE, sources=SOURCES) as office:
        yield office


@pytest.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """An office on 2 May 2017, the programme being announced. Who reports and judges are played."""
    folder = tmp_path_factory.mktemp("office")
    async with an_office(servers, folder, SERVICE, sources=SOURCES) as office:
        await announced(office)
        yield office

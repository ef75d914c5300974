"""Offices in which the 2017 programme is where a test needs it.

Each test module has its own, and only one: two offices at a time would share the service's stream.
"""

from collections.abc import AsyncIterator

import pytest

from deploy.embedded.stack import EmbeddedStack
from services.applications.main import SERVICE
from tests.applications.season import announced
from tests.office import Office, an_office


@pytest.fixture(scope="module")
async def empty_office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """An office in which nothing has happened yet."""
    async with an_office(servers, tmp_path_factory.mktemp("office"), SERVICE) as office:
        yield office


@pytest.fixture(scope="module")
async def office(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """An office on 2 May 2017, the programme being announced."""
    async with an_office(servers, tmp_path_factory.mktemp("office"), SERVICE) as office:
        await announced(office)
        yield office

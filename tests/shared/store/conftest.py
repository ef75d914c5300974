from collections.abc import AsyncIterator

import pytest

from deploy.embedded.stack import EmbeddedStack
from shared.store.store import EventStore
from tests.shared.toy.store import a_store


@pytest.fixture(scope="session")
async def store(servers: EmbeddedStack) -> AsyncIterator[EventStore]:
    """One store for all tests of this folder; each test has streams of its own."""
    async with a_store(servers) as store:
        yield store

"""The season in which plans are owed."""

import pytest
import pytest_asyncio

from tests.office import OPENING, Office
from tests.progress.work_plan.examples import open_planning


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def planning(season: Office) -> Office:
    """The office of a module, once plans are owed."""
    await open_planning(season)
    return season


@pytest.fixture
def office(planning: Office) -> Office:
    """The office, on the morning of the announcement."""
    planning.clock.set(OPENING)
    return planning

"""The season in which plans are owed, the scheme of 2017-p08 being filed."""

import pytest
import pytest_asyncio

from tests.office import OPENING, Office
from tests.progress.examples import LIAISON
from tests.progress.work_plan.examples import SCHEME_FORM, open_planning


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def planned(season: Office) -> Office:
    """The office of a module, once 2017-p08 has its scheme."""
    await open_planning(season)
    async with season.client("progress", LIAISON) as client:
        answer = await client.put("/api/progress/projects/2017-p08/scheme", json=SCHEME_FORM)
    assert answer.status_code == 200, answer.text
    return season


@pytest.fixture
def office(planned: Office) -> Office:
    """The office, on the morning of the announcement."""
    planned.clock.set(OPENING)
    return planned

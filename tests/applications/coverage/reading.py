"""Reading the coverage report."""

from typing import Any

from shared.http.caller import Caller
from tests.applications.season import STAFF, client
from tests.office import Office


def report(programme: str) -> str:
    """Return where a programme's coverage is read."""
    return f"/api/applications/programmes/{programme}/coverage"


async def read(office: Office, programme: str, caller: Caller = STAFF, **wanted: str) -> Any:
    """Return the report as someone reads it."""
    async with client(office, caller) as http:
        answer = await http.get(report(programme), params=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def open_gaps(office: Office, programme: str) -> set[str]:
    """Return the units with an open gap."""
    found = await read(office, programme, gap="open")
    return {unit["unit_id"] for unit in found["units"]}

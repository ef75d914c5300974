"""Looking at papers, having them printed, and what was registered of them."""

from typing import Any

from shared.http.caller import Caller
from shared.papers.register import DocumentRendered, document_of
from tests.applications.season import PROGRAMME, STAFF, application, client, liaison, path
from tests.office import Office


def sheet(name: str) -> str:
    return f"/api/applications/programmes/{PROGRAMME}/print/{name}"


async def get(office: Office, address: str, by: Caller = STAFF) -> Any:
    async with client(office, by) as http:
        return await http.get(address)


async def post(office: Office, address: str, by: Caller = STAFF) -> Any:
    async with client(office, by) as http:
        return await http.post(address)


async def apply(office: Office, project: str, unit: str, **more: str) -> None:
    async with client(office, liaison(unit)) as http:
        answer = await http.put(path(project, unit), json=application(**more))
    assert answer.status_code == 200, answer.text


async def rendered(office: Office, document: str) -> list[DocumentRendered]:
    """Return what was registered of a document, in order."""
    history = await office.resources("applications").store.read(document_of(document))
    return [recorded.event for recorded in history.recorded]

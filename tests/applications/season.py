"""The 2017 season: its notice, its people, its first moves."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2

import services.applications
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.timing.zone import SHANGHAI
from tests.office import Office, who

PROGRAMME = "szjg-zutuanshi-2017"
FILE = Path(services.applications.__file__).parent / "data" / "programme-2017.json"
APRIL = datetime(2017, 4, 24, 10, 0, tzinfo=SHANGHAI)
ANNOUNCED = datetime(2017, 5, 2, 9, 0, tzinfo=SHANGHAI)

STAFF = who("zuxuanchu", Role.STAFF)
LEADER = who("lingdao", Role.LEADER)
AUDITOR = who("shenji", Role.AUDITOR)
REVIEWER = who("pingshen", Role.REVIEWER)
CLIENT = who("zhishu-pingtai", Role.CLIENT)
ADMIN = who("admin", Role.ADMIN)


def liaison(unit: str) -> Caller:
    """Return the account of a unit's liaison."""
    return who(f"{unit}-liaison", Role.LIAISON, unit=unit)


def responsible(unit: str) -> Caller:
    """Return the account of a unit's responsible leader."""
    return who(f"{unit}-leader", Role.RESPONSIBLE, unit=unit)


def notice() -> dict[str, Any]:
    """Return the real 2017 notice, to be spoiled at will."""
    return json.loads(FILE.read_text())


def client(office: Office, caller: Caller | None) -> httpx2.AsyncClient:
    """Return a client of the service, acting as this caller."""
    return office.client("applications", caller)


async def imported(office: Office) -> None:
    """Import the notice, in April."""
    office.clock.set(APRIL)
    async with client(office, STAFF) as staff:
        answer = await staff.post("/api/applications/programmes/import", json=notice())
    assert answer.status_code == 200, answer.text


async def announced(office: Office) -> None:
    """Import the notice and announce it on 2 May."""
    await imported(office)
    office.clock.set(ANNOUNCED)
    async with client(office, LEADER) as leader:
        answer = await leader.post(
            f"/api/applications/programmes/{PROGRAMME}/announcement",
            json={"issue_date": "2017-05-02"},
        )
    assert answer.status_code == 200, answer.text


def application(role: str = "co_lead", **more: str) -> dict[str, str]:
    """Return an ordinary application's body."""
    body = {"role": role, "functions_and_strengths": "治安与服务窗口", "entry_point": "便民服务"}
    return body | more


def supplement(role: str = "co_lead", **more: str) -> dict[str, str]:
    """Return an ordinary supplementary form's body."""
    return application(role, case="late", reason="通知转办时漏报") | more


def path(project: str, unit: str, act: str = "application") -> str:
    """Return the address of something about a unit's part in a project."""
    return f"/api/applications/projects/{project}/participations/{unit}/{act}"

"""The gateway behind its front door, with people who have accounts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx2
import pytest

from deploy.accounts import open_account
from deploy.embedded.stack import EmbeddedStack
from deploy.web import front_door
from services.gateway.account.api import NewAccount
from services.gateway.entrance import own
from services.gateway.front import FrontDoor
from services.gateway.main import SERVICE
from shared.http.caller import Verifier
from shared.http.rights import Role
from tests.office import Office, an_office, settings_of

PASSWORD = "组团式领办, correct horse"


@dataclass
class Premises:
    """The office and its door. Every visitor has an address of his own."""

    office: Office
    door: FrontDoor
    passwords: dict[str, str] = field(default_factory=dict)

    def visitor(self, address: str = "192.0.2.1", **headers: str) -> httpx2.AsyncClient:
        """Return a browser that shows it comes from our own page."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(
                self.door, raise_app_exceptions=False, client=(address, 50000)
            ),
            base_url="http://office",
            headers={"Origin": "http://office"} | headers,
        )

    async def account(self, name: str, *roles: Role, unit: str = "") -> None:
        """Open an account and set its password."""
        new = NewAccount(
            id=name,
            title=f"{name}的账号",
            unit=unit,
            person=f"{name}本人",
            contact="0579-0000",
            administrator=Role.ADMIN in roles,
        )
        business = [role for role in roles if role is not Role.ADMIN]
        link = await open_account(new, business, self.office.resources("gateway"))
        async with self.visitor() as browser:
            answer = await browser.put(
                f"/api/gateway/password/{link.token}", json={"password": PASSWORD}
            )
        assert answer.status_code == 204, answer.text

    async def signed_in(self, name: str, *roles: Role, unit: str = "") -> httpx2.AsyncClient:
        """Open an account if need be and return a browser signed in with it."""
        resources = self.office.resources("gateway")
        if not await resources.pool.fetchval("select 1 from account where account_id = $1", name):
            await self.account(name, *roles, unit=unit)
        browser = self.visitor()
        answer = await browser.post(
            "/api/gateway/session", json={"account": name, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        return browser

    async def events(self, stream: str) -> list[str]:
        """Return the types of a stream's events, oldest first."""
        pool = self.office.resources("gateway").pool
        rows = await pool.fetch("select type from event where stream = $1 order by version", stream)
        return [row["type"] for row in rows]


@pytest.fixture(scope="module")
async def premises(
    servers: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Premises]:
    folder = tmp_path_factory.mktemp("gateway")
    mine = {"gateway": own(settings_of(servers, "", folder))}
    async with an_office(servers, folder, SERVICE, own=mine) as office:
        run = office.runs["gateway"]
        upstreams = {"gateway": run.app(Verifier(office.key))}
        yield Premises(office=office, door=front_door(run, upstreams, [run]))

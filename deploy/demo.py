"""What a demonstration starts with: an account for each persona; then the 2017 programme announced.

Everything goes through the HTTP API, as people would do it. Each step can be repeated, so a first
start that was interrupted is finished by the next.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx2
from starlette.types import ASGIApp

from deploy.accounts import by_operator, open_account
from deploy.embedded.secret import write_secret
from services.gateway.account.api import NewAccount, issue_link
from services.gateway.account.projection import account_called
from shared.domain import value
from shared.http.rights import Role
from shared.ids import AccountId
from shared.resources import OpenResources

ORGANISER = "szjg-gongwei"
REVIEWERS: Mapping[str, str] = {
    "reviewer-1": "",
    "reviewer-2": "",
    "reviewer-3": "renli-shebao-ju",
    "reviewer-4": "gongan-ju",
    "reviewer-5": "jinhua-zhiye-jishu-xueyuan",
    "reviewer-6": "jianshe-ju",
    "reviewer-7": "shuili-ju",
    "reviewer-8": "caishui-xitong",
}
"""The review panel: two of the organiser, five of units, and a substitute."""

SIGNERS = ("xingzheng-zhifa-ju", "guozi-wei", "xuanchuan-xitong", "minzheng-xitong")
"""Units whose responsible leader acts in the season."""

ISSUED_ON = "2017-05-02"
ON_THE_ROLL = ("lead_unit", "parenthesised_unit")

type Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@value
class Persona:
    """An account of the demonstration."""

    id: str
    title: str
    roles: Sequence[Role]
    unit: str = ""


class DemoFailed(RuntimeError):
    """The API refused a step of the demonstration's first start."""


def notice() -> dict[str, Any]:
    """Return the 2017 notice as data."""
    path = files("services.applications") / "data" / "programme-2017.json"
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def personas(document: dict[str, Any]) -> Iterator[Persona]:
    """Yield an account for each role of domain.md 4, and a liaison for each unit of the notice."""
    yield Persona(id="admin", title="系统管理员", roles=[Role.ADMIN])
    yield Persona(id="staff", title="市直机关工委组宣处", roles=[Role.STAFF], unit=ORGANISER)
    yield Persona(id="leader", title="市直机关工委领导", roles=[Role.LEADER], unit=ORGANISER)
    yield Persona(id="deputy", title="市直机关工委副职领导", roles=[Role.LEADER], unit=ORGANISER)
    units = [unit for unit in document["units"] if unit["kind"] in ON_THE_ROLL]
    for unit in units:
        yield Persona(
            id=unit["id"], title=f"{unit['name']} 联络员", roles=[Role.LIAISON], unit=unit["id"]
        )
    names = {unit["id"]: unit["name"] for unit in units}
    for unit in SIGNERS:
        yield Persona(
            id=f"{unit}-leader",
            title=f"{names[unit]} 责任领导",
            roles=[Role.RESPONSIBLE],
            unit=unit,
        )
    for account, unit in REVIEWERS.items():
        title = f"评审 ({names.get(unit, '市直机关工委')})"
        yield Persona(id=account, title=title, roles=[Role.REVIEWER], unit=unit)
    yield Persona(id="auditor", title="审计", roles=[Role.AUDITOR])


def password_in(path: Path) -> str:
    """Return the demonstration's password, which is made at the first start and kept in a file."""
    if not path.exists():
        write_secret(path, f"密码 password: {secrets.token_urlsafe(9)}\n")
    return path.read_text().splitlines()[0].rsplit(" ", 1)[1]


def keep_list(path: Path, password: str, people: Sequence[Persona]) -> None:
    """Write the list of accounts beside the password."""
    lines = [f"密码 password: {password}", *(f"{p.id}\t{p.title}" for p in people)]
    write_secret(path, "\n".join(lines) + "\n")


def visitor(door: ASGIApp) -> httpx2.AsyncClient:
    """Return a client of the front door in this process."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(door, client=("127.0.0.1", 1)),
        base_url="http://lingban",
        headers={"Origin": "http://lingban"},
        timeout=120,
    )


async def prepare(
    door: ASGIApp, resources: OpenResources, accounts_file: Path, progress: Progress
) -> Sequence[Persona]:
    """Open the accounts that are missing and return all of the demonstration."""
    people = list(personas(notice()))
    password = password_in(accounts_file)
    async with visitor(door) as client:
        for done, persona in enumerate(people):
            progress("开立演示账号", done, len(people))
            await _open(persona, password, client, resources)
    keep_list(accounts_file, password, people)
    return people


async def _open(
    persona: Persona, password: str, client: httpx2.AsyncClient, resources: OpenResources
) -> None:
    row = await account_called(persona.id, resources.pool)
    if row is not None and row.password_set_at is not None:
        return
    if row is None:
        new = NewAccount(
            id=persona.id,
            title=persona.title,
            unit=persona.unit,
            administrator=Role.ADMIN in persona.roles,
        )
        business = [role for role in persona.roles if role is not Role.ADMIN]
        link = await open_account(new, business, resources)
    else:
        link = await issue_link(AccountId(persona.id), resources, by_operator(resources))
    path = f"/api/gateway/password/{link.token}"
    accepted(await client.put(path, json={"password": password}))


async def announce(door: ASGIApp, password: str, progress: Progress) -> None:
    """Import and announce the 2017 programme, unless it is."""
    document = notice()
    programme = f"/api/applications/programmes/{document['programme']['id']}"
    async with visitor(door) as staff:
        await sign_in(staff, "staff", password)
        found = await staff.get(programme)
        if found.status_code == 404:  # noqa: PLR2004 - not found
            progress("导入 2017 年通知", 0, 2)
            accepted(await staff.post("/api/applications/programmes/import", json=document))
            found = accepted(await staff.get(programme))
    if accepted(found).json()["status"] != "drafted":
        return
    progress("发布 2017 年项目", 1, 2)
    async with visitor(door) as leader:
        await sign_in(leader, "leader", password)
        accepted(await leader.post(f"{programme}/announcement", json={"issue_date": ISSUED_ON}))


async def sign_in(client: httpx2.AsyncClient, account: str, password: str) -> None:
    """Sign a client in."""
    who = {"account": account, "password": password}
    accepted(await client.post("/api/gateway/session", json=who))


def accepted(answer: httpx2.Response) -> httpx2.Response:
    """Return the answer if it is one; raise what it says otherwise."""
    if answer.is_error:
        raise DemoFailed(f"{answer.request.method} {answer.request.url.path}: {answer.text}")
    return answer

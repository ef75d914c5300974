"""Work while things break: people apply, retry with the same key, and keep every receipt."""

import asyncio
import contextlib
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx2

from deploy.embedded.stack import EmbeddedStack
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import derived_id
from tests.faults.installation import Installation
from tests.office import who

PATIENCE = 120.0
PROGRAMME = "load-2017"


@dataclass(frozen=True)
class Acknowledged:
    """A command whose caller was told that it is stored."""

    service: str
    stream: str
    version: int
    command_id: str
    events: tuple[str, ...]


@dataclass
class Load:
    """Applications of units to projects, from several workers at once.

    Every command has a key and is sent until it is answered for good; `strange` collects answers
    that no one should ever get (I8): a 5xx without advice, or two different receipts for one key.
    """

    installation: Installation[EmbeddedStack]
    projects: int = 100
    units: int = 300
    workers: int = 6
    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    retries: int = 0
    service_url: str = ""
    _pairs: Any = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Number the applications that will be filed: each unit to each project, once."""
        self._pairs = itertools.product(range(1, self.units + 1), range(1, self.projects + 1))
        self.service_url = self.service_url or self.installation.processes["applications"].url

    async def prepare(self) -> None:
        """Import and announce a programme that is large enough for the load."""
        staff, leader = who("load-staff", Role.STAFF), who("load-leader", Role.LEADER)
        notice = programme(self.projects, self.units)
        await self._until_answered("POST", "/programmes/import", staff, notice, "import")
        announcement = {"issue_date": "2017-05-02"}
        await self._until_answered(
            "POST", f"/programmes/{PROGRAMME}/announcement", leader, announcement, "announce"
        )
        if self.refused:
            raise RuntimeError(f"the load's programme was refused: {self.refused}")

    def start(self) -> None:
        """Let the workers work."""
        self._stop = asyncio.Event()
        self._tasks = [asyncio.create_task(self._work()) for _ in range(self.workers)]

    async def stop(self) -> None:
        """Let every worker finish the command in hand, with its retries."""
        self._stop.set()
        await asyncio.gather(*self._tasks)

    async def more(self, count: int, patience: float = PATIENCE) -> None:
        """Wait until this many further commands were acknowledged."""
        target = len(self.acknowledged) + count
        async with asyncio.timeout(patience):
            while len(self.acknowledged) < target:
                for task in self._tasks:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.02)

    async def _work(self) -> None:
        while not self._stop.is_set():
            unit, project = next(self._pairs)
            await self.apply(unit, project)

    async def apply(self, unit: int, project: int) -> None:
        """File one application, however often it takes."""
        name = f"load-unit-{unit:03d}"
        path = f"/projects/{PROGRAMME}-p{project:03d}/participations/{name}/application"
        body = {
            "role": "co_lead",
            "functions_and_strengths": f"第 {unit} 单位的职能与特长",
            "entry_point": "以业务促联办",
        }
        liaison = who(f"liaison-{unit:03d}", Role.LIAISON, unit=name)
        await self._until_answered("PUT", path, liaison, body, f"{unit}-{project}")

    async def _until_answered(
        self, method: str, path: str, caller: Caller, body: Any, key: str
    ) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(httpx2.HTTPError, OSError):
                    answer = await self._send(method, path, caller, body, key)
                    if self._settled(answer, caller, key):
                        return
                self.retries += 1
                await asyncio.sleep(0.1)

    async def _send(
        self, method: str, path: str, caller: Caller, body: Any, key: str
    ) -> httpx2.Response:
        headers = {**self.installation.headers(caller), "Idempotency-Key": key}
        async with httpx2.AsyncClient(base_url=self.service_url, timeout=5) as client:
            return await client.request(
                method, f"/api/applications{path}", json=body, headers=headers
            )

    def _settled(self, answer: httpx2.Response, caller: Caller, key: str) -> bool:
        if answer.status_code >= 500:
            if "Retry-After" not in answer.headers:
                self.strange.append(f"{answer.status_code} without advice: {answer.text[:200]}")
            return False
        if answer.status_code >= 400:
            self.refused[answer.json().get("code", str(answer.status_code))] += 1
            return True
        receipt = answer.json()
        self.acknowledged.append(
            Acknowledged(
                service="applications",
                stream=receipt["stream"],
                version=receipt["version"],
                command_id=str(derived_id("command", caller.id, key)),
                events=tuple(receipt["events"]),
            )
        )
        return True


def programme(projects: int, units: int) -> dict[str, Any]:
    """Return a notice like the real one, with this many projects; the first units lead them."""
    listed = [
        {
            "id": f"{PROGRAMME}-p{number:03d}",
            "number": number,
            "title": f"压力测试项目 {number}",
            "title_en": f"Load project {number}",
            "category": "zhidu-jizhi",
            "category_basis": "made for tests",
            "content_and_targets": "供压力与故障测试使用。",
            "suspected_typos": [],
            "lead": {
                "unit_id": f"load-lead-{number:03d}",
                "unit_name": f"牵头单位 {number}",
                "sub_organisation": "直属机关党委",
                "parenthesised_unit": None,
                "parenthesised_unit_id": None,
                "as_printed": f"牵头单位 {number}直属机关党委",
            },
            "co_leads_as_printed": "自主申报",
            "co_leads": [],
        }
        for number in range(1, projects + 1)
    ]
    roll = [
        _unit(
            f"load-lead-{number:03d}",
            f"牵头单位 {number}",
            "lead_unit",
            f"{PROGRAMME}-p{number:03d}",
        )
        for number in range(1, projects + 1)
    ] + [
        _unit(f"load-unit-{n:03d}", f"联办单位 {n}", "lead_unit", None) for n in range(1, units + 1)
    ]
    return notice(listed, roll)


def _unit(slug: str, name: str, kind: str, leads: str | None) -> dict[str, Any]:
    return {
        "id": slug,
        "name": name,
        "name_en": slug,
        "party_organisation": "直属机关党委",
        "full_name_as_printed": f"{name}直属机关党委",
        "kind": kind,
        "is_system": False,
        "leads_project": leads,
    }


def notice(projects: list[dict[str, Any]], units: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a whole notice around these projects and units, from the real one of 2017."""
    import json  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    real = json.loads(
        (files("services.applications") / "data" / "programme-2017.json").read_text("utf-8")
    )
    real["programme"] |= {
        "id": PROGRAMME,
        "year": 2017,
        "document_number": "压测〔2017〕1号",
        "title": "压力测试方案",
    }
    category = real["categories"][0] | {"projects": [project["id"] for project in projects]}
    rest = [c | {"projects": []} for c in real["categories"][1:]]
    return real | {"categories": [category, *rest], "projects": projects, "units": units}

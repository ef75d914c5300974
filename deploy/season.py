"""`lingban run --demo`: the 2017 season played to 28 June, the first quarterly reports being due.

Through the HTTP API, each step by the persona whose it is. Who co-leads what and all texts are
demonstration data, not history. What is there already is left as it is, so a start that was
interrupted is finished by the next; what the clock has passed is not made up for.
"""

import asyncio
import contextlib
import io
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx2
from PIL import Image, ImageDraw
from starlette.types import ASGIApp

from deploy.demo import Progress, accepted, notice, sign_in, visitor
from shared.domain import value
from shared.timing.clock import SHANGHAI

APPLICATIONS_CLOSE = datetime(2017, 5, 11, tzinfo=SHANGHAI)
REPORTING = datetime(2017, 6, 28, 9, tzinfo=SHANGHAI)
QUARTER_ENDS = datetime(2017, 7, 1, tzinfo=SHANGHAI)
QUARTER = "2017Q2"
HEARD_WITHIN = 60
"""Seconds until progress must have heard who leads."""

CO_LEADS: Mapping[str, Sequence[str]] = {
    "2017-p02": ["shichang-jianguan-ju"],
    "2017-p06": ["guoshui-ju"],
    "2017-p07": ["caishui-xitong"],
    "2017-p08": ["gongan-ju", "weiji-wei", "minzheng-xitong"],
    "2017-p10": ["renli-shebao-ju"],
    "2017-p11": ["jianshe-ju", "shuili-ju"],
    "2017-p14": ["fagai-wei-xitong", "guoshui-ju"],
    "2017-p18": ["jiaotong-ju"],
}
REPORTERS = ("2017-p02", "2017-p06", "2017-p07", "2017-p08", "2017-p11", "2017-p18")


@value
class Part:
    """What a unit takes in a project."""

    project: str
    title: str
    unit: str
    role: str

    @property
    def path(self) -> str:
        """Return where the unit's participation is found."""
        return f"{participations(self.project)}/{self.unit}"


def participations(project: str) -> str:
    """Return where a project's participations are found."""
    return f"/api/applications/projects/{project}/participations"


def parts(document: Mapping[str, Any]) -> Iterator[Part]:
    """Yield the lead of each project, and who co-leads it."""
    for project in document["projects"]:
        of = {"project": project["id"], "title": project["title"]}
        yield Part(unit=project["lead"]["unit_id"], role="lead", **of)
        for unit in CO_LEADS.get(project["id"], ()):
            yield Part(unit=unit, role="co_lead", **of)


async def play(door: ASGIApp, password: str, progress: Progress) -> None:
    """Play what the clock has not passed yet."""
    season = Season(door, password)
    every = list(parts(notice()))
    async with season.persona("staff") as staff:
        if await now(staff) < APPLICATIONS_CLOSE:
            for done, part in enumerate(every):
                progress("各单位申报, 组宣处受理", done, len(every))
                await season.joins(part, staff)
            await confirmed(REPORTERS, staff)
            accepted(await staff.put("/api/gateway/clock", json={"now": REPORTING.isoformat()}))
        if not REPORTING <= await now(staff) < QUARTER_ENDS:
            return
        leads = [part for part in every if part.role == "lead" and part.project in REPORTERS]
        for done, part in enumerate(leads):
            progress("牵头单位报送第二季度进展", done, len(leads))
            if await status_of(part, staff) == "active":
                await season.reports(part)


class Season:
    """Acts as the demonstration's personas."""

    def __init__(self, door: ASGIApp, password: str) -> None:
        self.door = door
        self.password = password

    @contextlib.asynccontextmanager
    async def persona(self, account: str) -> AsyncGenerator[httpx2.AsyncClient]:
        """Act as a persona."""
        async with visitor(self.door) as client:
            await sign_in(client, account, self.password)
            yield client

    async def joins(self, part: Part, staff: httpx2.AsyncClient) -> None:
        """Let a unit apply, and the organiser accept a co-lead; a lead is accepted by confirming."""
        status = await status_of(part, staff)
        if status is None:
            form = {
                "role": part.role,
                "functions_and_strengths": f"结合本单位职能, 为“{part.title}”提供支持。",
                "entry_point": "党员志愿服务与业务协同",
            }
            async with self.persona(part.unit) as unit:
                accepted(await unit.put(f"{part.path}/application", json=form))
            status = await status_of(part, staff)
        if status == "applied":
            accepted(await staff.post(f"{part.path}/acceptance"))

    async def reports(self, part: Part) -> None:
        """Let a lead report on the quarter, with a picture, unless it has."""
        path = f"/api/progress/projects/{part.project}/reports/{QUARTER}"
        async with self.persona(part.unit) as unit:
            if (await unit.get(path)).is_success:
                return
            stored = accepted(
                await unit.post(
                    "/api/progress/evidence",
                    content=picture(part),
                    params={"name": f"{part.project}.png"},
                    headers={"Content-Type": "image/png"},
                )
            )
            report = {
                "main_practices": f"“{part.title}”已成立工作小组, 开展首次联合活动。",
                "next_plan": "第三季度扩大参与单位, 形成书面做法。",
                "pictures": [stored.json()["sha256"]],
            }
            accepted(await unit.put(path, json=report))


async def now(client: httpx2.AsyncClient) -> datetime:
    """Return the office's time."""
    return datetime.fromisoformat(accepted(await client.get("/api/gateway/clock")).json()["now"])


async def status_of(part: Part, staff: httpx2.AsyncClient) -> str | None:
    """Return how a unit's participation stands; None when it has not applied."""
    listed = accepted(await staff.get(participations(part.project))).json()
    return next((item["status"] for item in listed if item["unit_id"] == part.unit), None)


async def confirmed(projects: Sequence[str], staff: httpx2.AsyncClient) -> None:
    """Wait until progress has heard that each project's lead has confirmed."""
    async with asyncio.timeout(HEARD_WITHIN):
        waiting = set(projects)
        while waiting:
            waiting -= {project for project in waiting if await heard(project, staff)}
            await asyncio.sleep(0.1)


async def heard(project: str, staff: httpx2.AsyncClient) -> bool:
    """Return whether progress has heard that a project's lead has confirmed."""
    answer = await staff.get(f"/api/progress/deadlines/lead_application/{project}")
    return answer.is_success and answer.json()["deadline"]["state"] == "met"


def picture(part: Part) -> bytes:
    """Return a PNG that stands for a photograph, different for each project."""
    image = Image.new("RGB", (640, 400), "#8f1d1d")
    ImageDraw.Draw(image).text((40, 180), f"{part.project}  {QUARTER}  demonstration", "#ffd479")
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()

"""The pages of a large office: how long the API takes for what a screen shows."""

import contextlib
import time
from collections.abc import AsyncIterator, Mapping

import httpx2

from services.applications.main import SERVICE as APPLICATIONS
from services.evaluation.main import SERVICE as EVALUATION
from services.progress.main import SERVICE as PROGRESS
from shared.http.caller import Caller
from shared.http.rights import Role
from tests.load.big_office import PROGRAMME, BigOffice, Size, project, unit
from tests.load.ground import Ground
from tests.load.measure import Figure, Goal, Reading, figure, interleaved, percentile
from tests.office import Office, an_office, who

STAFF = who("staff", Role.STAFF)
LIAISON = who("liaison", Role.LIAISON, unit=unit(7))
PAGES: Mapping[str, tuple[str, Caller, str]] = {
    "projects of the programme": ("applications", STAFF, f"programmes/{PROGRAMME}/projects"),
    "coverage of all units": ("applications", STAFF, f"programmes/{PROGRAMME}/coverage"),
    "participations of a project": (
        "applications",
        STAFF,
        f"projects/{project(7)}/participations",
    ),
    "what a unit owes (desk)": ("progress", LIAISON, "deadlines"),
    "a unit's tasks (desk)": ("progress", LIAISON, "tasks"),
    "all tasks, a page": ("progress", STAFF, "tasks"),
    "reports of a project": ("progress", LIAISON, f"projects/{project(7)}/reports"),
    "all decisions, a page": ("evaluation", STAFF, f"programmes/{PROGRAMME}/decisions"),
    "a unit's bonus statement": ("evaluation", LIAISON, f"programmes/{PROGRAMME}/bonus/{unit(7)}"),
    "why a unit has its points": (
        "evaluation",
        LIAISON,
        f"programmes/{PROGRAMME}/bonus/{unit(7)}/explanation",
    ),
}
REQUESTS = 40
SMALL = Size(units=40, projects=20, parts=3, tasks=2)


async def screens(ground: Ground) -> list[Figure]:
    """The 95th percentile of each page, beside that of the service's liveness check."""
    size = SMALL if ground.quick else Size()
    async with large(ground, size) as office, contextlib.AsyncExitStack() as exits:
        clients: dict[str, httpx2.AsyncClient] = {}
        for name, (service, caller, _) in PAGES.items():
            clients[name] = await exits.enter_async_context(office.client(service, caller))

        def page(name: str) -> str:
            service, _, path = PAGES[name]
            return f"/api/{service}/{path}"

        async def asked(name: str, path: str) -> Reading:
            spans: list[float] = []
            for _ in range(5 if ground.quick else REQUESTS):
                began = time.perf_counter()
                answer = await clients[name].get(path)
                spans.append(time.perf_counter() - began)
                assert answer.status_code == 200, (path, answer.text)
            return {"value": percentile(spans, 95) * 1e3, "p50_ms": percentile(spans, 50) * 1e3}

        figures: list[Figure] = []
        for name in PAGES:
            seen = await interleaved(
                {
                    "page": lambda name=name: asked(name, page(name)),
                    "nothing": lambda name=name: asked(name, "/health/live"),
                },
                min(ground.rounds, 3),
            )
            figures.append(
                figure(
                    f"{name}, {size.events:,} events",
                    "ms (95th percentile)",
                    seen["page"],
                    "the liveness check",
                    seen["nothing"],
                    min(ground.rounds, 3),
                    Goal(of="value", at_most=100),
                )
            )
    return figures


@contextlib.asynccontextmanager
async def large(ground: Ground, size: Size) -> AsyncIterator[Office]:
    """Open a large office and fill it."""
    services = (APPLICATIONS, PROGRESS, EVALUATION)
    async with an_office(ground.stack, ground.folder, *services) as office:
        await BigOffice(office, size).fill()
        for name in ("applications", "progress", "evaluation"):
            await office.resources(name).pool.execute("vacuum analyze")
        yield office

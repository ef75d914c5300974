"""What a process shows on its port: the front door with the services behind it, or one service."""

from collections.abc import Mapping, Sequence

from asyncpg import InterfaceError, PostgresError
from starlette.types import ASGIApp

from services.gateway.denials import Denials
from services.gateway.entrance import entrance_of
from services.gateway.front import FrontDoor
from services.gateway.house import House
from services.gateway.identities import Identity, Presented
from shared.runtime import Running


async def state_of(run: Running) -> str:
    """Return "ready", or what a service waits for."""
    if (error := run.failed()) is not None:
        return f"broken: {type(error).__name__}"
    if not run.resources.store.ready.is_set():
        return "waiting for the bus to be compared with the store"
    try:
        await run.resources.pool.fetchval("select 1")
    except (OSError, TimeoutError, PostgresError, InterfaceError):
        return "waiting for the database"
    return "ready"


def front_door(
    gateway: Running, upstreams: Mapping[str, ASGIApp], runs: Sequence[Running]
) -> FrontDoor:
    """Return the front door of a running gateway; `runs` are the services of this process."""
    resources = gateway.resources
    identities = entrance_of(resources).identities

    async def identify(who: Presented) -> Identity | None:
        return await identities.of(who, resources.pool)

    async def ready() -> Mapping[str, str]:
        return {run.service.name: await state_of(run) for run in runs}

    house = House(
        services=sorted(upstreams), ready=ready, demo=gateway.settings.clock == "settable"
    )
    return FrontDoor(
        upstreams=upstreams,
        house=house.app(),
        identify=identify,
        denied=Denials(resources).note,
        secure_cookies=gateway.settings.secure_cookies,
    )

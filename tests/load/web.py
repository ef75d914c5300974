"""Commands over HTTP to one worker process, beside a FastAPI route that does nothing."""

import contextlib

from joserfc.jwk import OKPKey

from deploy.embedded.ports import free_ports
from shared.http.caller import HEADER, sign
from shared.http.rights import Role
from tests.load.children import child, order_of
from tests.load.desk import SUMMARY
from tests.load.ground import Ground, create_schema
from tests.load.measure import Figure, Reading, figure, interleaved
from tests.office import fresh_streams, who

CONNECTIONS = 16
STREAMS = 192


async def http(ground: Ground) -> list[Figure]:
    """16 kept connections, one uvicorn worker, the client in another process."""
    settings = await ground.settings()
    assert settings.signing_key_file is not None
    key = OKPKey.import_key(settings.signing_key_file.read_text())
    await create_schema(settings, "applications", (SUMMARY,))
    await fresh_streams(settings, ("applications",))
    ports = free_ports(2)
    async with contextlib.AsyncExitStack() as exits:
        order = order_of(ground, settings, "applications", port=ports[0], inline=True)
        await exits.enter_async_context(child("web", order))
        await exits.enter_async_context(child("nothing", {"port": ports[1]}))
        client = await exits.enter_async_context(child("client", {}))
        common = {"streams": STREAMS, "tasks": CONNECTIONS, "seconds": ground.seconds}

        async def command() -> Reading:
            caller = sign(who("guozi-wei-liaison", Role.LIAISON), key)
            path = "/api/applications/desks/{desk}/notes"
            return await client.ask(
                common | {"port": ports[0], "path": path, "headers": {HEADER: caller}}
            )

        async def empty() -> Reading:
            return await client.ask(common | {"port": ports[1], "path": "/nothing", "headers": {}})

        seen = await interleaved({"command": command, "empty": empty}, ground.rounds)
    return [
        figure(
            "HTTP commands with row, one worker, 16 connections",
            "requests/s",
            seen["command"],
            "FastAPI route that does nothing",
            seen["empty"],
            ground.rounds,
            baseline_p50_ms=seen["empty"]["p50_ms"],
            baseline_p99_ms=seen["empty"]["p99_ms"],
        )
    ]

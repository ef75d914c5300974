"""`lingban serve SERVICE`: one service as its own process, against any PostgreSQL and NATS."""

import asyncio
import contextlib
import socket
from functools import partial
from ipaddress import ip_address

import uvloop
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.memory import collect_seldom
from deploy.serving import Wakes, all_running, answering, bound, clock_of, until_stopped
from deploy.settings import settings_for
from deploy.topology import service_called
from deploy.web import front_door
from services.gateway.forwarding import Proxy, open_client
from shared.http.problems import problem
from shared.runtime import Running, verifier_of
from shared.settings import Settings
from shared.telemetry.traces import export_traces, traced


def serve(service: str) -> None:
    """Serve until SIGINT or SIGTERM."""
    settings = settings_for(service)
    with (
        contextlib.closing(bound(settings.host, settings.port)) as taken,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(until_stopped(partial(_serve, service, settings, taken)))


async def _serve(
    service: str, settings: Settings, taken: socket.socket, stop: asyncio.Event
) -> None:
    wakes = Wakes()
    async with contextlib.AsyncExitStack() as exits:
        clock = await exits.enter_async_context(clock_of(settings, wakes))
        one = [service_called(service)]
        runs = await exits.enter_async_context(all_running(one, lambda _: settings, clock))
        run = runs[service]
        wakes.runs.append(run)
        app = await app_of(run, exits)
        if settings.otlp_endpoint:
            export_traces(service, settings.otlp_endpoint)
            app = traced(app)
        await exits.enter_async_context(answering(app, taken))
        collect_seldom()
        await stop.wait()


async def app_of(run: Running, exits: contextlib.AsyncExitStack) -> ASGIApp:
    """Return what is shown on the port: the gateway is the front door to all others."""
    app = run.app(verifier_of(run.settings))
    if run.service.name != "gateway":
        return with_metrics(app)
    client = await exits.enter_async_context(open_client())
    elsewhere = {name: Proxy(url, client) for name, url in run.settings.services.items()}
    return front_door(run, {**elsewhere, "gateway": app}, [run])


def with_metrics(app: ASGIApp) -> ASGIApp:
    """Return the application with `/metrics` beside it, for private networks only.

    Prometheus asks each replica directly; from outside only the gateway can be reached.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/metrics":
            await metrics(Request(scope))(scope, receive, send)
        else:
            await app(scope, receive, send)

    return answer


def metrics(request: Request) -> Response:
    """Return what is counted, unless someone from a public network asks."""
    try:
        allowed = request.client is not None and ip_address(request.client.host).is_private
    except ValueError:
        allowed = False
    if not allowed:
        return problem(403, "not-permitted", "您没有此项权限。", "You may not do this.")
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

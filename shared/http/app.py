"""A service's web application: its routes, its feed, its health, its way of saying no."""

import time
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from shared.http import feed
from shared.http.caller import Verifier
from shared.http.problems import explain_problems, too_large
from shared.resources import OpenResources
from shared.service import Service
from shared.telemetry.metrics import REQUEST_SECONDS

TOO_LARGE = 413
MAX_BODY = 1024 * 1024
"""Bytes a request may have, unless its route says otherwise (evidence files)."""


class Application(FastAPI):
    """FastAPI, whose own answer to a body over the limit is not a problem document."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def explained(message: Message) -> None:
            if message.get("status") == TOO_LARGE and is_plain(message):
                await too_large()(scope, receive, send)
                scope["explained"] = True
            elif "explained" not in scope:
                await send(message)

        await super().__call__(scope, receive, explained)


def is_plain(message: Message) -> bool:
    """Return whether the start of a response announces plain text."""
    return any(
        name == b"content-type" and value.startswith(b"text/plain")
        for name, value in message.get("headers", ())
    )


def create_app(service: Service, resources: OpenResources, verifier: Verifier) -> FastAPI:
    """Build a service's application from resources that someone else opens and closes."""
    app = Application(
        title=service.title,
        version="1",
        openapi_url=f"/api/{service.name}/openapi.json",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "/"}],
        max_body_size=MAX_BODY,
        strict_content_type=True,
    )
    app.state.resources = resources
    app.state.verifier = verifier
    for router in (*service.routers, feed.router):
        app.include_router(router, prefix=f"/api/{service.name}")
    app.include_router(health(service.name))
    explain_problems(app)
    measure(app, service.name)
    return app


def health(service: str) -> APIRouter:
    """Return the routes by which an orchestrator asks whether this process lives and is ready."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live")
    async def live() -> Mapping[str, str]:
        """Say that the process answers."""
        return {"status": "live"}

    @router.get("/ready", responses={503: {"description": "Not ready: no commands yet."}})
    async def ready(request: Request) -> JSONResponse:
        """Say whether commands are accepted: database reachable, bus compared."""
        resources: OpenResources = request.app.state.resources
        ok = resources.store.ready.is_set()
        if ok:
            await resources.pool.fetchval("select 1")
        state = "ready" if ok else "waiting for the bus to be compared with the store"
        return JSONResponse({"service": service, "status": state}, status_code=200 if ok else 503)

    return router


def measure(app: FastAPI, service: str) -> None:
    """Count every answer by route and status."""

    @app.middleware("http")
    async def timed(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        started = time.perf_counter()
        response = await answer(request)
        route = request.scope.get("route")
        REQUEST_SECONDS.labels(
            service, request.method, getattr(route, "path", ""), response.status_code
        ).observe(time.perf_counter() - started)
        return response

"""A service's web application: its routes, its feed, its health, its way of saying no."""

import time
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from shared.http import feed
from shared.http.caller import Verifier
from shared.http.problems import explain_problems, too_large, with_problems
from shared.resources import OpenResources
from shared.service import Service
from shared.telemetry.metrics import REQUEST_SECONDS

TOO_LARGE = 413
MAX_BODY = 1024 * 1024
"""Bytes a request may have, unless its route says otherwise (evidence files)."""


class Application(FastAPI):
    """FastAPI that counts every answer by route and status.

    FastAPI's own answer to a body over the limit is not a problem document: here it is.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        began = time.perf_counter()

        async def explained(message: Message) -> None:
            status = message.get("status")
            if status is not None:
                self._count(scope, status, time.perf_counter() - began)
            if status == TOO_LARGE and is_plain(message):
                await too_large()(scope, receive, send)
                scope["explained"] = True
            elif "explained" not in scope:
                await send(message)

        await super().__call__(scope, receive, explained)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, every refusal included."""
        if not self.openapi_schema:
            self.openapi_schema = with_problems(super().openapi())
        return self.openapi_schema

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        path = getattr(scope.get("route"), "path", "")
        labels = (self.state.service, scope["method"], path, status)
        REQUEST_SECONDS.labels(*labels).observe(seconds)


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
    app.state.service = service.name
    app.state.resources = resources
    app.state.verifier = verifier
    for router in (*service.routers, feed.router):
        app.include_router(router, prefix=f"/api/{service.name}")
    app.include_router(health(service.name))
    explain_problems(app)
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

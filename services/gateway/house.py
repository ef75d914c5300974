"""What the front door itself answers: a first page, the API's documentation, health, metrics."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from ipaddress import ip_address

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from shared.http.caller import Caller
from shared.http.problems import PLAIN, problem

METRICS_SCOPE = "metrics"
ASSETS: Mapping[str, str] = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
DOCS_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
"""Swagger UI sets styles on its elements and draws its icons from data addresses."""

FIRST_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>领办</title>
<h1>领办</h1>
{banner}
<p>组团式领办项目管理系统 (Lingban).</p>
<p><a href="/api/docs">接口文档 (API documentation)</a></p>
</html>
"""
BANNER = "<p role='status'><strong>演示数据</strong> (demonstration data; the clock can be set)</p>"

DOCS_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>领办 · 接口文档</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<p><label>服务 (service) <select id="service">{options}</select></label></p>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</html>
"""
START = """\
const choice = document.getElementById("service");
const show = () => SwaggerUIBundle({
  url: `/api/${choice.value}/openapi.json`,
  dom_id: "#docs",
  deepLinking: false,
  validatorUrl: null,
});
choice.addEventListener("change", show);
show();
"""

type Ready = Callable[[], Awaitable[Mapping[str, str]]]
"""Says of each service in this process "ready", or what it waits for."""


@dataclass(frozen=True)
class House:
    """The pages of one front door. `services` have documentation; `demo` shows the banner."""

    services: Sequence[str]
    ready: Ready
    demo: bool

    def app(self) -> Starlette:
        """Return the pages as an application."""
        return Starlette(
            routes=[
                Route("/", self.first_page),
                Route("/api/docs", self.docs),
                Route("/api/docs/start.js", start),
                Route("/api/docs/{name}", asset),
                Route("/health/live", live),
                Route("/health/ready", self.readiness),
                Route("/metrics", metrics),
            ],
            exception_handlers={HTTPException: explain},
        )

    async def first_page(self, _: Request) -> Response:
        """Say what this is and where to go on."""
        return HTMLResponse(FIRST_PAGE.format(banner=BANNER if self.demo else ""))

    async def docs(self, _: Request) -> Response:
        """Show the API's documentation, one service at a time."""
        options = "".join(f"<option>{escape(name)}</option>" for name in self.services)
        return HTMLResponse(
            DOCS_PAGE.format(options=options), headers={"Content-Security-Policy": DOCS_POLICY}
        )

    async def readiness(self, _: Request) -> Response:
        """Say whether commands are accepted."""
        states = await self.ready()
        ok = all(state == "ready" for state in states.values())
        return JSONResponse(
            {"status": "ready" if ok else "waiting", "services": dict(states)},
            status_code=200 if ok else 503,
        )


async def start(_: Request) -> Response:
    """Return the script that starts Swagger UI; the policy allows none inside the page."""
    return Response(START, media_type="text/javascript; charset=utf-8")


async def asset(request: Request) -> Response:
    """Return one of Swagger UI's files, as the `fastapi-offline` package ships them."""
    name = request.path_params["name"]
    if name not in ASSETS:
        raise HTTPException(404)
    content = (files("fastapi_offline") / "static" / name).read_bytes()
    return Response(
        content,
        headers={"Content-Type": ASSETS[name], "Cache-Control": "public, max-age=86400"},
    )


async def live(_: Request) -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "live"})


async def metrics(request: Request) -> Response:
    """Return what is counted, to this machine and to clients with the scope `metrics`."""
    caller: Caller = request.state.caller
    if not (METRICS_SCOPE in caller.scopes or from_here(request)):
        raise HTTPException(403)
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def from_here(request: Request) -> bool:
    """Return whether a request comes from this machine."""
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def explain(_: Request, error: Exception) -> Response:
    """Answer with a problem document."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    code, zh, en = PLAIN.get(status, PLAIN[400])
    return problem(status, code, zh, en)

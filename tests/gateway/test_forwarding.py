"""Services in other processes: what goes through the proxy, over real sockets."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from deploy.serving import answering, bound
from services.gateway.forwarding import Proxy, open_client

PIECES = 5


class Upstream:
    """A service that shows what it gets, streams, and notices when its reader leaves."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.left = asyncio.Event()

    async def show(self, request: Request) -> Response:
        body = await request.body()
        shown = {
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.url.query,
            "headers": dict(request.headers),
            "size": len(body),
        }
        headers = {"X-Kept": "yes", "Connection": "X-Dropped", "X-Dropped": "yes"}
        return JSONResponse(shown, status_code=418, headers=headers)

    async def events(self, _: Request) -> Response:
        return StreamingResponse(self.pieces(), media_type="text/event-stream")

    async def pieces(self) -> AsyncIterator[str]:
        try:
            for number in range(PIECES):
                yield f"id: {number}\ndata: {number}\n\n"
                await self.go_on.wait()
                self.go_on.clear()
            await asyncio.sleep(3600)
        finally:
            self.left.set()

    async def breaks(self, _: Request) -> Response:
        async def half() -> AsyncIterator[str]:
            yield "half"
            raise RuntimeError("planted")

        return StreamingResponse(half(), headers={"Content-Length": "8"})


@pytest.fixture
async def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
async def through(upstream: Upstream) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of a proxy on one port before the service on another."""
    app = Starlette(
        routes=[
            Route("/api/x/events", upstream.events),
            Route("/api/x/breaks", upstream.breaks),
            Route("/api/x/{rest:path}", upstream.show, methods=["GET", "POST", "PUT", "DELETE"]),
        ]
    )
    async with contextlib.AsyncExitStack() as exits:
        behind, before = bound("127.0.0.1", 0), bound("127.0.0.1", 0)
        await exits.enter_async_context(answering(app, behind))
        client = await exits.enter_async_context(open_client())
        url = f"http://127.0.0.1:{behind.getsockname()[1]}"
        await exits.enter_async_context(answering(Proxy(url, client), before))
        base = f"http://127.0.0.1:{before.getsockname()[1]}"
        yield await exits.enter_async_context(httpx2.AsyncClient(base_url=base, timeout=20))


async def test_method_path_query_headers_body_and_status_pass(
    through: httpx2.AsyncClient,
) -> None:
    answer = await through.put(
        "/api/x/%E4%B8%AD%2Fa",
        params={"q": "中 文"},
        content=b"z" * 3_000_000,
        headers={"X-A": "1"},
    )
    seen = answer.json()

    assert (answer.status_code, answer.headers["x-kept"]) == (418, "yes")
    assert "x-dropped" not in answer.headers
    assert (seen["method"], seen["path"]) == ("PUT", "/api/x/%E4%B8%AD%2Fa")
    assert (seen["query"], seen["size"]) == ("q=%E4%B8%AD+%E6%96%87", 3_000_000)
    assert seen["headers"]["x-a"] == "1"


async def test_events_arrive_one_by_one_and_the_service_hears_that_the_reader_left(
    through: httpx2.AsyncClient, upstream: Upstream
) -> None:
    async with asyncio.timeout(20):
        async with through.stream("GET", "/api/x/events") as answer:
            lines = answer.aiter_lines()
            for number in range(PIECES - 1):
                got = [await anext(lines) for _ in range(3)]
                assert got == [f"id: {number}", f"data: {number}", ""]
                upstream.go_on.set()
        await upstream.left.wait()


async def test_an_answer_that_breaks_off_is_broken_off_here_too(
    through: httpx2.AsyncClient,
) -> None:
    with pytest.raises(httpx2.RemoteProtocolError):
        await through.get("/api/x/breaks")


async def test_a_service_that_is_down_is_a_problem_that_passes() -> None:
    async with open_client() as client:
        proxy = Proxy("http://127.0.0.1:9", client)
        transport = httpx2.ASGITransport(proxy)
        async with httpx2.AsyncClient(transport=transport, base_url="http://door") as browser:
            answer = await browser.post("/api/x/a", json={})

    assert (answer.status_code, answer.json()["code"]) == (503, "try-again")
    assert answer.headers["retry-after"]

"""Handing a request on to a service in another process, and its answer back, as both arrive."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import httpx2
import structlog
from starlette.types import Message, Receive, Scope, Send

from shared.http.problems import unavailable

HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
"""What concerns one connection only (RFC 9110 7.6.1)."""

TIMEOUT = httpx2.Timeout(60, connect=2, pool=5)
"""Seconds. A stream of events says something every 15."""

LIMITS = httpx2.Limits(max_connections=500, max_keepalive_connections=50)

log = structlog.get_logger()


def open_client() -> httpx2.AsyncClient:
    """Open the client of all proxies of a process. It follows no redirect and keeps no cookie."""
    return httpx2.AsyncClient(timeout=TIMEOUT, limits=LIMITS, trust_env=False)


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers that are meant for the other end."""
    headers = [(name.lower(), content) for name, content in headers]
    named = {
        option.strip().lower()
        for name, content in headers
        if name == b"connection"
        for option in content.split(b",")
    }
    return [(name, content) for name, content in headers if name not in HOP_BY_HOP | named]


@dataclass(frozen=True)
class Proxy:
    """A service elsewhere, as an ASGI application. `url` is like `http://progress:8000`."""

    url: str
    client: httpx2.AsyncClient

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request; a service that does not answer is a 503 to try again."""
        answer = await self._ask(scope, receive)
        if answer is None:
            await unavailable()(scope, receive, send)
            return
        try:
            async with asyncio.TaskGroup() as group:
                leaving = group.create_task(gone(receive))
                passing = group.create_task(pass_on(answer, send))
                await asyncio.wait({leaving, passing}, return_when=asyncio.FIRST_COMPLETED)
                leaving.cancel()
                if not passing.done():
                    passing.cancel()
        finally:
            await answer.aclose()

    async def _ask(self, scope: Scope, receive: Receive) -> httpx2.Response | None:
        path = scope.get("raw_path") or scope["path"].encode()
        query = scope["query_string"]
        headers = end_to_end(scope["headers"])
        has_body = any(n in (b"content-length", b"transfer-encoding") for n, _ in scope["headers"])
        request = self.client.build_request(
            scope["method"],
            httpx2.URL(self.url).copy_with(raw_path=path + (b"?" + query if query else b"")),
            headers=headers,
            content=body_of(receive) if has_body else None,
        )
        try:
            return await self.client.send(request, stream=True)
        except httpx2.TransportError as error:
            log.warning("service does not answer", url=self.url, why=repr(error))
            return None


async def body_of(receive: Receive) -> AsyncIterator[bytes]:
    """Yield the request's body as it arrives."""
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            raise httpx2.ReadError("the client left while it was sending")
        if content := message.get("body", b""):
            yield content
        if not message.get("more_body", False):
            return


async def gone(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def pass_on(answer: httpx2.Response, send: Send) -> None:
    """Send an answer on, as it arrives; one that breaks off is broken off here too."""
    await send(
        {
            "type": "http.response.start",
            "status": answer.status_code,
            "headers": end_to_end(answer.headers.raw),
        }
    )
    try:
        async for content in answer.aiter_raw():
            await send({"type": "http.response.body", "body": content, "more_body": True})
    except httpx2.TransportError as error:
        log.warning("service stopped in the middle", url=str(answer.url), why=repr(error))
        return
    await send({"type": "http.response.body", "body": b"", "more_body": False})

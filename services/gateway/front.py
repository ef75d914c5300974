"""The front door: establishes who asks, keeps out requests that another site caused, sends each on.

Pure ASGI, so that bodies and streams of events pass through untouched. Behind it a service sees a
signed identity and neither cookie nor key.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.caller import HEADER, NOBODY, Caller
from shared.http.problems import problem, unavailable

from .identities import Identity, Presented, presented

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = HEADER.encode()
OWN_SERVICE = "gateway"
SECRET = frozenset({b"cookie", b"authorization"})

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise itself."""

type Identify = Callable[[Presented], Awaitable[Identity | None]]
type Denied = Callable[[Caller, str], None]

log = structlog.get_logger()


@dataclass(frozen=True)
class FrontDoor:
    """Everything that comes from outside passes here.

    `upstreams` maps a service to its application, here or elsewhere; `house` answers what is not
    `/api/<service>/...`; `denied` is told of every 403 that a service gave to someone signed in.
    """

    upstreams: Mapping[str, ASGIApp]
    house: ASGIApp
    identify: Identify
    denied: Denied
    secure_cookies: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        send = with_security_headers(send)
        headers = Headers(scope=scope)
        who = presented(
            headers.get("cookie", ""),
            headers.get("authorization", ""),
            scope["path"],
            secure=self.secure_cookies,
        )
        if caused_elsewhere(scope["method"], headers, who):
            await another_site()(scope, receive, send)
            return
        try:
            identity = await self.identify(who)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("cannot tell who asks", why=repr(error))
            await unavailable()(scope, receive, send)
            return
        await self._send_on(scope, receive, send, identity)

    async def _send_on(
        self, scope: Scope, receive: Receive, send: Send, identity: Identity | None
    ) -> None:
        service = service_of(scope["path"])
        upstream = self.upstreams.get(service, self.house)
        kept = [
            (name, content)
            for name, content in scope["headers"]
            if name.lower() != OURS and (service == OWN_SERVICE or name.lower() not in SECRET)
        ]
        if identity is not None:
            kept.append((OURS, identity.header.encode()))
            send = self._listening(scope, send, identity.caller)
        caller = NOBODY if identity is None else identity.caller
        state = {**scope.get("state", {}), "caller": caller}
        await upstream({**scope, "headers": kept, "state": state}, receive, send)

    def _listening(self, scope: Scope, send: Send, caller: Caller) -> Send:
        async def listening(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 403:  # noqa: PLR2004 - forbidden
                self.denied(caller, f"{scope['method']} {scope['path']}")
            await send(message)

        return listening


def service_of(path: str) -> str:
    """Return which service a path is for; "" when it is for none."""
    empty, api, service, *rest = (*path.split("/"), "", "", "")
    return service if (empty, api) == ("", "api") and rest else ""


def caused_elsewhere(method: str, headers: Headers, who: Presented) -> bool:
    """Return whether another site may have caused a request that changes something.

    Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`. With a session one of them must
    speak for the request; a key is never sent by a browser on its own.
    """
    if method in SAFE or who.key:
        return False
    if (site := headers.get("sec-fetch-site")) is not None:
        return site not in ("same-origin", "none")
    if (origin := headers.get("origin")) is not None:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    return bool(who.session)


def another_site() -> ASGIApp:
    """Return the answer to a request that another site may have caused."""
    return problem(
        403,
        "another-site",
        "请求不是从本系统页面发出的, 已拒绝。请在本系统内重新操作。",
        "The request does not come from this site's own pages.",
        rule="promises.md security 5",
    )


def with_security_headers(send: Send) -> Send:
    """Return a `send` that adds the security headers an answer lacks."""

    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, content in SECURITY_HEADERS.items():
                headers.setdefault(name, content)
        await send(message)

    return adding

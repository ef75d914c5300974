"""The front door: who is believed, what is kept out, what every answer carries."""

from dataclasses import replace
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shared.http.caller import HEADER, Caller, Verifier, sign
from shared.http.rights import Role
from tests.gateway.conftest import Premises

SESSION = "/api/gateway/session"


async def mirror(request: Request) -> JSONResponse:
    return JSONResponse(dict(request.headers))


MIRROR = Starlette(routes=[Route("/api/mirror/{rest:path}", mirror, methods=["GET", "POST"])])


def through(premises: Premises, browser: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """Return the browser at a door behind which there is also a service that shows what it gets."""
    door = replace(premises.door, upstreams={**premises.door.upstreams, "mirror": MIRROR})
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(door),
        base_url="http://office",
        headers={"Origin": "http://office"},
        cookies=browser.cookies,
    )


class TestWhoIsBelieved:
    async def test_a_forged_identity_is_thrown_away(self, premises: Premises) -> None:
        forged = sign(Caller(id="x", name="x", roles=frozenset({Role.ADMIN})), premises.office.key)
        async with through(premises, premises.visitor()) as browser:
            seen = (await browser.get("/api/mirror/a", headers={HEADER: forged})).json()

        assert HEADER not in seen

    async def test_a_service_sees_a_signed_identity_and_neither_cookie_nor_key(
        self, premises: Premises
    ) -> None:
        person = await premises.signed_in("front-li", Role.LIAISON, unit="gongan-ju")
        forged = sign(Caller(id="x", name="x", roles=frozenset({Role.ADMIN})), premises.office.key)
        async with through(premises, person) as browser:
            answer = await browser.get("/api/mirror/a", headers={HEADER.upper(): forged})
        seen = answer.json()

        assert "cookie" not in seen
        assert seen[HEADER] != forged
        caller = _verified(premises, seen[HEADER])
        assert (caller.id, caller.unit, set(caller.roles)) == (
            "front-li",
            "gongan-ju",
            {Role.LIAISON},
        )

    async def test_a_role_that_was_granted_counts_at_the_next_sign_in(
        self, premises: Premises
    ) -> None:
        leader = await premises.signed_in("front-leader", Role.LEADER)
        person = await premises.signed_in("front-new", unit="gongan-ju")
        granted = await leader.post(
            "/api/gateway/accounts/front-new/roles", json={"roles": ["liaison"]}
        )

        assert granted.status_code == 200, granted.text
        assert (await person.get(SESSION)).status_code == 401
        again = await premises.signed_in("front-new")
        assert (await again.get(SESSION)).json()["roles"] == ["liaison"]


def _verified(premises: Premises, header: str) -> Caller:
    return Verifier(premises.office.key).caller(header)


class TestOtherSites:
    async def test_a_request_that_another_site_caused_is_refused(self, premises: Premises) -> None:
        browser = await premises.signed_in("front-zhang")
        headers: list[dict[str, str]] = [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
        ]
        for sent in headers:
            answer = await browser.delete(SESSION, headers=sent)
            assert (answer.status_code, answer.json()["code"]) == (403, "another-site"), sent

        assert (await browser.get(SESSION)).status_code == 200

    async def test_a_session_alone_does_not_speak_for_a_request(self, premises: Premises) -> None:
        browser = await premises.signed_in("front-zhang")
        del browser.headers["Origin"]

        assert (await browser.delete(SESSION)).status_code == 403

    async def test_another_site_signs_nobody_in(self, premises: Premises) -> None:
        async with premises.visitor(Origin="http://evil.example") as browser:
            answer = await browser.post(SESSION, json={"account": "a", "password": "b"})

        assert answer.status_code == 403

    async def test_our_own_pages_may(self, premises: Premises) -> None:
        for sent in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://office"}):
            browser = await premises.signed_in("front-zhang")
            del browser.headers["Origin"]
            assert (await browser.delete(SESSION, headers=sent)).status_code == 204


class TestEveryAnswer:
    async def test_it_carries_the_security_headers(self, premises: Premises) -> None:
        async with premises.visitor() as browser:
            for path in ("/", "/api/docs", "/nowhere", SESSION, "/health/live"):
                headers = (await browser.get(path)).headers
                assert "frame-ancestors 'none'" in headers["content-security-policy"], path
                assert headers["x-content-type-options"] == "nosniff"
                assert headers["referrer-policy"] == "same-origin"


class TestTheHouse:
    async def test_the_documentation_needs_nothing_from_outside(self, premises: Premises) -> None:
        async with premises.visitor() as browser:
            page = (await browser.get("/api/docs")).text
            parts = [part.split('"')[0] for part in page.split('="/')[1:]]
            answers = [await browser.get("/" + part) for part in parts]

        assert "http" not in page
        assert "<option>gateway</option>" in page
        assert parts == [
            "api/docs/swagger-ui.css",
            "api/docs/swagger-ui-bundle.js",
            "api/docs/start.js",
        ]
        assert {answer.status_code for answer in answers} == {200}

    async def test_it_says_whether_it_is_ready(self, premises: Premises) -> None:
        async with premises.visitor() as browser:
            live, ready = await browser.get("/health/live"), await browser.get("/health/ready")

        assert live.json() == {"status": "live"}
        assert ready.json() == {"status": "ready", "services": {"gateway": "ready"}}

    async def test_what_is_counted_is_shown_to_this_machine_and_to_those_who_may(
        self, premises: Premises
    ) -> None:
        admin = await premises.signed_in("admin", Role.ADMIN)
        made = await admin.post(
            "/api/gateway/clients",
            json={"id": "prometheus", "title": "监控", "scopes": ["metrics"]},
        )
        bearer = {"Authorization": f"Bearer {made.json()['key']}"}
        async with premises.visitor("127.0.0.1") as here, premises.visitor() as far:
            statuses = [
                (await here.get("/metrics")).status_code,
                (await far.get("/metrics")).status_code,
                (await far.get("/metrics", headers=bearer)).status_code,
            ]

        assert statuses == [200, 403, 200]

    async def test_an_unknown_address_gets_a_problem_document(self, premises: Premises) -> None:
        async with premises.visitor() as browser:
            answers: list[Any] = [await browser.get(p) for p in ("/x", "/api/nothing/x")]

        assert [a.status_code for a in answers] == [404, 404]
        assert all(a.headers["content-type"] == "application/problem+json" for a in answers)

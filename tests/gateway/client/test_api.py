"""Keys of other systems, over HTTP."""

import pytest

from shared.http.rights import Role
from tests.gateway.conftest import Premises

CLIENTS = "/api/gateway/clients"


async def test_a_key_is_shown_once_and_lets_the_system_in_until_it_is_suspended(
    premises: Premises,
) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    new = {"id": "index", "title": "信义先锋指数", "scopes": ["bonus:read"]}
    made = await admin.post(CLIENTS, json=new, headers={"Idempotency-Key": "index"})
    again = await admin.post(CLIENTS, json=new, headers={"Idempotency-Key": "index"})
    key = made.json()["key"]
    async with premises.visitor(Authorization=f"Bearer {key}") as system:
        inside = await system.get("/api/gateway/session")
        feed = await system.get("/api/gateway/events")
        refused = await system.get("/api/gateway/accounts")
        suspended = await admin.put(f"{CLIENTS}/index/suspension", json={"reason": "停用"})
        outside = await system.get("/api/gateway/session")

    assert (made.status_code, again.json()["key"]) == (201, "")
    assert key.startswith("lbk_index_")
    assert inside.json()["roles"] == ["integration_client"]
    assert (feed.status_code, refused.status_code) == (200, 403)
    assert (suspended.status_code, outside.status_code) == (200, 401)


async def test_a_new_key_voids_the_old_one(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    made = await admin.post(CLIENTS, json={"id": "second", "title": "二号"})
    old = made.json()["key"]
    new = (await admin.post(f"{CLIENTS}/second/key")).json()["key"]
    statuses: list[int] = []
    for key in (old, new):
        async with premises.visitor(Authorization=f"Bearer {key}") as system:
            statuses.append((await system.get("/api/gateway/session")).status_code)

    assert statuses == [401, 200]


async def test_a_key_needs_no_proof_of_its_page(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    key = (await admin.post(CLIENTS, json={"id": "third", "title": "三号"})).json()["key"]
    async with premises.visitor(Authorization=f"Bearer {key}") as system:
        del system.headers["Origin"]
        answer = await system.post(CLIENTS, json={"id": "x", "title": "x"})

    assert (answer.status_code, answer.json()["code"]) == (403, "may-not")


async def test_a_scope_that_is_none_is_named(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    answer = await admin.post(CLIENTS, json={"id": "x", "title": "x", "scopes": ["ALL OF IT"]})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "/body/scopes/0"


@pytest.mark.covers("REQ-37")
async def test_what_a_client_is_denied_goes_on_record_once_a_minute(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    key = (await admin.post(CLIENTS, json={"id": "curious", "title": "好奇"})).json()["key"]
    async with premises.visitor(Authorization=f"Bearer {key}") as system:
        for _ in range(3):
            await system.get("/api/gateway/accounts")
    await premises.door.denied.__self__.finish()  # type: ignore[attr-defined]

    recorded = (await premises.events("client:curious")).count("AccessDenied")
    assert recorded in {1, 2}  # a minute may have ended

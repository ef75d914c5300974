"""Accounts over HTTP."""

from typing import Any

from services.gateway.denials import MOST_A_MINUTE, Denials
from shared.http.caller import Caller
from shared.http.rights import Role
from tests.gateway.conftest import PASSWORD, Premises

ACCOUNTS = "/api/gateway/accounts"
NEW: dict[str, Any] = {
    "id": "xin",
    "title": "市公安局联络员",
    "unit": "gongan-ju",
    "person": "某人",
    "contact": "0579-1234",
}


async def test_the_administrator_opens_an_account_once(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    key = {"Idempotency-Key": "xin"}

    first = await admin.post(ACCOUNTS, json=NEW, headers=key)
    again = await admin.post(ACCOUNTS, json=NEW, headers=key)
    other = await admin.post(ACCOUNTS, json=NEW | {"title": "另一个"}, headers=key)
    taken = await admin.post(ACCOUNTS, json=NEW)

    assert (first.status_code, first.json()["repeated"]) == (201, False)
    assert (again.status_code, again.json()["repeated"]) == (201, True)
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert (taken.status_code, taken.json()["code"]) == (409, "account-exists")
    assert await premises.events("account:xin") == ["AccountCreated"]


async def test_only_the_administrator_sees_the_person(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    leader = await premises.signed_in("a-leader", Role.LEADER)
    await admin.post(ACCOUNTS, json=NEW | {"id": "seen"})

    shown = await admin.get(f"{ACCOUNTS}/seen")
    hidden = await leader.get(f"{ACCOUNTS}/seen")
    listed = await leader.get(ACCOUNTS, params={"limit": 200})

    assert (shown.json()["person"], shown.json()["contact"]) == ("某人", "0579-1234")
    assert hidden.status_code == 403
    assert "某人" not in listed.text
    assert "seen" in [account["id"] for account in listed.json()["accounts"]]


async def test_the_list_goes_on_after_the_last_name(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    for name in ("page-1", "page-2", "page-3"):
        await admin.post(ACCOUNTS, json=NEW | {"id": name})
    names: list[str] = []
    after = ""
    while True:
        page = (await admin.get(ACCOUNTS, params={"after": after, "limit": 2})).json()
        names += [account["id"] for account in page["accounts"]]
        if not (after := page["next"]):
            break

    assert names == sorted(set(names))
    assert {"page-1", "page-2", "page-3"} <= set(names)


async def test_the_administrator_grants_no_business_role(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    await premises.account("no-role", unit="gongan-ju")

    answer = await admin.post(f"{ACCOUNTS}/no-role/roles", json={"roles": ["liaison"]})
    himself = await admin.post(f"{ACCOUNTS}/admin/roles", json={"roles": ["organiser_leader"]})

    assert (answer.status_code, himself.status_code) == (403, 403)


async def test_a_revoked_role_is_gone_at_the_next_request(premises: Premises) -> None:
    leader = await premises.signed_in("a-leader", Role.LEADER)
    auditor = await premises.signed_in("former-auditor", Role.AUDITOR)

    before = await auditor.get(ACCOUNTS)
    revoked = await leader.delete(f"{ACCOUNTS}/former-auditor/roles/auditor")
    after = await auditor.get(ACCOUNTS)

    assert (before.status_code, revoked.status_code, after.status_code) == (200, 200, 401)


async def test_nobody_signs_in_with_a_locked_account(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    browser = await premises.signed_in("locked")
    await admin.put(f"{ACCOUNTS}/locked/lock", json={"reason": "调离"})

    inside = await browser.get("/api/gateway/session")
    async with premises.visitor() as other:
        who = {"account": "locked", "password": PASSWORD}
        outside = await other.post("/api/gateway/session", json=who)
        await admin.delete(f"{ACCOUNTS}/locked/lock")
        unlocked = await other.post("/api/gateway/session", json=who)

    assert (inside.status_code, outside.status_code, unlocked.status_code) == (401, 401, 200)


async def test_what_is_wrong_with_an_account_is_named(premises: Premises) -> None:
    admin = await premises.signed_in("admin", Role.ADMIN)
    bad = {"id": "Not A Slug", "title": "", "unit": "../x", "colour": "red"}

    answer = await admin.post(ACCOUNTS, json=bad)
    roles = await admin.post(f"{ACCOUNTS}/xin/roles", json={"roles": ["king"]})
    why = await admin.put(f"{ACCOUNTS}/xin/lock", json={})

    assert {e["field"] for e in answer.json()["errors"]} == {
        "/body/id",
        "/body/title",
        "/body/unit",
        "/body/colour",
    }
    assert (roles.status_code, why.status_code) == (403, 422)


async def test_a_refusal_for_lack_of_rights_is_put_on_record_once(premises: Premises) -> None:
    resources = premises.office.resources("gateway")
    await premises.account("curious")
    denials = Denials(resources)
    caller = Caller(id="curious", name="", roles=frozenset())

    for _ in range(3):
        denials.note(caller, "GET /api/gateway/accounts")
    for number in range(MOST_A_MINUTE * 2):
        denials.note(caller, f"GET /api/x/{number}")
    await denials.finish()

    recorded = (await premises.events("account:curious")).count("AccessDenied")
    assert recorded in range(MOST_A_MINUTE, 2 * MOST_A_MINUTE + 1)  # a minute may have ended


async def test_the_front_door_tells_of_refusals(premises: Premises) -> None:
    browser = await premises.signed_in("curious-too")
    await browser.get(ACCOUNTS)
    await premises.door.denied.__self__.finish()  # type: ignore[attr-defined]

    assert "AccessDenied" in await premises.events("account:curious-too")

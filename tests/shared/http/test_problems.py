"""Every no is a problem document in two languages; nothing is stored then."""

from typing import Any

import asyncpg
import httpx2
import pytest

from shared.http.app import MAX_BODY
from shared.http.problems import MEDIA_TYPE
from shared.http.rights import Role
from tests.office import Office, who

LIAISON = who("xiao-wang", Role.LIAISON, unit="gongan-ju")
BODY = {"amount": 3, "reason": "因为"}


def api(office: Office, caller: Any = LIAISON) -> httpx2.AsyncClient:
    client = office.client("applications", caller)
    client.base_url = "http://office/api/applications"
    return client


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    content: dict[str, Any] = answer.json()
    assert (content["status"], content["code"]) == (status, code)
    assert content["type"] == f"/problems/{code}"
    assert content["title"]
    assert not content["title"].isascii()
    assert content["title_en"].isascii()
    return content


@pytest.mark.parametrize(
    ("body", "field", "zh"),
    [
        ({"amount": 3}, "/body/reason", "此项必填。"),
        ({**BODY, "amount": "three"}, "/body/amount", "此项应为整数。"),
        ({**BODY, "amount": 1001}, "/body/amount", "此项不能大于 1000。"),
        ({**BODY, "reason": "x" * 201}, "/body/reason", "此项不能超过 200 个字。"),
        ({**BODY, "reason": "   "}, "/body/reason", "此项不能少于 1 个字。"),
        ({**BODY, "reason": "a\x00b"}, "/body/reason", "含有不可见的控制字符, 请删除。"),
        ({**BODY, "remark": "a\x1bb"}, "/body/remark", "含有不可见的控制字符, 请删除。"),
        ({**BODY, "other": 1}, "/body/other", "不接受此项, 请删除。"),
        ({**BODY, "amount": 2.5}, "/body/amount", "此项应为整数。"),
        ([], "/body", "此项应为一组内容。"),
    ],
)
async def test_bad_input_is_explained_field_by_field(
    office: Office,
    body: Any,
    field: str,
    zh: str,
) -> None:
    async with api(office) as client:
        answer = await client.post("/counters/bad-input", json=body)
        count = await client.get("/counters/bad-input")

    content = problem(answer, 422, "invalid-request")
    assert [(e["field"], e["zh"]) for e in content["errors"]] == [(field, zh)]
    assert content["errors"][0]["en"]
    assert count.json() == 0


@pytest.mark.parametrize("raw", [b"{", b"", b"\xff\xfe", b'{"amount":1,"reason":"\\ud800"}'])
async def test_what_is_no_json_is_refused(office: Office, raw: bytes) -> None:
    async with api(office) as client:
        answer = await client.post(
            "/counters/raw", content=raw, headers={"content-type": "application/json"}
        )
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize("name", ["UPPER", "a--b", "a%00b", "%E5%B7%A5", "a.b"])
async def test_a_bad_id_is_refused(office: Office, name: str) -> None:
    async with api(office) as client:
        answer = await client.post(f"/counters/{name}", json=BODY)
    problem(answer, 422, "invalid-request")


async def test_an_unknown_address_and_method_are_explained(office: Office) -> None:
    async with api(office) as client:
        problem(await client.get("/nothing/here"), 404, "not-found")
        problem(await client.delete("/counters/x"), 405, "method-not-allowed")


async def test_a_body_that_is_too_large_is_refused(office: Office) -> None:
    async with api(office) as client:
        answer = await client.post("/counters/large", json={**BODY, "remark": "x" * MAX_BODY})
        problem(answer, 413, "too-large")
        count = await client.get("/counters/large")
    assert count.json() == 0


async def test_a_bug_is_an_apology_without_details(office: Office) -> None:
    async with api(office) as client:
        content = problem(await client.get("/broken"), 500, "internal-error")
    assert "a bug" not in str(content)


async def test_nobody_and_the_wrong_role_are_refused(office: Office) -> None:
    async with api(office, None) as nobody:
        problem(await nobody.post("/counters/rights", json=BODY), 401, "sign-in-first")
    async with api(office, who("root", Role.ADMIN)) as admin:
        problem(await admin.post("/counters/rights", json=BODY), 403, "may-not")
    async with api(office) as forged:
        forged.headers["x-lingban-caller"] = forged.headers["x-lingban-caller"][:-4] + "AAAA"
        problem(await forged.post("/counters/rights", json=BODY), 401, "sign-in-first")


async def test_one_key_has_one_effect(office: Office) -> None:
    key = {"Idempotency-Key": "key-1"}
    async with api(office) as client:
        first = await client.post("/counters/once", json=BODY, headers=key)
        again = await client.post("/counters/once", json=BODY, headers=key)
        other = await client.post("/counters/once", json={**BODY, "amount": 4}, headers=key)
        elsewhere = await client.post("/counters/twice", json=BODY, headers=key)
        count = await client.get("/counters/once")
    async with api(office, who("li", Role.LIAISON)) as colleague:
        theirs = await colleague.post("/counters/once", json=BODY, headers=key)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json() | {"repeated": True}
    problem(other, 409, "key-reused")
    problem(elsewhere, 409, "key-reused")
    assert count.json() == 3
    assert theirs.json()["version"] == 2


@pytest.mark.parametrize("key", ["", "x" * 129, "with space", "中文".encode().decode("latin-1")])
async def test_a_key_must_be_printable_and_short(office: Office, key: str) -> None:
    async with api(office) as client:
        answer = await client.post(
            "/counters/keys", json=BODY, headers={"Idempotency-Key": key.encode("latin-1")}
        )
    problem(answer, 422, "invalid-request")


async def test_what_was_seen_must_still_be_there(office: Office) -> None:
    async with api(office) as client:
        await client.post("/counters/seen", json=BODY)
        seen = await client.get("/counters/seen")
        assert seen.headers["etag"] == '"1"'
        match = {"If-Match": seen.headers["etag"]}
        first = await client.post("/counters/seen", json=BODY, headers=match)
        late = await client.post("/counters/seen", json=BODY, headers=match)
        odd = await client.post("/counters/seen", json=BODY, headers={"If-Match": "W/x"})

    assert first.json()["version"] == 2
    problem(late, 412, "version-moved")
    problem(odd, 422, "invalid-request")


async def test_a_refusal_of_the_domain_says_why(office: Office) -> None:
    async with api(office) as client:
        answer = await client.post("/counters/below", json={**BODY, "amount": -1})
    content = problem(answer, 409, "below-zero")
    assert (content["title"], content["title_en"]) == (
        "不能少于零(现有 0)。",
        "It cannot go below zero (there are 0).",
    )


async def test_while_nothing_can_be_stored_the_answer_is_to_try_again(office: Office) -> None:
    store = office.resources("applications").store
    async with api(office) as client:
        store.ready.clear()
        try:
            answer = await client.post("/counters/later", json=BODY)
            ready = await client.get("http://office/health/ready")
            live = await client.get("http://office/health/live")
        finally:
            store.ready.set()
    problem(answer, 503, "try-again")
    assert answer.headers["retry-after"] == "2"
    assert (ready.status_code, live.status_code) == (503, 200)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ConnectionDoesNotExistError("gone"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.AdminShutdownError("terminating connection"),
        asyncpg.CannotConnectNowError("starting up"),
        asyncpg.TooManyConnectionsError("too many"),
        ConnectionRefusedError(),
        TimeoutError(),
    ],
)
async def test_a_database_that_is_away_is_an_answer_to_try_again(
    office: Office, error: Exception
) -> None:
    app = office.runs["applications"].app(None)  # type: ignore[arg-type]

    @app.get("/away")
    async def away() -> None:
        raise error

    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://office") as client:
        problem(await client.get("/away"), 503, "try-again")

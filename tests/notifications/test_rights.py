"""Every operation as every persona: the expectation is written out from the matrix (domain.md 4)."""

from uuid import UUID

import pytest
import pytest_asyncio

from services.notifications.main import SERVICE
from shared.http.caller import Caller
from tests.notifications.people import (
    ADMIN,
    AUDITOR,
    CLIENT,
    GONGAN,
    GONGAN_LEADER,
    LEADER,
    NAMED_LIKE_A_UNIT,
    REVIEWER,
    SHUILI,
    STAFF,
)
from tests.notifications.sources import announced, programme
from tests.office import Office

OPERATIONS = (
    ("put", "/channels/unit~gongan-ju/email"),
    ("get", "/channels/unit~gongan-ju/email"),
    ("get", "/inbox"),
    ("get", "/inbox?recipient=unit~gongan-ju"),
    ("get", "/inbox/{id}"),
    ("get", "/notices/programme~2017-rights/receipts"),
    ("post", "/inbox/{id}/receipt"),
    ("delete", "/channels/unit~gongan-ju/email"),
    ("get", "/documents/notice~none/dispatches"),
    ("post", "/documents/notice~none/dispatches"),
    ("get", "/mail-hours"),
    ("put", "/mail-hours"),
    ("get", "/notice-rules"),
    ("put", "/notice-rules"),
)
"""`{id}` is the notice of 市公安局."""

PERSONAS: tuple[tuple[Caller | None, tuple[int, ...]], ...] = (
    # put  get  own  his  proof who  receipt delete dispatches hours rules
    (None, (401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401)),
    (GONGAN, (200, 200, 200, 200, 200, 403, 200, 200, 403, 403, 200, 403, 403, 403)),
    (GONGAN_LEADER, (200, 200, 200, 200, 200, 403, 200, 200, 403, 403, 200, 403, 403, 403)),
    (SHUILI, (403, 403, 200, 404, 404, 403, 404, 403, 403, 403, 200, 403, 403, 403)),
    (REVIEWER, (403, 403, 200, 404, 404, 403, 404, 403, 403, 403, 200, 403, 403, 403)),
    (NAMED_LIKE_A_UNIT, (403, 403, 200, 404, 404, 403, 404, 403, 403, 403, 200, 403, 403, 403)),
    (STAFF, (403, 403, 200, 200, 200, 200, 403, 403, 404, 404, 200, 403, 200, 422)),
    (LEADER, (403, 403, 200, 200, 200, 200, 403, 403, 404, 403, 200, 403, 200, 403)),
    (AUDITOR, (403, 403, 200, 200, 200, 200, 403, 403, 404, 403, 200, 403, 200, 403)),
    (CLIENT, (403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403)),
    (ADMIN, (200, 200, 403, 403, 403, 403, 403, 200, 403, 403, 200, 200, 403, 403)),
)


def body_of(method: str, path: str) -> dict[str, str] | None:
    if path.endswith("/dispatches") and method == "post":
        return {"line": "copy", "role": "市委办公室"}
    if path == "/mail-hours":
        return {}
    if path == "/notice-rules" and method == "put":
        return {"lines": "none: what is sent is looked at after who sends it"}
    return {"address": "dw@gongan.example.cn"} if method == "put" else None


@pytest_asyncio.fixture(scope="module")
async def notice(office: Office) -> UUID:
    event = announced("gongan-ju", programme="2017-rights")
    await office.publish("applications", programme("2017-rights"), event)
    await office.caught_up()
    return await office.resources("notifications").pool.fetchval(
        "select id from notifications where rule = 'programme-announced'"
    )


@pytest.mark.parametrize(
    ("caller", "expected"), PERSONAS, ids=[c.id if c else "nobody" for c, _ in PERSONAS]
)
async def test_everybody_may_what_the_matrix_says_and_no_more(
    office: Office, notice: UUID, caller: Caller | None, expected: tuple[int, ...]
) -> None:
    async with office.client("notifications", caller) as client:
        found = tuple(
            [
                (
                    await client.request(
                        method.upper(),
                        f"/api/notifications{path.format(id=notice)}",
                        json=body_of(method, path),
                    )
                ).status_code
                for method, path in OPERATIONS
            ]
        )

    assert found == expected


async def test_an_auditor_binds_not_even_an_own_address(office: Office) -> None:
    async with office.client("notifications", AUDITOR) as client:
        url = "/api/notifications/channels/account~shenji/email"
        answer = await client.put(url, json={"address": "shenji@example.cn"})

    assert answer.status_code == 403


def test_the_walk_leaves_out_no_operation() -> None:
    there = {
        (method.lower(), route.path)
        for router in SERVICE.routers
        for route in router.routes
        for method in getattr(route, "methods", ())
    }
    walked = {
        (method, path.partition("?")[0].replace("unit~gongan-ju", "{recipient}"))
        for method, path in OPERATIONS
    }
    names = {
        "{id}": "{notice_id}",
        "programme~2017-rights": "{cause}",
        "notice~none": "{document_id}",
    }
    renamed = set[tuple[str, str]]()
    for method, path in walked:
        for example, name in names.items():
            path = path.replace(example, name)  # noqa: PLW2901 - one after the other
        renamed.add((method, path))

    assert renamed == there

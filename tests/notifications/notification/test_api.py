from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from shared.http.caller import Caller
from shared.http.rights import Role
from tests.notifications.people import AUDITOR, NAMED_LIKE_A_UNIT, REVIEWER, STAFF, liaison
from tests.notifications.sources import (
    accepted,
    announced,
    assigned,
    participation,
    programme,
    review,
)
from tests.office import Office, who

INBOX = "/api/notifications/inbox"


async def inbox(office: Office, caller: Caller, **query: Any) -> Mapping[str, Any]:
    async with office.client("notifications", caller) as client:
        answer = await client.get(INBOX, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def announce(office: Office, name: str, *units: str) -> None:
    await office.publish("applications", programme(name), announced(*units, programme=name))
    await office.caught_up()


async def test_every_addressee_has_exactly_one_notice_however_often_it_is_announced(
    office: Office,
) -> None:
    event = announced("a-1", "a-2", "a-1", programme="2017-a")
    await office.publish("applications", programme("2017-a"), event, event)
    await office.caught_up()
    pages = [await inbox(office, liaison(unit)) for unit in ("a-1", "a-2", "a-3")]

    assert [(len(page["items"]), page["unread"]) for page in pages] == [(1, 1), (1, 1), (0, 0)]
    assert pages[0]["items"][0]["title"].endswith("请确认收到")


async def test_a_reviewer_reads_notices_of_the_own_account_and_not_of_a_unit_of_that_name(
    office: Office,
) -> None:
    await announce(office, "2017-b", "gongan-ju")
    await office.publish("evaluation", review("pingwei-1"), assigned("pingwei-1"))
    await office.caught_up()

    assert [i["kind"] for i in (await inbox(office, REVIEWER))["items"]] == ["notice"]
    assert (await inbox(office, NAMED_LIKE_A_UNIT))["items"] == []


async def test_a_unit_confirms_receipt_once_and_the_organiser_sees_who_has_not(
    office: Office,
) -> None:
    await announce(office, "2017-c", "c-1", "c-2")
    (item,) = (await inbox(office, liaison("c-1")))["items"]
    async with office.client("notifications", liaison("c-1")) as client:
        first = await client.post(f"{INBOX}/{item['id']}/receipt")
        again = await client.post(f"{INBOX}/{item['id']}/receipt")
    async with office.client("notifications", STAFF) as client:
        receipts = await client.get("/api/notifications/notices/programme~2017-c/receipts")

    assert first.json()["events"] == ["NotificationReceiptConfirmed"]
    assert again.json()["events"] == []
    assert (await inbox(office, liaison("c-1")))["unread"] == 0
    assert [(r["recipient"], r["confirmed_by"]) for r in receipts.json()["lines"]] == [
        ("unit~c-2", ""),
        ("unit~c-1", "c-1-liaison"),
    ]
    assert (receipts.json()["told"], receipts.json()["confirmed"]) == (2, 1)


async def test_both_liaison_and_responsible_leader_act_for_the_unit(office: Office) -> None:
    await announce(office, "2017-d", "d-1")
    leader = who("d-1-leader", Role.RESPONSIBLE, unit="d-1")
    (item,) = (await inbox(office, leader))["items"]
    async with office.client("notifications", leader) as client:
        answer = await client.post(f"{INBOX}/{item['id']}/receipt")

    assert answer.status_code == 200


async def test_nobody_sees_or_confirms_the_notice_of_another_unit(office: Office) -> None:
    await announce(office, "2017-e", "e-1")
    (item,) = (await inbox(office, liaison("e-1")))["items"]
    async with office.client("notifications", liaison("e-2")) as client:
        answers = [
            await client.get(f"{INBOX}/{item['id']}"),
            await client.post(f"{INBOX}/{item['id']}/receipt"),
            await client.get(INBOX, params={"recipient": "unit~e-1"}),
            await client.get(INBOX, params={"after": item["id"]}),
        ]

    assert [a.status_code for a in answers] == [404] * 4


@pytest.mark.parametrize("reader", [STAFF, AUDITOR])
async def test_organiser_and_auditor_read_any_inbox_but_confirm_for_nobody(
    office: Office, reader: Caller
) -> None:
    unit = f"f-{reader.id}"
    await announce(office, f"2017-{unit}", unit)
    (item,) = (await inbox(office, reader, recipient=f"unit~{unit}"))["items"]
    async with office.client("notifications", reader) as client:
        proof = await client.get(f"{INBOX}/{item['id']}")
        confirmed = await client.post(f"{INBOX}/{item['id']}/receipt")

    assert proof.status_code == 200
    assert (confirmed.status_code, confirmed.json()["code"]) == (403, "not-yours")


async def test_the_proof_of_a_notice_tells_rule_cause_text_and_every_step(office: Office) -> None:
    await office.publish("applications", participation("g-1"), accepted("g-1"))
    await office.caught_up()
    (item,) = (await inbox(office, liaison("g-1")))["items"]
    async with office.client("notifications", liaison("g-1")) as client:
        await client.post(f"{INBOX}/{item['id']}/receipt")
        answer = await client.get(f"{INBOX}/{item['id']}")
    proof = answer.json()
    pool = office.resources("applications").pool
    cause = await pool.fetchval("select event_id from event where stream like '%~g-1'")

    assert proof["item"]["text"] == item["text"]
    assert (proof["rule"], proof["basis"]) == ("application-accepted", "REQ-19")
    assert (proof["cause"], proof["cause_event_id"]) == ("participation~2017-p08~g-1~1", str(cause))
    assert [(s["event"], s["actor"]) for s in proof["steps"]] == [
        ("NotificationScheduled", "system"),
        ("NotificationQueued", "system"),
        ("NotificationReceiptConfirmed", "g-1-liaison"),
    ]
    assert answer.headers["ETag"] == '"3"'


async def test_the_inbox_is_read_page_by_page_newest_first(office: Office) -> None:
    for number in range(5):
        office.clock.advance(minutes=1)
        await announce(office, f"2017-h{number}", "h-1")
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = await inbox(office, liaison("h-1"), **query)
        seen += [item["queued_at"] for item in page["items"]]
        if page["next"] is None:
            break
        query["after"] = page["next"]

    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "many"},
        {"after": "first"},
        {"recipient": "gongan-ju"},
        {"recipient": "unit~a\x00"},
    ],
)
async def test_a_wrong_query_is_refused(office: Office, query: Mapping[str, Any]) -> None:
    async with office.client("notifications", STAFF) as client:
        answer = await client.get(INBOX, params=query)

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["", "/receipt"])
async def test_what_is_no_notice_is_not_found(office: Office, path: str) -> None:
    async with office.client("notifications", STAFF) as client:
        ask = client.post if path else client.get
        unknown = await ask(f"{INBOX}/{uuid4()}{path}")
        wrong = await ask(f"{INBOX}/not-an-id{path}")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "no-such-notification")
    assert wrong.status_code == 422


async def test_receipts_of_nothing_are_not_found_and_a_wrong_cause_is_refused(
    office: Office,
) -> None:
    async with office.client("notifications", STAFF) as client:
        unknown = await client.get("/api/notifications/notices/programme~1999/receipts")
        wrong = await client.get("/api/notifications/notices/programme:1999/receipts")

    assert (unknown.status_code, wrong.status_code) == (404, 422)


async def test_the_same_receipt_sent_twice_has_one_effect_and_its_key_serves_no_other(
    office: Office,
) -> None:
    await announce(office, "2017-i", "i-1")
    await announce(office, "2017-j", "i-1")
    one, two = (await inbox(office, liaison("i-1")))["items"]
    key = {"Idempotency-Key": "receipt-1"}
    async with office.client("notifications", liaison("i-1")) as client:
        first = await client.post(f"{INBOX}/{one['id']}/receipt", headers=key)
        again = await client.post(f"{INBOX}/{one['id']}/receipt", headers=key)
        other = await client.post(f"{INBOX}/{two['id']}/receipt", headers=key)

    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")

"""Notices in a real mailbox, over real SMTP."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from services.notifications.digest import Letter, digest_of
from services.notifications.mail import mail_of
from services.notifications.mail_hours.projection import USUAL
from services.notifications.notification.commands import Notify
from services.notifications.notification.decider import DECIDER
from services.notifications.notification.events import notification
from shared.store.events import CommandContext
from shared.store.handle import handle
from shared.telemetry.metrics import MAILS
from tests.notifications.notification.examples import SCHEDULED
from tests.notifications.people import AUDITOR, liaison
from tests.notifications.post_office import PostOffice
from tests.notifications.sources import accepted, announced, participation, programme
from tests.office import Office

QUICKLY = (timedelta(seconds=0.05), timedelta(seconds=0.05))


def address_of(unit: str) -> str:
    return f"dw@{unit}.example.cn"


async def bind(office: Office, unit: str) -> None:
    async with office.client("notifications", liaison(unit)) as client:
        url = f"/api/notifications/channels/unit~{unit}/email"
        answer = await client.put(url, json={"address": address_of(unit)})
    assert answer.status_code == 200, answer.text


async def tell(office: Office, unit: str) -> None:
    await office.publish("applications", participation(unit), accepted(unit))
    await office.caught_up()


async def steps(office: Office, unit: str) -> Sequence[Any]:
    return await office.resources("notifications").pool.fetch(
        """select e.type, e.data from event e join notifications n
           on e.stream = 'notification:' || n.id where n.recipient = $1 order by e.position""",
        f"unit~{unit}",
    )


def counted() -> Counter[str]:
    """Return how many attempts of this process went how."""
    (family,) = MAILS.collect()
    samples = (sample for sample in family.samples if sample.name.endswith("_total"))
    return Counter({sample.labels["outcome"]: int(sample.value) for sample in samples})


def morning_comes(office: Office) -> None:
    """Let it be the hour of the next digest."""
    office.clock.set(digest_of(office.clock.now(), USUAL))


async def settled(office: Office, unit: str) -> str:
    """Wait from the next digest on until no more attempts at the unit's one notice follow."""
    morning_comes(office)
    async with asyncio.timeout(20):
        while True:
            state = await office.resources("notifications").pool.fetchval(
                "select email_state from notifications where recipient = $1", f"unit~{unit}"
            )
            if state in {"sent", "given_up"}:
                return state
            await asyncio.sleep(0.02)


async def notice_id(office: Office, unit: str) -> UUID:
    return await office.resources("notifications").pool.fetchval(
        "select id from notifications where recipient = $1", f"unit~{unit}"
    )


async def test_a_notice_comes_to_the_mailbox_in_chinese_under_its_own_message_id(
    office: Office, post: PostOffice
) -> None:
    await bind(office, "m-one")
    await tell(office, "m-one")
    told_at = office.clock.now()
    outcome = await settled(office, "m-one")
    (letter,) = post.to(address_of("m-one"))

    assert outcome == "sent"
    assert letter["Message-ID"] == f"<{await notice_id(office, 'm-one')}@lingban>"
    assert letter["Subject"] == "项目 2017-p08：联办申请已通过"
    assert "请登录领办查看项目的时间安排" in letter.get_content()
    assert letter["From"].addresses[0].display_name == "领办"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == told_at


async def test_the_proof_shows_the_delivery_and_no_address(
    office: Office, post: PostOffice
) -> None:
    await bind(office, "m-two")
    await tell(office, "m-two")
    await settled(office, "m-two")
    async with office.client("notifications", AUDITOR) as client:
        url = f"/api/notifications/inbox/{await notice_id(office, 'm-two')}"
        proof = await client.get(url)
    (sent,) = [s for s in proof.json()["steps"] if s["event"] == "NotificationSent"]

    assert (sent["channel"], sent["attempt"]) == ("email", 1)
    assert sent["answer"].startswith("250 ")
    assert "example.cn" not in proof.text
    assert len(post.to(address_of("m-two"))) == 1


async def test_a_busy_mail_server_is_asked_again_and_every_attempt_is_kept(
    office: Office, post: PostOffice
) -> None:
    post.refusals[address_of("m-three")] = ["451 4.7.1 greylisted, <dw@m-three.example.cn>"]
    before = counted()
    await bind(office, "m-three")
    await tell(office, "m-three")
    outcome = await settled(office, "m-three")
    kept = await steps(office, "m-three")

    assert outcome == "sent"
    assert [row["type"] for row in kept] == [
        "NotificationScheduled",
        "NotificationQueued",
        "NotificationFailed",
        "NotificationSent",
    ]
    assert kept[2]["data"]["answer"].startswith("451 4.7.1 greylisted, <…>")
    assert kept[3]["data"]["attempt"] == 2
    assert len(post.to(address_of("m-three"))) == 1
    assert counted() - before == {"failed": 1, "sent": 1}


async def test_after_the_last_attempt_nothing_more_is_tried(
    office: Office, post: PostOffice
) -> None:
    post.refusals[address_of("m-four")] = ["451 later"] * 9
    await bind(office, "m-four")
    await tell(office, "m-four")
    outcome = await settled(office, "m-four")
    failed = [row["data"] for row in (await steps(office, "m-four"))[2:]]

    assert outcome == "given_up"
    assert [f["attempt"] for f in failed] == [1, 2, 3]
    assert [f["retry_at"] is None for f in failed] == [False, False, True]


@pytest.mark.parametrize("unit", ["m-five-rcpt", "m-five-data"])
async def test_a_recipient_or_content_refused_for_good_is_not_tried_again(
    office: Office, post: PostOffice, unit: str
) -> None:
    if unit.endswith("rcpt"):
        post.refused_recipients[address_of(unit)] = "550 5.1.1 no such mailbox"
    post.refusals[address_of(unit)] = ["554 5.7.1 not wanted"] * 9
    await bind(office, unit)
    await tell(office, unit)
    outcome = await settled(office, unit)
    (failed,) = (await steps(office, unit))[2:]

    assert outcome == "given_up"
    assert failed["data"]["answer"].startswith("55")


async def test_who_has_no_address_or_gave_it_up_gets_no_mail(
    office: Office, post: PostOffice
) -> None:
    await bind(office, "m-six")
    async with office.client("notifications", liaison("m-six")) as client:
        await client.delete("/api/notifications/channels/unit~m-six/email")
    await tell(office, "m-six")
    await bind(office, "m-seven")
    await tell(office, "m-seven")
    await settled(office, "m-seven")

    assert post.to(address_of("m-six")) == []


async def test_an_address_bound_later_gets_what_comes_from_then_on(
    office: Office, post: PostOffice
) -> None:
    await tell(office, "m-eight")
    office.clock.advance(minutes=1)
    await bind(office, "m-eight")
    await office.publish(
        "applications", programme("2017-mail"), announced("m-eight", programme="2017-mail")
    )
    await office.caught_up()
    morning_comes(office)
    async with asyncio.timeout(20):
        while not (letters := post.to(address_of("m-eight"))):
            await asyncio.sleep(0.02)

    assert [letter["Subject"][:4] for letter in letters] == ["关于开展"]


async def test_an_erased_address_ends_the_attempts(office: Office, post: PostOffice) -> None:
    await bind(office, "m-nine")
    await office.resources("notifications").vault.destroy("person:unit~m-nine")
    await tell(office, "m-nine")

    assert await settled(office, "m-nine") == "given_up"
    assert post.to(address_of("m-nine")) == []


async def test_a_title_with_a_line_break_injects_no_header(
    office: Office, post: PostOffice
) -> None:
    await bind(office, "m-twelve")
    at = office.clock.now()
    evil = replace(
        SCHEDULED,
        recipient="unit~m-twelve",
        title="提醒\r\nBcc: everybody@example.cn\r\n\r\n正文",
        visible_at=at,
    )
    await handle(
        Notify(notice=evil, at=at),
        DECIDER,
        notification("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2099"),
        office.resources("notifications").store,
        context(office),
    )
    await settled(office, "m-twelve")
    (letter,) = post.to(address_of("m-twelve"))

    assert letter["Bcc"] is None
    assert letter["Subject"] == "提醒 Bcc: everybody@example.cn 正文"
    assert post.to("everybody@example.cn") == []


def context(office: Office) -> CommandContext:
    return CommandContext(
        command_id=UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2098"),
        fingerprint="",
        actor="system",
        recorded_at=office.clock.now(),
        occurred_at=office.clock.now(),
        correlation_id=UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2098"),
    )


async def test_a_long_chinese_text_fits_into_the_lines_of_a_mail(office: Office) -> None:
    row: Any = {
        "id": UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2097"),
        "title": "关于" + "很长的" * 60 + "通知",
        "text": "请" * 20_000,
        "queued_at": office.clock.now(),
    }
    letter = Letter(id=row["id"], recipient="unit~a", rows=[row], repeated=[])
    mail = mail_of(letter, "a@example.cn", office.settings)
    lines = mail.as_bytes().split(b"\r\n")

    assert isinstance(mail, EmailMessage)
    assert max(map(len, lines)) <= 998
    assert all(byte < 128 for line in lines for byte in line)
    assert mail.get_content().startswith("请" * 20_000)

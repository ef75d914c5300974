"""One e-mail for each recipient and working day, lived through with a real mail server (PRA-09)."""

import asyncio
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from services.notifications.digest import LONGEST, Letter, digest_of, is_open, text_of
from services.notifications.mail_hours.projection import USUAL
from shared.contracts.progress import ReminderIssued
from shared.ids import ProjectId, UnitId
from shared.timing.zone import SHANGHAI
from tests.notifications.people import ADMIN, AUDITOR
from tests.notifications.post_office import PostOffice
from tests.notifications.sources import deadline, deadline_of
from tests.notifications.test_mail import address_of, bind
from tests.office import Office

LOOKS = 1.2
"""Seconds in which the service looks for unsent notices twice."""


def shanghai(month: int, day: int, hour: int, minute: int = 0, year: int = 2017) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def reminder(unit: str, label: str, by: str = "staff") -> ReminderIssued:
    return ReminderIssued(
        obligation="progress_report",
        subject=f"2017-p08~{unit}",
        project_id=ProjectId("2017-p08"),
        owner_unit_id=UnitId(unit),
        label=label,
        due_at=shanghai(10, 1, 0),
        by=by,
        remark="",
    )


async def remind(office: Office, unit: str, *labels: str, by: str = "staff") -> None:
    events = [reminder(unit, label, by) for label in labels]
    await office.publish("progress", deadline_of(f"2017-p08~{unit}"), *events)
    await office.caught_up()


async def came(post: PostOffice, unit: str) -> list[EmailMessage]:
    async with asyncio.timeout(20):
        while not (letters := post.to(address_of(unit))):
            await asyncio.sleep(0.02)
    return letters


async def types(office: Office, unit: str) -> list[str]:
    rows = await office.resources("notifications").pool.fetch(
        """select e.type from event e join notifications n on e.stream = 'notification:' || n.id
           where n.recipient = $1 order by e.position""",
        f"unit~{unit}",
    )
    return [row["type"] for row in rows]


async def all_settled(office: Office, unit: str) -> None:
    async with asyncio.timeout(20):
        while await office.resources("notifications").pool.fetchval(
            """select exists (select 1 from notifications where recipient = $1
               and email_state in ('open', 'retrying'))""",
            f"unit~{unit}",
        ):
            await asyncio.sleep(0.02)


@pytest.mark.covers("PRA-09", "REQ-43")
async def test_over_the_holiday_nobody_gets_mail_and_one_digest_on_the_first_working_day(
    office: Office, post: PostOffice
) -> None:
    office.clock.set(shanghai(9, 30, 17))
    await bind(office, "d-one")
    for moment, label in (
        (shanghai(9, 30, 17, 30), "甲"),
        (shanghai(10, 3, 9), "乙"),
        (shanghai(10, 9, 8, 30), "丙"),
    ):
        office.clock.set(moment)
        await remind(office, "d-one", label)
        await asyncio.sleep(LOOKS)
        assert post.to(address_of("d-one")) == []
    office.clock.set(shanghai(10, 9, 8, 31))
    (letter,) = await came(post, "d-one")
    await all_settled(office, "d-one")

    assert letter["Subject"] == "领办通知汇总：共3条"
    assert all(f"“{label}”" in letter.get_content() for label in "甲乙丙")
    assert (await types(office, "d-one")).count("NotificationSent") == 3


@pytest.mark.covers("PRA-09")
async def test_what_comes_after_the_digest_waits_for_the_next_working_day(
    office: Office, post: PostOffice
) -> None:
    office.clock.set(shanghai(10, 13, 10))
    await bind(office, "d-two")
    await remind(office, "d-two", "甲")
    for moment in (shanghai(10, 13, 17), shanghai(10, 14, 9), shanghai(10, 16, 7, 59)):
        office.clock.set(moment)
        await asyncio.sleep(LOOKS)
        assert post.to(address_of("d-two")) == []
    office.clock.set(shanghai(10, 16, 9))
    (letter,) = await came(post, "d-two")

    assert "“甲”" in letter["Subject"]


@pytest.mark.covers("PRA-09")
async def test_a_deadline_of_the_same_day_goes_out_at_once_and_by_itself(
    office: Office, post: PostOffice
) -> None:
    office.clock.set(shanghai(7, 3, 10))
    await bind(office, "d-three")
    subject = "2017-p08~d-three"
    await office.publish("progress", deadline_of(subject), deadline(subject, "d-three"))
    await office.caught_up()
    office.clock.set(shanghai(7, 10, 9))
    async with asyncio.timeout(20):
        while not [m for m in post.to(address_of("d-three")) if "今天截止" in m["Subject"]]:
            await asyncio.sleep(0.02)


@pytest.mark.covers("PRA-09", "PRA-10")
async def test_the_same_text_goes_to_the_same_recipient_once_a_day(
    office: Office, post: PostOffice
) -> None:
    office.clock.set(shanghai(10, 17, 10))
    await bind(office, "d-four")
    await remind(office, "d-four", "甲", "甲")
    office.clock.set(shanghai(10, 18, 8, 31))
    (letter,) = await came(post, "d-four")
    await all_settled(office, "d-four")
    kept = await types(office, "d-four")

    assert "“甲”" in letter["Subject"]
    assert (kept.count("NotificationSent"), kept.count("NotificationSuppressed")) == (1, 1)


@pytest.mark.covers("PRA-10")
async def test_a_digest_that_failed_comes_later_once_under_the_same_message_id(
    office: Office, post: PostOffice
) -> None:
    post.refusals[address_of("d-five")] = ["451 later"]
    office.clock.set(shanghai(10, 18, 10))
    await bind(office, "d-five")
    await remind(office, "d-five", "甲", "乙")
    office.clock.set(shanghai(10, 19, 8, 31))
    (letter,) = await came(post, "d-five")
    await all_settled(office, "d-five")
    async with office.client("notifications", AUDITOR) as client:
        query = {"recipient": "unit~d-five"}
        page = (await client.get("/api/notifications/inbox", params=query)).json()
        proofs = [
            (await client.get(f"/api/notifications/inbox/{item['id']}")).json()
            for item in page["items"]
        ]
    sent = [proof["steps"][-1] for proof in proofs]

    assert [[step["event"] for step in proof["steps"]][2:] for proof in proofs] == [
        ["NotificationFailed", "NotificationSent"]
    ] * 2
    assert {step["message_id"] for step in sent} == {letter["Message-ID"]}
    assert {step["together"] for step in sent} == {2}


@pytest.mark.covers("PRA-09")
async def test_other_hours_of_the_office_count_from_then_on(
    office: Office, post: PostOffice
) -> None:
    office.clock.set(shanghai(10, 19, 10))
    async with office.client("notifications", ADMIN) as client:
        await client.put("/api/notifications/mail-hours", json={"digest_at": "14:00"})
    await bind(office, "d-six")
    await remind(office, "d-six", "甲")
    office.clock.set(shanghai(10, 19, 13, 59))
    await asyncio.sleep(LOOKS)
    before = post.to(address_of("d-six"))
    office.clock.set(shanghai(10, 19, 14, 1))

    assert before == []
    assert len(await came(post, "d-six")) == 1


@pytest.mark.covers("PRA-10")
def test_a_digest_of_many_notices_stays_below_2048_bytes_and_says_where_the_rest_is() -> None:
    rows: list[Any] = [
        {"title": f"提醒：“2017年第{number}项材料”已过截止时间"} for number in range(200)
    ]
    text = text_of(Letter(id=UUID(int=1), recipient="unit~a", rows=rows, repeated=[]))

    assert LONGEST - 200 < len(text.encode()) < 2048
    assert "其余通知请登录领办查看" in text


@pytest.mark.covers("PRA-09")
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (shanghai(9, 30, 8), True),  # a Saturday made up for
        (shanghai(9, 30, 7, 59), False),
        (shanghai(9, 30, 18), False),
        (shanghai(10, 2, 9), False),
        (shanghai(10, 9, 17, 59), True),
    ],
)
def test_nothing_goes_out_outside_office_hours(moment: datetime, expected: bool) -> None:
    assert is_open(moment, USUAL) is expected


def test_a_year_whose_holidays_are_not_known_yet_leaves_out_weekends() -> None:
    friday = shanghai(1, 1, 10, year=2100)

    assert digest_of(friday, USUAL) == shanghai(1, 4, 8, 31, year=2100)

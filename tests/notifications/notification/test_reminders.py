"""Deadlines lived through: the clock is set, the timers fire, the inbox shows it."""

import asyncio
from datetime import datetime

import pytest

from shared.contracts.progress import (
    DeadlineExtended,
    DeadlineMet,
    DeadlineMissed,
    DeadlineTransferred,
    DeadlineWaived,
    ReminderIssued,
)
from shared.ids import ProjectId, UnitId
from shared.timing.zone import SHANGHAI
from tests.notifications.people import STAFF, liaison
from tests.notifications.sources import DUE, announced, deadline, deadline_of, programme
from tests.office import OPENING, Office


async def rules_shown(office: Office, unit: str) -> list[str]:
    rows = await office.resources("notifications").pool.fetch(
        "select rule from notifications where recipient = $1 and state = 'visible'"
        " order by queued_at, visible_at",
        f"unit~{unit}",
    )
    return [row["rule"] for row in rows]


async def fired(office: Office) -> None:
    """Wait until nothing is due any more."""
    pool = office.resources("notifications").pool
    async with asyncio.timeout(20):
        while await pool.fetchval(
            "select exists (select 1 from timer where due_at <= $1)", office.clock.now()
        ):
            await asyncio.sleep(0.02)


async def at(office: Office, month: int, day: int, hour: int, minute: int = 0) -> None:
    office.clock.set(datetime(2017, month, day, hour, minute, tzinfo=SHANGHAI))
    await fired(office)


async def owe(office: Office, subject: str, unit: str) -> None:
    office.clock.set(OPENING)
    await office.publish("progress", deadline_of(subject), deadline(subject, unit))
    await office.caught_up()


async def test_reminders_show_when_they_are_due_and_not_before(office: Office) -> None:
    await owe(office, "2017-p08~one", "one")
    shown: list[list[str]] = []
    for moment in ((7, 7, 8, 59), (7, 7, 9), (7, 10, 8, 59), (7, 10, 9), (7, 11, 9)):
        await at(office, *moment)
        shown.append(await rules_shown(office, "one"))

    both = ["due-in-three-days", "due-today"]
    assert shown == [[], both[:1], both[:1], both, both]


async def test_what_was_met_is_not_reminded_of_any_more(office: Office) -> None:
    await owe(office, "2017-p08~two", "two")
    await at(office, 7, 7, 9)
    met = DeadlineMet(obligation="progress_report", subject="2017-p08~two")
    await office.publish("progress", deadline_of("2017-p08~two"), met)
    await office.caught_up()
    await at(office, 7, 20, 9)
    async with office.client("notifications", liaison("two")) as client:
        page = (await client.get("/api/notifications/inbox")).json()

    assert [item["due_at"] for item in page["items"]] == ["2017-07-10T16:00:00Z"]
    assert await rules_shown(office, "two") == ["due-in-three-days"]


async def test_what_was_missed_is_told_once(office: Office) -> None:
    await owe(office, "2017-p08~three", "three")
    await at(office, 7, 18, 0)
    missed = DeadlineMissed(
        obligation="progress_report",
        subject="2017-p08~three",
        owner_unit_id=UnitId("three"),
        label="2017年第二季度进展情况",
    )
    await office.publish("progress", deadline_of("2017-p08~three"), missed)
    await office.caught_up()

    assert await rules_shown(office, "three") == [
        "due-in-three-days",
        "due-today",
        "missed",
    ]


async def test_reminders_that_were_slept_through_show_late_in_order_and_say_when_they_were_due(
    office: Office,
) -> None:
    await owe(office, "2017-p08~four", "four")
    await at(office, 12, 1, 9)
    async with office.client("notifications", STAFF) as client:
        query = {"recipient": "unit~four"}
        page = (await client.get("/api/notifications/inbox", params=query)).json()
        proofs = [
            (await client.get(f"/api/notifications/inbox/{item['id']}")).json()
            for item in page["items"]
        ]
    occurred = sorted(
        (step["occurred_at"], proof["rule"])
        for proof in proofs
        for step in proof["steps"]
        if step["event"] == "NotificationQueued"
    )

    assert occurred == [
        ("2017-07-07T01:00:00Z", "due-in-three-days"),
        ("2017-07-10T01:00:00Z", "due-today"),
    ]


async def test_a_waiting_reminder_is_seen_by_the_organiser_and_not_by_its_recipient(
    office: Office,
) -> None:
    await owe(office, "2017-p08~five", "five")
    waiting = await office.resources("notifications").pool.fetchval(
        "select id from notifications where recipient = 'unit~five' and rule = 'due-today'"
    )
    path = f"/api/notifications/inbox/{waiting}"
    async with office.client("notifications", liaison("five")) as client:
        own = await client.get(path)
    async with office.client("notifications", STAFF) as client:
        organisers = await client.get(path)

    assert own.status_code == 404
    assert organisers.json()["state"] == "scheduled"


def extended(subject: str, owner: str) -> DeadlineExtended:
    """The 20th of July, to 24:00."""
    due = datetime(2017, 7, 21, tzinfo=SHANGHAI)
    return DeadlineExtended(
        obligation="progress_report",
        subject=subject,
        due_at=due,
        grace_until=due,
        project_id="2017-p08",
        owner_unit_id=owner,
        label="2017年第二季度进展情况",
    )


def transferred(subject: str, former: str, owner: str, due: datetime) -> DeadlineTransferred:
    return DeadlineTransferred(
        obligation="progress_report",
        subject=subject,
        project_id=ProjectId("2017-p08"),
        from_unit_id=UnitId(former),
        to_unit_id=UnitId(owner),
        label="2017年第二季度进展情况",
        due_at=due,
        grace_until=due,
    )


@pytest.mark.covers("REQ-43")
async def test_reminders_follow_the_date_in_force(office: Office) -> None:
    await owe(office, "2017-p08~six", "six")
    await at(office, 7, 7, 9)
    await office.publish("progress", deadline_of("2017-p08~six"), extended("2017-p08~six", "six"))
    await office.caught_up()
    shown: list[int] = []
    for moment in ((7, 10, 9), (7, 17, 8, 59), (7, 17, 9), (7, 20, 9)):
        await at(office, *moment)
        shown.append(len(await rules_shown(office, "six")))
    async with office.client("notifications", liaison("six")) as client:
        page = (await client.get("/api/notifications/inbox")).json()

    assert shown == [2, 2, 3, 4]
    assert "2017年7月20日24时" in page["items"][0]["text"]


@pytest.mark.covers("REQ-43")
async def test_what_was_waived_is_not_reminded_of(office: Office) -> None:
    await owe(office, "2017-p08~seven", "seven")
    waived = DeadlineWaived(
        obligation="progress_report", subject="2017-p08~seven", owner_unit_id="seven"
    )
    stream = deadline_of("2017-p08~seven")
    await office.publish("progress", stream, extended("2017-p08~seven", "seven"))
    await office.publish("progress", stream, waived)
    await office.caught_up()
    await at(office, 7, 30, 9)

    assert set(await rules_shown(office, "seven")) == {"deadline-extended", "deadline-waived"}


@pytest.mark.covers("REQ-43")
@pytest.mark.parametrize("first", ["extended", "transferred"])
async def test_who_owes_it_now_is_reminded_by_the_date_in_force(office: Office, first: str) -> None:
    subject, former, owner = f"2017-p08~{first}", f"{first}-old", f"{first}-new"
    await owe(office, subject, former)
    later = extended(subject, owner)
    events = (
        (extended(subject, former), transferred(subject, former, owner, later.due_at))
        if first == "extended"
        else (transferred(subject, former, owner, DUE), later)
    )
    await office.publish("progress", deadline_of(subject), *events)
    await office.caught_up()
    await at(office, 7, 10, 9)
    before = await rules_shown(office, owner)
    await at(office, 7, 20, 9)

    both = {"deadline-transferred", "deadline-extended"}

    assert "deadline-transferred" in before
    assert set(before) <= both
    assert set(await rules_shown(office, former)) <= both
    assert await rules_shown(office, owner) == [*before, "due-in-three-days", "due-today"]


@pytest.mark.covers("REQ-43")
async def test_a_unit_hears_once_that_something_is_overdue(office: Office) -> None:
    await owe(office, "2017-p08~eight", "eight")
    await at(office, 7, 11, 8, 30)
    reminded = ReminderIssued(
        obligation="progress_report",
        subject="2017-p08~eight",
        project_id=ProjectId("2017-p08"),
        owner_unit_id=UnitId("eight"),
        label="2017年第二季度进展情况",
        due_at=DUE,
        by="",
        remark="",
    )
    await office.publish("progress", deadline_of("2017-p08~eight"), reminded)
    await office.caught_up()
    await at(office, 7, 12, 9)

    assert (await rules_shown(office, "eight")).count("overdue") == 1


@pytest.mark.covers("REQ-03")
async def test_who_has_not_confirmed_receipt_is_reminded_once_and_then_listed(
    office: Office,
) -> None:
    office.clock.set(OPENING)
    stream = programme("2017-receipts")
    event = announced("nine", "ten", programme="2017-receipts")
    await office.publish("applications", stream, event)
    await office.caught_up()
    async with office.client("notifications", liaison("nine")) as client:
        (item,) = (await client.get("/api/notifications/inbox")).json()["items"]
        await client.post(f"/api/notifications/inbox/{item['id']}/receipt")
    await at(office, 5, 5, 8, 29)
    before = await rules_shown(office, "ten")
    await at(office, 5, 5, 8, 30)
    await office.publish("applications", stream, event)
    await office.caught_up()
    await at(office, 5, 30, 9)
    async with office.client("notifications", STAFF) as client:
        path = "/api/notifications/notices/programme~2017-receipts/receipts"
        receipts = (await client.get(path)).json()
    async with office.client("notifications", liaison("ten")) as client:
        reminder, _ = (await client.get("/api/notifications/inbox")).json()["items"]
        done = await client.post(f"/api/notifications/inbox/{reminder['id']}/receipt")

    assert before == ["programme-announced"]
    assert await rules_shown(office, "ten") == [*before, "receipt-unconfirmed"]
    assert await rules_shown(office, "nine") == before
    assert [line["recipient"] for line in receipts["lines"] if not line["confirmed_at"]] == [
        "unit~ten"
    ]
    assert done.json()["events"] == ["NotificationReceiptConfirmed"]

"""Reminding over HTTP, in a running service."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.progress.deadline.events import deadline_of
from shared.contracts.applications import ContactLeaderAssigned
from shared.contracts.programme_rules import Category, SupervisionRules
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import AccountId
from tests.office import Office, who
from tests.progress.examples import (
    AUDITOR,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    P08,
    P17,
    P18,
    PROGRAMME,
    RULES,
    STAFF,
    programme,
    project,
    shanghai,
)
from tests.progress.task.examples import send

OTHER_LEADER = who("other-leader", Role.LEADER)
REMARK = {"remark": "请抓紧报送"}


def path(project_id: str, quarter: str = "2017q2") -> str:
    return f"/api/progress/deadlines/progress_report/{project_id}~{quarter}"


async def types_in(office: Office, project_id: str, quarter: str = "2017q2") -> list[str]:
    stream = deadline_of("progress_report", f"{project_id}~{quarter}")
    history = await office.resources("progress").store.read(stream)
    return [recorded.type for recorded in history.recorded]


@pytest.mark.covers("REQ-43")
async def test_the_staff_reminds_once_a_day_and_earlier_reminders_are_shown(office: Office) -> None:
    office.clock.set(shanghai(6, 20, 9))
    first = await send(office, STAFF, "POST", f"{path(P08)}/reminders", REMARK)
    again = await send(office, LEADER, "POST", f"{path(P08)}/reminders", {})
    office.clock.set(shanghai(6, 21, 9))
    next_day = await send(office, LEADER, "POST", f"{path(P08)}/reminders", {})
    history = (await send(office, LIAISON, "GET", path(P08))).json()["history"]

    assert first.json()["events"] == ["ReminderIssued"]
    assert (again.status_code, again.json()["code"]) == (409, "reminded-today")
    assert next_day.json()["events"] == ["ReminderIssued"]
    told = [(h["actor"], h["reason"]) for h in history if h["type"] == "ReminderIssued"]
    assert told == [("staff", "请抓紧报送"), ("leader", "")]


async def test_a_request_that_is_repeated_reminds_once(office: Office) -> None:
    office.clock.set(shanghai(6, 22, 9))
    key = {"Idempotency_Key": "reminder-1"}
    where = f"{path(P08)}/reminders"
    first = await send(office, STAFF, "POST", where, REMARK, **key)
    again = await send(office, STAFF, "POST", where, REMARK, **key)

    assert first.json()["version"] == again.json()["version"]
    assert again.status_code == 200


@pytest.mark.covers("REQ-43")
async def test_the_programmes_rules_say_how_many_days_lie_between_two_reminders(
    office: Office,
) -> None:
    patient = replace(
        RULES,
        categories=(Category(projects=(P18,)),),
        supervision=SupervisionRules(reminder_cooldown_days=5),
    )
    await office.publish("applications", programme(), patient)
    await office.caught_up()
    where = f"{path(P18)}/reminders"
    office.clock.set(shanghai(6, 20, 9))
    await send(office, STAFF, "POST", where, {})
    office.clock.set(shanghai(6, 24, 9))
    early = await send(office, STAFF, "POST", where, {})
    office.clock.set(shanghai(6, 25, 9))
    later = await send(office, STAFF, "POST", where, {})
    await office.publish("applications", programme(), RULES)
    await office.caught_up()

    assert (early.status_code, early.json()["code"]) == (409, "reminded-lately")
    assert "2017-06-20" in early.text
    assert later.status_code == 200


@pytest.mark.covers("PRA-05")
async def test_the_programmes_rules_say_when_a_light_turns_amber(office: Office) -> None:
    office.clock.set(shanghai(6, 23, 9))
    before = (await send(office, STAFF, "GET", path(P17))).json()["light"]
    wary = replace(RULES, supervision=SupervisionRules(amber_days=10))
    await office.publish("applications", programme(), wary)
    await office.caught_up()
    after = (await send(office, STAFF, "GET", path(P17))).json()["light"]
    await office.publish("applications", programme(), RULES)
    await office.caught_up()

    assert (before, after) == ("green", "amber")


@pytest.mark.covers("REQ-42", "REQ-43", "PRA-17")
async def test_a_leader_presses_the_own_projects(office: Office) -> None:
    assigned = ContactLeaderAssigned(
        programme_id=PROGRAMME, project_id=P17, account_id=AccountId("leader"), replaces=""
    )
    await office.publish("applications", project(P17), assigned)
    await office.caught_up()
    office.clock.set(shanghai(6, 20, 9))
    where = f"{path(P17)}/reminders"
    other = await send(office, OTHER_LEADER, "POST", where, {})
    own = await send(office, LEADER, "POST", where, {})

    assert (other.status_code, other.json()["code"]) == (403, "another-looks-after-it")
    assert own.status_code == 200


async def nothing_is_due(office: Office) -> None:
    """Wait until every timer whose moment has come has fired."""
    pool, due = (
        office.resources("progress").pool,
        "select exists (select 1 from timer where due_at <= $1)",
    )
    async with asyncio.timeout(20):
        while await pool.fetchval(due, office.clock.now()):
            await asyncio.sleep(0.02)


@pytest.mark.covers("REQ-43")
async def test_what_is_overdue_is_reminded_of_once_on_the_next_working_morning(
    office: Office,
) -> None:
    office.clock.set(shanghai(7, 2, 12))
    await nothing_is_due(office)
    on_sunday = await types_in(office, P17)
    office.clock.set(shanghai(7, 3, 8) + timedelta(minutes=30))
    async with asyncio.timeout(20):
        while (await types_in(office, P17)).count("ReminderIssued") < 2:
            await asyncio.sleep(0.02)
    stream = deadline_of("progress_report", f"{P17}~2017q2")
    last = (await office.resources("progress").store.read(stream)).recorded[-1]

    assert on_sunday.count("ReminderIssued") == 1  # the leader's, in June
    assert (last.actor, last.occurred_at) == ("system", office.clock.now())
    refused = await send(office, STAFF, "POST", f"{path(P17)}/reminders", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "reminded-today")


class TestRefused:
    @pytest.mark.parametrize(
        ("caller", "code"),
        [
            (LIAISON, "only-the-organiser"),
            (OTHER_LEAD, "only-the-organiser"),
            (AUDITOR, "only-the-organiser"),
        ],
        ids=lambda given: given.id if isinstance(given, Caller) else given,
    )
    async def test_only_the_organiser_reminds(
        self, office: Office, caller: Caller, code: str
    ) -> None:
        answer = await send(office, caller, "POST", f"{path(P08)}/reminders", {})

        assert (answer.status_code, answer.json()["code"]) == (403, code)

    @pytest.mark.parametrize(
        "body", [None, [], {"remark": ""}, {"remark": "字" * 201}, {"remark": 1}, {"extra": 1}]
    )
    async def test_a_form_that_is_not_valid_is_refused(self, office: Office, body: object) -> None:
        answer = await send(office, STAFF, "POST", f"{path(P08)}/reminders", body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    async def test_nobody_is_reminded_of_what_is_not_owed(self, office: Office) -> None:
        answer = await send(office, STAFF, "POST", f"{path('2017-p99')}/reminders", {})

        assert (answer.status_code, answer.json()["code"]) == (404, "nothing-owed")

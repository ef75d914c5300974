"""Tasks in the ledger of deadlines, in a running service."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services.progress.deadline.events import deadline_of
from shared.http.caller import Caller
from shared.ids import UnitId
from tests.office import Office
from tests.progress.examples import (
    CO_LEAD,
    GONGAN,
    GUOZI,
    JIAOTONG,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    P08,
    WEIJI,
    accepted,
    participation,
    project,
    shanghai,
)
from tests.progress.relief.test_api import replaced
from tests.progress.task.examples import NOW, assigned, send, where

WHY = {"reason": "涉及其他单位的数据"}
RULING = {"ruling": "changed", "reason": "改用汇总数据", "due_on": "2017-06-30"}


def number(of: int) -> str:
    return str(UUID(int=of))


async def given(office: Office, task_id: str) -> None:
    office.clock.set(NOW)
    await assigned(office, task_id)


async def history(office: Office, task_id: str) -> list[str]:
    stream = deadline_of("task", f"{P08}~{task_id}")
    return [r.type for r in (await office.resources("progress").store.read(stream)).recorded]


async def line(office: Office, task_id: str, caller: Caller = LIAISON) -> dict[str, Any]:
    path = f"/api/progress/deadlines/task/{P08}~{task_id}"
    answer = await send(office, caller, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def until(office: Office, task_id: str, happened: str) -> None:
    async with asyncio.timeout(20):
        while happened not in await history(office, task_id):
            await asyncio.sleep(0.02)


async def behind(office: Office, caller: Caller, task_id: str) -> list[str]:
    board = (await send(office, caller, "GET", "/api/progress/board")).json()
    (of,) = [each for each in board["projects"] if each["project_id"] == P08]
    return [each["light"] for each in of["behind"] if each["subject"] == f"{P08}~{task_id}"]


@pytest.mark.covers("REQ-41")
async def test_an_assigned_task_is_owed_and_its_report_meets_the_deadline(office: Office) -> None:
    await given(office, number(1))
    owed = (await line(office, number(1)))["deadline"]
    await send(office, CO_LEAD, "POST", where(number(1), "/acceptance"))
    done = {"result": "场地已落实"}
    for _ in range(2):
        await send(office, CO_LEAD, "POST", where(number(1), "/completion"), done)
    await send(office, LIAISON, "POST", where(number(1), "/return"), {"advice": "请补充"})
    await send(office, CO_LEAD, "POST", where(number(1), "/completion"), {"result": "已补充"})

    assert (owed["owner_unit_id"], owed["label"], owed["state"]) == (
        JIAOTONG,
        "任务: 提供活动场地",
        "open",
    )
    assert owed["due_at"] == owed["grace_until"] == "2017-06-23T16:00:00Z"
    assert await history(office, number(1)) == ["DeadlineSet", "DeadlineMet"]


async def test_nothing_is_owed_for_what_was_not_assigned(office: Office) -> None:
    office.clock.set(NOW)
    body = {"unit_id": WEIJI, "title": "任务", "work": "任务", "due_on": "2017-06-23"}
    answer = await send(office, LIAISON, "PUT", where(number(2)), body)

    assert answer.status_code == 422
    assert await history(office, number(2)) == []


@pytest.mark.covers("REQ-41", "REQ-44", "PRA-05")
async def test_an_overdue_task_is_missed_and_shown_and_reminded_of(office: Office) -> None:
    await given(office, number(3))
    before = await behind(office, LEADER, number(3))
    office.clock.set(shanghai(6, 22, 9))
    soon = await behind(office, LIAISON, number(3))
    office.clock.set(shanghai(6, 24, 9))
    await until(office, number(3), "DeadlineMissed")
    overdue = [await behind(office, caller, number(3)) for caller in (LIAISON, LEADER)]
    office.clock.set(shanghai(6, 26, 9))
    await until(office, number(3), "ReminderIssued")
    await send(office, CO_LEAD, "POST", where(number(3), "/acceptance"))
    await send(office, CO_LEAD, "POST", where(number(3), "/completion"), {"result": "迟到"})

    assert (before, soon, overdue) == ([], ["amber"], [["red"], ["red"]])
    assert await history(office, number(3)) == [
        "DeadlineSet",
        "DeadlineMissed",
        "ReminderIssued",
        "DeadlineMetLate",
    ]


@pytest.mark.covers("REQ-40")
async def test_nothing_is_missed_while_a_task_is_disputed_and_the_ruling_gives_time(
    office: Office,
) -> None:
    await given(office, number(4))
    office.clock.set(shanghai(6, 8, 9))
    await send(office, CO_LEAD, "POST", where(number(4), "/dispute"), WHY)
    office.clock.set(shanghai(6, 28, 9))
    await given_another_that_is_missed(office, number(41))
    meanwhile = await line(office, number(4))
    ruled = await send(office, LEADER, "POST", where(number(4), "/ruling"), RULING)
    after = await line(office, number(4))

    assert (meanwhile["deadline"]["state"], meanwhile["light"]) == ("stopped", "green")
    assert ruled.json()["events"] == ["TaskDisputeRuled"]
    assert after["deadline"]["due_at"] == "2017-06-30T16:00:00Z"
    assert (after["deadline"]["state"], after["history"][-1]["reason"]) == ("open", "改用汇总数据")
    office.clock.set(shanghai(7, 1))
    await until(office, number(4), "DeadlineMissed")
    assert await history(office, number(4)) == [
        "DeadlineSet",
        "ClockStopped",
        "DeadlineExtended",
        "DeadlineMissed",
    ]


async def given_another_that_is_missed(office: Office, task_id: str) -> None:
    """Let the clock pass the date of another task: whatever was to be missed by then has been."""
    now = office.clock.now()
    office.clock.set(NOW)
    await assigned(office, task_id)
    office.clock.set(now)
    await until(office, task_id, "DeadlineMissed")


async def test_a_task_that_stands_is_due_when_its_deadline_says(office: Office) -> None:
    await given(office, number(5))
    await send(office, CO_LEAD, "POST", where(number(5), "/dispute"), WHY)
    office.clock.set(shanghai(6, 12, 9))
    stands = {"ruling": "stands", "reason": "属职责"}
    await send(office, LEADER, "POST", where(number(5), "/ruling"), stands)
    task = (await send(office, CO_LEAD, "GET", where(number(5)))).json()["task"]

    assert (await line(office, number(5)))["deadline"]["due_at"] == task["due_at"]
    assert task["due_at"] == "2017-06-29T16:00:00Z"


@pytest.mark.covers("REQ-40", "REQ-41")
async def test_a_void_or_cancelled_task_is_owed_no_more(office: Office) -> None:
    await given(office, number(6))
    await send(office, CO_LEAD, "POST", where(number(6), "/dispute"), WHY)
    void = {"ruling": "void", "reason": "不属其职责"}
    await send(office, LEADER, "POST", where(number(6), "/ruling"), void)
    await given(office, number(7))
    cancel = {"reason": "活动改期"}
    for _ in range(2):
        await send(office, LIAISON, "POST", where(number(7), "/cancellation"), cancel)

    assert await history(office, number(6)) == ["DeadlineSet", "ClockStopped", "DeadlineWaived"]
    assert await history(office, number(7)) == ["DeadlineSet", "DeadlineWaived"]
    assert (await line(office, number(7)))["history"][-1]["reason"] == "活动改期"


@pytest.mark.covers("REQ-41")
async def test_a_reassigned_task_is_owed_by_whoever_has_it_now(office: Office) -> None:
    await office.publish("applications", participation(P08, GONGAN), accepted(P08, GONGAN))
    await office.caught_up()
    await given(office, number(8))
    body = {"unit_id": GONGAN, "due_on": "2017-06-30", "reason": "原单位已退出"}
    for _ in range(2):
        await send(office, LIAISON, "POST", where(number(8), "/reassignment"), body)
    found = (await line(office, number(8)))["deadline"]

    assert (found["owner_unit_id"], found["due_at"]) == (GONGAN, "2017-06-30T16:00:00Z")
    assert await history(office, number(8)) == [
        "DeadlineSet",
        "DeadlineTransferred",
        "DeadlineExtended",
    ]
    assert (await line(office, number(8), OTHER_LEAD))["deadline"]["state"] == "open"


@pytest.mark.covers("AMB-12", "REQ-41")
async def test_a_new_lead_does_not_inherit_what_co_leads_owe(office: Office) -> None:
    await given(office, number(9))
    await office.publish("applications", project(P08), replaced(P08, GUOZI, WEIJI))
    await office.caught_up()
    owner = (await line(office, number(9), LEADER))["deadline"]["owner_unit_id"]
    await office.publish("applications", project(P08), replaced(P08, UnitId(WEIJI), GUOZI))
    await office.caught_up()

    assert owner == JIAOTONG


async def test_a_tasks_date_is_not_extended_in_the_ledger(office: Office) -> None:
    await given(office, number(10))
    body = {"due_on": "2017-06-30", "reason": "防汛"}
    path = f"/api/progress/deadlines/task/{P08}~{number(10)}/extension"
    answer = await send(office, LEADER, "POST", path, body)

    assert (answer.status_code, answer.json()["code"]) == (409, "tasks-are-redated")

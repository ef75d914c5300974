"""Disputes of tasks over HTTP, in a running service."""

from uuid import UUID

import pytest

from shared.http.caller import Caller
from tests.office import Office
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    JIAOTONG,
    LEADER,
    LIAISON,
    OUTSIDER,
    STAFF,
    shanghai,
)
from tests.progress.task.examples import NOW, assigned, lines, send, task_ids, types_in, where

WHY = {"reason": "涉及其他单位的数据"}
RULING = {
    "ruling": "changed",
    "reason": "原始数据不宜提供",
    "work": "改为提供汇总数据",
    "due_on": "2017-06-30",
}


def number(of: int) -> str:
    return str(UUID(int=of))


async def disputed(office: Office, task_id: str) -> None:
    office.clock.set(NOW)
    await assigned(office, task_id)
    office.clock.set(shanghai(6, 8, 9))
    answer = await send(office, CO_LEAD, "POST", where(task_id, "/dispute"), WHY)
    assert answer.status_code == 200, answer.text


async def test_the_leader_rules_and_the_task_goes_on_changed(office: Office) -> None:
    await disputed(office, number(1))
    office.clock.set(shanghai(6, 12, 9))
    ruled = await send(office, LEADER, "POST", where(number(1), "/ruling"), RULING)
    again = await send(office, LEADER, "POST", where(number(1), "/ruling"), RULING)
    task = (await send(office, CO_LEAD, "GET", where(number(1)))).json()["task"]

    assert ruled.json()["events"] == ["TaskDisputeRuled"]
    assert again.json()["events"] == []
    assert task["state"] == "accepted"
    assert task["work"] == "改为提供汇总数据"
    assert task["due_at"] == "2017-06-30T16:00:00Z"
    assert task["remark"] == "原始数据不宜提供"


async def test_while_a_task_is_disputed_its_clock_stands_still(office: Office) -> None:
    await disputed(office, number(2))
    office.clock.set(shanghai(6, 28, 9))
    meanwhile = await lines(office, LEADER, attention="overdue")
    line = (await send(office, CO_LEAD, "GET", where(number(2)))).json()
    await send(
        office,
        LEADER,
        "POST",
        where(number(2), "/ruling"),
        {"ruling": "stands", "reason": "属职责"},
    )
    after = (await send(office, CO_LEAD, "GET", where(number(2)))).json()

    assert number(2) not in task_ids(meanwhile)
    assert line["light"] == "green"
    assert after["task"]["due_at"] == "2017-07-13T16:00:00Z"
    assert after["light"] == "green"


async def test_a_void_task_is_closed(office: Office) -> None:
    await disputed(office, number(3))
    void = {"ruling": "void", "reason": "不属其职责"}
    await send(office, LEADER, "POST", where(number(3), "/ruling"), void)
    task = (await send(office, CO_LEAD, "GET", where(number(3)))).json()["task"]

    assert (task["state"], task["closed_at"]) == ("cancelled", "2017-06-08T01:00:00Z")


async def test_a_late_dispute_is_refused_until_the_leader_reopens(office: Office) -> None:
    office.clock.set(NOW)
    await assigned(office, number(4))
    office.clock.set(shanghai(6, 24))
    late = await send(office, CO_LEAD, "POST", where(number(4), "/dispute"), WHY)
    body = {"unit_id": JIAOTONG, "due_on": "2017-06-30", "reason": "允许再提异议"}
    reopened = await send(office, LEADER, "POST", where(number(4), "/reassignment"), body)
    again = await send(office, CO_LEAD, "POST", where(number(4), "/dispute"), WHY)

    assert (late.status_code, late.json()["code"]) == (409, "dispute-too-late")
    assert reopened.status_code == 200
    assert again.json()["events"] == ["TaskDisputed"]


class TestRefused:
    @pytest.mark.parametrize("caller", [LIAISON, OUTSIDER], ids=lambda caller: caller.id)
    async def test_only_the_assignee_disputes(self, office: Office, caller: Caller) -> None:
        office.clock.set(NOW)
        await assigned(office, number(5))
        answer = await send(office, caller, "POST", where(number(5), "/dispute"), WHY)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-assignee")
        assert await types_in(office, number(5)) == ["TaskAssigned"]

    @pytest.mark.parametrize(
        ("caller", "code"),
        [
            (LIAISON, "only-the-organisers-leader"),
            (CO_LEAD, "only-the-organisers-leader"),
            (STAFF, "may-not"),
            (AUDITOR, "may-not"),
        ],
        ids=lambda given: given.id if isinstance(given, Caller) else given,
    )
    async def test_only_a_leader_of_the_organiser_rules(
        self, office: Office, caller: Caller, code: str
    ) -> None:
        await disputed(office, number(6))
        answer = await send(office, caller, "POST", where(number(6), "/ruling"), RULING)

        assert (answer.status_code, answer.json()["code"]) == (403, code)
        assert await types_in(office, number(6)) == ["TaskAssigned", "TaskDisputed"]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"ruling": "maybe"}, "invalid-request"),
            ({"reason": ""}, "invalid-request"),
            ({"title": ""}, "invalid-request"),
            ({"title": "字" * 201}, "invalid-request"),
            ({"work": "字" * 20_001}, "invalid-request"),
            ({"due_on": "soon"}, "invalid-request"),
            ({"extra": 1}, "invalid-request"),
            ({"ruling": "stands"}, "changes-not-called-for"),
            ({"work": "", "due_on": None}, "nothing-changed"),
            ({"due_on": "2017-06-07"}, "new-date-in-the-past"),
        ],
    )
    async def test_a_ruling_that_is_not_valid_is_refused(
        self, office: Office, change: dict[str, object], code: str
    ) -> None:
        await disputed(office, number(7))
        body = {**RULING, **change}
        answer = await send(office, LEADER, "POST", where(number(7), "/ruling"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert await types_in(office, number(7)) == ["TaskAssigned", "TaskDisputed"]

    @pytest.mark.parametrize("body", [None, {}, {"reason": " "}, {"reason": "x", "y": 1}])
    async def test_a_dispute_says_why(self, office: Office, body: object) -> None:
        answer = await send(office, CO_LEAD, "POST", where(number(8), "/dispute"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

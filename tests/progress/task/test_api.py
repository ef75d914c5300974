"""Assigning tasks over HTTP, in a running service that listens to `applications`."""

import asyncio
from datetime import date

import pytest

from shared.contracts.applications import ParticipationEnded
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import ProjectId, UnitId
from tests.office import Office, who
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    EXECUTING,
    GONGAN,
    JIAOTONG,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    P17,
    P18,
    PROGRAMME,
    RESPONSIBLE,
    STAFF,
    WEIJI,
    accepted,
    designated,
    participation,
    project,
    shanghai,
)
from tests.progress.task.examples import (
    FORM,
    NOW,
    assigned,
    lines,
    send,
    task_ids,
    types_in,
    where,
)

REASSIGNMENT = {"unit_id": GONGAN, "due_on": "2017-07-07", "reason": "原单位已退出"}


def number(of: int) -> str:
    return f"00000000-0000-4000-8000-{of:012}"


async def joins(office: Office, project_id: ProjectId, unit: str) -> None:
    stream = participation(project_id, unit)
    await office.publish("applications", stream, accepted(project_id, unit))
    await office.caught_up()


async def leaves(office: Office, project_id: ProjectId, unit: str) -> None:
    ended = ParticipationEnded(
        programme_id=PROGRAMME,
        project_id=project_id,
        unit_id=UnitId(unit),
        role="co_lead",
        cause="withdrawal",
        reason="职能调整",
        ended_on=date(2017, 6, 30),
    )
    await office.publish("applications", participation(project_id, unit), ended)
    await office.caught_up()


async def test_a_task_is_assigned_and_read_with_its_version(office: Office) -> None:
    office.clock.set(NOW)
    answer = await send(office, LIAISON, "PUT", where(number(1)), FORM)
    read = await send(office, CO_LEAD, "GET", where(number(1)))

    assert answer.status_code == 200, answer.text
    assert answer.json()["stream"] == f"task:2017-p08~{number(1)}"
    assert answer.json()["events"] == ["TaskAssigned"]
    assert read.headers["etag"] == '"1"'
    assert read.json()["light"] == "green"
    assert read.json()["task"]["due_at"] == "2017-06-23T16:00:00Z"
    assert read.json()["task"]["state"] == "assigned"


async def test_the_same_assignment_has_one_effect(office: Office) -> None:
    office.clock.set(NOW)
    answers = await asyncio.gather(
        *(send(office, LIAISON, "PUT", where(number(2)), FORM) for _ in range(4))
    )
    spelled = await send(office, LIAISON, "PUT", where(number(2).upper()), FORM)
    other = await send(office, LIAISON, "PUT", where(number(2)), {**FORM, "title": "另一项"})

    assert {a.status_code for a in (*answers, spelled)} == {200}
    assert (other.status_code, other.json()["code"]) == (409, "task-id-taken")
    assert await types_in(office, number(2)) == ["TaskAssigned"]


async def test_an_activity_is_led_by_a_unit_of_the_project(office: Office) -> None:
    office.clock.set(NOW)
    await joins(office, P08, GONGAN)
    led = {"activity_lead_unit_id": JIAOTONG, "helping_unit_ids": [GONGAN, GONGAN]}
    await assigned(office, number(3), **led)
    foreign = {**FORM, "activity_lead_unit_id": WEIJI, "helping_unit_ids": [GONGAN, WEIJI]}
    answer = await send(office, LIAISON, "PUT", where(number(4)), foreign)
    task = (await send(office, LIAISON, "GET", where(number(3)))).json()["task"]

    assert task["activity_lead_unit_id"] == JIAOTONG
    assert task["helping_unit_ids"] == [GONGAN]
    assert (answer.status_code, answer.json()["code"]) == (422, "not-in-the-project")
    assert [error["field"] for error in answer.json()["errors"]] == [
        "/body/activity_lead_unit_id",
        "/body/helping_unit_ids/1",
    ]


class TestRefused:
    @pytest.mark.parametrize(
        "caller", [OTHER_LEAD, CO_LEAD, OUTSIDER, EXECUTING], ids=lambda caller: caller.id
    )
    async def test_only_the_lead_of_the_project_assigns(
        self, office: Office, caller: Caller
    ) -> None:
        office.clock.set(NOW)
        answer = await send(office, caller, "PUT", where(number(5)), FORM)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead")
        assert await types_in(office, number(5)) == []

    async def test_in_a_project_that_is_not_there_nothing_is_assigned(self, office: Office) -> None:
        answer = await send(office, LIAISON, "PUT", where(number(5), project="2017-p99"), FORM)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead")

    @pytest.mark.parametrize("unit", [WEIJI, "guozi-wei"])
    async def test_only_a_co_lead_is_given_a_task(self, office: Office, unit: str) -> None:
        office.clock.set(NOW)
        answer = await send(office, LIAISON, "PUT", where(number(5)), {**FORM, "unit_id": unit})

        assert (answer.status_code, answer.json()["code"]) == (422, "not-in-the-project")
        assert answer.json()["errors"][0]["field"] == "/body/unit_id"
        assert await types_in(office, number(5)) == []

    async def test_a_task_ends_in_the_future(self, office: Office) -> None:
        office.clock.set(shanghai(6, 24))
        answer = await send(office, LIAISON, "PUT", where(number(5)), FORM)

        assert (answer.status_code, answer.json()["code"]) == (422, "due-in-the-past")
        assert answer.json()["errors"][0]["field"] == "/body/due_on"

    @pytest.mark.parametrize(
        "change",
        [
            {"unit_id": "Jiaotong"},
            {"unit_id": None},
            {"unit_id": "x" * 81},
            {"title": ""},
            {"title": "字" * 201},
            {"title": "x\u0007"},
            {"work": "  "},
            {"work": "字" * 20_001},
            {"due_on": "tomorrow"},
            {"due_on": "1999-12-31"},
            {"due_on": "9999-12-31"},
            {"activity_lead_unit_id": ""},
            {"activity_lead_unit_id": "A B"},
            {"helping_unit_ids": [""]},
            {"helping_unit_ids": ["weiji-wei"] * 31},
            {"helping_unit_ids": "weiji-wei"},
            {"extra": True},
        ],
    )
    async def test_a_form_that_is_not_valid_is_refused_and_nothing_is_stored(
        self, office: Office, change: dict[str, object]
    ) -> None:
        answer = await send(office, LIAISON, "PUT", where(number(5)), {**FORM, **change})

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
        assert await types_in(office, number(5)) == []

    @pytest.mark.parametrize("task_id", ["1", "x" * 36, "2017-p08"])
    async def test_a_number_is_a_uuid(self, office: Office, task_id: str) -> None:
        answer = await send(office, LIAISON, "PUT", where(task_id), FORM)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    @pytest.mark.parametrize(
        "change",
        [
            {"unit_id": ""},
            {"due_on": "soon"},
            {"reason": ""},
            {"reason": None},
            {"reason": "字" * 201},
            {"extra": 1},
        ],
    )
    async def test_a_reassignment_says_to_whom_by_when_and_why(
        self, office: Office, change: dict[str, object]
    ) -> None:
        body = {**REASSIGNMENT, **change}
        answer = await send(office, LIAISON, "POST", where(number(5), "/reassignment"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    @pytest.mark.parametrize("body", [None, {}, {"reason": " "}, {"reason": "x", "y": 1}])
    async def test_a_cancellation_says_why(self, office: Office, body: object) -> None:
        answer = await send(office, LIAISON, "POST", where(number(5), "/cancellation"), body)

        assert answer.status_code == 422

    @pytest.mark.parametrize(
        "asked",
        [
            {"state": "done"},
            {"attention": "x"},
            {"after": "x"},
            {"limit": "0"},
            {"limit": "201"},
            {"unit": "A"},
            {"project": "A"},
        ],
    )
    async def test_a_list_that_is_asked_for_wrongly_is_refused(
        self, office: Office, asked: dict[str, str]
    ) -> None:
        async with office.client("progress", LIAISON) as client:
            answer = await client.get("/api/progress/tasks", params=asked)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


async def test_a_task_is_taken_back_with_a_reason(office: Office) -> None:
    office.clock.set(NOW)
    await assigned(office, number(6))
    stale = await send(
        office, LIAISON, "POST", where(number(6), "/cancellation"), {"reason": "x"}, If_Match='"9"'
    )
    foreign = await send(
        office, CO_LEAD, "POST", where(number(6), "/cancellation"), {"reason": "x"}
    )
    answer = await send(
        office, LIAISON, "POST", where(number(6), "/cancellation"), {"reason": "活动改期"}
    )
    task = (await send(office, CO_LEAD, "GET", where(number(6)))).json()["task"]

    assert (stale.status_code, foreign.status_code, answer.status_code) == (412, 403, 200)
    assert (task["state"], task["remark"]) == ("cancelled", "活动改期")


class TestEndOfAParticipation:
    async def test_open_tasks_of_a_unit_that_left_are_listed_for_reassignment(
        self, office: Office
    ) -> None:
        office.clock.set(NOW)
        await joins(office, P18, WEIJI)
        form = {**FORM, "unit_id": WEIJI}
        for task_id in (number(10), number(11)):
            await send(office, OTHER_LEAD, "PUT", where(task_id, project=P18), form)
        cancelled = where(number(11), "/cancellation", project=P18)
        await send(office, OTHER_LEAD, "POST", cancelled, {"reason": "活动改期"})

        before = await lines(office, LEADER, attention="to_reassign", project=P18)
        await leaves(office, P18, WEIJI)
        after = await lines(office, LEADER, attention="to_reassign", project=P18)
        for_the_lead = await lines(office, OTHER_LEAD, attention="to_reassign")

        assert before == []
        assert task_ids(after) == task_ids(for_the_lead) == [number(10)]
        assert after[0]["to_reassign"] is True

    async def test_the_copy_decides_and_late_news_repairs(self, office: Office) -> None:
        """The unit has left, but nobody told this service yet: the task is taken, then listed."""
        office.clock.set(NOW)
        await joins(office, P17, WEIJI)
        form = {**FORM, "unit_id": WEIJI}
        taken = await send(office, EXECUTING, "PUT", where(number(12), project=P17), form)
        await leaves(office, P17, WEIJI)
        refused = await send(office, EXECUTING, "PUT", where(number(13), project=P17), form)
        found = await lines(office, LEADER, attention="to_reassign", project=P17)

        assert (taken.status_code, refused.status_code) == (200, 422)
        assert task_ids(found) == [number(12)]

        await joins(office, P17, JIAOTONG)
        body = {**REASSIGNMENT, "unit_id": JIAOTONG}
        path = where(number(12), "/reassignment", project=P17)
        moved = await send(office, LEADER, "POST", path, body)

        assert moved.json()["events"] == ["TaskReassigned"]
        assert await lines(office, LEADER, attention="to_reassign", project=P17) == []

    async def test_who_left_and_came_again_has_its_task_again(self, office: Office) -> None:
        office.clock.set(NOW)
        await assigned(office, number(14))
        await leaves(office, P08, JIAOTONG)
        left = await lines(office, LIAISON, attention="to_reassign")
        await joins(office, P08, JIAOTONG)

        assert number(14) in task_ids(left)
        assert await lines(office, LIAISON, attention="to_reassign") == []


async def test_a_new_lead_inherits_open_tasks(office: Office) -> None:
    office.clock.set(NOW)
    await assigned(office, number(15))
    new_lead = who("new-lead", Role.LIAISON, unit=WEIJI)
    path, why = where(number(15), "/cancellation"), {"reason": "活动改期"}
    await office.publish("applications", project(P08), designated(P08, WEIJI))
    await office.caught_up()
    former = await send(office, LIAISON, "POST", path, why)
    inherited = await send(office, new_lead, "POST", path, why)
    await office.publish("applications", project(P08), designated(P08, "guozi-wei"))
    await office.caught_up()

    assert (former.status_code, inherited.status_code) == (403, 200)


class TestReading:
    async def test_a_task_is_amber_three_days_before_and_red_from_the_day_after(
        self, office: Office
    ) -> None:
        office.clock.set(NOW)
        await assigned(office, number(20))
        lights: list[str] = []
        for day in (20, 21, 23, 24):
            office.clock.set(shanghai(6, day, 9))
            lights.append((await send(office, LIAISON, "GET", where(number(20)))).json()["light"])
        overdue = await lines(office, LEADER, attention="overdue")

        assert lights == ["green", "amber", "amber", "red"]
        assert number(20) in task_ids(overdue)

    async def test_a_list_can_be_narrowed_and_read_in_pages(self, office: Office) -> None:
        office.clock.set(NOW)
        await assigned(office, number(21), due_on="2017-06-08")
        await assigned(office, number(22), due_on="2017-06-07")
        everything = task_ids(await lines(office, STAFF, limit="200"))
        paged: list[str] = []
        after: dict[str, str] = {}
        async with office.client("progress", STAFF) as client:
            while True:
                answer = await client.get("/api/progress/tasks", params={"limit": "2", **after})
                paged += task_ids(answer.json()["items"])
                if answer.json()["next"] is None:
                    break
                after = {"after": answer.json()["next"]}
        narrowed = await lines(office, STAFF, project=P08, unit=JIAOTONG, state="assigned")

        assert paged == everything
        assert everything[:2] == [number(22), number(21)]
        assert task_ids(narrowed)[:2] == [number(22), number(21)]
        assert {line["task"]["unit_id"] for line in narrowed} == {JIAOTONG}

    @pytest.mark.parametrize(
        ("caller", "status"),
        [
            (STAFF, 200),
            (LEADER, 200),
            (AUDITOR, 200),
            (LIAISON, 200),
            (RESPONSIBLE, 200),
            (CO_LEAD, 200),
            (EXECUTING, 404),
            (OUTSIDER, 404),
        ],
        ids=lambda given: given.id if isinstance(given, Caller) else str(given),
    )
    async def test_tasks_are_seen_by_the_organiser_and_the_projects_own_units(
        self, office: Office, caller: Caller, status: int
    ) -> None:
        office.clock.set(NOW)
        await assigned(office, number(23))
        read = await send(office, caller, "GET", where(number(23)))
        seen = task_ids(await lines(office, caller, project=P08, limit="200"))

        assert read.status_code == status
        assert (number(23) in seen) == (status == 200)

"""Working on tasks over HTTP, in a running service."""

from uuid import UUID

import pytest

from shared.contracts.applications import ProgrammeRulesSet
from shared.contracts.programme_rules import Category
from shared.ids import ProgrammeId
from tests.office import Office
from tests.progress.examples import (
    CO_LEAD,
    JIAOTONG,
    LEADER,
    LIAISON,
    OUTSIDER,
    P08,
    P17,
    PROGRAMME,
    RESPONSIBLE,
    accepted,
    participation,
    programme,
    shanghai,
)
from tests.progress.task.examples import NOW, assigned, lines, send, task_ids, types_in, where

DONE = {"result": "场地已落实"}


def number(of: int) -> str:
    return str(UUID(int=of))


async def reported(office: Office, task_id: str) -> None:
    office.clock.set(NOW)
    await assigned(office, task_id)
    await send(office, CO_LEAD, "POST", where(task_id, "/acceptance"))
    office.clock.set(shanghai(6, 20, 15))
    answer = await send(office, CO_LEAD, "POST", where(task_id, "/completion"), DONE)
    assert answer.status_code == 200, answer.text


async def test_a_task_is_accepted_reported_returned_and_confirmed(office: Office) -> None:
    task_id = number(1)
    await reported(office, task_id)
    returned = await send(
        office, LIAISON, "POST", where(task_id, "/return"), {"advice": "请补充志愿者名额"}
    )
    read = await send(office, CO_LEAD, "GET", where(task_id))
    again = await send(
        office,
        CO_LEAD,
        "POST",
        where(task_id, "/completion"),
        {"result": "已补充"},
        If_Match=read.headers["etag"],
    )
    confirmed = await send(office, LIAISON, "POST", where(task_id, "/confirmation"))
    final = (await send(office, CO_LEAD, "GET", where(task_id))).json()["task"]

    assert returned.json()["events"] == ["TaskReturned"]
    assert read.json()["task"]["remark"] == "请补充志愿者名额"
    assert again.json()["events"] == ["TaskCompletionReported"]
    assert confirmed.json()["events"] == ["TaskConfirmed"]
    assert (final["state"], final["result"], final["version"]) == ("confirmed", "已补充", 6)


async def test_a_step_that_is_sent_twice_has_one_effect(office: Office) -> None:
    task_id = number(2)
    await reported(office, task_id)
    again = await send(office, CO_LEAD, "POST", where(task_id, "/completion"), DONE)
    for _ in range(2):
        await send(office, LIAISON, "POST", where(task_id, "/confirmation"), Idempotency_Key="2")

    assert again.json()["events"] == []
    assert await types_in(office, task_id) == [
        "TaskAssigned",
        "TaskAccepted",
        "TaskCompletionReported",
        "TaskConfirmed",
    ]


@pytest.mark.covers("REQ-41")
async def test_what_the_lead_leaves_unanswered_is_shown_and_never_confirmed_by_itself(
    office: Office,
) -> None:
    task_id = number(3)
    await reported(office, task_id)
    office.clock.set(shanghai(7, 4, 23))
    before = task_ids(await lines(office, LEADER, attention="unconfirmed"))
    office.clock.set(shanghai(7, 5))
    after = await lines(office, LEADER, attention="unconfirmed")
    await office.caught_up()

    assert task_id not in before
    assert task_id in task_ids(after)
    assert all(line["unconfirmed"] and line["task"]["state"] == "reported" for line in after)
    assert (await types_in(office, task_id))[-1] == "TaskCompletionReported"


@pytest.mark.covers("REQ-41")
async def test_the_programmes_rules_say_how_long_the_lead_may_take(office: Office) -> None:
    rules = ProgrammeRulesSet(
        programme_id=PROGRAMME,
        categories=(Category(projects=(P17,)), Category(projects=(P08,))),
        task_confirmation_working_days=2,
    )
    foreign = ProgrammeRulesSet(
        programme_id=ProgrammeId("another-2018"),
        categories=(Category(projects=(P17,)),),
        task_confirmation_working_days=5,
    )
    await office.publish("applications", programme(), rules)
    await office.publish("applications", programme(), foreign)
    await office.caught_up()
    await reported(office, number(4))
    shown = (await send(office, LEADER, "GET", where(number(4)))).json()["task"]
    await office.publish(
        "applications", programme(), ProgrammeRulesSet(programme_id=PROGRAMME, categories=())
    )
    await office.caught_up()
    await reported(office, number(5))
    default = (await send(office, LEADER, "GET", where(number(5)))).json()["task"]

    assert shown["confirm_by"] == "2017-06-22T16:00:00Z"
    assert default["confirm_by"] == "2017-07-04T16:00:00Z"


@pytest.mark.covers("REQ-27")
async def test_co_leads_without_a_task_in_a_quarter_are_listed(office: Office) -> None:
    await office.publish("applications", participation(P17, JIAOTONG), accepted(P17, JIAOTONG))
    await office.caught_up()
    await reported(office, number(6))
    path = "/api/progress/idle-co-leads?period="
    first = await send(office, LEADER, "GET", f"{path}2017Q1")
    second = await send(office, LEADER, "GET", f"{path}2017Q2")
    own = await send(office, LIAISON, "GET", f"{path}2017Q1")
    outsider = await send(office, OUTSIDER, "GET", f"{path}2017Q1")
    wrong = await send(office, LEADER, "GET", f"{path}2017Q5")
    odd = await send(office, LEADER, "GET", f"{path}2017-1")

    in_p08, in_p17 = ({"project_id": p, "unit_id": JIAOTONG} for p in (P08, P17))
    assert first.json() == [in_p08, in_p17]
    assert second.json() == [in_p17]
    assert own.json() == [in_p08]
    assert outsider.json() == []
    assert (wrong.status_code, wrong.json()["code"]) == (404, "no-such-period")
    assert odd.json()["code"] == "invalid-request"


class TestRefused:
    async def test_nobody_answers_for_another_unit(self, office: Office) -> None:
        office.clock.set(NOW)
        await assigned(office, number(7))
        for caller in (LIAISON, OUTSIDER):
            answer = await send(office, caller, "POST", where(number(7), "/acceptance"))
            assert (answer.status_code, answer.json()["code"]) == (403, "only-the-assignee")

    async def test_only_the_lead_confirms(self, office: Office) -> None:
        await reported(office, number(8))
        answer = await send(office, CO_LEAD, "POST", where(number(8), "/confirmation"))
        leader = await send(office, LEADER, "POST", where(number(8), "/confirmation"))
        signer = await send(office, RESPONSIBLE, "POST", where(number(8), "/confirmation"))

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead")
        assert (leader.status_code, leader.json()["code"]) == (403, "only-the-lead")
        assert (signer.status_code, signer.json()["code"]) == (403, "may-not")

    async def test_what_was_not_accepted_is_not_reported(self, office: Office) -> None:
        office.clock.set(NOW)
        await assigned(office, number(9))
        answer = await send(office, CO_LEAD, "POST", where(number(9), "/completion"), DONE)
        confirmed = await send(office, LIAISON, "POST", where(number(9), "/confirmation"))

        assert (answer.status_code, answer.json()["code"]) == (409, "accept-first")
        assert (confirmed.status_code, confirmed.json()["code"]) == (409, "not-reported-done")

    async def test_what_was_never_assigned_is_not_there(self, office: Office) -> None:
        for act, caller, body in (
            ("/acceptance", CO_LEAD, None),
            ("/completion", CO_LEAD, DONE),
            ("/return", LIAISON, {"advice": "x"}),
            ("/confirmation", LIAISON, None),
        ):
            answer = await send(office, caller, "POST", where(number(99), act), body)
            assert (answer.status_code, answer.json()["code"]) == (404, "no-such-task")

    @pytest.mark.parametrize(
        "body",
        [None, {}, {"result": ""}, {"result": "字" * 20_001}, {"result": "x", "y": 1}],
    )
    async def test_a_completion_says_what_was_done(self, office: Office, body: object) -> None:
        answer = await send(office, CO_LEAD, "POST", where(number(7), "/completion"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    @pytest.mark.parametrize("body", [None, {}, {"advice": " "}, {"advice": "x", "y": 1}])
    async def test_a_return_says_what_is_missing(self, office: Office, body: object) -> None:
        answer = await send(office, LIAISON, "POST", where(number(7), "/return"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    async def test_who_saw_an_older_version_is_told(self, office: Office) -> None:
        office.clock.set(NOW)
        await assigned(office, number(10))
        path = where(number(10), "/acceptance")
        answer = await send(office, CO_LEAD, "POST", path, If_Match='"99"')

        assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")

"""Supervision over HTTP, in a running service."""

import asyncio
from datetime import timedelta

import pytest

from services.progress.deadline.events import deadline_of
from services.progress.supervision.events import supervision_of
from shared.contracts.applications import ContactLeaderAssigned
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import AccountId
from tests.office import Office, who
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    EXECUTING,
    LEADER,
    LIAISON,
    OUTSIDER,
    P08,
    P17,
    PROGRAMME,
    STAFF,
    project,
    shanghai,
)
from tests.progress.supervision.examples import (
    ANSWER_FORM,
    DEMAND_FORM,
    DUE,
    EVIDENCE_FORM,
    VISIT,
    VISIT_FORM,
    number,
    where,
)
from tests.progress.task.examples import send

OTHER_LEADER = who("other-leader", Role.LEADER)
CASES = "/api/progress/supervisions"


async def types_in(office: Office, case: str) -> list[str]:
    history = await office.resources("progress").store.read(supervision_of(P08, case))
    return [recorded.type for recorded in history.recorded]


async def owed(office: Office, case: str) -> list[str]:
    stream = deadline_of("rectification", f"{P08}~{case}")
    history = await office.resources("progress").store.read(stream)
    return [recorded.type for recorded in history.recorded]


async def recorded(office: Office, case: str) -> None:
    office.clock.set(VISIT)
    answer = await send(office, LEADER, "PUT", where(case), VISIT_FORM)
    assert answer.status_code == 200, answer.text


async def required(office: Office, case: str) -> None:
    await recorded(office, case)
    answer = await send(office, LEADER, "POST", where(case, "/rectification"), DEMAND_FORM)
    assert answer.status_code == 200, answer.text


@pytest.mark.covers("REQ-43", "PRA-06")
async def test_a_visit_is_recorded_and_the_lead_answers(office: Office) -> None:
    await recorded(office, number(1))
    answered = await send(office, LIAISON, "POST", where(number(1), "/answer"), ANSWER_FORM)
    line = (await send(office, STAFF, "GET", where(number(1)))).json()

    assert answered.json()["events"] == ["SupervisionAnswered"]
    case = line["supervision"]
    assert (case["held_on"], case["met"], case["recorded_by"]) == (
        "2017-07-20",
        "牵头单位联络员",
        "leader",
    )
    assert (case["finding"], case["answer"], case["state"]) == (
        "尚未启动",
        "已重新部署",
        "recorded",
    )
    assert (line["due_at"], line["overdue"]) == (None, False)


@pytest.mark.covers("REQ-44", "PRA-06")
async def test_what_has_to_be_put_right_is_owed_until_it_is_closed(office: Office) -> None:
    await required(office, number(2))
    office.clock.set(shanghai(8, 10, 9))
    line = (await send(office, LIAISON, "GET", where(number(2)))).json()
    closed = await send(office, LEADER, "POST", where(number(2), "/closing"), EVIDENCE_FORM)
    again = await send(office, LEADER, "POST", where(number(2), "/closing"), EVIDENCE_FORM)

    assert line["supervision"]["state"] == "rectifying"
    assert line["due_at"] == "2017-08-18T16:00:00Z"
    assert closed.json()["events"] == ["RectificationClosed"]
    assert again.json()["events"] == []
    assert await owed(office, number(2)) == ["DeadlineSet", "DeadlineMet"]
    after = (await send(office, LIAISON, "GET", where(number(2)))).json()["supervision"]
    assert (after["state"], after["evidence"]) == ("closed", EVIDENCE_FORM["evidence"])


@pytest.mark.covers("REQ-44")
async def test_what_was_not_put_right_is_listed_and_reminded_of(office: Office) -> None:
    await required(office, number(3))
    office.clock.set(DUE - timedelta(seconds=1))
    before = (await send(office, LEADER, "GET", f"{CASES}?attention=overdue")).json()["items"]
    office.clock.set(shanghai(8, 21, 9))
    async with asyncio.timeout(20):
        while "ReminderIssued" not in await owed(office, number(3)):
            await asyncio.sleep(0.02)
    after = (await send(office, LEADER, "GET", f"{CASES}?attention=overdue")).json()["items"]

    found = [line["supervision"]["supervision_id"] for line in after]
    assert number(3) in found
    assert all(line["overdue"] for line in after)
    assert before == []
    assert await owed(office, number(3)) == ["DeadlineSet", "DeadlineMissed", "ReminderIssued"]
    closed = await send(office, LEADER, "POST", where(number(3), "/closing"), EVIDENCE_FORM)
    assert closed.status_code == 200
    assert (await owed(office, number(3)))[-1] == "DeadlineMetLate"


async def test_a_list_can_be_read_in_pages_and_by_state(office: Office) -> None:
    for of in (11, 12, 13):
        await recorded(office, number(of))
    first = (await send(office, STAFF, "GET", f"{CASES}?limit=2&state=recorded")).json()
    rest = (await send(office, STAFF, "GET", f"{CASES}?after={first['next']}&limit=200")).json()
    elsewhere = (await send(office, STAFF, "GET", f"{CASES}?project=2017-p18")).json()

    shown = [line["supervision"]["supervision_id"] for line in (*first["items"], *rest["items"])]
    assert len(first["items"]) == 2
    assert {number(11), number(12), number(13)} <= set(shown)
    assert rest["next"] is None
    assert elsewhere["items"] == []


@pytest.mark.covers("PRA-17", "REQ-42")
async def test_a_leader_presses_the_own_projects_and_the_staff_records_for_all(
    office: Office,
) -> None:
    assigned = ContactLeaderAssigned(
        programme_id=PROGRAMME, project_id=P17, account_id=AccountId("leader"), replaces=""
    )
    await office.publish("applications", project(P17), assigned)
    await office.caught_up()
    office.clock.set(VISIT)
    path = where(number(4), project=P17)
    other = await send(office, OTHER_LEADER, "PUT", path, VISIT_FORM)
    staff = await send(office, STAFF, "PUT", path, VISIT_FORM)
    pressed = await send(office, OTHER_LEADER, "POST", f"{path}/rectification", DEMAND_FORM)
    closing = await send(office, OTHER_LEADER, "POST", f"{path}/closing", EVIDENCE_FORM)
    own = await send(office, LEADER, "POST", f"{path}/rectification", DEMAND_FORM)
    answered = await send(office, EXECUTING, "POST", f"{path}/answer", ANSWER_FORM)

    for refused in (other, pressed, closing):
        assert (refused.status_code, refused.json()["code"]) == (403, "another-looks-after-it")
    assert [staff.status_code, own.status_code, answered.status_code] == [200, 200, 200]


class TestRefused:
    @pytest.mark.parametrize("caller", [LIAISON, AUDITOR], ids=lambda caller: caller.id)
    async def test_only_the_organiser_records(self, office: Office, caller: Caller) -> None:
        answer = await send(office, caller, "PUT", where(number(5)), VISIT_FORM)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-organiser")

    async def test_only_a_leader_requires_and_closes(self, office: Office) -> None:
        await recorded(office, number(6))
        demand = await send(office, STAFF, "POST", where(number(6), "/rectification"), DEMAND_FORM)
        closing = await send(office, STAFF, "POST", where(number(6), "/closing"), EVIDENCE_FORM)

        assert (demand.status_code, demand.json()["code"]) == (403, "may-not")
        assert (closing.status_code, closing.json()["code"]) == (403, "may-not")
        assert await types_in(office, number(6)) == ["SupervisionRecorded"]

    @pytest.mark.parametrize("caller", [CO_LEAD, OUTSIDER], ids=lambda caller: caller.id)
    async def test_only_the_lead_reads_and_answers(self, office: Office, caller: Caller) -> None:
        await recorded(office, number(7))
        read = await send(office, caller, "GET", where(number(7)))
        answer = await send(office, caller, "POST", where(number(7), "/answer"), ANSWER_FORM)

        assert read.status_code == 404
        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead-answers")

    @pytest.mark.parametrize(
        "change",
        [
            {"met": ""},
            {"met": "字" * 201},
            {"finding": ""},
            {"finding": "字" * 20_001},
            {"held_on": "yesterday"},
            {"held_on": "1999-12-31"},
            {"extra": 1},
        ],
    )
    async def test_a_record_that_is_not_valid_is_refused(
        self, office: Office, change: dict[str, object]
    ) -> None:
        answer = await send(office, STAFF, "PUT", where(number(8)), {**VISIT_FORM, **change})

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
        assert await types_in(office, number(8)) == []

    async def test_what_is_to_come_is_not_recorded(self, office: Office) -> None:
        office.clock.set(VISIT)
        form = {**VISIT_FORM, "held_on": "2017-07-21"}
        answer = await send(office, STAFF, "PUT", where(number(8)), form)

        assert (answer.status_code, answer.json()["code"]) == (422, "not-held-yet")

    @pytest.mark.parametrize(
        ("act", "form", "change"),
        [
            ("/rectification", DEMAND_FORM, {"demand": ""}),
            ("/rectification", DEMAND_FORM, {"due_on": "soon"}),
            ("/rectification", DEMAND_FORM, {"due_on": None}),
            ("/rectification", DEMAND_FORM, {"extra": 1}),
            ("/closing", EVIDENCE_FORM, {"evidence": ""}),
            ("/closing", EVIDENCE_FORM, {"evidence": "字" * 20_001}),
            ("/closing", EVIDENCE_FORM, {"extra": 1}),
            ("/answer", ANSWER_FORM, {"answer": " "}),
            ("/answer", ANSWER_FORM, {"extra": 1}),
        ],
    )
    async def test_a_form_that_is_not_valid_is_refused(
        self, office: Office, act: str, form: dict[str, object], change: dict[str, object]
    ) -> None:
        answer = await send(office, LEADER, "POST", where(number(9), act), {**form, **change})

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    async def test_there_is_time_to_put_something_right(self, office: Office) -> None:
        await recorded(office, number(9))
        form = {**DEMAND_FORM, "due_on": "2017-07-19"}
        answer = await send(office, LEADER, "POST", where(number(9), "/rectification"), form)

        assert (answer.status_code, answer.json()["code"]) == (422, "rectification-due-in-the-past")

    @pytest.mark.parametrize(
        "asked", ["after=x", "after=0.p.x", "limit=0", "state=open", "attention=x"]
    )
    async def test_a_question_that_is_not_valid_is_refused(
        self, office: Office, asked: str
    ) -> None:
        answer = await send(office, STAFF, "GET", f"{CASES}?{asked}")

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

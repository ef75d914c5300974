"""An ordinary task of 2017-p08: the lead asks a co-lead for a hall by 23 June."""

from typing import Any

import httpx2

from services.progress.parties import Parties
from services.progress.task.commands import AssignTask, CancelTask, ReassignTask
from services.progress.task.events import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskCompletionReported,
    TaskConfirmed,
    TaskDisputed,
    TaskDisputeRuled,
    TaskReassigned,
    TaskReturned,
    TaskTerms,
    task_of,
)
from services.progress.task_dispute.commands import DisputeTask, RuleOnDispute
from services.progress.task_work.commands import (
    AcceptTask,
    ConfirmTask,
    ReportCompletion,
    ReturnTask,
)
from shared.http.caller import Caller
from shared.ids import AccountId, ProjectId
from tests.office import Office
from tests.progress.examples import GONGAN, GUOZI, JIAOTONG, LIAISON, P08, shanghai

TASK = "6f0d7c9e-4b1a-4a57-9a4e-0d2f5b8c1e01"
NOW, DUE = shanghai(6, 6, 10), shanghai(6, 24)
PARTIES = Parties(lead_unit_id=GUOZI, executing_unit_id="", co_leads=frozenset({JIAOTONG, GONGAN}))
TERMS = TaskTerms(
    title="提供活动场地",
    work="提供可容纳一百人的场地并安排志愿者",
    due_at=DUE,
    activity_lead_unit_id="",
    helping_unit_ids=(),
)
LEADERS = AccountId("leader")

ASSIGN = AssignTask(
    project_id=P08,
    task_id=TASK,
    unit_id=JIAOTONG,
    terms=TERMS,
    parties=PARTIES,
    from_unit=GUOZI,
    at=NOW,
)
ASSIGNED = TaskAssigned(
    project_id=P08,
    task_id=TASK,
    unit_id=JIAOTONG,
    terms=TERMS,
    lead_unit_id=GUOZI,
    assigned_by_unit_id=GUOZI,
)
ACCEPT = AcceptTask(from_unit=JIAOTONG)
ACCEPTED = TaskAccepted(project_id=P08, task_id=TASK, unit_id=JIAOTONG)
DISPUTE = DisputeTask(reason="涉及其他单位的数据", from_unit=JIAOTONG, at=shanghai(6, 8, 9))
DISPUTED = TaskDisputed(
    project_id=P08,
    task_id=TASK,
    unit_id=JIAOTONG,
    reason="涉及其他单位的数据",
    clock_stopped_at=shanghai(6, 8, 9),
)
RULE = RuleOnDispute(
    ruling="changed",
    title="",
    work="改为提供汇总数据",
    due_at=shanghai(7, 1),
    reason="原始数据不宜提供",
    by=LEADERS,
    at=shanghai(6, 12, 9),
)
RULED = TaskDisputeRuled(
    project_id=P08,
    task_id=TASK,
    ruling="changed",
    title="提供活动场地",
    work="改为提供汇总数据",
    due_at=shanghai(7, 1),
    reason="原始数据不宜提供",
    by=LEADERS,
)
REPORT = ReportCompletion(
    result="场地已落实", from_unit=JIAOTONG, confirm_within=10, at=shanghai(6, 20, 15)
)
REPORTED = TaskCompletionReported(
    project_id=P08,
    task_id=TASK,
    unit_id=JIAOTONG,
    result="场地已落实",
    confirm_by=shanghai(7, 5),
)
RETURN = ReturnTask(advice="请补充志愿者名额", parties=PARTIES, from_unit=GUOZI)
RETURNED = TaskReturned(
    project_id=P08, task_id=TASK, advice="请补充志愿者名额", returned_by_unit_id=GUOZI
)
CONFIRM = ConfirmTask(parties=PARTIES, from_unit=GUOZI)
CONFIRMED = TaskConfirmed(project_id=P08, task_id=TASK, confirmed_by_unit_id=GUOZI)
REASSIGN = ReassignTask(
    unit_id=GONGAN,
    due_at=shanghai(7, 1),
    reason="原单位已退出",
    parties=PARTIES,
    from_unit=GUOZI,
    by_organiser=False,
    by=AccountId("li-guozi"),
    at=shanghai(6, 14, 9),
)
REASSIGNED = TaskReassigned(
    project_id=P08,
    task_id=TASK,
    from_unit_id=JIAOTONG,
    unit_id=GONGAN,
    due_at=shanghai(7, 1),
    reason="原单位已退出",
    by=AccountId("li-guozi"),
)
CANCEL = CancelTask(reason="活动改期", parties=PARTIES, from_unit=GUOZI)
CANCELLED = TaskCancelled(
    project_id=P08, task_id=TASK, reason="活动改期", cancelled_by_unit_id=GUOZI
)

FORM = {
    "unit_id": JIAOTONG,
    "title": "提供活动场地",
    "work": "提供可容纳一百人的场地并安排志愿者",
    "due_on": "2017-06-23",
}


def where(task_id: str, act: str = "", project: str = P08) -> str:
    return f"/api/progress/projects/{project}/tasks/{task_id}{act}"


async def send(
    office: Office, caller: Caller, method: str, path: str, body: object = None, **headers: str
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client.request(method, path, json=body, headers=named)


async def assigned(office: Office, task_id: str, **change: object) -> None:
    answer = await send(office, LIAISON, "PUT", where(task_id), {**FORM, **change})
    assert answer.status_code == 200, answer.text


async def types_in(office: Office, task_id: str, project: ProjectId = P08) -> list[str]:
    stream = task_of(project, task_id)
    return [r.type for r in (await office.resources("progress").store.read(stream)).recorded]


async def lines(office: Office, caller: Caller, **asked: str) -> list[dict[str, Any]]:
    async with office.client("progress", caller) as client:
        answer = await client.get("/api/progress/tasks", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def task_ids(found: list[dict[str, Any]]) -> list[str]:
    return [line["task"]["task_id"] for line in found]

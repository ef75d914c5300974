"""An ordinary case: a visit to the lead of 2017-p08 finds nothing done, and a month to put it right."""

from datetime import date
from uuid import UUID

from services.progress.supervision.commands import (
    AnswerSupervision,
    CloseRectification,
    RecordSupervision,
    RequireRectification,
)
from services.progress.supervision.events import (
    RectificationClosed,
    RectificationRequired,
    SupervisionAnswered,
    SupervisionRecorded,
)
from shared.ids import AccountId
from tests.progress.examples import GUOZI, P08, shanghai
from tests.progress.task.examples import PARTIES

CASE = "3d0a3a54-5a43-4f38-9a5e-0f3c1c6d9a01"
DAY, VISIT, DUE = date(2017, 7, 20), shanghai(7, 20, 9), shanghai(8, 19)
BY = AccountId("leader")

RECORD = RecordSupervision(
    project_id=P08,
    supervision_id=CASE,
    held_on=DAY,
    met="牵头单位联络员",
    finding="尚未启动",
    by=BY,
    today=DAY,
)
RECORDED = SupervisionRecorded(
    project_id=P08,
    supervision_id=CASE,
    held_on=DAY,
    met="牵头单位联络员",
    finding="尚未启动",
    by=BY,
)
ANSWER = AnswerSupervision(answer="已重新部署", parties=PARTIES, from_unit=GUOZI)
ANSWERED = SupervisionAnswered(
    project_id=P08, supervision_id=CASE, answer="已重新部署", answered_by_unit_id=GUOZI
)
REQUIRE = RequireRectification(demand="完成首次活动", due_at=DUE, parties=PARTIES, by=BY, at=VISIT)
REQUIRED = RectificationRequired(
    project_id=P08, supervision_id=CASE, demand="完成首次活动", due_at=DUE, by=BY
)
CLOSE = CloseRectification(evidence="活动签到表和照片已归入台账", by=BY)
CLOSED = RectificationClosed(
    project_id=P08, supervision_id=CASE, evidence="活动签到表和照片已归入台账", by=BY
)

VISIT_FORM = {"met": "牵头单位联络员", "finding": "尚未启动"}
DEMAND_FORM = {"demand": "完成首次活动", "due_on": "2017-08-18"}
EVIDENCE_FORM = {"evidence": "活动签到表和照片已归入台账"}
ANSWER_FORM = {"answer": "已重新部署"}


def number(of: int) -> str:
    return str(UUID(int=of))


def where(case: str, act: str = "", project: str = P08) -> str:
    return f"/api/progress/projects/{project}/supervisions/{case}{act}"

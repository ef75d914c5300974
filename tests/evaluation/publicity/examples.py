"""Project 17 of the season: fail by 59.20, pass by 60.25 once a review is void."""

from datetime import UTC, date, datetime, timedelta

from services.evaluation.decision.decider import DECIDER as ROUND
from services.evaluation.decision.decider import decide
from services.evaluation.decision.events import (
    DecisionConfirmed,
    ProjectEvaluated,
    ResultPublicised,
)
from services.evaluation.publicity.commands import (
    ConfirmDecision,
    PubliciseResult,
    ReviseDecision,
)
from shared.ids import AccountId
from tests.evaluation.decision.examples import PROGRAMME, PROJECT, closing

STAFF, LEADER = AccountId("staff"), AccountId("leader")
JINHUA = timedelta(hours=8)


def on(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """Return an hour of a day in Jinhua, in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC) - JINHUA


def evaluated(points: list[int]) -> ProjectEvaluated:
    """Return the result that these totals in points lead to."""
    (event,) = decide(closing(points), ROUND.initial)
    assert isinstance(event, ProjectEvaluated)
    return event


FAILED = evaluated([62, 55, 61, 63, 58, 41, 60])
VOID = "r6"
PUBLICISE = PubliciseResult(
    begins_on=date(2017, 12, 18), working_days=5, by=STAFF, at=on(2017, 12, 18, 8)
)
PUBLIC = ResultPublicised(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    begins_on=date(2017, 12, 18),
    working_days=5,
    until=on(2017, 12, 23),
    by=STAFF,
)
ANEW = ResultPublicised(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    begins_on=date(2017, 12, 26),
    working_days=5,
    until=on(2018, 1, 3),
    by="",
)
CONFIRM = ConfirmDecision(working_days=5, open_objections=0, by=LEADER, at=on(2017, 12, 25, 11))
CONFIRMED = DecisionConfirmed(programme_id=PROGRAMME, project_id=PROJECT, outcome="fail", by=LEADER)
UPHOLD = ReviseDecision(
    ground="objection",
    objection_id="yy-001",
    voided=VOID,
    finding="",
    reason="该评委参与过竞争项目的筹备",
    hearing="",
    working_days=5,
    by=LEADER,
    at=on(2017, 12, 25, 10),
)
FIND = ReviseDecision(
    ground="finding",
    objection_id="",
    voided="",
    finding="fail",
    reason="制度文本系抄袭",
    hearing="2018年1月9日听取了牵头单位的申辩",
    working_days=5,
    by=LEADER,
    at=on(2018, 1, 10, 9),
)

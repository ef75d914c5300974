"""Ordinary reviews."""

from services.evaluation.review.commands import (
    AssignReview,
    CloseReview,
    ReopenScore,
    SubmitScore,
    VoidReview,
)
from services.evaluation.review.events import (
    ReviewAssigned,
    ReviewClosed,
    ReviewVoided,
    ScoreReopened,
    ScoreSubmitted,
)
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.sealed import Sealed

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
PROJECT = ProjectId("2017-p08")
REVIEWER = "r1"
BOX = Sealed(subject="round:szjg-zutuanshi-2017~2017-p08", box="c2VhbGVk")
MEMBERS = {REVIEWER: "renli-shebao-ju", "outside": ""}
PARTIES = {"guozi-wei": ["lead"], "keji-ju": ["executing"], "gongan-ju": ["co_lead"]}

ASSIGN = AssignReview(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    members=MEMBERS,
    parties=PARTIES,
    contact=False,
    recused=False,
    frozen=True,
    round_closed=False,
)
ASSIGNED = ReviewAssigned(
    programme_id=PROGRAMME, project_id=PROJECT, reviewer_id=REVIEWER, unit_id="renli-shebao-ju"
)
SUBMIT = SubmitScore(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    by=REVIEWER,
    category="zhidu-jizhi",
    maxima={"operable": 4000, "effect": 6000},
    marks={"operable": 3500, "effect": 5250},
    sealed=BOX,
    commitment="ab" * 32,
    members=MEMBERS,
    parties=PARTIES,
    contact=False,
    recused=False,
    round_closed=False,
)
SUBMITTED = ScoreSubmitted(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    sheet=1,
    category="zhidu-jizhi",
    sealed=BOX,
    commitment="ab" * 32,
)
LEADER = AccountId("leader")
REOPEN = ReopenScore(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    reason="笔误",
    by=LEADER,
    round_closed=False,
)
REOPENED = ScoreReopened(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    sheet=1,
    reason="笔误",
    by=LEADER,
)
VOID = VoidReview(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    reason="参与过竞争项目的筹备",
    objection_id="",
    by=LEADER,
    round_closed=False,
)
VOIDED = ReviewVoided(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id=REVIEWER,
    reason="参与过竞争项目的筹备",
    objection_id="",
    by=LEADER,
)
CLOSE = CloseReview(programme_id=PROGRAMME, project_id=PROJECT, reviewer_id=REVIEWER, sheet=1)
CLOSED = ReviewClosed(programme_id=PROGRAMME, project_id=PROJECT, reviewer_id=REVIEWER, sheet=1)

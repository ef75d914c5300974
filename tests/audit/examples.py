"""A case that everything happens to, in the events of those who record it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from services.applications.participation.events import (
    ApplicationAccepted,
    UnitApplied,
    participation_of,
)
from services.applications.project.events import LeadUnitDesignated, ProjectListed, project_of
from services.audit.log.projection import LoggedEvent
from services.evaluation.decision.events import (
    Mark,
    OpenedSheet,
    ProjectEvaluated,
    decision_of,
)
from services.evaluation.panel.events import PanelFormed, ReviewerAppointed, panel_of
from services.evaluation.review.events import (
    ReviewAssigned,
    ReviewClosed,
    ScoreSubmitted,
    review_of,
)
from services.evaluation.rules.events import PassRuleSet, rules_of
from services.gateway.account.events import AccessGranted, AccountCreated, account
from services.progress.deadline.events import (
    DeadlineExtended,
    DeadlineMet,
    DeadlineSet,
    deadline_of,
)
from services.progress.progress_report.events import (
    ProgressReported,
    ProgressReportReturned,
    ReportContent,
    report_of,
)
from shared.http.rights import Role
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId, derived_id
from shared.store.codec import canonical
from shared.store.events import Stream
from shared.store.sealed import Sealed
from shared.timing.zone import SHANGHAI
from tests.audit.sources import happen
from tests.office import Office

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
PROJECT = ProjectId("2017-p08")
LEAD, EXECUTING, CO_LEAD = UnitId("guozi-wei"), UnitId("keji-ju"), UnitId("gongan-ju")
Q2 = "2017Q2"
ROUND = f"round:{PROGRAMME}~{PROJECT}"


def day(month: int, number: int, hour: int = 9) -> datetime:
    """Return an hour of a day of 2017 in Jinhua, as it is stored."""
    return datetime(2017, month, number, hour, tzinfo=SHANGHAI).astimezone(UTC)


LISTED = ProjectListed(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    number=8,
    title="周末公益",
    title_en="Weekend service",
    category="zhidu-jizhi",
    category_basis="annex",
    content_and_targets="探索志愿服务制度",
)
DESIGNATED = LeadUnitDesignated(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=LEAD,
    executing_unit_id=EXECUTING,
    basis="annex",
    as_printed="市国资委（市科技局）",
)
APPLIED = UnitApplied(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    unit_id=CO_LEAD,
    role="co_lead",
    functions_and_strengths="社区警务",
    entry_point="夜巡",
    plan_outline="",
    resources="",
    filed_by=CO_LEAD,
)
ACCEPTED = ApplicationAccepted(
    programme_id=PROGRAMME, project_id=PROJECT, unit_id=CO_LEAD, role="co_lead"
)
DUE = DeadlineSet(
    programme_id=PROGRAMME,
    obligation="progress_report",
    subject=f"{PROJECT}~2017q2",
    project_id=PROJECT,
    owner_unit_id=LEAD,
    label="第二季度进展反馈",
    due_at=day(7, 1, 0),
    grace_until=day(7, 8, 0),
)
EXTENDED = DeadlineExtended(
    obligation=DUE.obligation,
    subject=DUE.subject,
    due_at=day(7, 11, 0),
    grace_until=day(7, 11, 0),
    reason="防汛",
    approved_by=AccountId("lingdao"),
    project_id=PROJECT,
    owner_unit_id=LEAD,
    label=DUE.label,
)
MET = DeadlineMet(obligation=DUE.obligation, subject=DUE.subject, within_grace=False)
REPORTED = ProgressReported(
    project_id=PROJECT,
    period=Q2,
    unit_id=LEAD,
    filed_by_unit_id=LEAD,
    on_paper=False,
    content=ReportContent(
        main_practices="三次活动", problems="", to_coordinate="", next_plan="", pictures=()
    ),
)
RETURNED = ProgressReportReturned(
    project_id=PROJECT, period=Q2, advice="请补充事实", by=AccountId("staff")
)
RULED = PassRuleSet(programme_id=PROGRAMME, min_score=6000, min_valid=5, reason="")
FORMED = PanelFormed(programme_id=PROGRAMME)
SEATED = ReviewerAppointed(programme_id=PROGRAMME, reviewer_id="r1", unit_id="renli-shebao-ju")
ASSIGNED = ReviewAssigned(
    programme_id=PROGRAMME, project_id=PROJECT, reviewer_id="r1", unit_id="renli-shebao-ju"
)
SCORED = ScoreSubmitted(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    reviewer_id="r1",
    sheet=1,
    category="zhidu-jizhi",
    sealed=Sealed(subject=ROUND, box="Z2VoZWlt"),
    commitment="ab" * 32,
)
CLOSED = ReviewClosed(programme_id=PROGRAMME, project_id=PROJECT, reviewer_id="r1", sheet=1)
EVALUATED = ProjectEvaluated(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    category="zhidu-jizhi",
    sheets=(
        OpenedSheet(
            reviewer_id="r1",
            sheet=1,
            review_version=2,
            marks=(Mark(criterion="effect", points=8800),),
            total=8800,
            advice="注重推广",
            salt="5a" * 32,
            commitment="ab" * 32,
            standing="counted",
        ),
    ),
    mean=8800,
    outcome="pass",
    aggregate="mean",
    min_score=6000,
    min_valid=1,
)


class Happening(NamedTuple):
    """What one service records of one record on a day, on that day or later."""

    source: str
    stream: Stream[Any]
    event: Any
    on: datetime
    recorded: datetime


def on(
    when: datetime, source: str, stream: Stream[Any], *events: object, recorded: Any = None
) -> list[Happening]:
    return [Happening(source, stream, event, when, recorded or when) for event in events]


def opened(name: str, role: Role, unit: str = "") -> list[Happening]:
    """Return how an account was opened and given a role, before the season."""
    account_id = AccountId(name)
    created = AccountCreated(
        account_id=account_id,
        title=f"账号{name}",
        unit=unit,
        person=Sealed(subject=f"person:{name}", box="Z2VoZWlt"),
        contact=None,
    )
    granted = AccessGranted(account_id=account_id, roles=(role,))
    return on(day(4, 20), "gateway", account(account_id), created, granted)


REPORT = report_of(PROJECT, Q2)
DEADLINE = deadline_of(DUE.obligation, DUE.subject)
REVIEW = review_of(PROJECT, "r1")
PART = participation_of(PROJECT, CO_LEAD)

SEASON: Sequence[Happening] = (
    *opened("lingdao", Role.LEADER),
    *opened("guozi-liaison", Role.LIAISON, LEAD),
    *opened("keji-leader", Role.RESPONSIBLE, EXECUTING),
    *opened("gongan-liaison", Role.LIAISON, CO_LEAD),
    *opened("jiaotong-liaison", Role.LIAISON, "jiaotong-ju"),
    *opened("r1", Role.REVIEWER),
    *on(day(5, 2), "applications", project_of(PROJECT), LISTED, DESIGNATED),
    *on(day(5, 2), "progress", DEADLINE, DUE),
    *on(day(5, 8), "applications", PART, APPLIED, recorded=day(5, 10)),
    *on(day(5, 12), "applications", PART, ACCEPTED),
    *on(day(6, 28), "progress", DEADLINE, EXTENDED),
    *on(day(7, 3), "progress", REPORT, REPORTED),
    *on(day(7, 3), "progress", DEADLINE, MET),
    *on(day(7, 5), "progress", REPORT, RETURNED),
    *on(day(11, 1), "evaluation", rules_of(PROGRAMME), RULED),
    *on(day(11, 1), "evaluation", panel_of(PROGRAMME), FORMED, SEATED),
    *on(day(12, 11), "evaluation", REVIEW, ASSIGNED),
    *on(day(12, 12), "evaluation", REVIEW, SCORED),
    *on(day(12, 20), "evaluation", REVIEW, CLOSED),
    *on(day(12, 20), "evaluation", decision_of(PROJECT), EVALUATED),
)


async def play(office: Office, season: Sequence[Happening] = SEASON) -> None:
    """Let the services record all that happened."""
    for source, stream, event, when, recorded in season:
        await happen(office, source, stream, event, on=when, recorded=recorded)
    await office.caught_up()


def in_the_log(season: Sequence[Happening] = SEASON) -> list[LoggedEvent]:
    """Return what happened as the log has it, each record's events in their order."""
    versions: dict[str, int] = {}
    found: list[LoggedEvent] = []
    for source, stream, event, when, recorded in season:
        version = versions[stream.name] = versions.get(stream.name, 0) + 1
        found.append(
            LoggedEvent(
                source=source,
                stream=stream.name,
                version=version,
                feature=stream.feature,
                type=type(event).__name__,
                event_id=derived_id(stream.name, version),
                actor="staff",
                command_id=derived_id(stream.name, version, "command"),
                occurred_at=when,
                recorded_at=recorded,
                data=orjson.loads(canonical(event)),
            )
        )
    return found

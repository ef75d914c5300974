"""The ordinary season of the tests: two projects of 2017, their leads, and who joins."""

from datetime import UTC, date, datetime
from typing import Any

from shared.contracts import evaluation
from shared.contracts.applications import (
    CODEC,
    AnnouncedProject,
    ApplicationAccepted,
    LeadUnitDesignated,
    LiaisonNamed,
    Obligation,
    ProgrammeAnnounced,
    ProgrammeDrafted,
    ProgrammeRulesSet,
    ProjectListed,
    WorkTeamRegistered,
)
from shared.contracts.programme_rules import (
    ReportingPeriod,
    ResultsForm,
    ResultsRule,
    ResultsSection,
)
from shared.http.rights import Role
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Stream
from tests.office import Office, who

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
P08, P17, P18 = ProjectId("2017-p08"), ProjectId("2017-p17"), ProjectId("2017-p18")
GUOZI, GONGAN, JIAOTONG = UnitId("guozi-wei"), UnitId("gongan-ju"), UnitId("jiaotong-ju")
XUANCHUAN, TIYU, WEIJI = UnitId("xuanchuan-xitong"), UnitId("tiyu-ju"), UnitId("weiji-wei")

LIAISON = who("li-guozi", Role.LIAISON, unit=GUOZI)
COLLEAGUE = who("wang-guozi", Role.LIAISON, unit=GUOZI)
RESPONSIBLE = who("chen-guozi", Role.RESPONSIBLE, unit=GUOZI)
CO_LEAD = who("zhao-jiaotong", Role.LIAISON, unit=JIAOTONG)
EXECUTING = who("sun-tiyu", Role.LIAISON, unit=TIYU)
OTHER_LEAD = who("qian-gongan", Role.LIAISON, unit=GONGAN)
OUTSIDER = who("zhou-weiji", Role.LIAISON, unit=WEIJI)
STAFF = who("staff", Role.STAFF)
LEADER = who("leader", Role.LEADER)
AUDITOR = who("auditor", Role.AUDITOR)
REVIEWER = who("reviewer", Role.REVIEWER)
CLIENT = who("client", Role.CLIENT)
ADMIN = who("admin", Role.ADMIN)


def shanghai(month: int, day: int, hour: int = 0) -> datetime:
    """Return an hour of 2017 in Asia/Shanghai (UTC+8), in UTC; the day may be the first moment after."""
    return datetime.fromisoformat(f"2017-{month:02}-{day:02}T{hour:02}:00:00+08:00").astimezone(UTC)


LEAD_APPLICATION = Obligation(
    kind="lead_application",
    period="",
    label="牵头领办申报",
    due_at=shanghai(5, 11),
    grace_until=shanghai(5, 11),
)
SECOND_QUARTER = Obligation(
    kind="progress_report",
    period="2017Q2",
    label="第二季度进展反馈",
    due_at=shanghai(7, 1),
    grace_until=shanghai(7, 8),
)
THIRD_QUARTER = Obligation(
    kind="progress_report",
    period="2017Q3",
    label="第三季度进展反馈",
    due_at=shanghai(10, 1),
    grace_until=shanghai(10, 14),
)
RESULTS = Obligation(
    kind="results",
    period="",
    label="成果和台账",
    due_at=shanghai(12, 1),
    grace_until=shanghai(12, 8),
)


CATEGORY, ACTIVITIES = "zhidu-jizhi", "dangjian-plus"
TARGETS = ("每月第一周的周六上午开展集中便民志愿服务活动。", "探索志愿服务模式机制。")
DRAFTED = ProgrammeDrafted(programme_id=PROGRAMME, legal_basis=("金委办发〔2016〕63号",))


def form_of(category: str, *sections: tuple[str, str], kinds: tuple[str, ...] = ()) -> ResultsForm:
    return ResultsForm(
        category=category,
        sections=tuple(ResultsSection(id=id_, name=name, name_en=id_) for id_, name in sections),
        required_kinds=kinds,
        every_target=False,
    )


RULES = ProgrammeRulesSet(
    programme_id=PROGRAMME,
    results=ResultsRule(
        forms=(
            form_of(
                CATEGORY,
                ("operable", "规范可操作"),
                ("replicable", "推广可复制"),
                kinds=("system_text",),
            ),
            form_of(ACTIVITIES, ("effect", "活动实效"), ("model", "工作模式")),
        )
    ),
)

STAGE = ReportingPeriod(
    id="2017T1", first_day=date(2017, 5, 1), last_day=date(2017, 8, 31), label="第一阶段"
)


def listed(project: ProjectId, number: int, category: str) -> ProjectListed:
    return ProjectListed(
        programme_id=PROGRAMME,
        project_id=project,
        number=number,
        title="项目",
        category=category,
        content_and_targets="".join(TARGETS),
    )


def announced(project: str, number: int, lead: str) -> AnnouncedProject:
    return AnnouncedProject(
        project_id=ProjectId(project), number=number, title="项目", lead_unit_id=UnitId(lead)
    )


ANNOUNCED = ProgrammeAnnounced(
    programme_id=PROGRAMME,
    year=2017,
    title="组团式领办",
    document_number="金直委发〔2017〕20号",
    issue_date=date(2017, 5, 2),
    projects=(
        announced(P08, 8, GUOZI),
        announced(P17, 17, XUANCHUAN),
        announced(P18, 18, GONGAN),
    ),
    obligations=(LEAD_APPLICATION, SECOND_QUARTER, THIRD_QUARTER, RESULTS),
    addressees=(),
)


def designated(project: ProjectId, unit: str, executing: str = "") -> LeadUnitDesignated:
    return LeadUnitDesignated(
        programme_id=PROGRAMME,
        project_id=project,
        unit_id=UnitId(unit),
        executing_unit_id=executing,
    )


def accepted(project: ProjectId, unit: str, role: str = "co_lead") -> ApplicationAccepted:
    return ApplicationAccepted(
        programme_id=PROGRAMME,
        project_id=project,
        unit_id=UnitId(unit),
        role="lead" if role == "lead" else "co_lead",
    )


def programme() -> Stream[object]:
    return Stream("programme", PROGRAMME)


def project(project_id: str) -> Stream[object]:
    return Stream("project", project_id)


def participation(project_id: str, unit: str) -> Stream[object]:
    return Stream("participation", f"{project_id}~{unit}")


def team(project_id: str, unit: str) -> Stream[object]:
    return Stream("team", f"{project_id}~{unit}")


async def set_up(office: Office, project_id: str, *units: str) -> None:
    """Let units register their team and name their liaison."""
    for unit in units:
        of: dict[str, Any] = {
            "programme_id": PROGRAMME,
            "project_id": ProjectId(project_id),
            "unit_id": UnitId(unit),
            "role": "co_lead",
        }
        liaison = LiaisonNamed(account_id=AccountId(f"{unit}-liaison"), replaces="", **of)
        events = (WorkTeamRegistered(**of), liaison)
        await office.publish("applications", team(project_id, unit), *events)


async def open_season(office: Office) -> None:
    """Announce the programme, designate its leads and let one unit join 2017-p08."""
    await office.publish("applications", programme(), DRAFTED, RULES)
    await office.publish("applications", project(P08), listed(P08, 8, CATEGORY))
    await office.publish("applications", project(P17), listed(P17, 17, ACTIVITIES))
    await office.publish("applications", project(P18), listed(P18, 18, ACTIVITIES))
    await office.publish("applications", programme(), ANNOUNCED)
    await office.publish("applications", project(P08), designated(P08, GUOZI))
    await office.publish("applications", project(P17), designated(P17, XUANCHUAN, TIYU))
    await office.publish("applications", project(P18), designated(P18, GONGAN))
    await office.publish("applications", participation(P08, JIAOTONG), accepted(P08, JIAOTONG))
    await set_up(office, P08, GUOZI, JIAOTONG, GONGAN, WEIJI)
    await set_up(office, P17, XUANCHUAN)
    await set_up(office, P18, GONGAN, WEIJI)
    await office.caught_up()


SOURCES = {"applications": CODEC, "evaluation": evaluation.CODEC}

"""Whoever the rules name is told, once, with the rule and its version."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from services.notifications.notice_rules.process import look_up
from services.notifications.notification.events import NotificationScheduled
from shared.contracts.applications import (
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationReturned,
    ContactLeaderAssigned,
    LeadUnitReplaced,
    ParticipationEnded,
    ResponsibleLeaderNamed,
    UnitApplied,
    UnitRegistered,
)
from shared.contracts.evaluation import ObjectionLodged, ObjectionRuled
from shared.contracts.notices import (
    CommendationIssued,
    GoodPracticeRecommended,
    ResultsReturned,
    TaskConfirmed,
    TaskDisputed,
    UnitInvited,
    UnitMerged,
    WithdrawalRequested,
    WorkPlanFiled,
)
from shared.contracts.progress import (
    DeadlineMissed,
    DeadlineWaived,
    TaskAssigned,
    TaskReassigned,
    WorkPlanReturned,
)
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId
from shared.store.events import Recorded, Stream
from shared.timing.zone import SHANGHAI
from tests.notifications.people import STAFF, liaison
from tests.notifications.sources import announced, assigned, designated
from tests.office import OPENING, Office

EVENT_ID = UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2019")
PROGRAMME = ProgrammeId("2017-m")
P01 = ProjectId("2017-m01")
LEAD, CO_LEAD, NEW = UnitId("m-lead"), UnitId("m-co"), UnitId("m-new")
INBOX = "/api/notifications/inbox"

type Told = set[tuple[str, str]]


@pytest_asyncio.fixture(scope="module")
async def project(office: Office) -> Office:
    """One project with a lead, a responsible leader, a contact leader and a co-lead; two units."""
    accepted = ApplicationAccepted(
        programme_id=PROGRAMME, project_id=P01, unit_id=CO_LEAD, role="co_lead"
    )
    responsible = ResponsibleLeaderNamed(
        programme_id=PROGRAMME,
        project_id=P01,
        unit_id=LEAD,
        role="lead",
        account_id=AccountId("m-chief"),
        replaces="",
    )
    contact = ContactLeaderAssigned(
        programme_id=PROGRAMME, project_id=P01, account_id=AccountId("m-contact"), replaces=""
    )
    task = TaskAssigned(project_id=P01, task_id="t1", unit_id=CO_LEAD)
    objection = ObjectionLodged(
        programme_id=PROGRAMME, project_id=P01, objection_id="o1", unit_id=CO_LEAD
    )
    for stream, event in (
        ("project:2017-m01", designated("2017-m01", LEAD)),
        ("participation:2017-m01~m-co", accepted),
        ("team:2017-m01~m-lead", responsible),
        ("project:2017-m01", contact),
        ("unit:m-lead", UnitRegistered(unit_id=LEAD, name="甲", full_name="甲")),
        ("unit:m-co", UnitRegistered(unit_id=CO_LEAD, name="乙", full_name="乙")),
        ("unit:m-gone", UnitRegistered(unit_id=UnitId("m-gone"), name="丙", full_name="丙")),
        ("unit:m-gone", UnitMerged(unit_id=UnitId("m-gone"), into_unit_id=LEAD)),
    ):
        await office.publish("applications", stream_of(stream), event)
    await office.publish("progress", stream_of("task:2017-m01~t1"), task)
    await office.publish("evaluation", stream_of("objection:o1"), objection)
    await office.caught_up()
    return office


def stream_of(name: str) -> Stream[Any]:
    return Stream(*name.split(":"))


async def notices(
    office: Office, event: object, stream: str = "task:x", version: int = 1
) -> list[NotificationScheduled]:
    recorded = Recorded(
        event,
        stream_of(stream),
        version,
        EVENT_ID,
        OPENING,
        OPENING,
        "system",
        type(event).__name__,
        EVENT_ID,
    )
    async with office.resources("notifications").pool.acquire() as connection:
        return [reaction.command.notice for reaction in await look_up(recorded, connection)]


async def told(office: Office, event: object, stream: str = "task:x") -> Told:
    return {(notice.role, notice.recipient) for notice in await notices(office, event, stream)}


@pytest.mark.covers("REQ-03")
async def test_every_addressee_of_a_programme_gets_one_notice_at_once(project: Office) -> None:
    found = await notices(project, announced("b", "a", "b"), "programme:2017")

    assert sorted(n.recipient for n in found) == ["unit~a", "unit~b"]
    assert {n.cause for n in found} == {"programme~2017"}
    assert all(n.visible_at == OPENING for n in found)
    assert "金直委发〔2017〕20号" in found[0].text
    assert "confirm receipt" in found[0].text_en


async def test_staff_is_told_of_an_application_and_the_unit_what_became_of_it(
    project: Office,
) -> None:
    applied = UnitApplied(programme_id=PROGRAMME, project_id=P01, unit_id=NEW, role="co_lead")
    returned = ApplicationReturned(
        programme_id=PROGRAMME, project_id=P01, unit_id=NEW, advice="请补充切入点"
    )
    rejected = ApplicationRejected(
        programme_id=PROGRAMME, project_id=P01, unit_id=NEW, reason="已满"
    )

    assert await told(project, applied) == {("staff", "role~staff")}
    for event, says in ((returned, "请补充切入点"), (rejected, "已满")):
        (notice,) = await notices(project, event, "participation:2017-m01~m-new")
        assert notice.recipient == "unit~m-new"
        assert notice.basis == "REQ-19"
        assert says in notice.text


async def test_an_invited_unit_is_told_why_and_what_to_do(project: Office) -> None:
    event = UnitInvited(project_id=P01, unit_id=NEW, words="贵单位有志愿队伍")
    (notice,) = await notices(project, event)

    assert notice.recipient == "unit~m-new"
    assert "贵单位有志愿队伍" in notice.text
    assert "提交申请" in notice.text


async def test_lead_staff_and_contact_leader_are_told_that_a_unit_asks_to_leave(
    project: Office,
) -> None:
    event = WithdrawalRequested(project_id=P01, unit_id=CO_LEAD, reason="人手不足")

    assert await told(project, event) == {
        ("lead", "unit~m-lead"),
        ("staff", "role~staff"),
        ("contact_leader", "account~m-contact"),
    }


async def test_a_replaced_lead_is_told_once_and_the_new_one_what_to_do(project: Office) -> None:
    replaced = LeadUnitReplaced(
        programme_id=PROGRAMME,
        project_id=P01,
        former_unit_id=LEAD,
        unit_id=NEW,
        reason="机构改革",
    )
    ended = ParticipationEnded(
        programme_id=PROGRAMME,
        project_id=P01,
        unit_id=LEAD,
        role="lead",
        cause="lead_replaced",
        reason="机构改革",
        ended_on=date(2017, 8, 1),
    )

    assert await told(project, replaced) == {
        ("unit", "unit~m-new"),
        ("former_unit", "unit~m-lead"),
        ("co_leads", "unit~m-co"),
        ("contact_leader", "account~m-contact"),
    }
    assert await told(project, ended) == set()


async def test_the_lead_is_told_of_a_plan_and_the_unit_what_became_of_it(project: Office) -> None:
    filed = WorkPlanFiled(project_id=P01, unit_id=CO_LEAD, number=1)
    returned = WorkPlanReturned(project_id=P01, unit_id=CO_LEAD, number=1, advice="写明切入点")

    assert ("lead", "unit~m-lead") in await told(project, filed)
    assert await told(project, returned) == {("unit", "unit~m-co")}


async def test_a_unit_that_has_several_roles_is_told_once(project: Office) -> None:
    own_scheme = ParticipationEnded(
        programme_id=PROGRAMME,
        project_id=P01,
        unit_id=LEAD,
        role="lead",
        cause="withdrawal",
        reason="机构改革",
        ended_on=date(2017, 8, 1),
    )

    assert await told(project, own_scheme) == {("unit", "unit~m-lead")}


async def test_who_has_a_task_is_told_though_the_event_does_not_say_so(project: Office) -> None:
    confirmed = TaskConfirmed(project_id=P01, task_id="t1")
    disputed = TaskDisputed(project_id=P01, task_id="t1", unit_id=CO_LEAD, reason="不属职责")
    passed_on = TaskReassigned(
        project_id=P01,
        task_id="t1",
        from_unit_id=CO_LEAD,
        unit_id=NEW,
        due_at=datetime(2017, 7, 11, tzinfo=SHANGHAI),
        reason="人手不足",
    )

    assert await told(project, confirmed, "task:2017-m01~t1") == {("unit", "unit~m-co")}
    assert await told(project, confirmed, "task:2017-m01~unknown") == set()
    assert ("staff", "role~staff") in await told(project, disputed)
    found = await notices(project, passed_on)
    assert {n.recipient: "2017年7月10日24时" in n.text for n in found} == {
        "unit~m-new": True,
        "unit~m-co": False,
    }


async def test_every_unit_of_the_roll_is_told_of_practices_and_commendations(
    project: Office,
) -> None:
    practice = GoodPracticeRecommended(project_id=P01, practice_id="x")
    issued = CommendationIssued(programme_id=PROGRAMME, programme_year=2017)
    for event in (practice, issued):
        recipients = {recipient for _, recipient in await told(project, event)}

        assert {"unit~m-lead", "unit~m-co"} <= recipients
        assert "unit~m-gone" not in recipients


async def test_lead_and_its_responsible_leader_are_told_of_returned_results(
    project: Office,
) -> None:
    event = ResultsReturned(project_id=P01, number=1, advice="缺总结")

    assert await told(project, event) == {
        ("lead", "unit~m-lead"),
        ("lead_leader", "account~m-chief"),
    }


async def test_who_objected_is_told_of_the_answer(project: Office) -> None:
    event = ObjectionRuled(
        programme_id=PROGRAMME, project_id=P01, objection_id="o1", ruling="upheld"
    )
    found = await notices(project, event, "objection:o1")

    assert {n.recipient for n in found} == {"unit~m-co", "unit~m-lead"}
    assert "异议成立" in found[0].title


async def test_a_reviewer_is_told_which_project_to_score(project: Office) -> None:
    (notice,) = await notices(project, assigned("pingwei-9"), "review:2017-p08~pingwei-9")

    assert (notice.recipient, notice.project_id) == ("account~pingwei-9", "2017-p08")
    assert notice.cause == "review~2017-p08~pingwei-9~1"


@pytest.mark.covers("REQ-43")
async def test_what_was_missed_is_told_by_unit_and_contact_leader_in_their_own_words(
    project: Office,
) -> None:
    event = DeadlineMissed(
        obligation="results", subject="2017-m01", owner_unit_id=LEAD, label="成果材料"
    )
    found = {n.role: n for n in await notices(project, event, "deadline:results~2017-m01")}

    assert "请尽快登录领办补交" in found["unit"].text
    assert "“成果材料”逾期未交" in found["unit"].title


async def test_what_is_owed_no_more_because_a_part_ended_is_told_by_that_alone(
    project: Office,
) -> None:
    waived = DeadlineWaived(
        obligation="results",
        subject="2017-m01",
        owner_unit_id=LEAD,
        label="成果材料",
        reason="同意",
        cause="participation_ended",
    )

    assert await told(project, waived) == set()


@pytest.mark.covers("PRA-10")
async def test_an_event_that_is_delivered_again_leads_to_no_second_notice(project: Office) -> None:
    event = UnitInvited(project_id=P01, unit_id=UnitId("m-twice"), words="请来")
    stream = stream_of("invitation:2017-m01~m-twice")
    once, again = [await notices(project, event, stream.name, 3) for _ in range(2)]
    await project.publish("applications", stream, event)
    await project.caught_up()
    pool = project.resources("notifications").pool
    shown = "select count(*) from notifications where recipient = 'unit~m-twice'"

    assert once == again
    assert await pool.fetchval(shown) == 1


@pytest.mark.covers("REQ-43")
async def test_the_office_edits_who_is_told_and_each_notice_keeps_rule_and_version(
    project: Office,
) -> None:
    returned = WorkPlanReturned(project_id=P01, unit_id=UnitId("m-edit"), number=1, advice="x")
    stream = stream_of("work-plan:2017-m01~m-edit")
    lines = [
        {"event": "WorkPlanReturned", "role": "unit", "inbox": True, "email": False},
        {"event": "WorkPlanReturned", "role": "staff", "inbox": False},
    ]
    async with project.client("notifications", STAFF) as client:
        usual = (await client.get("/api/notifications/notice-rules")).json()["lines"]
        await client.put("/api/notifications/notice-rules", json={"lines": lines})
        await project.publish("progress", stream, returned)
        await project.caught_up()
        for line in usual:
            del line["meaning"]
        await client.put("/api/notifications/notice-rules", json={"lines": usual})
    async with project.client("notifications", liaison("m-edit")) as client:
        (item,) = (await client.get(INBOX)).json()["items"]
        proof = (await client.get(f"{INBOX}/{item['id']}")).json()

    assert (proof["rule"], proof["role"], proof["rules_number"]) == ("plan-returned", "unit", 1)
    assert proof["email_state"] == "off"
    assert "revise it" in proof["item"]["text_en"]

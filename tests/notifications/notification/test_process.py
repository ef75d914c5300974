"""Which notices follow from what happens elsewhere; nothing runs here."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.notification.commands import CancelNotification, Notify
from services.notifications.notification.process import (
    react_to_applications,
    react_to_evaluation,
    react_to_progress,
)
from shared.contracts.applications import (
    ApplicationRejected,
    ApplicationReturned,
    LeadUnitReplaced,
    ParticipationEnded,
    UnitRegistered,
)
from shared.contracts.evaluation import ProjectEvaluated
from shared.contracts.progress import (
    ClockStopped,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMetLate,
    DeadlineMissed,
    DeadlineTransferred,
    ProgressEvent,
    ProgressReported,
    ReminderIssued,
    TaskAssigned,
    TaskReassigned,
    WorkPlanAcknowledged,
    WorkPlanReturned,
)
from shared.ids import ProjectId, UnitId
from shared.store.events import Recorded, Stream
from shared.store.handle import Reaction
from shared.timing.zone import SHANGHAI
from tests.notifications.sources import (
    DUE,
    PROGRAMME,
    accepted,
    announced,
    assigned,
    deadline,
    deadline_of,
    participation,
    programme,
    review,
)
from tests.office import OPENING

EVENT_ID = UUID("6c0f2f5e-8a52-5d0c-9b1e-0c1c6b1f2019")


def recorded[E](
    event: E, stream: Stream[Any], *, version: int = 1, at: datetime = OPENING
) -> Recorded[E]:
    return Recorded(
        event, stream, version, EVENT_ID, at, at, "system", type(event).__name__, EVENT_ID
    )


def notices(reactions: list[Reaction[Any, Any, Any]]) -> list[Any]:
    return [r.command.notice for r in reactions if isinstance(r.command, Notify)]


def test_every_addressee_of_a_programme_gets_one_notice_at_once() -> None:
    reactions = list(
        react_to_applications(recorded(announced("gongan-ju", "shuili-ju"), programme()))
    )

    told = [n for n in notices(reactions) if n.rule == "programme-announced"]

    assert [n.recipient for n in told] == ["unit~gongan-ju", "unit~shuili-ju"]
    assert {n.cause for n in notices(reactions)} == {"programme~2017"}
    assert all(n.visible_at == OPENING for n in told)
    assert len({r.stream for r in reactions}) == 4


@pytest.mark.covers("REQ-03")
def test_who_does_not_confirm_receipt_is_asked_again_after_two_working_days() -> None:
    reactions = list(react_to_applications(recorded(announced("gongan-ju"), programme())))
    told, again = notices(reactions)

    assert (again.rule, again.recipient) == ("receipt-unconfirmed", told.recipient)
    assert again.visible_at == datetime(2017, 5, 5, 8, 30, tzinfo=SHANGHAI)
    assert "确认收到" in again.text


def test_the_same_programme_announced_twice_leads_to_the_same_notices() -> None:
    once = list(react_to_applications(recorded(announced("gongan-ju"), programme())))
    again = list(react_to_applications(recorded(announced("gongan-ju"), programme(), version=2)))

    assert [r.stream for r in once] == [r.stream for r in again]


def test_a_programme_without_document_number_is_announced_without_empty_brackets() -> None:
    event = replace(announced("gongan-ju"), document_number="")
    notice, _ = notices(list(react_to_applications(recorded(event, programme()))))

    assert "（）" not in notice.text


def test_an_applicant_is_told_what_became_of_the_application_and_why() -> None:
    common = {"programme_id": PROGRAMME, "project_id": ProjectId("2017-p08")}
    unit = UnitId("shuili-ju")
    told = [
        notices(list(react_to_applications(recorded(event, participation("shuili-ju")))))[0]
        for event in (
            accepted("shuili-ju"),
            ApplicationReturned(unit_id=unit, advice="请补充人员分工", **common),
            ApplicationRejected(unit_id=unit, reason="名额已满", **common),
        )
    ]

    assert {n.recipient for n in told} == {"unit~shuili-ju"}
    assert [n.rule for n in told] == [
        "application-accepted",
        "application-returned",
        "application-rejected",
    ]
    assert "请补充人员分工" in told[1].text
    assert "名额已满" in told[2].text


def test_an_application_returned_twice_is_told_twice() -> None:
    event = ApplicationReturned(
        programme_id=PROGRAMME,
        project_id=ProjectId("2017-p08"),
        unit_id=UnitId("shuili-ju"),
        advice="再补充",
    )
    streams = {
        reaction.stream
        for version in (2, 4)
        for reaction in react_to_applications(
            recorded(event, participation("shuili-ju"), version=version)
        )
    }

    assert len(streams) == 2


def test_a_reviewer_is_told_which_project_to_score() -> None:
    (notice,) = notices(
        list(react_to_evaluation(recorded(assigned("pingwei-1"), review("pingwei-1"))))
    )

    assert (notice.recipient, notice.project_id) == ("account~pingwei-1", "2017-p08")


@pytest.mark.covers("REQ-38")
def test_a_deadline_is_reminded_of_three_days_before_and_on_the_day() -> None:
    stream = deadline_of("2017-p08~2017q2")
    told = notices(
        list(react_to_progress(recorded(deadline("2017-p08~2017q2", "guozi-wei"), stream)))
    )

    assert [(n.rule, n.visible_at.astimezone(SHANGHAI).isoformat()) for n in told] == [
        ("due-in-three-days", "2017-07-07T09:00:00+08:00"),
        ("due-today", "2017-07-10T09:00:00+08:00"),
    ]
    assert all(n.due_at == DUE for n in told)
    assert "2017年7月10日24时" in told[0].text


def test_a_deadline_with_an_hour_is_named_with_it() -> None:
    due = datetime(2017, 7, 10, 17, 30, tzinfo=SHANGHAI)
    event = deadline("2017-p08~2017q2", "guozi-wei", due=due)
    told = notices(list(react_to_progress(recorded(event, deadline_of("2017-p08~2017q2")))))

    assert "2017年7月10日17:30" in told[0].text
    assert told[1].visible_at == datetime(2017, 7, 10, 9, tzinfo=SHANGHAI)


def test_a_reminder_whose_time_has_passed_when_the_deadline_is_recorded_is_left_out() -> None:
    event, stream = deadline("2017-p08~2017q2", "guozi-wei"), deadline_of("2017-p08~2017q2")
    at_nine = datetime(2017, 7, 10, 9, tzinfo=SHANGHAI)
    before = at_nine - timedelta(microseconds=1)

    assert len(notices(list(react_to_progress(recorded(event, stream, at=before))))) == 1
    assert notices(list(react_to_progress(recorded(event, stream, at=at_nine)))) == []


def test_what_was_met_in_time_or_late_is_not_reminded_of_any_more() -> None:
    stream = deadline_of("2017-p08~2017q2")
    set_up = [
        r.stream for r in react_to_progress(recorded(deadline("2017-p08~2017q2", "a"), stream))
    ]
    named = {"obligation": "progress_report", "subject": "2017-p08~2017q2"}
    for event in (DeadlineMet(**named), DeadlineMetLate(**named)):
        reactions = list(react_to_progress(recorded(event, stream, version=2)))

        assert [r.stream for r in reactions] == set_up
        assert all(isinstance(r.command, CancelNotification) for r in reactions)


def test_what_was_missed_is_told_at_once_in_place_of_reminders() -> None:
    event = DeadlineMissed(
        obligation="progress_report",
        subject="2017-p08~2017q2",
        owner_unit_id=UnitId("guozi-wei"),
        label="2017年第二季度进展情况",
    )
    reactions = list(react_to_progress(recorded(event, deadline_of("2017-p08~2017q2"), version=2)))
    (notice,) = notices(reactions)

    assert len(reactions) == 3
    assert (notice.rule, notice.recipient) == ("missed", "unit~guozi-wei")
    assert notice.visible_at == OPENING


P08 = ProjectId("2017-p08")
OLD, NEW = UnitId("guozi-wei"), UnitId("shuili-ju")
PLAN = Stream[ProgressEvent]("plan", "2017-p08~shuili-ju")
TASK = Stream[ProgressEvent]("task", "2017-p08~t1")


def test_a_unit_is_told_that_its_part_ended_and_why() -> None:
    event = ParticipationEnded(
        programme_id=PROGRAMME,
        project_id=P08,
        unit_id=NEW,
        role="co_lead",
        cause="withdrawal",
        reason="机构改革",
        ended_on=date(2017, 8, 1),
    )
    (notice,) = notices(list(react_to_applications(recorded(event, participation("shuili-ju")))))

    assert (notice.rule, notice.recipient) == ("participation-ended", "unit~shuili-ju")
    assert "机构改革" in notice.text


def test_a_replaced_lead_is_told_once_and_the_new_lead_what_to_do() -> None:
    replaced = LeadUnitReplaced(
        programme_id=PROGRAMME,
        project_id=P08,
        former_unit_id=OLD,
        unit_id=NEW,
        reason="机构改革",
    )
    ended = ParticipationEnded(
        programme_id=PROGRAMME,
        project_id=P08,
        unit_id=OLD,
        role="lead",
        cause="lead_replaced",
        reason="机构改革",
        ended_on=date(2017, 8, 1),
    )
    told = notices(list(react_to_applications(recorded(replaced, Stream("project", "2017-p08")))))

    assert [n.recipient for n in told] == ["unit~guozi-wei", "unit~shuili-ju"]
    assert "按期提交" in told[1].text
    assert list(react_to_applications(recorded(ended, participation("guozi-wei")))) == []


def test_a_unit_is_told_what_became_of_its_plan() -> None:
    returned = WorkPlanReturned(project_id=P08, unit_id=NEW, number=1, advice="请写明切入点")
    acknowledged = WorkPlanAcknowledged(project_id=P08, unit_id=NEW, number=2)
    told = [
        notices(list(react_to_progress(recorded(event, PLAN, version=version))))[0]
        for version, event in ((2, returned), (4, acknowledged))
    ]

    assert [n.rule for n in told] == ["plan-returned", "plan-acknowledged"]
    assert {n.recipient for n in told} == {"unit~shuili-ju"}
    assert "请写明切入点" in told[0].text


def test_a_unit_is_told_of_a_task_and_of_one_that_passes_on() -> None:
    assigned_task = TaskAssigned(project_id=P08, task_id="t1", unit_id=OLD)
    passed_on = TaskReassigned(
        project_id=P08, task_id="t1", from_unit_id=OLD, unit_id=NEW, due_at=DUE, reason="人手不足"
    )
    (first,) = notices(list(react_to_progress(recorded(assigned_task, TASK))))
    told = notices(list(react_to_progress(recorded(passed_on, TASK, version=2))))

    assert (first.rule, first.recipient) == ("task-assigned", "unit~guozi-wei")
    assert [n.recipient for n in told] == ["unit~guozi-wei", "unit~shuili-ju"]
    assert "2017年7月10日24时" in told[1].text


def test_what_another_unit_owes_is_told_to_both_and_the_former_is_not_reminded_any_more() -> None:
    stream = deadline_of("2017-p08~2017q2")
    event = DeadlineTransferred(
        obligation="progress_report",
        subject="2017-p08~2017q2",
        project_id=P08,
        from_unit_id=OLD,
        to_unit_id=NEW,
        label="2017年第二季度进展情况",
        due_at=DUE,
        grace_until=DUE,
    )
    set_up = [
        r.stream for r in react_to_progress(recorded(deadline("2017-p08~2017q2", "a"), stream))
    ]
    reactions = list(react_to_progress(recorded(event, stream, version=2)))

    told = [n for n in notices(reactions) if n.kind == "notice"]
    waiting = [n for n in notices(reactions) if n.kind == "reminder"]

    assert [r.stream for r in reactions[:2]] == set_up
    assert all(isinstance(r.command, CancelNotification) for r in reactions[:2])
    assert [n.recipient for n in told] == ["unit~guozi-wei", "unit~shuili-ju"]
    assert "2017年7月10日24时" in told[1].text
    assert [(n.rule, n.recipient) for n in waiting] == [
        ("due-in-three-days", "unit~shuili-ju"),
        ("due-today", "unit~shuili-ju"),
    ]


@pytest.mark.covers("REQ-40")
def test_what_is_disputed_is_not_reminded_of_until_there_are_new_terms() -> None:
    stream = deadline_of("2017-p08~2017q2")
    owed = deadline("2017-p08~2017q2", "guozi-wei")
    stopped = ClockStopped(obligation=owed.obligation, subject=owed.subject)
    set_up = [r.stream for r in react_to_progress(recorded(owed, stream))]
    halted = list(react_to_progress(recorded(stopped, stream, version=2)))
    anew = list(react_to_progress(recorded(owed, stream, version=3)))

    assert [r.stream for r in halted] == set_up
    assert all(isinstance(r.command, CancelNotification) for r in halted)
    assert [n.rule for n in notices(anew)] == ["due-in-three-days", "due-today"]
    assert not {r.stream for r in anew if isinstance(r.command, Notify)} & set(set_up)


def test_more_time_that_was_recorded_without_its_owner_reminds_nobody() -> None:
    event = DeadlineExtended(
        obligation="progress_report", subject="2017-p08~2017q2", due_at=DUE, grace_until=DUE
    )
    reactions = list(react_to_progress(recorded(event, deadline_of("2017-p08~2017q2"), version=2)))

    assert all(isinstance(r.command, CancelNotification) for r in reactions)


@pytest.mark.covers("REQ-43")
@pytest.mark.parametrize(("remark", "says"), [("", "登录领办"), ("请附图片", "请附图片")])
def test_what_the_organiser_reminds_of_is_passed_on(remark: str, says: str) -> None:
    (notice,) = notices(list(react_to_progress(recorded(reminder("staff-1", remark), TASK))))

    assert (notice.rule, notice.recipient) == ("reminded-by-organiser", "unit~guozi-wei")
    assert says in notice.text


@pytest.mark.covers("REQ-43")
def test_what_is_overdue_is_told_when_the_clock_reminds_of_it_and_only_then() -> None:
    (notice,) = notices(list(react_to_progress(recorded(reminder("", ""), TASK))))

    assert (notice.rule, notice.recipient) == ("overdue", "unit~guozi-wei")
    assert "2017年7月10日24时" in notice.text
    assert "立即登录领办提交" in notice.text


def reminder(by: str, remark: str) -> ReminderIssued:
    return ReminderIssued(
        obligation="progress_report",
        subject="2017-p08~2017q2",
        project_id=P08,
        owner_unit_id=OLD,
        label="2017年第二季度进展情况",
        due_at=DUE,
        by=by,
        remark=remark,
    )


def test_the_same_event_delivered_again_leads_to_the_same_notice() -> None:
    event = WorkPlanAcknowledged(project_id=P08, unit_id=NEW, number=2)
    once, again = ([r.stream for r in react_to_progress(recorded(event, PLAN))] for _ in range(2))

    assert once == again


def test_other_events_tell_nobody_anything() -> None:
    registered = UnitRegistered(unit_id=UnitId("a"), name="a", full_name="a")
    evaluated = ProjectEvaluated(
        programme_id=PROGRAMME, project_id=ProjectId("2017-p08"), mean=8725, outcome="pass"
    )
    reported = ProgressReported(
        project_id=ProjectId("2017-p08"), period="2017Q2", unit_id=UnitId("guozi-wei")
    )

    assert list(react_to_applications(recorded(registered, Stream("unit", "a")))) == []
    assert list(react_to_evaluation(recorded(evaluated, Stream("round", "a")))) == []
    assert list(react_to_progress(recorded(reported, Stream("report", "a")))) == []

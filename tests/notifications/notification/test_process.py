"""Which notices follow from what happens elsewhere; nothing runs here."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.notification.commands import CancelNotification, Notify
from services.notifications.notification.process import (
    react_to_progress,
)
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
)
from shared.ids import ProjectId, UnitId
from shared.store.events import Recorded, Stream
from shared.store.handle import Reaction
from shared.timing.zone import SHANGHAI
from tests.notifications.sources import (
    DUE,
    deadline,
    deadline_of,
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


def test_what_was_missed_is_not_reminded_of_any_more() -> None:
    event = DeadlineMissed(
        obligation="progress_report",
        subject="2017-p08~2017q2",
        owner_unit_id=UnitId("guozi-wei"),
        label="2017年第二季度进展情况",
    )
    reactions = list(react_to_progress(recorded(event, deadline_of("2017-p08~2017q2"), version=2)))

    assert len(reactions) == 2
    assert all(isinstance(r.command, CancelNotification) for r in reactions)


P08 = ProjectId("2017-p08")
OLD, NEW = UnitId("guozi-wei"), UnitId("shuili-ju")
PLAN = Stream[ProgressEvent]("plan", "2017-p08~shuili-ju")
TASK = Stream[ProgressEvent]("task", "2017-p08~t1")


def test_who_owes_it_now_is_reminded_and_who_did_is_not_any_more() -> None:
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

    waiting = notices(reactions)

    assert [r.stream for r in reactions[:2]] == set_up
    assert all(isinstance(r.command, CancelNotification) for r in reactions[:2])
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
    event = reminder("staff-1", "")
    once, again = ([r.stream for r in react_to_progress(recorded(event, TASK))] for _ in range(2))

    assert once == again


def test_other_events_remind_nobody_of_anything() -> None:
    reported = ProgressReported(
        project_id=ProjectId("2017-p08"), period="2017Q2", unit_id=UnitId("guozi-wei")
    )

    assert list(react_to_progress(recorded(reported, Stream("report", "a")))) == []

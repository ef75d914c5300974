"""The rules of what is owed for a task, one example each."""

from dataclasses import replace

import pytest

from services.progress.deadline.commands import ExtendDeadline
from services.progress.deadline.decider import DECIDER as DEADLINE
from services.progress.deadline.decider import TasksAreRedated
from services.progress.deadline.events import (
    ClockStopped,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSet,
    DeadlineTransferred,
    DeadlineWaived,
)
from services.progress.task_duty.commands import Owe, PassOn, RestartClock, StopClock, Withdraw
from services.progress.task_duty.decider import DECIDER
from shared.ids import AccountId
from tests.progress.deadline.examples import GRACE_OVER
from tests.progress.examples import GONGAN, JIAOTONG, P08, PROGRAMME, shanghai
from tests.progress.task.examples import DUE, TASK
from tests.scenario import Scenario

duty = Scenario(DECIDER)
SUBJECT = f"{P08}~{TASK}"
LATER = shanghai(7, 1)
LEADER = AccountId("leader")

OWE = Owe(
    programme_id=PROGRAMME,
    project_id=P08,
    subject=SUBJECT,
    unit_id=JIAOTONG,
    label="任务: 提供活动场地",
    due_at=DUE,
)
SET = DeadlineSet(
    programme_id=PROGRAMME,
    obligation="task",
    subject=SUBJECT,
    project_id=P08,
    owner_unit_id=JIAOTONG,
    label="任务: 提供活动场地",
    due_at=DUE,
    grace_until=DUE,
)
STOP = StopClock(reason="涉及其他单位的数据", at=shanghai(6, 8, 9))
STOPPED = ClockStopped(
    obligation="task",
    subject=SUBJECT,
    reason="涉及其他单位的数据",
    stopped_at=shanghai(6, 8, 9),
)
RESTART = RestartClock(due_at=LATER, reason="原始数据不宜提供", by=LEADER, at=shanghai(6, 12, 9))
EXTENDED = DeadlineExtended(
    obligation="task",
    subject=SUBJECT,
    due_at=LATER,
    grace_until=LATER,
    reason="原始数据不宜提供",
    approved_by=LEADER,
    project_id=P08,
    owner_unit_id=JIAOTONG,
    label="任务: 提供活动场地",
)
MET = DeadlineMet(obligation="task", subject=SUBJECT, within_grace=False)
MISSED = DeadlineMissed(
    obligation="task", subject=SUBJECT, owner_unit_id=JIAOTONG, label="任务: 提供活动场地"
)
PASS_ON = PassOn(to_unit=GONGAN, due_at=LATER, reason="原单位已退出", by=AccountId("li-guozi"))
TRANSFERRED = DeadlineTransferred(
    obligation="task",
    subject=SUBJECT,
    project_id=P08,
    from_unit_id=JIAOTONG,
    to_unit_id=GONGAN,
    label="任务: 提供活动场地",
    due_at=LATER,
    grace_until=LATER,
    reason="原单位已退出",
    approved_by="li-guozi",
)
MORE_TIME = replace(
    EXTENDED, owner_unit_id=GONGAN, reason="原单位已退出", approved_by=AccountId("li-guozi")
)
WITHDRAW = Withdraw(reason="活动改期", by="")
WAIVED = DeadlineWaived(
    obligation="task",
    subject=SUBJECT,
    owner_unit_id=JIAOTONG,
    label="任务: 提供活动场地",
    reason="活动改期",
    cause="withdrawn",
    approved_by="",
)
ANEW = replace(SET, owner_unit_id=GONGAN, due_at=LATER, grace_until=LATER)


class TestOwing:
    @pytest.mark.covers("REQ-41")
    def test_a_task_is_owed_from_its_assignment_on(self) -> None:
        duty.given().when(OWE).then(SET)

    def test_the_same_assignment_again_changes_nothing_whatever_became_of_it(self) -> None:
        duty.given(SET).when(OWE).then_nothing()
        duty.given(SET, TRANSFERRED, MORE_TIME).when(OWE).then_nothing()
        duty.given(SET, WAIVED).when(OWE).then_nothing()

    def test_its_date_moves_by_giving_it_anew_only(self) -> None:
        extend = ExtendDeadline(due_at=LATER, reason="防汛", by=LEADER, at=shanghai(6, 20))
        Scenario(DEADLINE).given(SET).when(extend).then_rejected(TasksAreRedated)

    @pytest.mark.parametrize("command", [STOP, RESTART, PASS_ON, WITHDRAW])
    def test_a_task_from_before_the_ledger_has_no_deadline(
        self, command: StopClock | RestartClock | PassOn | Withdraw
    ) -> None:
        duty.given().when(command).then_nothing()


class TestDisputing:
    @pytest.mark.covers("REQ-40")
    def test_a_dispute_stops_the_clock_once(self) -> None:
        duty.given(SET).when(STOP).then(STOPPED)
        duty.given(SET, STOPPED).when(STOP).then_nothing()

    @pytest.mark.covers("REQ-40")
    def test_while_it_stands_still_nothing_is_missed(self) -> None:
        Scenario(DEADLINE).given(SET, STOPPED).when(GRACE_OVER).then_nothing()

    @pytest.mark.covers("REQ-40")
    def test_the_ruling_gives_the_time_that_it_names(self) -> None:
        duty.given(SET, STOPPED).when(RESTART).then(EXTENDED)

    @pytest.mark.covers("REQ-40")
    def test_otherwise_the_days_lost_are_added(self) -> None:
        by_days = replace(RESTART, due_at=None)
        added = replace(EXTENDED, due_at=shanghai(6, 28), grace_until=shanghai(6, 28))
        duty.given(SET, STOPPED).when(by_days).then(added)

    def test_by_the_same_or_an_earlier_date_it_is_owed_anew(self) -> None:
        same_day = replace(RESTART, due_at=None, at=shanghai(6, 8, 15))
        duty.given(SET, STOPPED).when(same_day).then(SET)
        earlier = shanghai(6, 20)
        anew = replace(SET, due_at=earlier, grace_until=earlier)
        duty.given(SET, STOPPED).when(replace(RESTART, due_at=earlier)).then(anew)

    def test_a_clock_that_runs_is_not_restarted(self) -> None:
        duty.given(SET).when(RESTART).then_nothing()
        duty.given(SET, STOPPED, EXTENDED).when(RESTART).then_nothing()

    def test_what_is_over_has_no_clock(self) -> None:
        duty.given(SET, MET).when(STOP).then_nothing()
        duty.given(SET, WAIVED).when(STOP).then_nothing()


class TestPassingOn:
    @pytest.mark.covers("REQ-41")
    def test_another_unit_owes_it_by_its_own_date(self) -> None:
        duty.given(SET).when(PASS_ON).then(TRANSFERRED, MORE_TIME)

    def test_by_the_same_date_it_only_passes_on(self) -> None:
        same = replace(PASS_ON, due_at=DUE)
        duty.given(SET).when(same).then(replace(TRANSFERRED, due_at=DUE, grace_until=DUE))

    def test_the_same_unit_gets_more_time(self) -> None:
        duty.given(SET).when(replace(PASS_ON, to_unit=JIAOTONG)).then(
            replace(MORE_TIME, owner_unit_id=JIAOTONG)
        )

    def test_what_was_missed_stays_with_whoever_missed_it(self) -> None:
        duty.given(SET, MISSED).when(PASS_ON).then(TRANSFERRED, MORE_TIME)

    def test_what_was_done_or_waived_or_has_less_time_now_is_owed_anew(self) -> None:
        duty.given(SET, MET).when(PASS_ON).then(ANEW)
        duty.given(SET, WAIVED).when(PASS_ON).then(ANEW)
        earlier = shanghai(6, 20)
        sooner = replace(ANEW, due_at=earlier, grace_until=earlier)
        duty.given(SET).when(replace(PASS_ON, due_at=earlier)).then(sooner)

    def test_passing_on_ends_a_standstill(self) -> None:
        duty.given(SET, STOPPED).when(PASS_ON).then(TRANSFERRED, MORE_TIME)
        same = replace(PASS_ON, due_at=DUE)
        transferred = replace(TRANSFERRED, due_at=DUE, grace_until=DUE)
        anew = replace(SET, owner_unit_id=GONGAN)
        duty.given(SET, STOPPED).when(same).then(transferred, anew)

    def test_the_same_again_changes_nothing(self) -> None:
        duty.given(SET, TRANSFERRED, MORE_TIME).when(PASS_ON).then_nothing()
        duty.given(SET, MET, ANEW).when(PASS_ON).then_nothing()


class TestWithdrawing:
    @pytest.mark.covers("REQ-41")
    def test_what_was_taken_back_is_owed_no_more(self) -> None:
        duty.given(SET).when(WITHDRAW).then(WAIVED)
        duty.given(SET, MISSED).when(WITHDRAW).then(WAIVED)
        duty.given(SET, STOPPED).when(WITHDRAW).then(WAIVED)

    def test_what_is_over_is_not_waived(self) -> None:
        duty.given(SET, MET).when(WITHDRAW).then_nothing()
        duty.given(SET, WAIVED).when(WITHDRAW).then_nothing()

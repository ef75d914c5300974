from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.notification.commands import NotificationCommand
from services.notifications.notification.decider import DECIDER, NoSuchNotification
from services.notifications.notification.events import (
    NotificationEvent,
    NotificationQueued,
    NotificationReceiptConfirmed,
    NotificationSent,
)
from shared.domain import Rejection
from tests.notifications.notification.examples import (
    CANCEL,
    CANCELLED,
    CONFIRM,
    CONFIRMED,
    FAILED,
    LATER,
    NOTIFY,
    NOW,
    QUEUED,
    RECORD_FAILURE,
    RECORD_SENT,
    SCHEDULED,
    SENT,
    SHOW,
    SUPPRESS,
    SUPPRESSED,
)
from tests.scenario import Scenario

notice = Scenario(DECIDER)


class TestNotifying:
    def test_a_notice_waits_for_its_time(self) -> None:
        notice.given().when(NOTIFY).then(SCHEDULED)

    def test_a_notice_whose_time_has_come_is_in_the_inbox_at_once(self) -> None:
        now = replace(SCHEDULED, visible_at=NOW)

        notice.given().when(replace(NOTIFY, notice=now)).then(now, QUEUED)

    def test_the_same_cause_leads_to_no_second_notice(self) -> None:
        notice.given(SCHEDULED).when(NOTIFY).then_nothing()
        notice.given(SCHEDULED, CANCELLED).when(NOTIFY).then_nothing()


class TestShowing:
    def test_a_waiting_notice_shows(self) -> None:
        notice.given(SCHEDULED).when(SHOW).then(QUEUED)

    def test_it_shows_once(self) -> None:
        notice.given(SCHEDULED, QUEUED).when(SHOW).then_nothing()

    def test_what_was_cancelled_never_shows(self) -> None:
        notice.given(SCHEDULED, CANCELLED).when(SHOW).then_nothing()

    def test_what_was_never_scheduled_never_shows(self) -> None:
        notice.given().when(SHOW).then_nothing()


class TestCancelling:
    def test_a_waiting_notice_is_cancelled(self) -> None:
        notice.given(SCHEDULED).when(CANCEL).then(CANCELLED)

    def test_what_was_shown_is_not_taken_back(self) -> None:
        notice.given(SCHEDULED, QUEUED).when(CANCEL).then_nothing()

    def test_what_is_cancelled_or_unknown_needs_no_cancelling(self) -> None:
        notice.given(SCHEDULED, CANCELLED).when(CANCEL).then_nothing()
        notice.given().when(CANCEL).then_nothing()


class TestConfirmingReceipt:
    @pytest.mark.covers("REQ-03")
    def test_the_recipient_confirms(self) -> None:
        notice.given(SCHEDULED, QUEUED).when(CONFIRM).then(CONFIRMED)

    def test_confirming_again_changes_nothing(self) -> None:
        other = replace(CONFIRM, by="gongan-leader")

        notice.given(SCHEDULED, QUEUED, CONFIRMED).when(other).then_nothing()

    def test_what_is_not_in_the_inbox_cannot_be_confirmed(self) -> None:
        notice.given().when(CONFIRM).then_rejected(NoSuchNotification)
        notice.given(SCHEDULED).when(CONFIRM).then_rejected(NoSuchNotification)
        notice.given(SCHEDULED, CANCELLED).when(CONFIRM).then_rejected(NoSuchNotification)


class TestDelivering:
    def test_a_delivery_is_recorded(self) -> None:
        notice.given(SCHEDULED, QUEUED).when(RECORD_SENT).then(SENT)

    def test_a_delivery_in_a_digest_names_its_message_and_how_many_went_together(self) -> None:
        named: dict[str, Any] = {"message_id": "<digest@lingban>", "together": 3}

        notice.given(SCHEDULED, QUEUED).when(replace(RECORD_SENT, **named)).then(
            replace(SENT, **named)
        )

    @pytest.mark.covers("PRA-10")
    def test_what_repeats_another_text_is_not_delivered_and_stays_in_the_inbox(self) -> None:
        notice.given(SCHEDULED, QUEUED).when(SUPPRESS).then(SUPPRESSED)
        notice.given(SCHEDULED, QUEUED, SUPPRESSED).when(RECORD_SENT).then_nothing()
        notice.given(SCHEDULED, QUEUED, SUPPRESSED).when(CONFIRM).then(CONFIRMED)
        notice.given(SCHEDULED, QUEUED, SENT).when(SUPPRESS).then_nothing()

    def test_attempts_are_counted(self) -> None:
        history = SCHEDULED, QUEUED, FAILED

        notice.given(*history).when(RECORD_SENT).then(replace(SENT, attempt=2))
        notice.given(*history).when(RECORD_FAILURE).then(replace(FAILED, attempt=2))

    def test_nothing_is_delivered_twice(self) -> None:
        notice.given(SCHEDULED, QUEUED, SENT).when(RECORD_SENT).then_nothing()
        notice.given(SCHEDULED, QUEUED, SENT).when(RECORD_FAILURE).then_nothing()

    def test_nothing_is_delivered_after_giving_up(self) -> None:
        given_up = replace(FAILED, retry_at=None)

        notice.given(SCHEDULED, QUEUED, given_up).when(RECORD_SENT).then_nothing()

    def test_nothing_is_delivered_that_is_not_in_the_inbox(self) -> None:
        notice.given(SCHEDULED).when(RECORD_SENT).then_nothing()
        notice.given(SCHEDULED).when(RECORD_FAILURE).then_nothing()


wishes = st.sampled_from(
    [NOTIFY, replace(NOTIFY, at=LATER), SHOW, CANCEL, CONFIRM, RECORD_SENT, RECORD_FAILURE]
)


@given(wishes=st.lists(wishes, max_size=12))
def test_whatever_is_asked_a_notice_shows_is_sent_and_is_confirmed_once_at_most(
    wishes: Sequence[NotificationCommand],
) -> None:
    history: list[NotificationEvent] = []
    for wish in wishes:
        try:
            history += DECIDER.decide(wish, DECIDER.fold(history))
        except Rejection:
            continue
    once = (NotificationQueued, NotificationSent, NotificationReceiptConfirmed)

    assert all(sum(isinstance(event, kind) for event in history) <= 1 for kind in once)
    assert not (QUEUED in history and CANCELLED in history)

"""Each version goes to each recipient once; who is not named gets nothing."""

from dataclasses import replace

import pytest

from services.notifications.document.commands import (
    DispatchCommand,
    DispatchDocument,
    DispatchFurther,
)
from services.notifications.document.decider import DECIDER, NotIssued
from services.notifications.document.events import DispatchEvent, DocumentDispatched

NOTICE = "notice~szjg-zutuanshi-2017"
DISPATCH = DispatchDocument(
    document_id=NOTICE,
    version=1,
    title="通知",
    check_code="5c" * 32,
    report_to=("市委秘书长",),
    copy_to=("工委各委员",),
)
FURTHER = DispatchFurther(document_id=NOTICE, line="copy", role="市委办公室")
REPORTED = DocumentDispatched(
    document_id=NOTICE,
    version=1,
    title="通知",
    check_code="5c" * 32,
    line="report",
    role="市委秘书长",
)
COPIED = replace(REPORTED, line="copy", role="工委各委员")
SECOND = replace(DISPATCH, version=2, check_code="ab" * 32)


def outcome(command: DispatchCommand, *history: DispatchEvent) -> list[DispatchEvent]:
    return list(DECIDER.decide(command, DECIDER.fold(history)))


@pytest.mark.covers("REQ-55", "REQ-56", "AMB-29")
def test_an_issued_document_goes_to_every_role_that_it_names_once() -> None:
    assert outcome(DISPATCH) == [REPORTED, COPIED]
    assert outcome(DISPATCH, REPORTED) == [COPIED]
    assert outcome(DISPATCH, REPORTED, COPIED) == []
    assert outcome(replace(DISPATCH, copy_to=("工委各委员",) * 2)) == [REPORTED, COPIED]


@pytest.mark.covers("REQ-55")
def test_without_a_recipient_nothing_is_dispatched() -> None:
    assert outcome(replace(DISPATCH, report_to=(), copy_to=())) == []


def test_a_newer_version_goes_to_everyone_again_and_an_older_one_nowhere() -> None:
    newer = [replace(event, version=2, check_code="ab" * 32) for event in (REPORTED, COPIED)]

    assert outcome(SECOND, REPORTED, COPIED) == newer
    assert outcome(DISPATCH, *newer) == []


@pytest.mark.covers("REQ-56")
def test_one_more_recipient_gets_the_newest_version_once() -> None:
    sent = replace(COPIED, role="市委办公室")

    assert outcome(FURTHER, REPORTED) == [sent]
    assert outcome(FURTHER, REPORTED, sent) == []


def test_what_was_not_issued_is_not_dispatched() -> None:
    with pytest.raises(NotIssued):
        outcome(FURTHER)

"""To whom a document went, after it was issued elsewhere."""

from typing import Any

import pytest

from shared.contracts.applications import ApplicationsEvent, DocumentRendered
from shared.contracts.evaluation import DocumentRendered as Circular
from shared.contracts.evaluation import EvaluationEvent
from shared.store.events import Stream
from tests.notifications.people import AUDITOR, STAFF
from tests.office import Office

NOTICE = "notice~szjg-zutuanshi-2017"
ADDRESS = f"/api/notifications/documents/{NOTICE}/dispatches"
FURTHER = {"line": "copy", "role": "市委办公室"}


def issued(document_id: str = NOTICE, **more: Any) -> DocumentRendered:
    named: dict[str, Any] = {"report_to": ("市委秘书长",), "copy_to": ("工委各委员",)}
    return DocumentRendered(
        document_id=document_id,
        kind="notice",
        version=1,
        title="通知",
        check_code="5c" * 32,
        **(named | more),
    )


def document(document_id: str = NOTICE) -> Stream[ApplicationsEvent]:
    return Stream("document", document_id)


@pytest.mark.covers("REQ-55", "REQ-56", "AMB-29")
async def test_an_issued_document_is_dispatched_by_role_and_further_by_the_staff(
    office: Office,
) -> None:
    await office.publish("applications", document(), issued())
    await office.caught_up()
    async with office.client("notifications", STAFF) as staff:
        first = await staff.post(ADDRESS, json=FURTHER)
        again = await staff.post(ADDRESS, json=FURTHER)
    async with office.client("notifications", AUDITOR) as auditor:
        found = (await auditor.get(ADDRESS)).json()

    assert first.json()["events"] == ["DocumentDispatched"]
    assert again.json()["events"] == []
    assert [(each["line"], each["role"]) for each in found] == [
        ("report", "市委秘书长"),
        ("copy", "工委各委员"),
        ("copy", "市委办公室"),
    ]
    assert {each["check_code"] for each in found} == {"5c" * 32}


@pytest.mark.covers("REQ-55", "REQ-56")
async def test_a_circular_of_another_service_is_dispatched_as_well(office: Office) -> None:
    circular = "commendation~szjg-zutuanshi-2017~1"
    stream: Stream[EvaluationEvent] = Stream("document", circular)
    event = Circular(
        document_id=circular,
        kind="commendation",
        version=1,
        title="通报",
        check_code="ab" * 32,
        report_to=("市委秘书长",),
    )
    await office.publish("evaluation", stream, event)
    await office.caught_up()
    async with office.client("notifications", STAFF) as staff:
        found = (await staff.get(ADDRESS.replace(NOTICE, circular))).json()

    assert [(each["line"], each["role"]) for each in found] == [("report", "市委秘书长")]


async def test_a_form_that_names_nobody_goes_nowhere(office: Office) -> None:
    form = "application~2017-p08~gongan-ju"
    await office.publish("applications", document(form), issued(form, report_to=(), copy_to=()))
    await office.caught_up()
    async with office.client("notifications", STAFF) as staff:
        found = await staff.get(ADDRESS.replace(NOTICE, form))
        further = await staff.post(ADDRESS.replace(NOTICE, form), json=FURTHER)

    assert (found.status_code, found.json()["code"]) == (404, "not-issued")
    assert (further.status_code, further.json()["code"]) == (404, "not-issued")


@pytest.mark.covers("REQ-55")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"line": "copy"}, "/body/role"),
        (FURTHER | {"role": ""}, "/body/role"),
        (FURTHER | {"line": "away"}, "/body/line"),
        (FURTHER | {"more": 1}, "/body/more"),
    ],
)
async def test_without_a_recipient_nothing_can_be_dispatched(
    office: Office, body: dict[str, Any], field: str
) -> None:
    async with office.client("notifications", STAFF) as staff:
        answer = await staff.post(ADDRESS, json=body)
        odd = await staff.get(ADDRESS.replace(NOTICE, "A_B"))

    assert (answer.status_code, odd.status_code) == (422, 422)
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert [error["field"] for error in odd.json()["errors"]] == ["/path/document_id"]

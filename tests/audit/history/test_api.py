from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from services.notifications.notification.events import (
    NotificationQueued,
    NotificationScheduled,
    notification,
)
from tests.audit.examples import CO_LEAD, LEAD, PROJECT, SEASON, day, play
from tests.audit.people import STAFF
from tests.audit.sources import happen
from tests.office import Office

NOTICE = NotificationScheduled(
    recipient=f"unit~{LEAD}",
    kind="reminder",
    rule="due-today",
    basis="REQ-43",
    cause=f"deadline~progress_report~{PROJECT}~2017q2",
    cause_event_id=uuid4(),
    project_id=PROJECT,
    title="提醒",
    text="请今天提交。",
    label="第二季度进展反馈",
    due_at=day(7, 1, 0),
    visible_at=day(6, 30),
)
OF_ACCOUNTS = 12
"""How many events of the season are about accounts, and of no project."""


@pytest_asyncio.fixture(scope="module", autouse=True)
async def season(office: Office) -> None:
    await play(office)
    notice, queued = notification("n1"), NotificationQueued()
    await happen(office, "notifications", notice, NOTICE, queued, on=day(6, 30), actor="system")
    await office.caught_up()


def history(record: str) -> str:
    return f"/api/audit/records/{record}/history"


async def read(office: Office, record: str, **query: Any) -> Mapping[str, Any]:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(history(record), params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def types(page: Mapping[str, Any]) -> Sequence[str]:
    return [entry["type"] for entry in page["entries"]]


async def test_the_history_of_a_project_is_what_all_services_recorded_of_it(
    office: Office,
) -> None:
    page = await read(office, f"project:{PROJECT}")

    assert types(page)[:3] == ["DeadlineSet", "ProjectListed", "LeadUnitDesignated"] or types(page)[
        :3
    ] == ["ProjectListed", "LeadUnitDesignated", "DeadlineSet"]
    assert {entry["source"] for entry in page["entries"]} == {
        "applications",
        "progress",
        "evaluation",
        "notifications",
    }
    of_programme = 3
    assert len(page["entries"]) == len(SEASON) - OF_ACCOUNTS - of_programme + 2
    assert page["next"] is None


async def test_an_entry_says_who_what_when_and_why_in_both_languages(office: Office) -> None:
    page = await read(office, f"project:{PROJECT}", type="DeadlineExtended")
    (entry,) = page["entries"]

    assert entry["title"] == {"zh": "期限已延长", "en": "Deadline extended"}
    assert (entry["actor"], entry["why"]) == ("staff", "防汛")
    assert entry["occurred_at"] == entry["recorded_at"] == "2017-06-28T01:00:00Z"
    assert entry["data"]["approved_by"] == "lingdao"


async def test_a_paper_shows_when_it_came_and_when_it_was_entered(office: Office) -> None:
    page = await read(office, f"participation:{PROJECT}~{CO_LEAD}", type="UnitApplied")
    (entry,) = page["entries"]

    assert entry["occurred_at"] == "2017-05-08T01:00:00Z"
    assert entry["recorded_at"] == "2017-05-10T01:00:00Z"


async def test_the_history_of_a_participation_is_that_of_its_unit_in_its_project(
    office: Office,
) -> None:
    joined = await read(office, f"participation:{PROJECT}~{CO_LEAD}")
    leading = await read(office, f"participation:{PROJECT}~{LEAD}")

    assert types(joined) == ["UnitApplied", "ApplicationAccepted"]
    assert {"LeadUnitDesignated", "DeadlineMet", "ProgressReported"} <= set(types(leading))


async def test_the_history_of_a_unit_holds_what_speaks_of_it_anywhere(office: Office) -> None:
    page = await read(office, f"unit:{CO_LEAD}")

    assert types(page) == ["UnitApplied", "ApplicationAccepted"]


async def test_the_history_of_another_record_is_what_happened_to_it(office: Office) -> None:
    decided = await read(office, f"decision:{PROJECT}")
    report = await read(office, f"progress-report:{PROJECT}~2017q2")

    assert types(decided) == ["ProjectEvaluated"]
    assert types(report) == ["ProgressReported", "ProgressReportReturned"]


async def test_an_event_without_a_project_belongs_to_that_of_its_record(office: Office) -> None:
    page = await read(office, f"project:{PROJECT}", feature="notification")

    assert types(page) == ["NotificationScheduled", "NotificationQueued"]


async def test_filters_are_taken_together_on_both_axes(office: Office) -> None:
    record = f"project:{PROJECT}"
    happened = await read(
        office, record, happened_from=day(5, 8).isoformat(), happened_to=day(5, 9).isoformat()
    )
    recorded = await read(
        office, record, recorded_from=day(5, 8).isoformat(), recorded_to=day(5, 9).isoformat()
    )
    by_system = await read(office, record, actor="system", feature="notification")
    nobody = await read(office, record, actor="nobody")

    assert types(happened) == ["UnitApplied"]
    assert types(recorded) == []
    assert len(types(by_system)) == 2
    assert types(nobody) == []


@pytest.mark.parametrize("size", [1, 2, 7])
async def test_pages_neither_skip_nor_repeat(office: Office, size: int) -> None:
    whole = await read(office, f"project:{PROJECT}")
    seen: list[str] = []
    query: dict[str, Any] = {"limit": size}
    while True:
        page = await read(office, f"project:{PROJECT}", **query)
        seen += [entry["event_id"] for entry in page["entries"]]
        if page["next"] is None:
            break
        query["after"] = page["next"]

    assert seen == [entry["event_id"] for entry in whole["entries"]]


async def test_what_is_sealed_is_shown_without_its_box(office: Office) -> None:
    scored = await read(office, f"project:{PROJECT}", type="ScoreSubmitted")
    opened = await read(office, "account:r1", type="AccountCreated")

    assert scored["entries"][0]["data"]["sealed"]["box"] == ""
    assert opened["entries"][0]["data"]["person"] == {"subject": "person:r1", "box": ""}


@pytest.mark.parametrize(
    "query",
    [
        {"feature": "a b"},
        {"type": "drop table"},
        {"actor": "a\x00"},
        {"happened_from": "yesterday"},
        {"happened_to": "2017-05-02T09:00:00"},
        {"recorded_from": "2017-13-01"},
        {"recorded_to": "later"},
        {"after": "first"},
        {"limit": 0},
        {"limit": 501},
    ],
)
async def test_a_wrong_query_is_refused(office: Office, query: Mapping[str, Any]) -> None:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(history(f"project:{PROJECT}"), params=query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"/query/{next(iter(query))}"


@pytest.mark.parametrize("record", ["project", "Project:a", "project:a b"])
async def test_a_wrong_record_is_refused(office: Office, record: str) -> None:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(history(record))

    assert answer.status_code == 422


async def test_what_was_never_recorded_is_not_found(office: Office) -> None:
    async with office.client("audit", STAFF) as client:
        record = await client.get(history("project:2017-p99"))
        event = await client.get(history(f"project:{PROJECT}"), params={"after": str(uuid4())})

    assert (record.status_code, record.json()["code"]) == (404, "no-such-record")
    assert (event.status_code, event.json()["code"]) == (404, "no-such-event")

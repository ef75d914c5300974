from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.audit.log.projection import FOREIGN
from shared.store.events import Stream
from shared.store.sealed import Sealed
from tests.audit.people import STAFF
from tests.audit.sources import Happened, HappenedSecretly, thing
from tests.office import OPENING, Office

LOG = "/api/audit/log"


async def read(office: Office, **query: Any) -> Mapping[str, Any]:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(LOG, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def whats(page: Mapping[str, Any]) -> Sequence[str]:
    return [event["data"]["what"] for event in page["events"]]


async def test_every_event_of_every_service_has_a_row_with_all_that_was_recorded(
    office: Office,
) -> None:
    for source in FOREIGN:
        await office.publish(source, thing("every"), Happened(what=source, parts=("a", "b")))
    await office.caught_up()
    page = await read(office, stream="thing:every")
    event = next(e for e in page["events"] if e["source"] == "gateway")

    assert sorted(whats(page)) == sorted(FOREIGN)
    assert event["data"] == {"what": "gateway", "parts": ["a", "b"]}
    assert (event["feature"], event["version"], event["type"]) == ("thing", 1, "Happened")
    assert (event["actor"], event["recorded_at"]) == ("system", "2017-05-02T01:00:00Z")


async def test_the_history_of_one_record_is_read_oldest_first_and_page_by_page(
    office: Office,
) -> None:
    events = [Happened(what=str(number)) for number in range(5)]
    await office.publish("progress", thing("history"), *events)
    await office.publish("evaluation", thing("history"), Happened(what="elsewhere"))
    await office.caught_up()
    async with office.client("audit", STAFF) as client:
        url = f"{LOG}/progress/thing:history"
        first = (await client.get(url, params={"limit": 3})).json()
        second = (await client.get(url, params={"limit": 3, "after": first["next"]})).json()
        past = (await client.get(url, params={"after": 5})).json()

    assert (whats(first), first["next"]) == (["0", "1", "2"], 3)
    assert (whats(second), second["next"]) == (["3", "4"], None)
    assert past["events"] == []


async def test_the_log_is_read_newest_first_across_services_and_page_by_page(
    office: Office,
) -> None:
    for number in range(6):
        source = FOREIGN[number % 2]
        at = OPENING + timedelta(days=10, minutes=number)
        await office.publish(source, thing(f"paged-{number}"), Happened(what=str(number)), at=at)
    await office.caught_up()
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 4, "from": (OPENING + timedelta(days=10)).isoformat()}
    query["to"] = (OPENING + timedelta(days=11)).isoformat()
    while True:
        page = await read(office, **query)
        seen += whats(page)
        if page["next"] is None:
            break
        query["after"] = page["next"]

    assert seen == ["5", "4", "3", "2", "1", "0"]


async def test_events_of_one_moment_are_neither_skipped_nor_repeated_between_pages(
    office: Office,
) -> None:
    at = OPENING + timedelta(days=20)
    events = [Happened(what=str(number)) for number in range(5)]
    await office.publish("applications", thing("moment"), *events, at=at)
    await office.publish("gateway", thing("moment"), *events, at=at)
    await office.caught_up()
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 3, "stream": "thing:moment"}
    while True:
        page = await read(office, **query)
        seen += [event["event_id"] for event in page["events"]]
        if page["next"] is None:
            break
        query["after"] = page["next"]

    assert (len(seen), len(set(seen))) == (10, 10)


async def test_filters_are_taken_together(office: Office) -> None:
    await office.publish("progress", thing("filter-a"), Happened(what="a"))
    await office.publish("progress", thing("filter-b"), Happened(what="b"))
    secret = HappenedSecretly(person=Sealed(subject="person:x", box="Ym94"))
    await office.publish("progress", thing("filter-a"), secret)
    await office.caught_up()
    wanted = {"stream": "thing:filter-a", "type": "Happened", "actor": "system"}

    assert whats(await read(office, source="progress", **wanted)) == ["a"]
    assert whats(await read(office, source="gateway", **wanted)) == []
    assert whats(await read(office, **(wanted | {"actor": "nobody"}))) == []
    assert whats(await read(office, **wanted, to=OPENING.isoformat())) == []


async def test_a_record_whose_kind_has_two_words_is_found(office: Office) -> None:
    await office.publish("progress", Stream("two-words", "a"), Happened(what="a"))
    await office.caught_up()

    assert whats(await read(office, stream="two-words:a")) == ["a"]


async def test_what_is_sealed_is_shown_without_its_box(office: Office) -> None:
    secret = HappenedSecretly(person=Sealed(subject="person:li", box="Z2VoZWlt"))
    await office.publish("applications", thing("sealed"), secret)
    await office.caught_up()
    (event,) = (await read(office, stream="thing:sealed"))["events"]
    async with office.client("audit", STAFF) as client:
        history = (await client.get(f"{LOG}/applications/thing:sealed")).json()

    assert event["data"] == {"person": {"subject": "person:li", "box": ""}}
    assert history["events"] == [event]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 501},
        {"after": "first"},
        {"stream": "no-feature"},
        {"stream": "thing:a b"},
        {"type": "drop table"},
        {"actor": "a\x00"},
        {"from": "yesterday"},
        {"from": "2017-05-02T09:00:00"},
        {"to": "2017-13-01"},
        {"source": "elsewhere"},
    ],
)
async def test_a_wrong_query_is_refused(office: Office, query: Mapping[str, Any]) -> None:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(LOG, params=query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"/query/{next(iter(query))}"


@pytest.mark.parametrize(
    "path", ["elsewhere/thing:a", "progress/no-feature", "progress/thing:a?after=-1"]
)
async def test_a_wrong_record_is_refused(office: Office, path: str) -> None:
    async with office.client("audit", STAFF) as client:
        answer = await client.get(f"{LOG}/{path}")

    assert answer.status_code == 422


async def test_what_was_never_recorded_is_not_found(office: Office) -> None:
    async with office.client("audit", STAFF) as client:
        record = await client.get(f"{LOG}/progress/thing:never")
        event = await client.get(LOG, params={"after": str(uuid4())})

    assert (record.status_code, record.json()["code"]) == (404, "no-such-record")
    assert (event.status_code, event.json()["code"]) == (404, "no-such-event")

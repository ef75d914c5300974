"""The log for others: CloudEvents, in pages, in lines and as a stream of server-sent events."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx2
import orjson
import pytest
import uvicorn
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from shared.bus.feed import OwnFeed
from shared.http.caller import HEADER, Verifier, sign
from shared.http.feed import SERVICE_SCOPE, for_caller, without_boxes
from shared.http.rights import Role
from shared.store.codec import digest
from shared.store.handle import handle
from tests.office import Office, who
from tests.shared.toy.counter import DECIDER, Add, counter
from tests.shared.toy.service import context

SERVICE = who("progress", Role.CLIENT, scopes=[SERVICE_SCOPE])
AUDITOR = who("shen-ji", Role.AUDITOR)
PATH = "/api/applications/events"


@pytest.fixture(scope="module")
async def feed(office: Office) -> OwnFeed:
    """At least 25 events."""
    store = office.resources("applications").store
    for n in range(25):
        await handle(Add(amount=1), DECIDER, counter(f"feed-{n % 9}"), store, context(f"feed {n}"))
    await office.caught_up()
    return OwnFeed("applications", store.pool)


async def test_an_event_is_a_cloud_event_and_its_hash_is_right(
    office: Office, feed: OwnFeed
) -> None:
    (message,) = await feed.after(6, 1)
    row = await office.resources("applications").pool.fetchrow(
        "select * from event join feed using (position) where seq = 7"
    )
    assert row is not None
    event = JSONFormat().read(CloudEvent, message)

    assert event.get_id() == str(row["event_id"])
    assert event.get_source() == "/lingban/applications"
    assert event.get_type() == row["type"]
    assert event.get_subject() == row["stream"]
    assert event.get_time() == row["occurred_at"]
    assert event.get_extension("sequence") == "00000000000000000007"
    content = orjson.loads(message)
    form = {
        "id": content["id"],
        "stream": content["subject"],
        "version": content["streamversion"],
        "type": content["type"],
        "schema_version": content["schemaversion"],
        "data": content["data"],
        "meta": row["meta"],
        "occurred_at": datetime.fromisoformat(content["time"]),
        "recorded_at": datetime.fromisoformat(content["recordedat"]),
    }
    assert content["hash"] == digest(form).hex() == row["hash"].hex()


async def test_the_feed_has_the_bytes_of_the_bus(office: Office, feed: OwnFeed) -> None:
    stream = office.runs["applications"].relay.stream
    last = (await stream.state()).last_seq
    on_the_bus = [body async for _, body in stream.messages(0, last)]
    async with office.client("applications", SERVICE) as client:
        answer = await client.get(
            PATH, params={"limit": 1000}, headers={"Accept": "application/x-ndjson"}
        )

    assert answer.content.split(b"\n") == on_the_bus
    assert list(await feed.after(0, 1000)) == on_the_bus


async def test_pages_follow_one_another_without_a_gap_or_a_double(
    office: Office, feed: OwnFeed
) -> None:
    seen: list[str] = []
    after = 0
    async with office.client("applications", AUDITOR) as client:
        while True:
            page = (await client.get(PATH, params={"after": after, "limit": 7})).json()
            if not page["events"]:
                break
            seen += [event["id"] for event in page["events"]]
            after = page["next"]
        same = (await client.get(PATH, params={"after": after})).json()

    assert seen == [orjson.loads(event)["id"] for event in await feed.after(0, 1000)]
    assert same == {"events": [], "next": after}


async def test_a_partition_counts_by_itself(office: Office, feed: OwnFeed) -> None:
    partition = max((await feed.heads_at(10_000)).values(), key=lambda h: h.partition_seq).partition
    async with office.client("applications", AUDITOR) as client:
        page = (await client.get(PATH, params={"after": 1, "partition": partition})).json()

    numbers = [int(event["partitionsequence"]) for event in page["events"]]
    assert numbers == list(range(2, len(numbers) + 2))
    assert {event["partition"] for event in page["events"]} == {partition}
    assert page["next"] == numbers[-1]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"after": -1}, 422),
        ({"limit": 0}, 422),
        ({"limit": 1001}, 422),
        ({"partition": 16}, 422),
        ({"after": "x"}, 422),
    ],
)
async def test_a_bad_question_is_refused(
    office: Office, parameters: dict[str, Any], status: int
) -> None:
    async with office.client("applications", AUDITOR) as client:
        assert (await client.get(PATH, params=parameters)).status_code == status


@pytest.mark.parametrize("path", [PATH, f"{PATH}/stream", f"{PATH}/heads?at=1"])
async def test_only_who_may_read_the_log_reads_it(office: Office, path: str) -> None:
    async with office.client("applications") as nobody:
        assert (await nobody.get(path)).status_code == 401
    for role in (Role.LIAISON, Role.REVIEWER, Role.RESPONSIBLE, Role.ADMIN):
        async with office.client("applications", who("x", role)) as client:
            assert (await client.get(path)).status_code == 403


def test_boxes_are_for_our_own_services_only() -> None:
    sealed = {"data": {"names": [{"subject": "person:1", "box": "c2VjcmV0"}], "box": "open"}}
    event = orjson.dumps(sealed)

    assert for_caller(event, SERVICE) is event
    for caller in (
        AUDITOR,
        who("client", Role.CLIENT),
        who("x", Role.STAFF, scopes=[SERVICE_SCOPE]),
    ):
        assert b"c2VjcmV0" not in for_caller(event, caller)
    assert without_boxes(sealed) == {
        "data": {"names": [{"subject": "person:1", "box": ""}], "box": "open"}
    }


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[httpx2.AsyncClient]:
    """Serve the application on a real port: a stream that never ends needs a real server."""
    app = office.runs["applications"].app(Verifier(office.key))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        port = listener.getsockname()[1]
        headers = {HEADER: sign(AUDITOR, office.key)}
        try:
            async with httpx2.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=10
            ) as client:
                yield client
        finally:
            server.should_exit = True
            await serving


async def follow(client: httpx2.AsyncClient, count: int, **headers: str) -> list[dict[str, str]]:
    """Return the first so many events of the stream, by their field names."""
    events: list[dict[str, str]] = [{}]
    async with (
        asyncio.timeout(20),
        client.stream("GET", f"{PATH}/stream", headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            name, _, content = line.partition(": ")
            if line and name:
                events[-1][name] = content
            elif events[-1].get("id"):
                if len(events) == count:
                    break
                events.append({})
    return events


async def test_a_follower_that_comes_back_misses_nothing_and_gets_nothing_twice(
    office: Office, feed: OwnFeed
) -> None:
    messages = [orjson.loads(message) for message in await feed.after(0, 1000)]
    async with served(office) as client:
        first = await follow(client, 10)
        rest = len(messages) - 10 + 1
        coming = asyncio.create_task(follow(client, rest, **{"Last-Event-ID": first[-1]["id"]}))
        store = office.resources("applications").store
        await handle(Add(amount=1), DECIDER, counter("followed"), store, context("followed"))
        later = await coming

    followed = [orjson.loads(event["data"]) for event in first + later]
    assert [int(event["id"]) for event in first + later] == list(range(1, len(messages) + 2))
    assert [event["id"] for event in followed[:-1]] == [m["id"] for m in messages]
    assert followed[-1]["subject"] == "counter:followed"
    assert {event["event"] for event in first + later} == {"Added"}

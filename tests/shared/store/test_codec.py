"""Events as bytes: one canonical form, and old versions read as the newest."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import uuid4

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.bus.envelope import Envelope, envelope_of
from shared.domain import value
from shared.readmodels.projection import Projection, Rows
from shared.store.codec import EventCodec, UnknownEvent, canonical
from shared.store.events import Recorded
from shared.store.store import EventStore
from tests.shared.toy.counter import Count, counter, counts_table
from tests.shared.toy.service import NOW

SAFE = 2**53 - 1
TEXT = st.text(st.characters(codec="utf-8"))
KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
@example({"a": "\x00\x1f\x7f\u2028\u2029\ufeff😀\U0010ffff", "A": '"\\/', "": [SAFE, -SAFE]})
@settings(max_examples=300, deadline=None)
def test_the_canonical_form_is_that_of_rfc_8785(content: Any) -> None:
    assert canonical(content) == rfc8785.dumps(content)


@value
class Renamed:
    """The counter got a name, in two languages and a colour since version 3."""

    SCHEMA_VERSION: ClassVar[int] = 3

    zh: str
    en: str
    colour: str = "blue"


type NamedEvent = Renamed


class Elsewhere:
    """Where another event has the same name."""

    @value
    class Renamed:
        """Something else got a name."""

        name: str


type OtherEvent = Elsewhere.Renamed


def in_two_languages(content: dict[str, Any]) -> dict[str, Any]:
    return {"zh": content["name"], "en": content["name"]}


def with_colour(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "colour": "red"}


NAMED = EventCodec(
    NamedEvent, upcasts={("Renamed", 1): in_two_languages, ("Renamed", 2): with_colour}
)
NEWEST = Renamed(zh="甲", en="甲", colour="red")
STORED = {
    1: b'{"name":"\xe7\x94\xb2"}',
    2: b'{"zh":"\xe7\x94\xb2","en":"\xe7\x94\xb2"}',
    3: b'{"zh":"\xe7\x94\xb2","en":"\xe7\x94\xb2","colour":"red"}',
}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_old_version_is_read_as_the_newest(version: int) -> None:
    assert NAMED.decode("Renamed", version, STORED[version]) == NEWEST


def test_a_newer_version_than_the_code_is_unknown() -> None:
    with pytest.raises(UnknownEvent, match="version 4"):
        NAMED.decode("Renamed", 4, STORED[3])
    with pytest.raises(UnknownEvent, match="Lost"):
        NAMED.decode("Lost", 1, b"{}")
    assert EventCodec(NamedEvent, ignore_unknown=True).decode("Lost", 1, b"{}") is None


def test_two_events_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two events"):
        EventCodec(NamedEvent, OtherEvent)


def test_one_event_may_be_known_from_two_kinds_of_stream() -> None:
    assert EventCodec(NamedEvent, NamedEvent).known.keys() == {"Renamed"}


@dataclass
class Stored:
    """A stored event as the feed carries it."""

    version: int

    def envelope(self) -> Envelope:
        row = {
            "seq": self.version,
            "partition": 0,
            "partition_seq": self.version,
            "stream": "counter:named",
            "version": self.version,
            "event_id": uuid4(),
            "type": "Renamed",
            "schema_version": self.version,
            "occurred_at": NOW,
            "recorded_at": NOW,
            "hash": "",
            "meta": b'{"actor":"x","command_id":"5e0d8a3e-68fc-5f5a-8d3a-0c3f65ad0001"}',
            "data": STORED[self.version].decode(),
        }
        return Envelope.parse(envelope_of("applications", row))


def test_a_replay_through_a_read_model_sees_only_the_newest_version() -> None:
    def fold(row: Count | None, recorded: Recorded[NamedEvent]) -> Count:
        assert recorded.event == NEWEST
        events = row.events if row else 0
        return Count(stream=recorded.stream.name, total=0, events=events + 1)

    named = Projection(
        name="named",
        source="applications",
        table=counts_table("named_counts"),
        row=Count,
        key=lambda recorded: (recorded.stream.name,),
        fold=fold,
        events=NAMED,
    )
    history = [Stored(version).envelope().recorded(NAMED) for version in STORED]

    rows = Rows.of(named).fold({}, history)

    assert rows == {("counter:named",): Count(stream="counter:named", total=0, events=3)}


async def test_a_stored_old_version_is_read_as_the_newest_and_its_bytes_stay(
    store: EventStore,
) -> None:
    stream = counter("upcast")
    for version, data in STORED.items():
        await store.pool.execute(
            "select append(array[row('counter', $1::text, $2::smallint, $3::int, true, $4::uuid, 'Renamed', "
            "$3::smallint, $5::text, ''::bytea, $6::text, now(), now())::new_event])",
            stream.name,
            stream.partition,
            version,
            uuid4(),
            data.decode(),
            '{"actor":"x","command_id":"5e0d8a3e-68fc-5f5a-8d3a-0c3f65ad0001","request":""}',
        )
    history = await EventStore(store.pool, NAMED).read(stream)

    assert [r.event for r in history.recorded] == [NEWEST] * 3
    assert history.version == 3

"""What is sealed is readable until its key is destroyed; history stays whole."""

import base64
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag

from shared.domain import value
from shared.store.codec import EventCodec
from shared.store.events import Stream
from shared.store.store import Append, EventStore
from shared.store.vault import Destroyed, Sealed, Vault, new_master_key, read_master_key
from tests.shared.toy.service import context

MASTER = b"m" * 32


@value
class ContactNamed:
    """Somebody's name, which only the holder of their key can read."""

    name: Sealed


type ContactEvent = ContactNamed


@pytest.fixture
def vault(store: EventStore) -> Vault:
    return Vault(store.pool, MASTER)


async def test_what_was_sealed_is_opened_and_looks_different_each_time(vault: Vault) -> None:
    first = await vault.seal("person:one", "王小明")
    second = await vault.seal("person:one", "王小明")

    assert first.box != second.box
    assert [await vault.open(first), await vault.open(second)] == ["王小明", "王小明"]
    assert "王".encode() not in base64.b64decode(first.box)


async def test_a_box_does_not_open_for_another_subject_or_after_a_change(vault: Vault) -> None:
    box = await vault.seal("person:two", "secret")
    await vault.seal("person:three", "")
    changed = base64.b64encode(base64.b64decode(box.box)[:-1] + b"x").decode()

    assert await vault.open(replace(box, subject="person:three")) is None
    assert await vault.open(replace(box, subject="person:nobody")) is None
    assert await vault.open(replace(box, box=changed)) is None
    assert await vault.open(replace(box, box="not base64!")) is None


async def test_destroying_a_key_erases_the_content_and_leaves_history_whole(
    store: EventStore, vault: Vault
) -> None:
    codec = EventCodec(ContactEvent)
    contacts = EventStore(store.pool, codec, ready=store.ready)
    stream: Stream[ContactEvent] = Stream("contact", "four")
    sealed = await vault.seal("person:four", "王小明")
    await contacts.commit(
        [Append(await contacts.read(stream), [ContactNamed(name=sealed)])], context("four")
    )
    before = await store.pool.fetch("select * from event where stream = $1", stream.name)

    assert await vault.destroy("person:four")

    after = await store.pool.fetch("select * from event where stream = $1", stream.name)
    (recorded,) = (await contacts.read(stream)).recorded
    assert before == after
    assert recorded.event == ContactNamed(name=sealed)
    assert await vault.open(recorded.event.name) is None
    assert not await vault.destroy("person:four")
    with pytest.raises(Destroyed):
        await vault.seal("person:four", "again")


async def test_a_new_master_key_opens_everything_and_the_old_one_nothing(
    store: EventStore, vault: Vault
) -> None:
    box = await vault.seal("person:five", "kept")
    new = b"n" * 32

    assert await vault.rewrap(new) >= 1
    assert await vault.open(box) == "kept"
    assert await Vault(store.pool, new).open(box) == "kept"
    with pytest.raises(InvalidTag):
        await Vault(store.pool, MASTER).open(box)
    await Vault(store.pool, new).rewrap(MASTER)


def test_a_master_key_is_32_bytes(tmp_path) -> None:  # noqa: ANN001
    path = tmp_path / "master"
    path.write_text(new_master_key() + "\n")
    assert len(read_master_key(path)) == 32
    path.write_text("c2hvcnQ=")
    with pytest.raises(ValueError, match="32 bytes"):
        read_master_key(path)

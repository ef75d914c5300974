import pytest

from shared.store.sealed import Sealed
from tests.notifications.people import ADMIN, GONGAN, REVIEWER, SHUILI, liaison
from tests.office import Office

BASE = "/api/notifications/channels"


def path(recipient: str) -> str:
    return f"{BASE}/{recipient}/email"


async def test_a_liaison_binds_the_address_of_the_unit_and_reads_it_back(office: Office) -> None:
    async with office.client("notifications", GONGAN) as client:
        bound = await client.put(path("unit~gongan-ju"), json={"address": "dw@gongan.example.cn"})
        read = await client.get(path("unit~gongan-ju"))

    assert bound.status_code == 200
    assert bound.json()["events"] == ["ChannelBound"]
    assert read.json()["address"] == "dw@gongan.example.cn"
    assert read.headers["ETag"] == f'"{bound.json()["version"]}"'


async def test_the_address_is_stored_only_sealed(office: Office) -> None:
    async with office.client("notifications", SHUILI) as client:
        await client.put(path("unit~shuili-ju"), json={"address": "geheim@shuili.example.cn"})
    pool = office.resources("notifications").pool
    everything = [
        await pool.fetchval(f"select string_agg(t::text, ' ') from {table} t")
        for table in ("event", "email_channels")
    ]
    (box,) = await pool.fetch(
        "select address from email_channels where recipient = 'unit~shuili-ju'"
    )

    assert not any("geheim" in rows for rows in everything)
    assert (
        await office.resources("notifications").vault.open(Sealed(**box["address"]))
        == "geheim@shuili.example.cn"
    )


async def test_an_unbound_address_is_gone_and_unbinding_again_changes_nothing(
    office: Office,
) -> None:
    async with office.client("notifications", liaison("minzheng-ju")) as client:
        await client.put(path("unit~minzheng-ju"), json={"address": "a@minzheng.example.cn"})
        first = await client.delete(path("unit~minzheng-ju"))
        second = await client.delete(path("unit~minzheng-ju"))
        read = await client.get(path("unit~minzheng-ju"))

    assert first.json()["events"] == ["ChannelUnbound"]
    assert second.json()["events"] == []
    assert (read.status_code, read.json()["code"]) == (404, "no-channel")


async def test_a_person_binds_an_own_address_and_the_administrator_anybodys(office: Office) -> None:
    async with office.client("notifications", REVIEWER) as client:
        own = await client.put(path("account~pingwei-1"), json={"address": "p1@example.cn"})
    async with office.client("notifications", ADMIN) as client:
        others = await client.put(path("account~pingwei-1"), json={"address": "p2@example.cn"})
        read = await client.get(path("account~pingwei-1"))

    assert (own.status_code, others.status_code) == (200, 200)
    assert read.json()["address"] == "p2@example.cn"


async def test_nobody_binds_or_reads_the_address_of_another_unit(office: Office) -> None:
    async with office.client("notifications", GONGAN) as client:
        answers = [
            await client.put(path("unit~shuili-ju"), json={"address": "a@example.cn"}),
            await client.delete(path("unit~shuili-ju")),
            await client.get(path("unit~shuili-ju")),
        ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(403, "not-yours")] * 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "a b@example.cn",
        "a@example.cn\n",
        "a@example.cn\r\nBcc: x@example.cn",
        "a@example.cn, b@example.cn",
        "<a@example.cn>",
        "名字@example.cn",
        "a@" + "x" * 250 + ".cn",
        None,
        7,
    ],
)
async def test_what_is_no_address_is_refused_and_nothing_is_stored(
    office: Office, address: str
) -> None:
    async with office.client("notifications", liaison("wenhua-ju")) as client:
        answer = await client.put(path("unit~wenhua-ju"), json={"address": address})
    stored = await office.resources("notifications").pool.fetchval(
        "select count(*) from event where stream = 'channel:unit~wenhua-ju'"
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "/body/address")
    assert stored == 0


@pytest.mark.parametrize("recipient", ["gongan-ju", "unit~", "unit~a.b", "unit~a>", "role~x"])
async def test_what_is_no_recipient_is_refused(office: Office, recipient: str) -> None:
    async with office.client("notifications", ADMIN) as client:
        answers = [
            await client.put(path(recipient), json={"address": "a@example.cn"}),
            await client.delete(path(recipient)),
            await client.get(path(recipient)),
        ]

    assert [a.status_code for a in answers] == [422] * 3


async def test_an_unknown_field_is_refused(office: Office) -> None:
    async with office.client("notifications", GONGAN) as client:
        body = {"address": "a@example.cn", "verified": True}
        answer = await client.put(path("unit~gongan-ju"), json=body)

    assert answer.status_code == 422


async def test_the_same_request_twice_has_one_effect_and_its_key_serves_no_other(
    office: Office,
) -> None:
    key = {"Idempotency-Key": "bind-1"}
    async with office.client("notifications", liaison("jiaoyu-ju")) as client:
        url, body = path("unit~jiaoyu-ju"), {"address": "a@jiaoyu.example.cn"}
        first = await client.put(url, json=body, headers=key)
        again = await client.put(url, json=body, headers=key)
        other = await client.put(url, json={"address": "b@jiaoyu.example.cn"}, headers=key)

    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")


async def test_nobody_overwrites_an_address_that_he_did_not_see(office: Office) -> None:
    async with office.client("notifications", liaison("caizheng-ju")) as client:
        url = path("unit~caizheng-ju")
        await client.put(url, json={"address": "a@example.cn"})
        seen = (await client.get(url)).headers["ETag"]
        await client.put(url, json={"address": "b@example.cn"}, headers={"If-Match": seen})
        late = await client.put(url, json={"address": "c@example.cn"}, headers={"If-Match": seen})
        gone = await client.delete(url, headers={"If-Match": seen})

    assert [(a.status_code, a.json()["code"]) for a in (late, gone)] == [(412, "version-moved")] * 2


async def test_nothing_is_bound_for_a_person_whose_data_were_erased(office: Office) -> None:
    caller = liaison("tongji-ju")
    vault = office.resources("notifications").vault
    async with office.client("notifications", caller) as client:
        await client.put(path("unit~tongji-ju"), json={"address": "a@example.cn"})
        await vault.destroy("person:unit~tongji-ju")
        again = await client.put(path("unit~tongji-ju"), json={"address": "a@example.cn"})
        read = await client.get(path("unit~tongji-ju"))

    assert (again.status_code, again.json()["code"]) == (409, "person-erased")
    assert read.status_code == 404

"""Channels of good practices over HTTP: by hand, and once for each message of another system."""

import asyncio

import pytest

from shared.contracts.applications import ProgrammeRulesSet
from shared.contracts.programme_rules import Category
from shared.http.caller import Caller
from shared.http.rights import Role
from tests.office import Office, who
from tests.progress.examples import (
    CLIENT,
    CO_LEAD,
    LIAISON,
    P08,
    PROGRAMME,
    STAFF,
    programme,
)
from tests.progress.good_practice.examples import number, read, send, shared, types_in, where

INDEX = who("index", Role.CLIENT, scopes=("practices:deliver",))


@pytest.mark.covers("REQ-37")
async def test_the_channels_say_who_and_when_and_the_text_is_entered_once(office: Office) -> None:
    await shared(office, number(1))
    fresh = await read(office, LIAISON, number(1))
    for channel in ("qq_group", "wechat_group", "qq_group"):
        path = where(number(1), f"/channels/{channel}")
        assert (await send(office, LIAISON, "PUT", path)).status_code == 200
    line = await read(office, LIAISON, number(1))

    assert fresh["reported"] is False
    assert fresh["pending"] == ["qq_group", "wechat_group", "index_platform"]
    assert fresh["ready_text"] == "周末公益服务点单制\n\n居民点单, 单位接单, 党员送单。"
    assert [entry["channel"] for entry in line["practice"]["channels"]] == [
        "qq_group",
        "wechat_group",
    ]
    assert line["practice"]["channels"][0]["by"] == "li-guozi"
    assert line["practice"]["channels"][0]["at"] == "2017-05-02T01:00:00+00:00"
    assert (line["reported"], line["pending"]) == (True, [])


async def test_a_receipt_counts_once_however_often_the_system_calls_back(office: Office) -> None:
    await shared(office, number(2))
    path, receipt = where(number(2), "/receipts"), {"message_id": "m-2"}
    answers = await asyncio.gather(*(send(office, INDEX, "POST", path, receipt) for _ in range(4)))
    later = await send(office, INDEX, "POST", path, receipt, Idempotency_Key="another")

    assert {answer.status_code for answer in (*answers, later)} == {200}
    assert later.json()["repeated"] is True
    assert await types_in(office, number(2)) == [
        "GoodPracticeShared",
        "GoodPracticeChannelRecorded",
    ]


async def test_one_message_id_is_for_one_practice(office: Office) -> None:
    for of in (3, 4):
        await shared(office, number(of))
    receipt = {"message_id": "m-3"}
    first = await send(office, INDEX, "POST", where(number(3), "/receipts"), receipt)
    second = await send(office, INDEX, "POST", where(number(4), "/receipts"), receipt)

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (409, "message-id-taken")
    assert await types_in(office, number(4)) == ["GoodPracticeShared"]


@pytest.mark.covers("AMB-18")
async def test_the_programmes_rules_say_whether_one_channel_is_enough(office: Office) -> None:
    await shared(office, number(5))
    await send(office, LIAISON, "PUT", where(number(5), "/channels/qq_group"))
    any_of_them = await read(office, STAFF, number(5))
    every = ProgrammeRulesSet(
        programme_id=PROGRAMME,
        categories=(Category(projects=(P08,)),),
        practice_channels_required="all",
    )
    await office.publish("applications", programme(), every)
    await office.caught_up()
    all_of_them = await read(office, STAFF, number(5))
    for channel in ("wechat_group", "index_platform"):
        await send(office, LIAISON, "PUT", where(number(5), f"/channels/{channel}"))
    complete = await read(office, STAFF, number(5))
    default = ProgrammeRulesSet(programme_id=PROGRAMME, categories=())
    await office.publish("applications", programme(), default)
    await office.caught_up()

    assert (any_of_them["reported"], any_of_them["pending"]) == (True, [])
    assert all_of_them["reported"] is False
    assert all_of_them["pending"] == ["wechat_group", "index_platform"]
    assert complete["reported"] is True


class TestRefused:
    async def test_only_a_system_that_delivers_sends_receipts(self, office: Office) -> None:
        await shared(office, number(6))
        for caller in (CLIENT, LIAISON):
            path = where(number(6), "/receipts")
            answer = await send(office, caller, "POST", path, {"message_id": "m-6"})
            assert (answer.status_code, answer.json()["code"]) == (403, "not-the-deliverer")
        assert await types_in(office, number(6)) == ["GoodPracticeShared"]

    @pytest.mark.parametrize("caller", [CO_LEAD, INDEX], ids=lambda caller: caller.id)
    async def test_only_the_lead_records_by_hand(self, office: Office, caller: Caller) -> None:
        await shared(office, number(7))
        path = where(number(7), "/channels/qq_group")
        answer = await send(office, caller, "PUT", path)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead-shares")

    @pytest.mark.covers("REQ-37")
    async def test_there_are_three_channels(self, office: Office) -> None:
        answer = await send(office, LIAISON, "PUT", where(number(7), "/channels/telegram"))

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    @pytest.mark.parametrize(
        "body",
        [
            None,
            {},
            {"message_id": ""},
            {"message_id": "x y"},
            {"message_id": "x" * 129},
            {"message_id": 1},
            {"message_id": "x", "y": 1},
        ],
    )
    async def test_a_receipt_names_its_message(self, office: Office, body: object) -> None:
        answer = await send(office, INDEX, "POST", where(number(7), "/receipts"), body)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")

    async def test_what_was_never_shared_is_in_no_channel(self, office: Office) -> None:
        by_hand = await send(office, LIAISON, "PUT", where(number(99), "/channels/qq_group"))
        receipt = {"message_id": "m-99"}
        delivered = await send(office, INDEX, "POST", where(number(99), "/receipts"), receipt)

        for answer in (by_hand, delivered):
            assert (answer.status_code, answer.json()["code"]) == (404, "no-such-practice")

from typing import Any

import pytest

from tests.notifications.people import STAFF
from tests.office import Office

RULES = "/api/notifications/notice-rules"
LINE: dict[str, Any] = {"event": "UnitInvited", "role": "unit", "inbox": True, "email": True}


@pytest.mark.covers("REQ-43")
async def test_each_line_has_its_meaning_in_both_languages(office: Office) -> None:
    async with office.client("notifications", STAFF) as client:
        table = (await client.get(RULES)).json()
    (line,) = [line for line in table["lines"] if line["event"] == "UnitInvited"]

    assert line["meaning"] == {
        "zh": "邀请单位申报联办：通过收件箱和电子邮件通知所涉单位。",
        "en": "A unit was invited to co-lead: the unit concerned: told in the inbox and by e-mail.",
    }
    assert {event["event"] for event in table["events"]} >= {"UnitInvited", "ProgrammeClosed"}
    assert table["roles"]["lead"]["zh"] == "牵头领办单位"


async def test_nobody_overwrites_a_table_that_was_not_seen(office: Office) -> None:
    async with office.client("notifications", STAFF) as client:
        seen = (await client.get(RULES)).headers["etag"]
        usual = [
            {key: line[key] for key in LINE} for line in (await client.get(RULES)).json()["lines"]
        ]
        quiet = LINE | {"inbox": False, "email": False}
        first = await client.put(RULES, json={"lines": [quiet]}, headers={"If-Match": seen})
        shown = (await client.get(RULES)).json()
        late = await client.put(RULES, json={"lines": [LINE]}, headers={"If-Match": seen})
        await client.put(RULES, json={"lines": usual})

    assert first.status_code == 200
    assert shown["lines"][0]["meaning"]["zh"] == "邀请单位申报联办：不通知所涉单位。"
    assert (late.status_code, late.json()["code"]) == (412, "version-moved")


async def test_what_is_wrong_is_named_line_by_line(office: Office) -> None:
    lines = [LINE, LINE | {"role": "reviewer"}, LINE | {"event": "Nothing"}]
    async with office.client("notifications", STAFF) as client:
        answer = await client.put(RULES, json={"lines": lines})

    assert (answer.status_code, answer.json()["code"]) == (422, "notice-rules-not-sound")
    assert [fault["field"] for fault in answer.json()["errors"]] == [
        "/lines/1/role",
        "/lines/2/event",
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lines": None},
        {"lines": [LINE] * 1001},
        {"lines": [], "more": 1},
        {"lines": [LINE | {"event": ""}]},
        {"lines": [LINE | {"event": "x" * 81}]},
        {"lines": [LINE | {"role": ""}]},
        {"lines": [LINE | {"role": 1}]},
        {"lines": [LINE | {"inbox": "yes"}]},
        {"lines": [LINE | {"email": 1}]},
        {"lines": [LINE | {"more": 1}]},
    ],
)
async def test_bad_input_is_refused(office: Office, body: dict[str, Any]) -> None:
    async with office.client("notifications", STAFF) as client:
        answer = await client.put(RULES, json=body)

    assert answer.status_code == 422

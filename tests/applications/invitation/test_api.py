"""Inviting a unit over HTTP, in May 2017."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import LEADER, STAFF, application, client, liaison, path
from tests.office import Office

MAY_3 = datetime(2017, 5, 3, 15, 0, tzinfo=SHANGHAI)
P08, UNIT = "2017-p08", "minzheng-xitong"
WORDS = {"words": "贵单位熟悉社区志愿服务"}


async def invite(office: Office, by: Caller = STAFF, unit: str = UNIT, body: Any = WORDS) -> Any:
    office.clock.set(MAY_3)
    async with client(office, by) as http:
        return await http.post(path(P08, unit, "invitation"), json=body)


@pytest.mark.covers("REQ-18")
async def test_the_staff_cannot_enter_a_co_lead_but_invite_it(office: Office) -> None:
    office.clock.set(MAY_3)
    async with client(office, STAFF) as http:
        entered = await http.put(path(P08, UNIT), json=application())
    invited = await invite(office)
    again = await invite(office)
    async with client(office, STAFF) as http:
        parts = (await http.get(f"/api/applications/projects/{P08}/participations")).json()
    async with client(office, liaison(UNIT)) as http:
        applied = await http.put(path(P08, UNIT), json=application())

    assert entered.status_code == 403
    assert invited.json()["events"] == ["UnitInvited"]
    assert again.json()["events"] == []
    assert UNIT not in {part["unit_id"] for part in parts}
    assert applied.status_code == 200
    late = await invite(office, body={"words": "请尽快申报"})
    assert (late.status_code, late.json()["code"]) == (409, "no-invitation-needed")


@pytest.mark.parametrize(
    ("caller", "code"),
    [(LEADER, "may-not"), (liaison("guozi-wei"), "only-the-organisers-staff")],
)
async def test_only_the_staff_invites(office: Office, caller: Caller, code: str) -> None:
    answer = await invite(office, by=caller)

    assert (answer.status_code, answer.json()["code"]) == (403, code)


@pytest.mark.parametrize("body", [None, {}, {"words": ""}, {"words": "字" * 201}, {"words": 1}])
async def test_an_invitation_says_why(office: Office, body: Any) -> None:
    answer = await invite(office, body=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


async def test_a_unit_that_is_not_on_the_roll_is_not_invited(office: Office) -> None:
    answer = await invite(office, unit="nobody")

    assert answer.json()["code"] == "unit-not-on-roll"

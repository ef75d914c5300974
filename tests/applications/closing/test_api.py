"""Closing a programme over HTTP. The tests of this module follow one another through the year's end."""

from typing import Any

import pytest
from httpx2 import Response

from shared.contracts.evaluation import (
    DecisionConfirmed,
    DecisionRevised,
    ObjectionLodged,
    ObjectionRuled,
    Outcome,
)
from shared.http.caller import Caller
from shared.http.rights import Role
from shared.ids import ProgrammeId, ProjectId
from shared.store.events import Stream
from tests.applications.season import (
    AUDITOR,
    CLIENT,
    LEADER,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
    responsible,
)
from tests.office import Office, who

CLOSING = f"/api/applications/programmes/{PROGRAMME}/closing"
P18 = ProjectId("2017-p18")
BOTH = who("both", Role.STAFF, Role.LEADER)


async def ask(
    office: Office, caller: Caller, method: str, address: str = CLOSING, body: Any = None
) -> Response:
    async with client(office, caller) as http:
        return await http.request(method, address, json=body)


async def prepare(office: Office, caller: Caller = STAFF) -> Response:
    return await ask(office, caller, "PUT", f"{CLOSING}/preparation")


async def told(office: Office, feature: str, subject: str, event: Any) -> None:
    await office.publish("evaluation", Stream(feature, subject), event)


async def stands(office: Office, number: int, outcome: Outcome) -> None:
    """Let the decision on a project be confirmed."""
    project = ProjectId(f"2017-p{number:02}")
    event = DecisionConfirmed(
        programme_id=ProgrammeId(PROGRAMME), project_id=project, outcome=outcome
    )
    await told(office, "decision", project, event)


def objection(kind: Any) -> Any:
    return kind(programme_id=ProgrammeId(PROGRAMME), project_id=P18, objection_id="yy-1")


@pytest.mark.covers("REQ-49")
async def test_a_programme_stays_open_until_everything_is_settled(office: Office) -> None:
    for number in range(1, 18):
        await stands(office, number, "not_submitted" if number == 3 else "pass")
    await told(office, "objection", "yy-1", objection(ObjectionLodged))
    await office.caught_up()
    early = await prepare(office)
    await stands(office, 18, "pass")
    await office.caught_up()
    objected = await prepare(office)
    revised = DecisionRevised(programme_id=ProgrammeId(PROGRAMME), project_id=P18, outcome="fail")
    await told(office, "decision", P18, revised)
    await told(office, "objection", "yy-1", objection(ObjectionRuled))
    await office.caught_up()
    anew = await prepare(office)

    assert (early.status_code, early.json()["code"]) == (422, "year-not-over")
    assert [
        [fault["en"] for fault in each.json()["errors"]] for each in (early, objected, anew)
    ] == [
        ["The decision on 2017-p18 is not confirmed.", "An objection to 2017-p18 is open."],
        ["An objection to 2017-p18 is open."],
        ["The decision on 2017-p18 is not confirmed."],
    ]


async def test_only_organiser_and_auditor_see_what_keeps_it_open(office: Office) -> None:
    inside = (await ask(office, AUDITOR, "GET")).json()
    outside = (await ask(office, liaison("jiaotong-ju"), "GET")).json()

    assert (inside["status"], inside["undecided"], len(inside["final"])) == (
        "running",
        ["2017-p18"],
        17,
    )
    assert (outside["undecided"], outside["final"], outside["prepared_by"]) == ([], [], "")


@pytest.mark.covers("REQ-02", "REQ-49")
async def test_staff_puts_it_forward_and_a_leader_closes_it(office: Office) -> None:
    await stands(office, 18, "fail")
    await office.caught_up()
    assert (await ask(office, LEADER, "POST")).json()["code"] == "closing-not-prepared"

    assert (await prepare(office, BOTH)).status_code == 200
    own = await ask(office, BOTH, "POST")
    assert (own.status_code, own.json()["code"]) == (403, "preparer-does-not-close")
    assert (await prepare(office)).status_code == 200
    assert (await ask(office, LEADER, "POST")).status_code == 200

    assert (await ask(office, LEADER, "POST")).json()["events"] == []
    state = (await ask(office, CLIENT, "GET")).json()
    assert (state["status"], state["closed_at"] is not None) == ("closed", True)


@pytest.mark.covers("REQ-02")
async def test_nobody_applies_to_a_closed_programme_or_leaves_it(office: Office) -> None:
    for caller, address, body in (
        (liaison("gongan-ju"), path("2017-p11", "gongan-ju"), application()),
        (liaison("jiaotong-ju"), path("2017-p11", "jiaotong-ju", "leaving"), {"reason": "忙"}),
        (
            liaison("jiaotong-ju"),
            path("2017-p11", "jiaotong-ju", "team"),
            {"name": "专班", "composition": "分管领导"},
        ),
    ):
        answer = await ask(office, caller, "PUT", address, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "programme-is-closed")
    declined = path("2017-p11", "jiaotong-ju", "decline")
    answer = await ask(office, responsible("jiaotong-ju"), "POST", declined, {"reason": "忙"})
    assert answer.json()["code"] == "programme-is-closed"
    cancelled = "/api/applications/projects/2017-p11/cancellation"
    answer = await ask(office, LEADER, "POST", cancelled, {"reason": "忙"})
    assert answer.json()["code"] == "programme-is-closed"


async def test_an_unknown_programme_is_not_closed(office: Office) -> None:
    nowhere = "/api/applications/programmes/nowhere/closing"

    assert (await ask(office, LEADER, "POST", nowhere)).json()["code"] == "programme-unknown"
    assert (await ask(office, STAFF, "GET", nowhere)).status_code == 404
    bad = "/api/applications/programmes/A~b/closing"
    assert (await ask(office, STAFF, "PUT", f"{bad}/preparation")).status_code == 422

"""Giving a project up over HTTP."""

from typing import Any

import pytest
from httpx2 import Response

from shared.contracts.progress import ResultsAccepted
from shared.http.caller import Caller
from shared.ids import ProjectId
from shared.store.events import Stream
from tests.applications.season import (
    LEADER,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
)
from tests.office import Office

BASE = "/api/applications"
WHY = {"reason": "任务并入其他项目"}


async def ask(
    office: Office, caller: Caller, method: str, address: str, body: Any = None
) -> Response:
    async with client(office, caller) as http:
        return await http.request(method, BASE + address, json=body)


async def cancel(office: Office, project: str, body: Any = WHY) -> Response:
    return await ask(office, LEADER, "POST", f"/projects/{project}/cancellation", body)


async def joined(office: Office, project: str, unit: str) -> None:
    """Let a unit apply and be accepted as co-lead."""
    applied = await ask(
        office, liaison(unit), "PUT", path(project, unit).removeprefix(BASE), application()
    )
    assert applied.status_code == 200, applied.text
    accepted = await ask(
        office, STAFF, "POST", path(project, unit, "acceptance").removeprefix(BASE)
    )
    assert accepted.status_code == 200, accepted.text


async def test_every_part_in_a_cancelled_project_ends_with_the_reason(office: Office) -> None:
    await joined(office, "2017-p11", "gongan-ju")

    assert (await cancel(office, "2017-p11")).status_code == 200
    (part,) = (await ask(office, STAFF, "GET", "/projects/2017-p11/participations")).json()
    entry = (await ask(office, STAFF, "GET", "/projects/2017-p11")).json()

    assert (part["status"], part["end_cause"], part["remark"]) == (
        "ended",
        "project_cancelled",
        WHY["reason"],
    )
    assert (entry["cancelled_because"], entry["cancelled_at"] is not None) == (WHY["reason"], True)


async def test_its_lead_and_co_leads_are_no_longer_covered_by_it(office: Office) -> None:
    async def covered(unit: str) -> list[str]:
        answer = await ask(office, STAFF, "GET", f"/programmes/{PROGRAMME}/coverage")
        (found,) = [u for u in answer.json()["units"] if u["unit_id"] == unit]
        return found["projects"]

    await joined(office, "2017-p12", "gongan-ju")
    entry = (await ask(office, STAFF, "GET", "/projects/2017-p12")).json()
    lead = entry["lead"]["unit_id"]
    assert "2017-p12" in await covered(lead)
    assert "2017-p12" in await covered("gongan-ju")

    await cancel(office, "2017-p12")

    assert "2017-p12" not in await covered(lead)
    assert "2017-p12" not in await covered("gongan-ju")


async def test_nobody_applies_to_it_and_nothing_is_settled_about_it(office: Office) -> None:
    await cancel(office, "2017-p13")
    for caller, method, address, body, code in (
        (
            liaison("gongan-ju"),
            "PUT",
            path("2017-p13", "gongan-ju").removeprefix(BASE),
            application(),
            "project-is-cancelled",
        ),
        (
            LEADER,
            "PUT",
            "/projects/2017-p13/contact-leader",
            {"account": "shuji"},
            "cancelled-already",
        ),
    ):
        answer = await ask(office, caller, method, address, body)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert (await cancel(office, "2017-p13")).json()["events"] == []
    other = await cancel(office, "2017-p13", {"reason": "另一理由"})
    assert other.json()["code"] == "cancelled-already"


async def test_one_whose_results_were_accepted_is_not_cancelled(office: Office) -> None:
    accepted = ResultsAccepted(project_id=ProjectId("2017-p14"), number=1)
    await office.publish("progress", Stream("results-package", "2017-p14"), accepted)
    await office.caught_up()

    answer = await cancel(office, "2017-p14")

    assert (answer.status_code, answer.json()["code"]) == (409, "results-are-accepted")


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 1}, WHY | {"more": 1}])
async def test_bad_input_is_refused(office: Office, body: Any) -> None:
    assert (await cancel(office, "2017-p15", body)).status_code == 422


async def test_an_unknown_project_is_refused(office: Office) -> None:
    assert (await cancel(office, "2017-p99")).json()["code"] == "project-unknown"

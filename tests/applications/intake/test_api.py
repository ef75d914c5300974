"""The intake board: who leads, who applied, what is missing."""

import pytest

from tests.applications.season import (
    AUDITOR,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
)
from tests.office import Office

BOARD = f"/api/applications/programmes/{PROGRAMME}/intake"


@pytest.mark.covers("REQ-13", "REQ-16", "REQ-18")
async def test_one_page_shows_leads_applicants_gaps_and_unconfirmed_leads(office: Office) -> None:
    async with client(office, liaison("guozi-wei")) as http:
        await http.put(path("2017-p08", "guozi-wei"), json=application("lead"))
    async with client(office, liaison("weiji-wei")) as http:
        await http.put(path("2017-p08", "weiji-wei"), json=application())
    async with client(office, STAFF) as http:
        board = (await http.get(BOARD)).json()

    found = next(each for each in board["projects"] if each["project_id"] == "2017-p08")
    applied = {(a["unit_id"], a["role"], a["status"]) for a in found["applicants"]}
    assert len(board["projects"]) == 18
    assert (found["lead"]["unit_id"], found["lead_status"]) == ("guozi-wei", "confirmed")
    assert applied == {("guozi-wei", "lead", "active"), ("weiji-wei", "co_lead", "applied")}
    assert (found["co_leads"], found["co_leads_expected"]) == (0, 1)
    assert "2017-p08" not in board["unconfirmed"]
    assert len(board["unconfirmed"]) == 17
    empty = {unit["unit_id"] for unit in board["units"] if not unit["projects"]}
    assert set(board["gaps"]) == empty
    assert "guozi-wei" not in empty


async def test_the_board_is_the_organisers_and_the_auditors(office: Office) -> None:
    async with client(office, AUDITOR) as http:
        seen = await http.get(BOARD)
    async with client(office, liaison("weiji-wei")) as http:
        own = await http.get(BOARD)
    async with client(office, STAFF) as http:
        unknown = await http.get("/api/applications/programmes/nothing-2030/intake")

    assert seen.status_code == 200
    assert (own.status_code, own.json()["code"]) == (403, "only-the-organiser-overlooks")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "programme-unknown")

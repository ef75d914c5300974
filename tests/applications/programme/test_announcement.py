"""What an announced programme says."""

from tests.applications.season import PROGRAMME, REVIEWER, client, notice
from tests.office import Office


async def test_the_announcement_carries_projects_leads_dates_and_addressees(
    office: Office,
) -> None:
    async with client(office, REVIEWER) as reviewer:
        answer = await reviewer.get(f"/api/applications/programmes/{PROGRAMME}")

    programme = answer.json()
    said = programme["announcement"]
    assert (programme["status"], programme["issue_date"]) == ("announced", "2017-05-02")
    assert answer.headers["etag"] == '"3"'
    assert [(p["project_id"], p["lead_unit_id"]) for p in said["projects"]] == [
        (p["id"], p["lead"]["unit_id"]) for p in notice()["projects"]
    ]
    assert len(said["addressees"]) == 20
    assert said["applications_close_at"] == "2017-05-10T16:00:00Z"
    # The days up to which a late filing is within grace, 24:00 in Jinhua being 16:00 UTC.
    assert {o["kind"] + o["period"]: o["grace_until"] for o in said["obligations"]} == {
        "lead_application": "2017-05-10T16:00:00Z",
        "lead_scheme": "2018-12-31T16:00:00Z",
        "progress_report2017Q2": "2017-07-07T16:00:00Z",
        "progress_report2017Q3": "2017-10-13T16:00:00Z",
        "results": "2017-12-07T16:00:00Z",
    }

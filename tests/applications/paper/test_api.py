"""Forms on paper over HTTP: the day they came in decides."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    LEADER,
    STAFF,
    application,
    client,
    liaison,
    path,
    supplement,
)
from tests.office import Office

MAY_9 = datetime(2017, 5, 9, 16, 30, tzinfo=SHANGHAI)
MAY_12 = datetime(2017, 5, 12, 9, 0, tzinfo=SHANGHAI)
SCAN = "5c" * 32


def on_paper(day: str = "2017-05-08", **more: Any) -> dict[str, Any]:
    return application(received_on=day, scan=SCAN) | more


async def put(
    office: Office,
    project: str,
    unit: str,
    body: Any,
    form: str = "application",
    by: Caller = STAFF,
) -> Any:
    async with client(office, by) as http:
        return await http.put(path(project, unit, f"paper/{form}"), json=body)


async def part(office: Office, project: str, unit: str) -> dict[str, Any]:
    async with client(office, STAFF) as http:
        found = await http.get(f"/api/applications/projects/{project}/participations")
    return next((each for each in found.json() if each["unit_id"] == unit), {})


@pytest.fixture(autouse=True)
def on_9_may(office: Office) -> None:
    office.clock.set(MAY_9)


async def test_the_staff_enters_a_paper_and_it_counts_from_the_day_it_came(office: Office) -> None:
    tomorrow = await put(office, "2017-p06", "guoshui-ju", on_paper("2017-05-10"))
    entered = await put(office, "2017-p06", "guoshui-ju", on_paper("2017-05-08"))
    again = await put(office, "2017-p06", "guoshui-ju", on_paper("2017-05-08"))

    assert (tomorrow.status_code, tomorrow.json()["code"]) == (422, "received-in-the-future")
    assert [e["field"] for e in tomorrow.json()["errors"]] == ["/body/received_on"]
    assert entered.json()["events"] == ["UnitApplied", "PaperApplicationEntered"]
    assert entered.json()["recorded_at"] == "2017-05-09T08:30:00Z"
    assert again.json()["events"] == []
    found = await part(office, "2017-p06", "guoshui-ju")
    assert (found["applied_at"], found["on_paper"]) == ("2017-05-07T16:00:00Z", True)
    assert (found["scan"], found["filed_by"]) == (SCAN, "")


async def test_a_paper_that_came_in_time_is_in_time_whenever_it_is_entered(office: Office) -> None:
    office.clock.set(MAY_12)

    in_time = await put(office, "2017-p13", "jianshe-ju", on_paper("2017-05-10"))
    late = await put(office, "2017-p13", "weiji-wei", on_paper("2017-05-11"))

    assert in_time.status_code == 200
    assert (late.status_code, late.json()["code"]) == (409, "applications-closed")


async def test_one_that_came_on_the_day_of_the_announcement_counts(office: Office) -> None:
    before = await put(office, "2017-p11", "shuili-ju", on_paper("2017-05-01"))
    that_day = await put(office, "2017-p11", "shuili-ju", on_paper("2017-05-02"))

    assert (before.status_code, before.json()["code"]) == (409, "applications-not-open")
    assert that_day.status_code == 200


async def test_the_designated_lead_confirms_on_paper(office: Office) -> None:
    confirmed = await put(office, "2017-p08", "guozi-wei", on_paper(role="lead"))

    assert confirmed.json()["events"] == [
        "UnitApplied",
        "PaperApplicationEntered",
        "ApplicationAccepted",
    ]


async def test_a_supplementary_form_on_paper_waits_for_a_leader(office: Office) -> None:
    office.clock.set(MAY_12)
    form = supplement(received_on="2017-05-11")

    entered = await put(office, "2017-p16", "minzheng-xitong", form, "supplement")
    async with client(office, STAFF) as staff:
        by_staff = await staff.post(path("2017-p16", "minzheng-xitong", "acceptance"))

    assert entered.json()["events"] == [
        "UnitApplied",
        "SupplementaryApplicationFiled",
        "PaperApplicationEntered",
    ]
    assert by_staff.status_code == 403


@pytest.mark.parametrize("form", ["application", "supplement"])
async def test_only_the_staff_enters_papers(office: Office, form: str) -> None:
    body = supplement(received_on="2017-05-08") if form == "supplement" else on_paper()

    for caller in (LEADER, liaison("weiji-wei")):
        answer = await put(office, "2017-p01", "weiji-wei", body, form, by=caller)

        assert answer.status_code == 403
    assert answer.json()["code"] == "only-the-organisers-staff"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (application(), "/body/received_on"),
        (on_paper("8 May"), "/body/received_on"),
        (on_paper("1999-12-31"), "/body/received_on"),
        (on_paper(scan="x"), "/body/scan"),
        (on_paper(case="late"), "/body/case"),
        (on_paper(role="boss"), "/body/role"),
        ([], "/body"),
    ],
    ids=["no day", "words", "last century", "no digest", "surprise", "role", "list"],
)
async def test_what_is_no_paper_is_refused_with_its_place(
    office: Office, body: Any, field: str
) -> None:
    answer = await put(office, "2017-p01", "weiji-wei", body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_a_paper_without_strengths_is_entered_as_it_came_and_not_accepted(
    office: Office,
) -> None:
    empty = {"role": "co_lead", "received_on": "2017-05-08"}
    path = "/api/applications/projects/2017-p01/participations/weiji-wei/acceptance"

    entered = await put(office, "2017-p01", "weiji-wei", empty)
    async with client(office, STAFF) as staff:
        accepted = await staff.post(path)

    assert entered.status_code == 200
    assert (accepted.status_code, accepted.json()["code"]) == (422, "application-incomplete")


async def test_a_unit_that_is_not_on_the_roll_has_no_paper(office: Office) -> None:
    stranger = await put(office, "2017-p01", "szjg-gongwei", on_paper())

    assert (stranger.status_code, stranger.json()["code"]) == (404, "unit-not-on-roll")

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from shared.http.caller import Caller
from shared.http.rights import Role
from tests.audit.examples import PROGRAMME, PROJECT, SEASON, day, play
from tests.audit.people import AUDITOR, LEADER, STAFF
from tests.office import Office, who

OF_ACCOUNTS = 12
"""How many events of the season are about accounts."""

READINGS = ("as-of", "difference", "authority")


@pytest_asyncio.fixture(scope="module", autouse=True)
async def season(office: Office) -> None:
    office.clock.set(day(12, 31))
    await play(office)


async def read(
    office: Office, what: str, caller: Caller = LEADER, **points: datetime
) -> Mapping[str, Any]:
    query = {name: moment.isoformat() for name, moment in points.items()}
    async with office.client("audit", caller) as client:
        answer = await client.get(f"/api/audit/cases/{PROJECT}/{what}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def streams(case: Mapping[str, Any], group: str) -> list[str]:
    return [record["stream"] for record in case[group]]


async def test_the_whole_case_is_read_as_it_is_now(office: Office) -> None:
    case = await read(office, "as-of")

    assert (case["project_id"], case["programme_id"]) == (PROJECT, PROGRAMME)
    assert case["true_on"] == case["known_on"] == "2017-12-31T01:00:00Z"
    assert case["events"] == len(SEASON) - OF_ACCOUNTS
    assert streams(case, "data") == [
        f"project:{PROJECT}",
        f"deadline:progress-report~{PROJECT}~2017q2",
        f"progress-report:{PROJECT}~2017q2",
    ]
    assert streams(case, "roles") == [f"participation:{PROJECT}~gongan-ju", f"panel:{PROGRAMME}"]
    assert streams(case, "rules") == [f"rules:{PROGRAMME}"]
    assert streams(case, "score") == [f"decision:{PROJECT}", f"review:{PROJECT}~r1"]


async def test_a_record_has_its_fields_its_state_and_the_reason_of_it(office: Office) -> None:
    case = await read(office, "as-of", true_on=day(7, 6))
    (report,) = (r for r in case["data"] if r["feature"] == "progress-report")

    assert report["state"]["title"] == {"zh": "进度反馈已退回", "en": "Progress report returned"}
    assert report["why"] == "请补充事实"
    assert report["fields"]["content"]["main_practices"] == "三次活动"


async def test_a_case_is_read_on_both_axes(office: Office) -> None:
    unknown = await read(office, "as-of", true_on=day(5, 9), known_on=day(5, 9))
    known = await read(office, "as-of", true_on=day(5, 9), known_on=day(5, 10))

    assert streams(unknown, "roles") == []
    assert streams(known, "roles") == [f"participation:{PROJECT}~gongan-ju"]


async def test_a_case_of_which_nothing_was_known_yet_is_empty(office: Office) -> None:
    case = await read(office, "as-of", true_on=day(5, 1))

    assert (case["events"], case["data"]) == (0, [])


@pytest.mark.parametrize("caller", [STAFF, LEADER, AUDITOR], ids=lambda caller: caller.id)
async def test_no_mark_is_read_before_its_round_closes(office: Office, caller: Caller) -> None:
    before = await read(office, "as-of", caller, true_on=day(12, 19))
    (review,) = before["score"]
    after = await read(office, "as-of", caller)

    assert "8800" not in str(before)
    assert review["fields"]["sealed"] == {"subject": f"round:{PROGRAMME}~{PROJECT}", "box": ""}
    assert after["score"][0]["fields"]["mean"] == 8800


async def test_a_difference_names_fields_with_the_events_that_changed_them(
    office: Office,
) -> None:
    found = await read(
        office,
        "difference",
        before_true_on=day(6, 27),
        after_true_on=day(6, 29),
    )
    (due,) = (change for change in found["changes"] if change["field"] == "/fields/due_at")

    assert (due["before"], due["after"]) == ("2017-06-30T16:00:00Z", "2017-07-10T16:00:00Z")
    assert due["events"] == [event["event_id"] for event in found["events"]]
    assert [(event["title"]["en"], event["why"]) for event in found["events"]] == [
        ("Deadline extended", "防汛")
    ]
    assert found["before"]["known_on"] == found["after"]["known_on"] == "2017-12-31T01:00:00Z"


async def test_a_difference_on_the_axis_of_knowing(office: Office) -> None:
    found = await read(
        office,
        "difference",
        before_true_on=day(5, 9),
        before_known_on=day(5, 9),
        after_true_on=day(5, 9),
        after_known_on=day(5, 10),
    )

    assert {change["feature"] for change in found["changes"]} == {"participation"}


async def test_now_does_not_differ_from_now(office: Office) -> None:
    assert (await read(office, "difference"))["changes"] == []


async def test_who_was_entitled_is_read_as_of_a_moment(office: Office) -> None:
    found = await read(office, "authority", true_on=day(12, 19))

    assert [
        (one["capacity"], one["account_id"] or one["unit_id"]) for one in found["entitled"]
    ] == [
        ("lead", "guozi-wei"),
        ("executing", "keji-ju"),
        ("co_lead", "gongan-ju"),
        ("liaison", "gongan-liaison"),
        ("liaison", "guozi-liaison"),
        ("responsible_leader", "keji-leader"),
        ("reviewer", "r1"),
        ("leader", "lingdao"),
    ]
    assert all(one["since"]["recorded_at"] for one in found["entitled"])


async def test_every_reading_by_an_auditor_is_itself_recorded(office: Office) -> None:
    for what in READINGS:
        await read(office, what, who("reader-9", Role.AUDITOR))
    async with office.client("audit", STAFF) as client:
        answer = await client.get("/api/audit/log/audit/reading:reader-9~2017-12-31")

    assert [event["data"]["what"] for event in answer.json()["events"]] == [
        "as_of",
        "difference",
        "authority",
    ]


@pytest.mark.parametrize("what", READINGS)
async def test_a_case_that_was_never_listed_is_not_found(office: Office, what: str) -> None:
    async with office.client("audit", LEADER) as client:
        answer = await client.get(f"/api/audit/cases/2017-p99/{what}")

    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-case")


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("as-of", "true_on"),
        ("as-of", "known_on"),
        ("authority", "true_on"),
        ("authority", "known_on"),
        ("difference", "before_true_on"),
        ("difference", "before_known_on"),
        ("difference", "after_true_on"),
        ("difference", "after_known_on"),
    ],
)
@pytest.mark.parametrize("moment", ["yesterday", "2017-05-02T09:00:00"])
async def test_a_moment_without_its_zone_or_sense_is_refused(
    office: Office, what: str, field: str, moment: str
) -> None:
    async with office.client("audit", LEADER) as client:
        answer = await client.get(f"/api/audit/cases/{PROJECT}/{what}", params={field: moment})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"/query/{field}"


@pytest.mark.parametrize("what", READINGS)
async def test_a_wrong_project_is_refused(office: Office, what: str) -> None:
    async with office.client("audit", LEADER) as client:
        answer = await client.get(f"/api/audit/cases/2017_P8/{what}")

    assert answer.status_code == 422

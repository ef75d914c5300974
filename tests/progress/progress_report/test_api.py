"""Quarterly reports over HTTP, in a running service."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from services.progress.deadline.events import deadline_of
from services.progress.progress_report.events import report_of
from shared.contracts.programme_rules import Category
from shared.http.caller import Caller
from shared.ids import ProjectId
from tests.office import Office
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    EXECUTING,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    P17,
    P18,
    RESPONSIBLE,
    REVIEWER,
    RULES,
    STAFF,
    STAGE,
    programme,
    shanghai,
)
from tests.progress.progress_report.examples import FORM

BETTER = {**FORM, "main_practices": "周末公益活动三次, 参加 120 人次"}
JUNE = shanghai(6, 29, 9)


def path(project: str, period: str, act: str = "") -> str:
    return f"/api/progress/projects/{project}/reports/{period}{act}"


async def send(
    office: Office,
    caller: Caller,
    method: str,
    where: str,
    body: object = None,
    **headers: str,
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client.request(method, where, json=body, headers=named)


async def filed(office: Office, project: str, period: str) -> list[str]:
    stream = report_of(ProjectId(project), period)
    return [r.type for r in (await office.resources("progress").store.read(stream)).recorded]


async def owed(office: Office, project: str, period: str) -> list[Any]:
    stream = deadline_of("progress_report", f"{project}~{period.lower()}")
    return list((await office.resources("progress").store.read(stream)).recorded)


async def test_a_report_is_filed_returned_corrected_and_accepted(office: Office) -> None:
    office.clock.set(JUNE)
    own = path(P08, "2017Q2")

    reported = await send(office, LIAISON, "PUT", own, FORM)
    assert reported.status_code == 200, reported.text
    returned = await send(office, STAFF, "POST", f"{own}/return", {"advice": "请补充事实"})
    read = await send(office, LIAISON, "GET", own)
    corrected = await send(
        office, LIAISON, "PUT", f"{own}/correction", BETTER, If_Match=read.headers["etag"]
    )
    accepted = await send(office, STAFF, "POST", f"{own}/acceptance")
    final = (await send(office, LIAISON, "GET", own)).json()

    assert reported.json()["stream"] == "progress-report:2017-p08~2017q2"
    assert reported.json()["events"] == ["ProgressReported"]
    assert returned.json()["events"] == ["ProgressReportReturned"]
    assert read.json()["report"]["advice"] == "请补充事实"
    assert corrected.json()["events"] == ["ProgressReportCorrected"]
    assert accepted.json()["events"] == ["ProgressReportAccepted"]
    assert (final["report"]["state"], final["report"]["version"]) == ("accepted", 4)
    assert final["report"]["main_practices"] == BETTER["main_practices"]
    assert final["timeliness"] == "in_time"
    assert [r.type for r in await owed(office, P08, "2017Q2")] == ["DeadlineSet", "DeadlineMet"]


class TestFilingAgain:
    async def test_the_same_request_has_one_effect(self, office: Office) -> None:
        office.clock.set(JUNE)
        own = path(P18, "2017Q2")
        first = await send(office, OTHER_LEAD, "PUT", own, FORM, Idempotency_Key="p18-q2")
        again = await send(office, OTHER_LEAD, "PUT", own, FORM, Idempotency_Key="p18-q2")
        reused = await send(office, OTHER_LEAD, "PUT", own, BETTER, Idempotency_Key="p18-q2")
        without_key = await send(office, OTHER_LEAD, "PUT", own, FORM)
        second = await send(office, OTHER_LEAD, "PUT", own, BETTER)

        assert again.json() == {**first.json(), "repeated": True}
        assert (reused.status_code, reused.json()["code"]) == (409, "key-reused")
        assert without_key.json()["events"] == []
        assert (second.status_code, second.json()["code"]) == (409, "already-reported")
        assert second.json()["rule"] == "REQ-38"
        assert await filed(office, P18, "2017Q2") == ["ProgressReported"]
        assert len(await owed(office, P18, "2017Q2")) == 2

    async def test_two_who_file_at_the_same_moment_make_one_report(self, office: Office) -> None:
        office.clock.set(shanghai(9, 30, 9))
        own = path(P18, "2017Q3")
        answers = await asyncio.gather(
            *(send(office, OTHER_LEAD, "PUT", own, form) for form in (FORM, BETTER) * 3)
        )

        assert sorted(a.status_code for a in answers) == [200] * 3 + [409] * 3
        assert await filed(office, P18, "2017Q3") == ["ProgressReported"]


async def test_a_late_report_is_accepted_and_stays_marked(office: Office) -> None:
    office.clock.set(shanghai(10, 16, 9))
    answer = await send(office, LIAISON, "PUT", path(P08, "2017Q3"), FORM)
    read = await send(office, AUDITOR, "GET", path(P08, "2017Q3"))

    assert answer.status_code == 200
    assert read.json()["timeliness"] == "late"
    happened = [r.type for r in await owed(office, P08, "2017Q3") if r.type != "ReminderIssued"]
    assert happened == ["DeadlineSet", "DeadlineMissed", "DeadlineMetLate"]


class TestPaper:
    async def test_a_paper_counts_from_the_day_it_came(self, office: Office) -> None:
        office.clock.set(shanghai(7, 4, 10))
        form = {**FORM, "received_on": "2017-06-30"}
        answer = await send(office, STAFF, "PUT", path(P17, "2017Q2", "/paper"), form)
        read = (await send(office, STAFF, "GET", path(P17, "2017Q2"))).json()

        assert answer.status_code == 200, answer.text
        assert read["timeliness"] == "in_time"
        assert read["report"]["on_paper"] is True
        assert read["report"]["received_at"] == "2017-06-29T16:00:00Z"
        assert read["report"]["recorded_at"] == "2017-07-04T02:00:00Z"
        met = (await owed(office, P17, "2017Q2"))[-1]
        assert met.type == "DeadlineMet"
        assert met.occurred_at == shanghai(6, 30)

    @pytest.mark.parametrize(
        ("day", "status", "code"),
        [
            ("2017-07-05", 422, "received-in-the-future"),
            ("2017-06-30", 409, "period-not-begun"),
            ("0001-01-01", 422, "invalid-request"),
            ("9999-12-31", 422, "invalid-request"),
            ("yesterday", 422, "invalid-request"),
        ],
    )
    async def test_a_day_that_cannot_be_is_refused(
        self, office: Office, day: str, status: int, code: str
    ) -> None:
        office.clock.set(shanghai(7, 4, 10))
        form = {**FORM, "received_on": day}
        answer = await send(office, STAFF, "PUT", path(P17, "2017Q3", "/paper"), form)

        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert await filed(office, P17, "2017Q3") == []

    async def test_a_liaison_cannot_date_a_report_back(self, office: Office) -> None:
        form = {**FORM, "received_on": "2017-05-01"}
        answer = await send(office, EXECUTING, "PUT", path(P17, "2017Q3", "/paper"), form)
        plain = await send(office, EXECUTING, "PUT", path(P17, "2017Q3"), form)

        assert answer.status_code == 403
        assert plain.status_code == 422


class TestRefused:
    @pytest.mark.parametrize("caller", [OTHER_LEAD, CO_LEAD, OUTSIDER])
    async def test_only_the_lead_files(self, office: Office, caller: Caller) -> None:
        office.clock.set(shanghai(9, 30, 9))
        answer = await send(office, caller, "PUT", path(P17, "2017Q3"), FORM)

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-lead-reports")
        assert await filed(office, P17, "2017Q3") == []

    @pytest.mark.parametrize(
        ("period", "status", "code"),
        [
            ("2018Q1", 409, "period-not-begun"),
            ("2017Q1", 404, "nothing-owed"),
            ("2017Q5", 404, "no-such-period"),
            ("2017T1", 404, "no-such-period"),
            ("2017-1", 422, "invalid-request"),
            ("2017q4", 422, "invalid-request"),
        ],
    )
    async def test_a_quarter_that_is_not_asked_for_is_refused(
        self, office: Office, period: str, status: int, code: str
    ) -> None:
        office.clock.set(JUNE)
        answer = await send(office, EXECUTING, "PUT", path(P17, period), FORM)

        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert await filed(office, P17, period) == []

    async def test_a_project_that_nobody_leads_is_not_there(self, office: Office) -> None:
        answer = await send(office, LIAISON, "PUT", path("2017-p99", "2017Q2"), FORM)

        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-project")

    async def test_a_picture_that_was_not_uploaded_is_named(self, office: Office) -> None:
        office.clock.set(shanghai(9, 30, 9))
        form = {**FORM, "pictures": ["c" * 64]}
        answer = await send(office, EXECUTING, "PUT", path(P17, "2017Q3"), form)

        assert (answer.status_code, answer.json()["code"]) == (422, "picture-not-uploaded")
        assert answer.json()["errors"][0]["field"] == "/body/pictures/0"
        assert await filed(office, P17, "2017Q3") == []

    @pytest.mark.parametrize(
        "change",
        [
            {"main_practices": ""},
            {"main_practices": "   "},
            {"main_practices": None},
            {"main_practices": "字" * 20_001},
            {"problems": "x\u0007"},
            {"pictures": ["../../etc/passwd"]},
            {"pictures": ["a" * 64] * 21},
            {"pictures": "a" * 64},
            {"extra": True},
        ],
    )
    @pytest.mark.parametrize(("act", "method"), [("", "PUT"), ("/correction", "PUT")])
    async def test_a_form_that_is_not_valid_is_refused_and_nothing_is_stored(
        self, office: Office, change: dict[str, object], act: str, method: str
    ) -> None:
        where = path(P17, "2017Q3", act)
        answer = await send(office, EXECUTING, method, where, {**FORM, **change})

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
        assert await filed(office, P17, "2017Q3") == []

    @pytest.mark.parametrize("body", [None, {}, {"advice": ""}, {"advice": "x", "y": 1}])
    async def test_a_return_without_advice_is_refused(self, office: Office, body: object) -> None:
        answer = await send(office, STAFF, "POST", path(P08, "2017Q2", "/return"), body)

        assert answer.status_code == 422

    async def test_what_was_never_filed_cannot_be_decided_on(self, office: Office) -> None:
        where = path(P17, "2017Q3")
        for act, body in (("/return", {"advice": "x"}), ("/acceptance", None)):
            answer = await send(office, STAFF, "POST", where + act, body)
            assert (answer.status_code, answer.json()["code"]) == (404, "no-such-report")

    async def test_who_saw_an_older_version_is_told(self, office: Office) -> None:
        where = path(P08, "2017Q2", "/acceptance")
        answer = await send(office, STAFF, "POST", where, If_Match='"99"')

        assert (answer.status_code, answer.json()["code"]) == (412, "version-moved")

    async def test_a_responsible_leader_does_not_decide_on_reports(self, office: Office) -> None:
        answer = await send(office, RESPONSIBLE, "POST", path(P08, "2017Q2", "/acceptance"))

        assert (answer.status_code, answer.json()["code"]) == (403, "only-the-organisers-staff")


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        (STAFF, 200),
        (LEADER, 200),
        (AUDITOR, 200),
        (LIAISON, 200),
        (RESPONSIBLE, 200),
        (CO_LEAD, 200),
        (EXECUTING, 404),
        (OTHER_LEAD, 404),
        (OUTSIDER, 404),
        (REVIEWER, 404),
    ],
    ids=lambda value: value.id if isinstance(value, Caller) else str(value),
)
async def test_reports_are_seen_by_the_organiser_the_auditor_and_the_projects_own_units(
    office: Office, caller: Caller, status: int
) -> None:
    office.clock.set(JUNE)
    await send(office, LIAISON, "PUT", path(P08, "2017Q2"), FORM)

    listed = await send(office, caller, "GET", f"/api/progress/projects/{P08}/reports")
    read = await send(office, caller, "GET", path(P08, "2017Q2"))

    assert (listed.status_code, read.status_code) == (status, status)


@pytest.mark.covers("REQ-38", "AMB-07")
async def test_a_programme_that_lists_its_periods_takes_reports_on_those_only(
    office: Office,
) -> None:
    stages = replace(RULES, categories=(Category(projects=(P18,)),), periods=(STAGE,))
    await office.publish("applications", programme(), stages)
    await office.caught_up()
    office.clock.set(shanghai(9, 30, 9))
    quarter = await send(office, OTHER_LEAD, "PUT", path(P18, "2017Q4"), FORM)
    no_draft = await send(office, OTHER_LEAD, "GET", path(P18, "2017Q3", "/draft"))
    draft = await send(office, OTHER_LEAD, "GET", path(P18, "2017T1", "/draft"))
    await office.publish("applications", programme(), RULES)
    await office.caught_up()

    assert (quarter.status_code, quarter.json()["code"]) == (404, "no-such-period")
    assert "2017T1" in quarter.json()["title"]
    assert (no_draft.status_code, draft.status_code) == (404, 200)

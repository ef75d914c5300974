"""Milestones over HTTP, in a running service."""

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from services.progress.plan_milestone.events import milestone_of
from shared.http.caller import Caller
from tests.office import Office
from tests.progress.examples import (
    AUDITOR,
    CO_LEAD,
    GONGAN,
    GUOZI,
    JIAOTONG,
    LEADER,
    LIAISON,
    OTHER_LEAD,
    OUTSIDER,
    P08,
    REVIEWER,
    STAFF,
    WEIJI,
    programme,
    shanghai,
)
from tests.progress.plan_milestone.examples import MONTHLY_FORM, RANGE_FORM
from tests.progress.work_plan.examples import RULES

PATH = "/api/progress/projects/2017-p08/milestones"
REACHED = {"reached_on": "2017-07-01", "note": "120 人次", "ledger_item_id": "tz-1"}


async def send(
    office: Office, caller: Caller, method: str, where: str, body: object = None, **headers: str
) -> httpx2.Response:
    async with office.client("progress", caller) as client:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return await client.request(method, where, json=body, headers=named)


async def schedule(office: Office, form: dict[str, Any], **change: object) -> httpx2.Response:
    return await send(office, LIAISON, "POST", PATH, {**form, **change})


async def listed(office: Office, start: str) -> dict[str, dict[str, Any]]:
    answer = await send(office, STAFF, "GET", PATH)
    found = {each["milestone"]["milestone_id"]: each for each in answer.json()["items"]}
    return {name: each for name, each in found.items() if name.startswith(start)}


async def recorded(office: Office, name: str) -> list[str]:
    store = office.resources("progress").store
    return [r.type for r in (await store.read(milestone_of(P08, name))).recorded]


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_range_is_scheduled_and_reached_and_shown_plan_beside_actual(
    office: Office,
) -> None:
    scheduled = await schedule(office, RANGE_FORM)
    office.clock.set(shanghai(7, 4, 9))
    amber = (await listed(office, "qiyi"))["qiyi"]["light"]
    office.clock.set(shanghai(7, 6, 9))
    red = (await listed(office, "qiyi"))["qiyi"]["light"]
    reached = await send(office, LIAISON, "POST", f"{PATH}/qiyi/reached", REACHED)
    again = await send(office, LIAISON, "POST", f"{PATH}/qiyi/reached", REACHED)
    final = (await listed(office, "qiyi"))["qiyi"]

    assert scheduled.json()["stream"] == "plan-milestone:2017-p08~qiyi"
    assert (amber, red, final["light"], final["kept"]) == ("amber", "red", "green", "in_range")
    assert reached.json()["events"] == ["PlanMilestoneReached"]
    assert again.json()["events"] == []
    assert final["milestone"]["starts_on"] == "2017-06-26"
    assert final["milestone"]["reached_on"] == "2017-07-01"
    assert final["milestone"]["ledger_item_id"] == "tz-1"


async def test_one_day_is_scheduled_for_the_lead_itself(office: Office) -> None:
    on = {"kind": "day", "on": "2017-08-01"}
    answer = await schedule(office, RANGE_FORM, id="bayi", when=on, activity_leads=[])

    assert answer.status_code == 200, answer.text
    found = (await listed(office, "bayi"))["bayi"]["milestone"]
    assert (found["starts_on"], found["ends_on"]) == ("2017-08-01", "2017-08-01")
    assert found["activity_lead"] == GUOZI


class TestRecurring:
    async def test_every_occurrence_is_tracked_apart_and_led_in_turn(self, office: Office) -> None:
        await schedule(office, MONTHLY_FORM)
        office.clock.set(shanghai(10, 9, 9))
        skipped = await send(
            office, LIAISON, "POST", f"{PATH}/gongyi-ri-20171007/skipped", {"reason": "国庆放假"}
        )
        reached = await send(
            office,
            LIAISON,
            "POST",
            f"{PATH}/gongyi-ri-20170603/reached",
            {"reached_on": "2017-06-03"},
        )
        found = await listed(office, "gongyi-ri")

        assert skipped.json()["events"] == ["PlanMilestoneSkipped"]
        assert reached.json()["events"] == ["PlanMilestoneReached"]
        assert {
            name[-4:]: (each["milestone"]["activity_lead"], each["milestone"]["state"])
            for name, each in found.items()
        } == {
            "0603": (GONGAN, "reached"),
            "0701": (JIAOTONG, "scheduled"),
            "0805": (GONGAN, "scheduled"),
            "0902": (JIAOTONG, "scheduled"),
            "1007": (GONGAN, "skipped"),
        }
        assert {each["milestone"]["series"] for each in found.values()} == {"gongyi-ri"}
        assert found["gongyi-ri-20171007"]["milestone"]["reason"] == "国庆放假"

    @pytest.mark.covers("AMB-26")
    async def test_another_setting_means_another_saturday(self, office: Office) -> None:
        rules = replace(RULES, monthly_day="week_of_the_first")
        await office.publish("applications", programme(), rules)
        await office.caught_up()
        await schedule(office, MONTHLY_FORM, id="zhou-yi")
        await office.publish("applications", programme(), RULES)
        await office.caught_up()

        days = [name[-4:] for name in await listed(office, "zhou-yi")]
        assert days == ["0603", "0701", "0805", "0902", "0930"]

    async def test_one_unit_outside_the_project_stops_all(self, office: Office) -> None:
        answer = await schedule(office, MONTHLY_FORM, id="wai", activity_leads=[GONGAN, WEIJI])

        assert code(answer) == (409, "outside-the-project")
        assert WEIJI in answer.text
        assert await listed(office, "wai") == {}

    @pytest.mark.parametrize(("first", "last"), [("2017-06", "2017-05"), ("2017-01", "2019-01")])
    async def test_no_occurrence_and_too_many_are_refused(
        self, office: Office, first: str, last: str
    ) -> None:
        when = {**MONTHLY_FORM["when"], "first_month": first, "last_month": last}
        answer = await schedule(office, MONTHLY_FORM, id="wu", when=when)

        assert code(answer) == (422, "period-amiss")


class TestRefused:
    @pytest.mark.parametrize("caller", [CO_LEAD, OTHER_LEAD, OUTSIDER])
    async def test_only_the_lead_plans_and_settles(self, office: Office, caller: Caller) -> None:
        await schedule(office, RANGE_FORM, id="zhiyou")
        for act, body in (
            ("", {**RANGE_FORM, "id": "bieren"}),
            ("/zhiyou/reached", REACHED),
            ("/zhiyou/skipped", {"reason": "x"}),
        ):
            answer = await send(office, caller, "POST", PATH + act, body)
            assert code(answer) == (403, "only-the-lead-schedules")
        assert await recorded(office, "zhiyou") == ["PlanMilestoneScheduled"]

    async def test_there_is_no_milestone_without_a_scheme(self, office: Office) -> None:
        where = "/api/progress/projects/2017-p18/milestones"
        form = {**RANGE_FORM, "activity_leads": []}
        answer = await send(office, OTHER_LEAD, "POST", where, form)

        assert code(answer) == (409, "no-scheme-yet")

    async def test_a_project_that_nobody_leads_is_not_there(self, office: Office) -> None:
        where = "/api/progress/projects/2017-p99/milestones"
        for method, act, body in (
            ("POST", "", RANGE_FORM),
            ("POST", "/qiyi/reached", REACHED),
            ("POST", "/qiyi/skipped", {"reason": "x"}),
            ("GET", "", None),
        ):
            answer = await send(office, LIAISON, method, where + act, body)
            assert code(answer) == (404, "no-such-project")

    async def test_what_was_never_scheduled_is_not_settled(self, office: Office) -> None:
        for act, body in (("reached", REACHED), ("skipped", {"reason": "x"})):
            answer = await send(office, LIAISON, "POST", f"{PATH}/meiyou/{act}", body)
            assert code(answer) == (404, "no-such-milestone")

    async def test_what_lies_ahead_was_not_reached(self, office: Office) -> None:
        await schedule(office, RANGE_FORM, id="weilai")
        answer = await send(office, LIAISON, "POST", f"{PATH}/weilai/reached", REACHED)

        assert code(answer) == (422, "not-yet-reached")

    async def test_what_is_settled_stays_so(self, office: Office) -> None:
        await schedule(office, RANGE_FORM, id="dingle")
        await send(office, LIAISON, "POST", f"{PATH}/dingle/skipped", {"reason": "防汛"})
        moved = await schedule(office, RANGE_FORM, id="dingle", title="另一个")
        office.clock.set(shanghai(7, 2, 9))
        reached = await send(office, LIAISON, "POST", f"{PATH}/dingle/reached", REACHED)

        assert code(moved) == (409, "already-settled")
        assert code(reached) == (409, "already-settled")

    async def test_who_saw_an_older_version_is_told(self, office: Office) -> None:
        await schedule(office, RANGE_FORM, id="jiuban")
        where = f"{PATH}/jiuban/skipped"
        answer = await send(office, LIAISON, "POST", where, {"reason": "x"}, If_Match='"9"')

        assert code(answer) == (412, "version-moved")

    @pytest.mark.parametrize(
        "change",
        [
            {"id": "Q Y"},
            {"id": "a" * 61},
            {"title": ""},
            {"outcome": "x\u0007"},
            {"when": None},
            {"when": {"kind": "yearly"}},
            {"when": {"on": "2017-07-01"}},
            {"when": {"kind": "day", "on": "2017-13-01"}},
            {"when": {"kind": "day", "on": "2017-07-01", "more": 1}},
            {"when": {"kind": "range", "starts_on": "2017-07-01"}},
            {"when": {"kind": "range", "starts_on": "x", "ends_on": "2017-07-01"}},
            {"when": {**MONTHLY_FORM["when"], "first_month": "2017"}},
            {"when": {**MONTHLY_FORM["when"], "last_month": 201706}},
            {"when": {**MONTHLY_FORM["when"], "weekday": 0}},
            {"when": {**MONTHLY_FORM["when"], "weekday": 8}},
            {"activity_leads": ["A B"]},
            {"activity_leads": [GONGAN] * 25},
            {"extra": True},
        ],
    )
    async def test_a_milestone_that_is_not_valid_is_refused(
        self, office: Office, change: dict[str, object]
    ) -> None:
        answer = await send(office, LIAISON, "POST", PATH, {**RANGE_FORM, "id": "huai", **change})

        assert code(answer) == (422, "invalid-request")
        assert await recorded(office, "huai") == []

    @pytest.mark.parametrize(
        ("act", "body"),
        [
            ("reached", {}),
            ("reached", {"reached_on": "0001-01-01"}),
            ("reached", {"reached_on": "2017-07-01", "note": "x\u0000"}),
            ("reached", {"reached_on": "2017-07-01", "ledger_item_id": "../x"}),
            ("reached", {"reached_on": "2017-07-01", "more": 1}),
            ("skipped", {}),
            ("skipped", {"reason": " "}),
            ("skipped", {"reason": "x", "more": 1}),
        ],
    )
    async def test_settling_badly_is_refused(
        self, office: Office, act: str, body: dict[str, object]
    ) -> None:
        answer = await send(office, LIAISON, "POST", f"{PATH}/qiyi/{act}", body)

        assert code(answer) == (422, "invalid-request")

    async def test_a_range_does_not_end_before_it_starts(self, office: Office) -> None:
        when = {"kind": "range", "starts_on": "2017-07-02", "ends_on": "2017-07-01"}
        answer = await schedule(office, RANGE_FORM, id="dao", when=when)

        assert code(answer) == (422, "period-amiss")


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        (STAFF, 200),
        (LEADER, 200),
        (AUDITOR, 200),
        (LIAISON, 200),
        (CO_LEAD, 200),
        (OUTSIDER, 404),
        (REVIEWER, 404),
    ],
    ids=lambda value: value.id if isinstance(value, Caller) else str(value),
)
async def test_milestones_are_seen_by_the_organiser_the_auditor_and_the_projects_own_units(
    office: Office, caller: Caller, status: int
) -> None:
    assert (await send(office, caller, "GET", PATH)).status_code == status

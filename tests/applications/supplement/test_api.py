"""The supplementary form over HTTP, in May and after."""

from datetime import datetime
from typing import Any

import pytest

from shared.http.caller import Caller
from shared.timing.zone import SHANGHAI
from tests.applications.season import (
    LEADER,
    PROGRAMME,
    STAFF,
    application,
    client,
    liaison,
    path,
    supplement,
)
from tests.office import Office

MAY_12 = datetime(2017, 5, 12, 9, 0, tzinfo=SHANGHAI)
MAY_31 = datetime(2017, 5, 31, 23, 59, 59, tzinfo=SHANGHAI)
JUNE_1 = datetime(2017, 6, 1, 0, 0, tzinfo=SHANGHAI)
WINDOW = f"/api/applications/programmes/{PROGRAMME}/supplementary-window"


async def put(office: Office, caller: Caller, project: str, body: Any, unit: str = "") -> Any:
    async with client(office, caller) as http:
        return await http.put(path(project, unit or caller.unit, "supplement"), json=body)


async def post(office: Office, caller: Caller, where: str, body: Any = None) -> Any:
    async with client(office, caller) as http:
        return await http.post(where, json=body)


async def part(office: Office, project: str, unit: str) -> dict[str, Any]:
    async with client(office, STAFF) as http:
        found = await http.get(f"/api/applications/projects/{project}/participations")
    return next(each for each in found.json() if each["unit_id"] == unit)


@pytest.fixture(autouse=True)
def on_12_may(office: Office) -> None:
    office.clock.set(MAY_12)


async def test_a_unit_files_it_and_only_a_leader_accepts(office: Office) -> None:
    filed = await put(office, liaison("jianshe-ju"), "2017-p13", supplement())
    again = await put(office, liaison("jianshe-ju"), "2017-p13", supplement())
    by_staff = await post(office, STAFF, path("2017-p13", "jianshe-ju", "acceptance"))
    waiting = await part(office, "2017-p13", "jianshe-ju")
    by_leader = await post(office, LEADER, path("2017-p13", "jianshe-ju", "acceptance"))

    assert filed.json()["events"] == ["UnitApplied", "SupplementaryApplicationFiled"]
    assert again.json()["events"] == []
    assert (by_staff.status_code, by_staff.json()["code"]) == (403, "only-a-leader-decides")
    assert (waiting["status"], waiting["supplementary_case"]) == ("applied", "late")
    assert waiting["supplementary_reason"] == "通知转办时漏报"
    assert by_leader.json()["events"] == ["ApplicationAccepted"]


async def test_a_leader_rejects_it_with_an_answer(office: Office) -> None:
    await put(office, liaison("jingxin-wei"), "2017-p16", supplement(reason="忘了"))
    where = path("2017-p16", "jingxin-wei", "rejection")

    by_staff = await post(office, STAFF, where, {"reason": "理由不足"})
    by_leader = await post(office, LEADER, where, {"reason": "理由不足"})

    assert by_staff.status_code == 403
    assert by_leader.json()["events"] == ["ApplicationRejected"]


async def test_the_designated_lead_confirms_late_by_it(office: Office) -> None:
    filed = await put(office, liaison("zhijian-ju"), "2017-p02", supplement("lead"))
    accepted = await post(office, LEADER, path("2017-p02", "zhijian-ju", "acceptance"))

    assert filed.json()["events"] == ["UnitApplied", "SupplementaryApplicationFiled"]
    assert accepted.json()["events"] == ["ApplicationAccepted"]


async def test_what_it_lacks_is_named(office: Office) -> None:
    answer = await put(
        office, liaison("weiji-wei"), "2017-p01", {"role": "co_lead", "case": "change"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "application-incomplete")
    assert {error["field"] for error in answer.json()["errors"]} == {
        "/functions_and_strengths",
        "/entry_point",
        "/reason",
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (application(), "/body/case"),
        (supplement(case="new_project"), "/body/case"),
        (supplement(reason=7), "/body/reason"),  # type: ignore[arg-type]
        (supplement(reason="长" * 20_001), "/body/reason"),
        (supplement(points="12"), "/body/points"),
        ([], "/body"),
    ],
    ids=["no case", "new project", "number", "too long", "surprise", "list"],
)
async def test_what_is_no_form_is_refused_with_its_place(
    office: Office, body: Any, field: str
) -> None:
    answer = await put(office, liaison("weiji-wei"), "2017-p01", body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_before_the_cut_off_the_ordinary_form_is_pointed_to(office: Office) -> None:
    office.clock.set(MAY_12.replace(day=10))

    answer = await put(office, liaison("weiji-wei"), "2017-p03", supplement())

    assert (answer.status_code, answer.json()["code"]) == (409, "ordinary-form-suffices")
    assert "2017-05-11 00:00" in answer.json()["title"]


@pytest.mark.covers("AMB-04")
async def test_after_31_may_it_is_refused_until_the_leader_extends_the_window(
    office: Office,
) -> None:
    office.clock.set(MAY_31)
    in_time = await put(office, liaison("guozi-wei"), "2017-p15", supplement(case="additional"))
    office.clock.set(JUNE_1)
    late = await put(office, liaison("guozi-wei"), "2017-p14", supplement())
    body = {"open_through": "2017-06-05", "reason": "个别单位职能刚划转"}
    by_staff = await post(office, STAFF, WINDOW, body)
    by_leader = await post(office, LEADER, WINDOW, body)
    again = await post(office, LEADER, WINDOW, body)
    shorter = await post(office, LEADER, WINDOW, body | {"open_through": "2017-06-04"})
    now_in_time = await put(office, liaison("guozi-wei"), "2017-p14", supplement())

    assert in_time.status_code == 200
    assert (late.status_code, late.json()["code"]) == (409, "supplementary-form-closed")
    assert "2017-06-01 00:00" in late.json()["title"]
    assert by_staff.status_code == 403
    assert by_leader.json()["events"] == ["SupplementaryWindowExtended"]
    assert again.json()["events"] == []
    assert (shorter.status_code, shorter.json()["code"]) == (409, "not-longer-than-before")
    assert now_in_time.status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"open_through": "2017-06-30"}, "/body/reason"),
        ({"reason": "x"}, "/body/open_through"),
        ({"open_through": "1999-01-01", "reason": "x"}, "/body/open_through"),
        ({"open_through": "soon", "reason": "x"}, "/body/open_through"),
        ({"open_through": "2017-06-30", "reason": "x", "by": "me"}, "/body/by"),
    ],
)
async def test_what_is_no_extension_is_refused_with_its_place(
    office: Office, body: Any, field: str
) -> None:
    answer = await post(office, LEADER, WINDOW, body)

    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_only_an_announced_programme_has_a_window(office: Office) -> None:
    where = WINDOW.replace("2017", "2016")

    answer = await post(office, LEADER, where, {"open_through": "2017-06-30", "reason": "x"})

    assert (answer.status_code, answer.json()["code"]) == (404, "programme-unknown")


async def test_nobody_files_it_for_another_unit(office: Office) -> None:
    answer = await put(office, liaison("gongan-ju"), "2017-p03", supplement(), unit="weiji-wei")

    assert (answer.status_code, answer.json()["code"]) == (403, "only-the-unit-itself")


async def test_the_reason_is_for_who_decides_and_not_for_everyone(office: Office) -> None:
    await put(office, liaison("weiji-wei"), "2017-p07", supplement())
    await post(office, LEADER, path("2017-p07", "weiji-wei", "acceptance"))

    async with client(office, liaison("gongan-ju")) as http:
        (seen,) = (await http.get("/api/applications/projects/2017-p07/participations")).json()

    assert (seen["unit_id"], seen["supplementary_reason"]) == ("weiji-wei", "")

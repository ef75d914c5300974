"""April to 3 May: accounts are opened, the programme is set up, announced and put right."""

from typing import Any

from deploy.demo import ISSUED_ON, notice
from deploy.playing.acting import ADMIN, DEPUTY, LEADER, STAFF, Cast, expect
from deploy.playing.places import IMPORT, PROGRAMME, RULES_OF_EVALUATION, address_of, project
from deploy.playing.player import move

MAILED = "NotificationSent"
"""Notices reach the inbox at once; they are mailed with the digest of the next working morning."""

INDEX_PLATFORM = "index-platform"
"""The municipal system that takes good practices and reads the bonus export."""


@move("S-001")
async def accounts_are_opened(cast: Cast) -> None:
    """The admin opens accounts, the leader grants business roles, and the admin sees no business."""
    new = {"id": "zuxuanchu-xin", "title": "组宣处新任干部", "unit": "szjg-gongwei"}
    await cast.does(ADMIN, "POST", "/api/gateway/accounts", new)
    roles = {"roles": ["organiser_staff"]}
    path = "/api/gateway/accounts/zuxuanchu-xin/roles"
    await cast.is_refused("may-not", ADMIN, "POST", path, roles)
    await cast.does(LEADER, "POST", path, roles)
    await cast.is_refused("may-not", ADMIN, "GET", "/api/applications/programmes")


@move("S-002")
async def the_index_platform_is_let_in(cast: Cast) -> None:
    """Another system gets a key with two scopes; every unit is reached at an address."""
    scopes = ["practices:deliver", "bonus:export"]
    new = {"id": INDEX_PLATFORM, "title": "信义先锋指数考核平台", "scopes": scopes}
    made = await cast.does(ADMIN, "POST", "/api/gateway/clients", new)
    await cast.lets_in(INDEX_PLATFORM, made["key"])
    for unit in notice()["units"]:
        address = {"address": f"dangwei@{unit['id']}.example.cn"}
        await cast.does(ADMIN, "PUT", address_of(unit["id"]), address)


@move("S-003")
async def the_notice_is_imported(cast: Cast) -> None:
    """The roll comes with the notice: names, Party organisations, executing units."""
    await cast.does(STAFF, "POST", IMPORT, notice())
    units = await cast.reads(STAFF, "/api/applications/units")
    expect(len(units) >= 20, f"{len(units)} units on the roll")  # noqa: PLR2004 - the script's number


@move("S-004", since="S-003")
async def the_rules_are_set(cast: Cast) -> None:
    """The draft has the rules of the notice."""
    programme = await cast.reads(STAFF, PROGRAMME)
    expect(programme["status"] == "drafted", programme["status"])
    expect(len(programme["rules"]["categories"]) == 3, "three categories")  # noqa: PLR2004 - as above


@move("S-005")
async def traces_are_not_results(cast: Cast) -> None:
    """No rubric counts posts."""
    posts = {"id": "posts", "name": "QQ群发帖数", "kind": "posts", "max_points": 30}
    effect = {"id": "effect", "name": "实际成效", "kind": "effect", "max_points": 70}
    rubric = {"category": "zhidu-jizhi", "criteria": [effect, posts]}
    path = f"{RULES_OF_EVALUATION}/rubric"
    await cast.is_refused("traces-are-not-results", LEADER, "PUT", path, rubric)


@move("S-006", since="S-003")
async def the_catalogue_is_there(cast: Cast) -> None:
    """Annex 1 came with the notice: 18 projects with their leads."""
    listed = await cast.reads(STAFF, f"{PROGRAMME}/projects")
    expect(len(listed) == 18, f"{len(listed)} projects")  # noqa: PLR2004 - as above
    expect(all(each["lead"]["unit_id"] for each in listed), "every project has its lead")


@move("S-007")
async def the_same_file_again(cast: Cast) -> None:
    """A second import changes nothing."""
    receipt = await cast.does(STAFF, "POST", IMPORT, notice())
    expect(receipt["events"] == [], str(receipt))


@move("S-008")
async def a_row_of_an_unknown_category(cast: Cast) -> None:
    """A faulty file is refused, and nothing that is recorded changes."""
    faulty: dict[str, Any] = notice()
    faulty["projects"][0] = faulty["projects"][0] | {"category": "qita"}
    await cast.is_refused("faulty-notice", STAFF, "POST", IMPORT, faulty)


@move("S-009")
async def contact_leaders_are_assigned(cast: Cast) -> None:
    """One for each project; one of them has the first ten."""
    await cast.persona(DEPUTY)
    for number in range(1, 19):
        path = f"/api/applications/projects/{project(number)}/contact-leader"
        who = {"account": LEADER if number <= 10 else DEPUTY}  # noqa: PLR2004 - half of them
        await cast.does(LEADER, "PUT", path, who)


@move("S-010")
async def announcing_without_a_date(cast: Cast) -> None:
    """Staff prepares only; what is missing is named."""
    await cast.is_refused("not-ready-to-announce", LEADER, "POST", f"{PROGRAMME}/announcement", {})


@move("S-011", later=(MAILED,))
async def the_programme_is_announced(cast: Cast) -> None:
    """The leader announces it with its date of issue."""
    await cast.does(LEADER, "POST", f"{PROGRAMME}/announcement", {"issue_date": ISSUED_ON})


@move("S-012")
async def announcing_again(cast: Cast) -> None:
    """A year is announced once."""
    body = {"issue_date": "2017-05-03"}
    await cast.is_refused("already-announced", LEADER, "POST", f"{PROGRAMME}/announcement", body)


@move("S-013")
async def the_notice_is_received(cast: Cast) -> None:
    """A unit confirms that it has the notice."""
    inbox = await cast.reads("guozi-wei", "/api/notifications/inbox")
    first = inbox["items"][-1]["id"]
    await cast.does("guozi-wei", "POST", f"/api/notifications/inbox/{first}/receipt")


@move("S-014")
async def a_misprint_is_put_right(cast: Cast) -> None:
    """冢庭 becomes 家庭 with a reason, and a line of the notice as well; what was printed stays."""
    one = await cast.reads(STAFF, f"/api/applications/projects/{project(10)}")
    text = one["content_and_targets"].replace("冢庭", "家庭")
    body = {"field": "content_and_targets", "text": text, "reason": "印刷错误: 冢庭应为家庭。"}
    path = f"/api/applications/projects/{project(10)}/correction"
    await cast.does(LEADER, "POST", path, body)
    programme = await cast.reads(STAFF, PROGRAMME)
    put_right = {
        "field": "method",
        "text": f"{programme['notice']['method']} (更正)",
        "reason": "随项目 10 的更正一并说明。",
    }
    await cast.does(STAFF, "POST", f"{PROGRAMME}/corrections", put_right)

"""September to November: a lead is replaced, the third quarter, results are handed in."""

from typing import Any

from deploy.playing.acting import LEADER, STAFF, Cast
from deploy.playing.may import names_its_people
from deploy.playing.places import (
    address_of,
    application,
    deadline,
    item_of,
    ledger_item,
    part,
    project,
    quarterly,
    report,
    results_of,
    supervision_of,
    supplement,
    task,
    task_of,
)
from deploy.playing.player import move


@move("S-098")
async def the_lead_is_replaced(cast: Cast) -> None:
    """The staff puts another unit forward, a leader decides."""
    path = f"/api/applications/projects/{project(2)}/lead-replacement"
    other = {"unit_id": "shichang-jianguan-ju", "reason": "经两单位协商一致, 由市场监管局牵头。"}
    await cast.does(STAFF, "PUT", path, other)
    await cast.does(LEADER, "POST", f"{path}/approval", {"unit_id": "shichang-jianguan-ju"})
    confirming = f"{part(2, 'shichang-jianguan-ju')}/application"
    await cast.does("shichang-jianguan-ju", "PUT", confirming, application("lead"))
    await names_its_people(cast, 2, "shichang-jianguan-ju")


@move("S-099", since="S-098", later=("ReminderIssued",))
async def a_gap_is_found(_: Cast) -> None:
    """The former lead takes part in nothing any more."""


@move("S-100")
async def zhijian_stays_as_co_lead(cast: Cast) -> None:
    """The leader extends the window for it, and accepts its supplementary form."""
    window = {"open_through": "2017-09-08", "reason": "牵头变更后原牵头单位转为联办。"}
    path = "/api/applications/programmes/szjg-zutuanshi-2017/supplementary-window"
    await cast.does(LEADER, "POST", path, window)
    form = supplement("由牵头转为联办。", case="change")
    await cast.does("zhijian-ju", "PUT", f"{part(2, 'zhijian-ju')}/supplement", form)
    await cast.does(LEADER, "POST", f"{part(2, 'zhijian-ju')}/acceptance")


@move("S-101")
async def the_former_lead_reports_no_more(cast: Cast) -> None:
    """Only the current lead reports."""
    path = report(2, "2017Q3")
    await cast.is_refused("only-the-lead-reports", "zhijian-ju", "PUT", path, quarterly())


@move("S-102")
async def the_rectification_is_closed(cast: Cast) -> None:
    """On evidence of the new lead."""
    shown = {"evidence": "新牵头单位已制定方案, 首次活动记录已归入台账。"}
    await cast.does(LEADER, "POST", f"{supervision_of(2, 'S-093')}/closing", shown)


@move("S-103")
async def guozi_reports_on_a_working_saturday(cast: Cast) -> None:
    """30 September 2017 was a working day."""
    await cast.does("guozi-wei", "PUT", report(8, "2017Q3"), quarterly())


OTHERS_REPORT = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 18)
"""Projects whose lead reports on the third quarter within the grace, which is no step."""


@move("S-105")
async def a_saturday_is_skipped(cast: Cast) -> None:
    """It lay in the holiday; the later ones stay."""
    path = f"/api/progress/projects/{project(8)}/milestones/gongyi-ri-20171007/skipped"
    await cast.does("guozi-wei", "POST", path, {"reason": "国庆假期, 顺延不补。"})
    for number in OTHERS_REPORT:
        lead = await cast.lead_of(number)
        await cast.does(lead, "PUT", report(number, "2017Q3"), quarterly())


@move("S-107")
async def shuilis_report_is_waived(cast: Cast) -> None:
    """The unit asks, the leader waives, both with their reason."""
    path = deadline("progress_report", f"{project(13)}~2017q3")
    wish = {"wish": "waiver", "reason": "10月报告已含第三季度内容。"}
    await cast.does("shuili-ju", "POST", f"{path}/relief-request", wish)
    await cast.does(LEADER, "POST", f"{path}/waiver", {"reason": "并入10月报告, 准予免报。"})


@move("S-108")
async def zhifa_asks_to_leave(cast: Cast) -> None:
    """It has two tasks open, which are no steps."""
    for name in ("bayi-1", "bayi-2"):
        form = task("xingzheng-zhifa-ju", "2017-10-31")
        await cast.does("gongan-ju", "PUT", task_of(18, name), form)
        await cast.does("xingzheng-zhifa-ju", "POST", f"{task_of(18, name)}/acceptance")
    path = f"{part(18, 'xingzheng-zhifa-ju')}/leaving"
    await cast.does("xingzheng-zhifa-ju", "PUT", path, {"reason": "执法任务繁重。"})


@move("S-109")
async def zhifa_stays(cast: Cast) -> None:
    """The leader refuses until both tasks are done; they are done."""
    path = f"{part(18, 'xingzheng-zhifa-ju')}/leaving"
    opinion = {"agrees": False, "opinion": "两项任务尚未完成。"}
    await cast.does("gongan-ju", "PUT", f"{path}/opinion", opinion)
    await cast.does(LEADER, "POST", f"{path}/refusal", {"reason": "请先完成两项任务。"})
    for name in ("bayi-1", "bayi-2"):
        done = {"result": "已完成。"}
        await cast.does("xingzheng-zhifa-ju", "POST", f"{task_of(18, name)}/completion", done)
        await cast.does("gongan-ju", "POST", f"{task_of(18, name)}/confirmation")


@move("S-110")
async def a_needless_task(cast: Cast) -> None:
    """It is taken back with a reason; that it was assigned is no step."""
    form = task("tiyu-ju", "2017-11-10")
    await cast.does("weiji-wei", "PUT", task_of(16, "needless"), form)
    why = {"reason": "场地已由其他单位解决。"}
    await cast.does("weiji-wei", "POST", f"{task_of(16, 'needless')}/cancellation", why)


@move("S-111")
async def gongan_changes_its_liaison(cast: Cast) -> None:
    """Another account is the liaison from now on, and the unit is reached at another address."""
    await names_its_people(cast, 18, "gongan-ju")
    path = f"{part(18, 'gongan-ju')}/team/liaison"
    await cast.does("gongan-ju", "PUT", path, {"accounts": ["gongan-ju-successor"]})
    await cast.does("gongan-ju", "DELETE", address_of("gongan-ju"))
    await cast.does(
        "gongan-ju", "PUT", address_of("gongan-ju"), {"address": "dangban@gongan-ju.example.cn"}
    )


async def files_its_ledger(cast: Cast, number: int, lead: str) -> None:
    """Let a lead file an item for each target, and the text that its category asks for."""
    form = await cast.reads(lead, f"{results_of(number)}/form")
    kind = "system_text" if number <= 10 else "method_text"  # noqa: PLR2004 - the category's last
    for target, _ in enumerate(form["targets"], 1):
        item = ledger_item(f"目标要求 {target} 的成果材料", target, kind, dated="2017-11-01")
        await cast.does(lead, "PUT", item_of(number, f"{number}-{target}"), item)


async def results(cast: Cast, number: int, lead: str) -> dict[str, Any]:
    """Return the results of a project, with the sections of its category."""
    form = await cast.reads(lead, f"{results_of(number)}/form")
    sections = {each["id"]: f"{each['name']}: 见所附材料。" for each in form["sections"]}
    return {
        "summary": "形成制度文本并在两个单位试行, 效果良好。",
        "sections": sections,
        "rules_relied_on": ["《中国共产党章程》"],
        "party_organisations": 12,
        "party_members": 360,
    }


async def hands_in_results(cast: Cast, number: int) -> None:
    """Let a project's lead file its ledger and hand in its results."""
    lead = await cast.lead_of(number)
    await files_its_ledger(cast, number, lead)
    await cast.does(lead, "PUT", results_of(number), await results(cast, number, lead))


@move("S-112")
async def no_system_text(cast: Cast) -> None:
    """The category asks for a text of the system."""
    form = await results(cast, 8, "guozi-wei")
    await cast.is_refused("results-incomplete", "guozi-wei", "PUT", results_of(8), form)


@move("S-113")
async def guozi_hands_in(cast: Cast) -> None:
    """Summary, sections, ledger, participants."""
    await hands_in_results(cast, 8)


@move("S-114")
async def jingxin_hands_in(cast: Cast) -> None:
    """With the three sections of its category."""
    await hands_in_results(cast, 14)


@move("S-115")
async def weiji_hands_in(cast: Cast) -> None:
    """With activity effect and working model."""
    await hands_in_results(cast, 16)


@move("S-116")
async def a_co_lead_hands_in(cast: Cast) -> None:
    """Only the current lead hands in results."""
    form = await results(cast, 8, "guozi-wei")
    await cast.is_refused("only-the-lead-submits", "gongan-ju", "PUT", results_of(8), form)


IN_TIME = (1, 2, 4, 5, 7, 10, 11, 12, 13, 15, 17)
"""Projects that hand in their results in November, which is no step."""


@move("S-117")
async def caishui_hands_in_again(cast: Cast) -> None:
    """A target has no document: returned, and handed in again on 27 November."""
    lead = await cast.lead_of(6)
    item = ledger_item("三会一课规范", 1, "system_text", dated="2017-11-01")
    await cast.does(lead, "PUT", item_of(6, "6-text"), item)
    form = await results(cast, 6, lead)
    await cast.does(lead, "PUT", results_of(6), form)
    findings = {"missing": ["目标要求 2 没有台账材料"], "advice": "请补充台账。"}
    await cast.does(STAFF, "POST", f"{results_of(6)}/return", findings)
    await hands_in_results(cast, 6)
    for number in IN_TIME:
        await hands_in_results(cast, number)


@move("S-121")
async def at_the_last_second(cast: Cast) -> None:
    """30 November, 23:59:59."""
    await hands_in_results(cast, 18)

"""June to August: plans are carried out, tasks are disputed, the first reports are due."""

from uuid import uuid4

from deploy.playing.acting import ADMIN, DEPUTY, LEADER, STAFF, Cast, expect
from deploy.playing.april import INDEX_PLATFORM
from deploy.playing.files import DOCX, docx
from deploy.playing.files import picture as picture_of
from deploy.playing.places import (
    deadline,
    item_id,
    item_of,
    ledger_item,
    part,
    project,
    quarterly,
    report,
    supervision_of,
    task,
    task_of,
    visit,
)
from deploy.playing.player import move

P08 = f"/api/progress/projects/{project(8)}"
PRACTICE = f"{P08}/practices/{uuid4()}"


@move("S-066")
async def the_first_saturday(cast: Cast) -> None:
    """The occurrence took place, and a document shows it."""
    item = ledger_item("6月公益党日活动记录")
    await cast.does("gongan-ju", "PUT", item_of(8, "gongyi-ri-06"), item)
    reached = {"reached_on": "2017-06-03", "ledger_item_id": item_id("gongyi-ri-06")}
    path = f"{P08}/milestones/gongyi-ri-20170603/reached"
    await cast.does("guozi-wei", "POST", path, reached)


@move("S-067")
async def a_good_practice(cast: Cast) -> None:
    """It is shared with a picture; the liaison posts it in two groups and puts that down."""
    sent = await cast.hands_in("guozi-wei", "huodong.png", picture_of(8), "image/png")
    form = {
        "title": "公益党日轮值制",
        "text": "由各机关党委轮流牵头, 每月第一个周六开展公益服务。",
        "pictures": [sent.body["sha256"]],
    }
    await cast.does("guozi-wei", "PUT", PRACTICE, form)
    for group in ("qq_group", "wechat_group"):
        await cast.does("guozi-wei", "PUT", f"{PRACTICE}/channels/{group}")


@move("S-068")
async def the_platform_has_it(cast: Cast) -> None:
    """Its receipt counts once."""
    receipt = {"message_id": "xyxf-2017-000001"}
    await cast.does(INDEX_PLATFORM, "POST", f"{PRACTICE}/receipts", receipt)
    again = await cast.does(INDEX_PLATFORM, "POST", f"{PRACTICE}/receipts", receipt)
    expect(again["repeated"], str(again))


@move("S-069")
async def beyond_its_scope(cast: Cast) -> None:
    """Score sheets are not for other systems; one that keeps trying is suspended."""
    path = f"/api/evaluation/projects/{project(8)}/reviews/reviewer-4"
    for _ in range(3):
        await cast.is_refused("may-not", INDEX_PLATFORM, "GET", path)
    suspended = f"/api/gateway/clients/{INDEX_PLATFORM}/suspension"
    await cast.does(ADMIN, "PUT", suspended, {"reason": "反复越权访问评审打分表。"})


@move("S-070")
async def it_is_recommended(cast: Cast) -> None:
    """The organiser recommends it to all units."""
    await cast.does(STAFF, "POST", f"{PRACTICE}/recommendation")


@move("S-071")
async def jingxin_assigns_tasks(cast: Cast) -> None:
    """Three co-leads, one small dated task each."""
    for unit in ("guoshui-ju", "fagai-wei-xitong", "caishui-xitong"):
        form = task(unit, "2017-06-23")
        await cast.does("jingxin-wei", "PUT", task_of(14, unit), form)


@move("S-072")
async def a_task_for_a_stranger(cast: Cast) -> None:
    """Only co-leads of the project get tasks."""
    form = task("gongan-ju", "2017-06-23")
    path = task_of(14, "gongan-ju")
    await cast.is_refused("not-in-the-project", "jingxin-wei", "PUT", path, form)


@move("S-073")
async def a_task_in_a_foreign_project(cast: Cast) -> None:
    """Only the lead of the project assigns."""
    form = task("guoshui-ju", "2017-06-23")
    await cast.is_refused("only-the-lead", "guozi-wei", "PUT", task_of(14, "foreign"), form)


@move("S-074")
async def fagai_accepts(cast: Cast) -> None:
    """The assignee accepts its task."""
    await cast.does("fagai-wei-xitong", "POST", f"{task_of(14, 'fagai-wei-xitong')}/acceptance")


@move("S-075")
async def guoshui_disputes(cast: Cast) -> None:
    """Raw data of taxpayers are outside its remit."""
    why = {"reason": "要求提供纳税人原始数据, 超出本单位职责范围。"}
    await cast.does("guoshui-ju", "POST", f"{task_of(14, 'guoshui-ju')}/dispute", why)


@move("S-076")
async def the_dispute_is_ruled_on(cast: Cast) -> None:
    """Aggregate figures instead, by 30 June."""
    ruling = {
        "ruling": "changed",
        "reason": "改为提供汇总数据。",
        "work": "提供行业汇总数据, 不含纳税人明细。",
        "due_on": "2017-06-30",
    }
    await cast.does(LEADER, "POST", f"{task_of(14, 'guoshui-ju')}/ruling", ruling)
    talk = visit("市国税局机关党委负责人", "争议任务改为提供汇总数据。")
    await cast.does(DEPUTY, "PUT", supervision_of(14, "S-076"), talk)


@move("S-077")
async def fagai_completes(cast: Cast) -> None:
    """Returned once, then confirmed."""
    path = task_of(14, "fagai-wei-xitong")
    done = {"result": "已完成企业走访二十家。"}
    await cast.does("fagai-wei-xitong", "POST", f"{path}/completion", done)
    await cast.does("jingxin-wei", "POST", f"{path}/return", {"advice": "请附走访汇总。"})
    await cast.does("fagai-wei-xitong", "POST", f"{path}/completion", done)
    await cast.does("jingxin-wei", "POST", f"{path}/confirmation")


@move("S-078")
async def an_activity_lead(cast: Cast) -> None:
    """The Saturday of 1 July is led by a co-lead, two others help."""
    form = task("weiji-wei", "2017-07-01") | {
        "activity_lead_unit_id": "weiji-wei",
        "helping_unit_ids": ["gongan-ju", "minzheng-xitong"],
    }
    await cast.does("guozi-wei", "PUT", task_of(8, "qiyi"), form)


@move("S-080")
async def more_time_for_shuili(cast: Cast) -> None:
    """The leader extends a report, with a reason."""
    path = f"{deadline('progress_report', f'{project(13)}~2017q2')}/extension"
    body = {"due_on": "2017-07-10", "reason": "牵头单位承担防汛任务。"}
    await cast.does(LEADER, "POST", path, body)


@move("S-081")
async def guozi_reports(cast: Cast) -> None:
    """The lead reports and prints it for signature, staff accepts."""
    await cast.does("guozi-wei", "PUT", report(8, "2017Q2"), quarterly())
    await cast.does("guozi-wei", "POST", f"{report(8, '2017Q2')}/print")
    await cast.does(STAFF, "POST", f"{report(8, '2017Q2')}/acceptance")


@move("S-082")
async def a_second_report_and_a_foreign_quarter(cast: Cast) -> None:
    """One report for a quarter of the programme."""
    again = quarterly(next_plan="另一份报告")
    await cast.is_refused("already-reported", "guozi-wei", "PUT", report(8, "2017Q2"), again)
    await cast.is_refused("period-not-begun", "guozi-wei", "PUT", report(8, "2018Q1"), quarterly())


@move("S-083")
async def a_report_without_facts(cast: Cast) -> None:
    """It is returned with advice, corrected and accepted."""
    path, unit = report(15, "2017Q2"), "fagai-wei-xitong"
    await cast.does(unit, "PUT", path, quarterly(main_practices="工作正常推进。"))
    await cast.does(STAFF, "POST", f"{path}/return", {"advice": "请补充具体做法和数据。"})
    await cast.does(unit, "PUT", f"{path}/correction", quarterly())
    await cast.does(STAFF, "POST", f"{path}/acceptance")


OTHERS_REPORT = (1, 3, 4, 5, 6, 7, 9, 10, 12, 14, 16, 17, 18)
"""Projects whose lead reports on the second quarter in time, which is no step."""


@move("S-084")
async def the_oath(cast: Cast) -> None:
    """Within its range."""
    for number in OTHERS_REPORT:
        await cast.does(await cast.lead_of(number), "PUT", report(number, "2017Q2"), quarterly())
    path = f"/api/progress/projects/{project(3)}/milestones/qiyi-xuanshi/reached"
    await cast.does("jianshe-ju", "POST", path, {"reached_on": "2017-07-01"})


@move("S-087")
async def jiaotong_reports_late(cast: Cast) -> None:
    """What comes after the grace meets the deadline late."""
    await cast.does("jiaotong-ju", "PUT", report(11, "2017Q2"), quarterly())


@move("S-088")
async def shuili_reports_on_the_extended_date(cast: Cast) -> None:
    """On the extended date it is not late."""
    await cast.does("shuili-ju", "PUT", report(13, "2017Q2"), quarterly())


@move("S-089")
async def a_sick_member_is_named(cast: Cast) -> None:
    """The practice is withdrawn on warning and shared anew without personal details."""
    shared = f"/api/progress/projects/{project(10)}/practices"
    named, redacted = f"{shared}/{uuid4()}", f"{shared}/{uuid4()}"
    form = {"title": "生病住院必访", "text": "看望住院党员某某, 了解病情。"}
    await cast.does("minzheng-xitong", "PUT", named, form)
    why = {"reason": "含党员个人健康信息。"}
    await cast.does("minzheng-xitong", "POST", f"{named}/withdrawal", why)
    form["text"] = "建立住院党员探访制度。"
    await cast.does("minzheng-xitong", "PUT", redacted, form)


@move("S-090")
async def held_by_the_unit(cast: Cast) -> None:
    """Entries of the directory satisfy the target; nothing is uploaded."""
    item = ledger_item("[必访记录]", made_up_title=True, kind="participation")
    await cast.does("minzheng-xitong", "PUT", item_of(10, "bifang"), item)


@move("S-091")
async def a_list_of_names(cast: Cast) -> None:
    """It is filed with a warning, and voided; aggregate figures take its place."""
    item = ledger_item("参加活动党员名单", kind="participation")
    await cast.does("minzheng-xitong", "PUT", item_of(10, "mingdan"), item)
    why = {"reason": "含党员姓名, 改用汇总数字。"}
    await cast.does("minzheng-xitong", "POST", f"{item_of(10, 'mingdan')}/void", why)


@move("S-092")
async def a_mark_of_secrecy(cast: Cast) -> None:
    """The system is not for classified matter: nothing is stored."""
    said = await cast.hands_in("gongan-ju", "xunluo.docx", docx("秘密★3年", "巡逻方案"), DOCX)
    expect(said.code == "marked-secret", str(said))
    item = ledger_item("秘密★三年 巡逻方案")
    await cast.is_refused("not-for-classified", "gongan-ju", "PUT", item_of(18, "xunluo"), item)


@move("S-093")
async def nothing_is_done(cast: Cast) -> None:
    """The contact leader visits: rectification by 18 August, and the project is red."""
    found = visit("市质监局机关党委负责人", "项目尚未启动, 无活动记录。")
    await cast.does(LEADER, "PUT", supervision_of(2, "S-093"), found)
    demand = {"demand": "制定方案并完成首次活动。", "due_on": "2017-08-18"}
    await cast.does(LEADER, "POST", f"{supervision_of(2, 'S-093')}/rectification", demand)
    board = await cast.reads(LEADER, f"/api/progress/board?project={project(2)}")
    expect("red" in str(board), str(board))


@move("S-094")
async def coordination(cast: Cast) -> None:
    """A joint meeting is a document of the lead."""
    item = ledger_item("联席会议和志愿者用车保障记录", kind="coordination")
    await cast.does("jiaotong-ju", "PUT", item_of(11, "lianxi-huiyi"), item)


@move("S-095")
async def caishui_asks_to_leave(cast: Cast) -> None:
    """A co-lead asks, and the lead is asked what it thinks."""
    why = {"reason": "本单位承担税制改革任务, 人手不足。"}
    await cast.does("caishui-xitong", "PUT", f"{part(14, 'caishui-xitong')}/leaving", why)


@move("S-096")
async def caishui_leaves(cast: Cast) -> None:
    """After the lead's opinion; its open task goes to another co-lead."""
    path = f"{part(14, 'caishui-xitong')}/leaving"
    opinion = {"agrees": True, "opinion": "同意, 其任务由市发改委系统承担。"}
    await cast.does("jingxin-wei", "PUT", f"{path}/opinion", opinion)
    await cast.does(LEADER, "POST", f"{path}/approval", {"reason": "情况属实, 同意退出。"})
    form = {
        "unit_id": "fagai-wei-xitong",
        "due_on": "2017-09-15",
        "reason": "原承担单位已退出。",
    }
    await cast.does("jingxin-wei", "POST", f"{task_of(14, 'caishui-xitong')}/reassignment", form)

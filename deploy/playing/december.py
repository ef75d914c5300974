"""18 December to 3 January: publicity, objections, contributions, confirmation."""

from deploy.playing.acting import DEPUTY, LEADER, STAFF, Cast, expect
from deploy.playing.november import SCORES, judges
from deploy.playing.places import CIRCULAR, judged, part_of
from deploy.playing.player import move
from shared.ids import derived_id

RIVAL = judges(17)[SCORES[17].index(41)]
"""The reviewer who gave 41."""


def objection(number: int) -> str:
    """Return where the season's objection to a project is found."""
    return f"{judged(number)}/objections/{derived_id('season-objection', str(number))}"


@move("S-138")
async def too_early_for_a_circular(cast: Cast) -> None:
    """Nothing is confirmed yet, so nothing is commended."""
    form = {"document_year": 2018, "document_number": "金直委发〔2018〕1号"}
    await cast.is_refused("nothing-to-commend", STAFF, "PUT", CIRCULAR, form)
    await cast.is_refused("decisions-unsettled", LEADER, "POST", f"{CIRCULAR}/issue")


@move("S-139")
async def the_results_are_public(cast: Cast) -> None:
    """For five working days."""
    for number in range(1, 19):
        await cast.does(STAFF, "POST", f"{judged(number)}/publicity", {})


@move("S-140")
async def xuanchuan_objects(cast: Cast) -> None:
    """With name and reason, in time; the scores stay with the panel."""
    body = {"name": "市宣传系统直属机关党委", "reason": "一名评委曾参与筹备竞争项目的活动。"}
    await cast.does("xuanchuan-xitong-leader", "PUT", objection(17), body)


@move("S-141", note="errata: the objection is lodged, then declined")
async def minzheng_objects_without_a_reason(cast: Cast) -> None:
    """Declined at once, with what it lacks."""
    body = {"name": "", "reason": ""}
    await cast.does("minzheng-xitong-leader", "PUT", objection(10), body)


@move("S-142")
async def the_objection_is_upheld(cast: Cast) -> None:
    """The sheet with 41 is void: 60.25, a pass, and before the public anew."""
    ruling = {"ruling": "upheld", "answer": "情况属实, 该评委评分无效。", "void_reviewer": RIVAL}
    await cast.does(DEPUTY, "POST", f"{objection(17)}/ruling", ruling)
    decision = await cast.reads(STAFF, f"{judged(17)}/decision")
    expect(decision["outcome"] == "pass" and decision["mean"] == 60.25, str(decision))  # noqa: PLR2004 - the script's


@move("S-143")
async def seventeen_are_confirmed(cast: Cast) -> None:
    """All but the one that is before the public anew."""
    for number in range(1, 19):
        if number != 17:  # noqa: PLR2004 - 2017-p17 waits
            await cast.does(LEADER, "POST", f"{judged(number)}/decision/confirmation")


@move("S-144")
async def jingxin_proposes(cast: Cast) -> None:
    """Not to recognise the part of a co-lead."""
    body = {"standing": "not_recognised", "reason": "未按期提供数据。"}
    await cast.does("jingxin-wei", "PUT", part_of(14, "guoshui-ju"), body)


@move("S-145")
async def guoshui_contests(cast: Cast) -> None:
    """Within three working days."""
    body = {"statement": "已按裁定提供汇总数据, 见任务记录。"}
    await cast.does("guoshui-ju", "POST", f"{part_of(14, 'guoshui-ju')}/contest", body)


@move("S-146")
async def the_part_is_recognised(cast: Cast) -> None:
    """The leader rules."""
    body = {"standing": "recognised", "reason": "已完成裁定后的任务。"}
    await cast.does(LEADER, "POST", f"{part_of(14, 'guoshui-ju')}/ruling", body)


@move("S-147")
async def the_last_is_confirmed(cast: Cast) -> None:
    """18 of 18."""
    await cast.does(LEADER, "POST", f"{judged(17)}/decision/confirmation")

"""June to August: plans are carried out, tasks are disputed, the first reports are due."""

from deploy.playing.acting import LEADER, STAFF, Cast
from deploy.playing.places import deadline, project, quarterly, report
from deploy.playing.player import move


@move("S-080")
async def more_time_for_shuili(cast: Cast) -> None:
    """The leader extends a report, with a reason."""
    path = f"{deadline('progress_report', f'{project(13)}~2017q2')}/extension"
    body = {"due_on": "2017-07-10", "reason": "牵头单位承担防汛任务。"}
    await cast.does(LEADER, "POST", path, body)


@move("S-081", lacks=("DocumentRendered",))
async def guozi_reports(cast: Cast) -> None:
    """The lead reports, staff accepts."""
    await cast.does("guozi-wei", "PUT", report(8, "2017Q2"), quarterly())
    await cast.does(STAFF, "POST", f"{report(8, '2017Q2')}/acceptance")


@move("S-082")
async def a_second_report_and_a_foreign_quarter(cast: Cast) -> None:
    """One report for a quarter of the programme."""
    again = quarterly(next_plan="另一份报告")
    await cast.is_refused("already-reported", "guozi-wei", "PUT", report(8, "2017Q2"), again)
    await cast.is_refused("quarter-not-begun", "guozi-wei", "PUT", report(8, "2018Q1"), quarterly())


@move("S-083")
async def a_report_without_facts(cast: Cast) -> None:
    """It is returned with advice, corrected and accepted."""
    path, unit = report(15, "2017Q2"), "fagai-wei-xitong"
    await cast.does(unit, "PUT", path, quarterly(main_practices="工作正常推进。"))
    await cast.does(STAFF, "POST", f"{path}/return", {"advice": "请补充具体做法和数据。"})
    await cast.does(unit, "PUT", f"{path}/correction", quarterly())
    await cast.does(STAFF, "POST", f"{path}/acceptance")


@move("S-087")
async def jiaotong_reports_late(cast: Cast) -> None:
    """What comes after the grace meets the deadline late."""
    await cast.does("jiaotong-ju", "PUT", report(11, "2017Q2"), quarterly())


@move("S-088")
async def shuili_reports_on_the_extended_date(cast: Cast) -> None:
    """On the extended date it is not late."""
    await cast.does("shuili-ju", "PUT", report(13, "2017Q2"), quarterly())

"""May to the cut-off: units find their parts."""

from collections.abc import Iterator
from uuid import uuid4

from deploy.demo import notice
from deploy.playing.acting import LEADER, STAFF, Cast, expect
from deploy.playing.april import MAILED
from deploy.playing.places import application, part, project, supervision_of, visit
from deploy.playing.player import move
from deploy.playing.scenario import script


@move("S-015")
async def guozi_confirms(cast: Cast) -> None:
    """The designated lead confirms by its own application."""
    await cast.does("guozi-wei", "PUT", f"{part(8, 'guozi-wei')}/application", application("lead"))


KEYS: dict[str, str] = {}


@move("S-016")
async def gongan_applies(cast: Cast) -> None:
    """A unit applies to co-lead."""
    KEYS["S-016"] = str(uuid4())
    path = f"{part(8, 'gongan-ju')}/application"
    await cast.does("gongan-ju", "PUT", path, application("co_lead"), key=KEYS["S-016"])


@move("S-017")
async def a_double_click(cast: Cast) -> None:
    """The same command again has the same answer and no second event."""
    path = f"{part(8, 'gongan-ju')}/application"
    again = await cast.does("gongan-ju", "PUT", path, application("co_lead"), key=KEYS["S-016"])
    expect(again["repeated"], str(again))


@move("S-018")
async def nothing_stated(cast: Cast) -> None:
    """An application without functions and strengths is incomplete."""
    path = f"{part(8, 'weiji-wei')}/application"
    empty = application("co_lead", functions_and_strengths="")
    await cast.is_refused("application-incomplete", "weiji-wei", "PUT", path, empty)


@move("S-019")
async def weiji_applies(cast: Cast) -> None:
    """It is completed and sent."""
    path = f"{part(8, 'weiji-wei')}/application"
    await cast.does("weiji-wei", "PUT", path, application("co_lead"))


@move("S-020", later=(MAILED,))
async def nobody_enters_another_unit(cast: Cast) -> None:
    """A co-lead comes by its own application; the staff may invite it."""
    path = f"{part(8, 'minzheng-xitong')}"
    form = application("co_lead")
    await cast.is_refused("only-the-unit-itself", STAFF, "PUT", f"{path}/application", form)
    words = {"words": "贵单位职能与本项目相近, 欢迎申报联办。"}
    await cast.does(STAFF, "POST", f"{path}/invitation", words)


@move("S-021")
async def minzheng_applies_twice(cast: Cast) -> None:
    """A unit may take part in several projects."""
    for number in (8, 16):
        path = f"{part(number, 'minzheng-xitong')}/application"
        await cast.does("minzheng-xitong", "PUT", path, application("co_lead"))


@move("S-022")
async def the_executing_unit_does_not_co_lead(cast: Cast) -> None:
    """One role for a unit in a project."""
    path = f"{part(17, 'tiyu-ju')}/application"
    await cast.is_refused("one-role-per-project", "tiyu-ju", "PUT", path, application("co_lead"))


@move(
    "S-023",
    note="市卫计委 is accepted on 4 May: accepted on the 10th, its plan would be due on the 17th",
)
async def tiyu_applies(cast: Cast) -> None:
    """Elsewhere it may. Weiji is accepted now, so that its plan is due on 15 May (AMB-06)."""
    await cast.does(STAFF, "POST", f"{part(8, 'weiji-wei')}/acceptance")
    path = f"{part(16, 'tiyu-ju')}/application"
    await cast.does("tiyu-ju", "PUT", path, application("co_lead"))


@move("S-024")
async def a_candidate_beside_the_lead(cast: Cast) -> None:
    """The bracketed unit puts itself forward to lead."""
    path = f"{part(12, 'keji-ju')}/application"
    await cast.does("keji-ju", "PUT", path, application("lead"))


@move("S-025", lacks=("ReminderIssued", "NotificationSuppressed"), later=(MAILED,))
async def receipts_are_asked_for(cast: Cast) -> None:
    """Two working days later whoever has not confirmed is reminded once, and stands on a list."""
    path = "/api/notifications/notices/programme~szjg-zutuanshi-2017/receipts"
    receipts = await cast.reads(STAFF, path)
    expect(bool(receipts), str(receipts))


@move("S-026", later=(MAILED,))
async def the_candidate_is_rejected(cast: Cast) -> None:
    """The leader decides with a reason."""
    why = {"reason": "市府办继续牵头, 市科技局为执行单位。"}
    await cast.does(LEADER, "POST", f"{part(12, 'keji-ju')}/rejection", why)


@move("S-028")
async def a_designation_is_declined(cast: Cast) -> None:
    """The responsible leader of the designated unit declines with a reason."""
    why = {"reason": "本单位今年承担机构改革任务, 力量不足。"}
    unit = "xingzheng-zhifa-ju"
    await cast.does(f"{unit}-leader", "POST", f"{part(1, unit)}/decline", why)


@move("S-027")
async def a_second_lead(cast: Cast) -> None:
    """A project has one lead."""
    path = f"/api/applications/projects/{project(12)}/lead"
    second = {"unit_id": "keji-ju", "reason": "改由市科技局牵头。"}
    await cast.is_refused("project-has-a-lead", LEADER, "PUT", path, second)


@move("S-029")
async def the_designation_is_kept(cast: Cast) -> None:
    """After a talk the leader designates the unit anew, for a reason."""
    path = f"/api/applications/projects/{project(1)}/lead"
    again = {"unit_id": "xingzheng-zhifa-ju", "reason": "经协商, 该项目与其职能最相近。"}
    await cast.does(LEADER, "PUT", path, again)
    talk = visit("市行政执法局机关党委负责人", "已面谈, 单位同意继续牵头。")
    await cast.does(LEADER, "PUT", supervision_of(1, "S-029"), talk)


@move("S-030")
async def zhifa_confirms(cast: Cast) -> None:
    """A unit that declined and was designated again may confirm."""
    path = f"{part(1, 'xingzheng-zhifa-ju')}/application"
    await cast.does("xingzheng-zhifa-ju", "PUT", path, application("lead"))


@move("S-031")
async def a_paper_comes_in(cast: Cast) -> None:
    """It counts from the day it came in, and none comes in tomorrow."""
    path = f"{part(6, 'guoshui-ju')}/paper/application"
    tomorrow = application("co_lead", received_on="2017-05-10")
    await cast.is_refused("received-in-the-future", STAFF, "PUT", path, tomorrow)
    await cast.does(STAFF, "PUT", path, application("co_lead", received_on="2017-05-08"))


@move("S-032")
async def a_paper_is_returned(cast: Cast) -> None:
    """Its strengths are missing; the unit sends it anew the next day."""
    unit = "jingxin-wei"
    paper = application("co_lead", received_on="2017-05-09", functions_and_strengths="")
    await cast.does(STAFF, "PUT", f"{part(12, unit)}/paper/application", paper)
    advice = {"advice": "请补充本单位工作职能和特长。"}
    await cast.does(STAFF, "POST", f"{part(12, unit)}/return", advice)
    await cast.does(unit, "PUT", f"{part(12, unit)}/application", application("co_lead"))


LATER = {(2, "zhijian-ju"), (10, "renli-shebao-ju"), (11, "shuili-ju"), (13, "jianshe-ju")}
"""Co-leads whose application is a step of its own, or comes by another way."""

BEFORE = {(9, "renli-shebao-ju"), (14, "caishui-xitong")}
"""Units that apply and are no co-leads in the end."""


def precursors() -> Iterator[tuple[int, str]]:
    """Yield applications that later steps rest on and that are no steps (errata: precursors)."""
    yield from sorted(BEFORE)
    for id_, final in script()["final_participation"].items():
        number = int(id_.removeprefix("2017-p"))
        for unit in final["co_leads_active_at_acceptance"]:
            if (number, unit) not in LATER:
                yield number, unit


UNCONFIRMED = (1, 2, 8)
"""Projects whose lead confirms in a step, or does not in time."""


@move("S-033")
async def renli_changes_its_mind(cast: Cast) -> None:
    """Before the cut-off an application is withdrawn freely. The precursors come in here as well."""
    for number, unit in precursors():
        path = f"{part(number, unit)}/application"
        await cast.does(unit, "PUT", path, application("co_lead"))
    await cast.does("renli-shebao-ju", "POST", f"{part(9, 'renli-shebao-ju')}/withdrawal")
    path = f"{part(10, 'renli-shebao-ju')}/application"
    await cast.does("renli-shebao-ju", "PUT", path, application("co_lead"))
    for each in notice()["projects"]:
        if each["number"] not in UNCONFIRMED:
            lead = each["lead"]["unit_id"]
            path = f"{part(each['number'], lead)}/application"
            await cast.does(lead, "PUT", path, application("lead"))


@move("S-034")
async def what_is_in_hand_is_accepted(cast: Cast) -> None:
    """Staff accepts the applications to co-lead that are there."""
    await accept_all(cast)


async def accept_all(cast: Cast) -> None:
    """Accept every application to co-lead that waits."""
    for number in range(1, 19):
        path = f"/api/applications/projects/{project(number)}/participations"
        for each in await cast.reads(STAFF, path):
            if each["status"] == "applied" and each["role"] == "co_lead":
                await cast.does(STAFF, "POST", f"{path}/{each['unit_id']}/acceptance")


@move("S-035")
async def the_last_second(cast: Cast) -> None:
    """What comes at 23:59:59 is in time."""
    path = f"{part(11, 'shuili-ju')}/application"
    await cast.does("shuili-ju", "PUT", path, application("co_lead"))


@move("S-037")
async def one_second_too_late(cast: Cast) -> None:
    """What comes at 00:00:00 is not."""
    path = f"{part(13, 'jianshe-ju')}/application"
    await cast.is_refused("applications-closed", "jianshe-ju", "PUT", path, application("co_lead"))


@move("S-039")
async def the_rest_is_accepted(cast: Cast) -> None:
    """What was in time is accepted."""
    await accept_all(cast)

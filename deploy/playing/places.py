"""Where things of the season are found, and texts that its people write."""

from typing import Any

from deploy.playing.acting import Cast
from shared.ids import derived_id

PROGRAMME = "/api/applications/programmes/szjg-zutuanshi-2017"
RULES_OF_EVALUATION = "/api/evaluation/programmes/szjg-zutuanshi-2017"
PROGRAMME_IN_PROGRESS = "/api/progress/programmes/szjg-zutuanshi-2017"
CIRCULAR = f"{RULES_OF_EVALUATION}/commendations/1"
IMPORT = "/api/applications/programmes/import"


def project(number: int) -> str:
    """Return a project's id, for example `2017-p08`."""
    return f"2017-p{number:02d}"


def part(number: int, unit: str) -> str:
    """Return where a unit's part in a project is found."""
    return f"/api/applications/projects/{project(number)}/participations/{unit}"


def report(number: int, period: str) -> str:
    """Return where a project's report for a quarter is found."""
    return f"/api/progress/projects/{project(number)}/reports/{period}"


def deadline(obligation: str, subject: str) -> str:
    """Return where a deadline is found."""
    return f"/api/progress/deadlines/{obligation}/{subject}"


def address_of(unit: str) -> str:
    """Return where the e-mail address of a unit is bound."""
    return f"/api/notifications/channels/unit~{unit}/email"


def application(role: str, **more: str) -> dict[str, Any]:
    """Return what a unit writes when it applies."""
    return {
        "role": role,
        "functions_and_strengths": "结合本单位职能, 可提供业务指导和志愿服务。",
        "entry_point": "党员志愿服务与业务协同",
        **more,
    }


def quarterly(**more: str) -> dict[str, Any]:
    """Return what a lead reports about a quarter."""
    return {
        "main_practices": "成立工作小组, 召开联席会议, 开展首次联合活动。",
        "next_plan": "下一季度扩大参与单位, 形成书面做法。",
        **more,
    }


def plan_of(number: int, unit: str) -> str:
    """Return where a co-lead's plan is found."""
    return f"/api/progress/projects/{project(number)}/plans/{unit}"


def scheme_of(number: int) -> str:
    """Return where a lead's scheme is found."""
    return f"/api/progress/projects/{project(number)}/scheme"


def task_of(number: int, name: str) -> str:
    """Return where a task is found, by a name that the season gives it."""
    return f"/api/progress/projects/{project(number)}/tasks/{derived_id('season-task', name)}"


def results_of(number: int) -> str:
    """Return where a project's results are found."""
    return f"/api/progress/projects/{project(number)}/results"


def item_id(name: str) -> str:
    """Return the number of an item of a ledger, by a name that the season gives it."""
    return str(derived_id("season-item", name))


def item_of(number: int, name: str) -> str:
    """Return where an item of a project's ledger is found."""
    return f"/api/progress/projects/{project(number)}/ledger/{item_id(name)}"


def judged(number: int) -> str:
    """Return where the judgement on a project is found."""
    return f"/api/evaluation/projects/{project(number)}"


def part_of(number: int, unit: str) -> str:
    """Return where what a co-lead contributed to a project is ruled on."""
    return f"{judged(number)}/contributions/{unit}"


def supervision_of(number: int, name: str) -> str:
    """Return where a supervision contact is found, by a name that the season gives it."""
    id_ = derived_id("season-supervision", name)
    return f"/api/progress/projects/{project(number)}/supervisions/{id_}"


def visit(met: str, finding: str) -> dict[str, Any]:
    """Return what is recorded of a supervision contact."""
    return {"met": met, "finding": finding}


def supplement(reason: str, role: str = "co_lead", case: str = "late") -> dict[str, Any]:
    """Return a supplementary form."""
    return application(role, case=case, reason=reason)


def plan(**more: str) -> dict[str, Any]:
    """Return a co-lead's plan."""
    return {
        "title": "联办工作计划",
        "entry_point": "结合本单位职能提供志愿服务",
        "tasks": "每季度组织两次联合活动, 提供场地和志愿者。",
        "schedule": "6月启动, 9月深化, 11月总结。",
        "mobilisation": "由机关各党支部轮流参加。",
        **more,
    }


async def scheme(cast: Cast, number: int, lead: str) -> dict[str, Any]:
    """Return a lead's scheme, begun with what the product knows already."""
    form = await cast.reads(lead, f"{scheme_of(number)}/form")
    filled = {
        "title": "组团式创新重点项目工作方案",
        "schedule": "5月部署, 6月至10月实施, 11月总结。",
        "resources": "整合各单位场地、经费和志愿者队伍。",
        "mobilisation": "发动各基层党组织和党员参与。",
        "outcomes": "形成制度文本和可推广的做法。",
        "safeguards": "每月召开一次联席会议。",
    }
    known = form.get("form", form)
    begun = {key: known[key] for key in ("rules_relied_on", "targets", "parts")}
    for each in begun["parts"]:
        each["task"] = each.get("task") or "承担一项联合活动"
    return {**filled, **begun}


def ledger_item(title: str, target: int = 1, kind: str = "activity", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an item of the ledger that stays with its unit."""
    return {
        "kind": kind,
        "target": target,
        "title": title,
        "responsible": "机关党委",
        "dated": "2017-06-03",
        "pages": 3,
        "retention": "10_years",
        "held_by_unit": True,
        **more,
    }


def task(unit: str, due_on: str) -> dict[str, Any]:
    """Return a small, dated task for one unit."""
    return {
        "unit_id": unit,
        "title": "走访企业二十家",
        "work": "走访重点企业, 收集问题并形成清单。",
        "due_on": due_on,
    }

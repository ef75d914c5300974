"""Where things of the season are found, and texts that its people write."""

from typing import Any

PROGRAMME = "/api/applications/programmes/szjg-zutuanshi-2017"
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

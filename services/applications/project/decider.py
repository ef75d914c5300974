"""The rules of a project: it is listed once, as printed, and has at most one lead (X1, REQ-04)."""

from dataclasses import replace
from typing import assert_never

from services.applications.differences import differences
from shared.domain import Decider, Fault, NotFound, Rejection, value

from .commands import ProjectCommand
from .events import LeadUnitDesignated, ProjectEvent, ProjectListed


class ProjectUnknown(NotFound):
    zh = "没有这个项目, 或其所属年度项目尚未发布。请核对项目编号。"
    en = "There is no such project, or its programme is not announced yet."
    rule = "REQ-05 REQ-19"


class ProjectDiffers(Rejection):
    zh = "该项目已录入, 内容与文件不同。请更正文件后重新导入; 文字勘误请走更正程序。"
    en = "This project is listed otherwise. Correct the file, or record a correction."
    rule = "REQ-05"


@value
class Project:
    """A project as it is listed and led."""

    listed: ProjectListed | None = None
    lead: LeadUnitDesignated | None = None


def evolve(project: Project, event: ProjectEvent) -> Project:
    """Return the project as the event leaves it."""
    match event:
        case ProjectListed():
            return replace(project, listed=event)
        case LeadUnitDesignated():
            return replace(project, lead=event)
        case _:
            assert_never(event)


def decide(command: ProjectCommand, project: Project) -> tuple[ProjectEvent, ...]:
    """A project is listed once with its lead; the same again changes nothing."""
    if project.listed is None or project.lead is None:
        return (command.project, command.lead)
    faults = differences(project.listed, command.project)
    lead = differences(project.lead, command.lead)
    faults += tuple(Fault(field=f"/lead{fault.field}", zh=fault.zh, en=fault.en) for fault in lead)
    if faults:
        raise ProjectDiffers(faults=faults)
    return ()


DECIDER: Decider[ProjectCommand, Project, ProjectEvent] = Decider(
    initial=Project(), decide=decide, evolve=evolve
)

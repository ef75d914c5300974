"""The rules of a project.

It is listed once, as printed, and has at most one lead (X1, REQ-04) and one contact leader (REQ-42).
"""

from dataclasses import replace
from typing import assert_never

from services.applications.differences import differences
from shared.domain import Decider, Fault, NotFound, Rejection, value

from .commands import AssignContactLeader, ListProject, ProjectCommand
from .events import ContactLeaderAssigned, LeadUnitDesignated, ProjectEvent, ProjectListed


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
    """A project as it is listed and led. Nobody is the contact yet: ""."""

    listed: ProjectListed | None = None
    lead: LeadUnitDesignated | None = None
    contact_leader: str = ""


def evolve(project: Project, event: ProjectEvent) -> Project:
    """Return the project as the event leaves it."""
    match event:
        case ProjectListed():
            return replace(project, listed=event)
        case LeadUnitDesignated():
            return replace(project, lead=event)
        case ContactLeaderAssigned():
            return replace(project, contact_leader=event.account_id)
        case _:
            assert_never(event)


def decide(command: ProjectCommand, project: Project) -> tuple[ProjectEvent, ...]:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case ListProject():
            return list_project(command, project)
        case AssignContactLeader():
            return assign_contact_leader(command, project)
        case _:
            assert_never(command)


def list_project(command: ListProject, project: Project) -> tuple[ProjectEvent, ...]:
    """A project is listed once with its lead; the same again changes nothing."""
    if project.listed is None or project.lead is None:
        return (command.project, command.lead)
    faults = differences(project.listed, command.project)
    lead = differences(project.lead, command.lead)
    faults += tuple(Fault(field=f"/lead{fault.field}", zh=fault.zh, en=fault.en) for fault in lead)
    if faults:
        raise ProjectDiffers(faults=faults)
    return ()


def assign_contact_leader(
    command: AssignContactLeader, project: Project
) -> tuple[ProjectEvent, ...]:
    """A project has one contact leader; another one replaces, and one may have several (REQ-42)."""
    if project.listed is None:
        raise ProjectUnknown
    if project.contact_leader == command.account_id:
        return ()
    assigned = ContactLeaderAssigned(
        programme_id=project.listed.programme_id,
        project_id=project.listed.project_id,
        account_id=command.account_id,
        replaces=project.contact_leader,
    )
    return (assigned,)


DECIDER: Decider[ProjectCommand, Project, ProjectEvent] = Decider(
    initial=Project(), decide=decide, evolve=evolve
)

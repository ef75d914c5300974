"""The rules of a project.

It is listed once, as printed, has at most one lead (X1, REQ-04) and one contact leader (REQ-42), and
may be cancelled. A lead that has declined may be designated anew, with a reason (REQ-16). To replace a
lead, the staff puts a unit forward, and a leader who did not do so decides (AMB-12, X15).
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from services.applications.differences import differences
from shared.domain import Decider, Fault, NotFound, NotPermitted, Rejection, value

from .commands import (
    AssignContactLeader,
    CancelProject,
    Candidate,
    CorrectText,
    DesignateLead,
    ListProject,
    PrepareReplacement,
    ProjectCommand,
    ReplaceLead,
)
from .events import (
    ContactLeaderAssigned,
    LeadReplacementPrepared,
    LeadUnitDesignated,
    LeadUnitReplaced,
    PrintedText,
    ProjectCancelled,
    ProjectEvent,
    ProjectListed,
    ProjectTextCorrected,
)

type Decision = tuple[ProjectEvent, ...]

AS_PRINTED: Mapping[PrintedText, str] = MappingProxyType({})


class ProjectUnknown(NotFound):
    zh = "没有这个项目, 或其所属年度项目尚未发布。请核对项目编号。"
    en = "There is no such project, or its programme is not announced yet."
    rule = "REQ-05 REQ-19"


class ProjectDiffers(Rejection):
    zh = "该项目已录入, 内容与文件不同。请更正文件后重新导入; 文字勘误请走更正程序。"
    en = "This project is listed otherwise. Correct the file, or record a correction."
    rule = "REQ-05"


class ProjectHasALead(Rejection):
    zh = "该项目已有牵头领办单位, 不能再指定另一家。如需更换, 请办理更换牵头领办单位。"
    en = "The project has a lead. Replacing it is a separate act."
    rule = "REQ-04 X1"


class LeadsItAlready(Rejection):
    zh = "该单位已是本项目的牵头领办单位, 无需更换。请另选单位。"
    en = "The unit leads this project already. Choose another."
    rule = "REQ-04 AMB-12"


class CoLeadLeavesFirst(Rejection):
    zh = "该单位是本项目的联办单位。请先办理退出联办, 再更换为牵头领办单位。"
    en = "The unit co-leads this project. Its co-lead role has to end first."
    rule = "X2 AMB-36 AMB-12"


class NothingPutForward(Rejection):
    zh = "没有拟更换为该单位的方案。请由组宣处先提出更换方案和理由。"
    en = "Nobody has put this unit forward. The staff does so first, with the reason."
    rule = "AMB-12 X15"


class AnotherApproves(NotPermitted):
    zh = "提出更换方案的人不能审批。请由其他工委领导审批。"
    en = "Who put the replacement forward does not approve it."
    rule = "X15"


class ResultsAreAccepted(Rejection):
    zh = "该项目成果已通过形式审查, 不能取消。请按评审程序办理。"
    en = "The project's results were accepted: it is judged, not cancelled."
    rule = "domain.md 3.2 X7"


class CancelledAlready(Rejection):
    zh = "该项目已取消, 不能再办理。如需另立项目, 请使用新的序号。"
    en = "The project is cancelled. A new project gets a number of its own."
    rule = "domain.md 3.2"


@value
class Project:
    """A project as it is listed and led. Nobody is the contact yet: "".

    `listed` and `printed` are the text and the lead of the annex, whatever was corrected and whoever
    leads now; `corrected` holds the texts that read otherwise by now.
    """

    listed: ProjectListed | None = None
    corrected: Mapping[PrintedText, str] = AS_PRINTED
    printed: LeadUnitDesignated | None = None
    lead: LeadUnitDesignated | None = None
    contact_leader: str = ""
    put_forward: LeadReplacementPrepared | None = None
    cancelled: ProjectCancelled | None = None


def evolve(  # noqa: PLR0911 - one for each event
    project: Project, event: ProjectEvent
) -> Project:
    """Return the project as the event leaves it."""
    match event:
        case ProjectListed():
            return replace(project, listed=event)
        case ProjectTextCorrected():
            return replace(project, corrected={**project.corrected, event.field: event.text})
        case LeadUnitDesignated():
            return replace(project, lead=event, printed=project.printed or event)
        case ContactLeaderAssigned():
            return replace(project, contact_leader=event.account_id)
        case LeadReplacementPrepared():
            return replace(project, put_forward=event)
        case LeadUnitReplaced():
            return replace(project, put_forward=None)
        case ProjectCancelled():
            return replace(project, cancelled=event)
        case _:
            assert_never(event)


def decide(command: ProjectCommand, project: Project) -> Decision:  # noqa: PLR0911 - one each
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case ListProject():
            return list_project(command, project)
        case CancelProject():
            return cancel(command, project)
        case _ if project.cancelled:
            raise CancelledAlready
        case CorrectText():
            return correct_text(command, project)
        case AssignContactLeader():
            return assign_contact_leader(command, project)
        case DesignateLead():
            return designate_lead(command, project)
        case PrepareReplacement():
            return prepare_replacement(command, project)
        case ReplaceLead():
            return replace_lead(command, project)
        case _:
            assert_never(command)


def list_project(command: ListProject, project: Project) -> Decision:
    """A project is listed once with its lead; the same again changes nothing."""
    if project.listed is None or project.printed is None:
        return (command.project, command.lead)
    faults = differences(project.listed, command.project)
    lead = differences(project.printed, command.lead)
    faults += tuple(Fault(field=f"/lead{fault.field}", zh=fault.zh, en=fault.en) for fault in lead)
    if faults:
        raise ProjectDiffers(faults=faults)
    return ()


def correct_text(command: CorrectText, project: Project) -> Decision:
    """A mistake in the text is put right for a reason; how it read before stays on record."""
    if project.listed is None:
        raise ProjectUnknown
    was = project.corrected.get(command.field, getattr(project.listed, command.field))
    if was == command.text:
        return ()
    corrected = ProjectTextCorrected(
        programme_id=project.listed.programme_id,
        project_id=project.listed.project_id,
        field=command.field,
        was=was,
        text=command.text,
        reason=command.reason,
    )
    return (corrected,)


def assign_contact_leader(command: AssignContactLeader, project: Project) -> Decision:
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


def designate_lead(command: DesignateLead, project: Project) -> Decision:
    """A lead that has declined is designated anew with a reason; a second one never (REQ-16)."""
    lead = led(project)
    if command.candidate.unit_id != lead.unit_id:
        raise ProjectHasALead
    if not command.candidate.declined:
        return ()
    return (designation(lead, command.candidate, command.reason),)


def prepare_replacement(command: PrepareReplacement, project: Project) -> Decision:
    """The staff puts a unit forward that has no other role in the project, with a reason."""
    lead = led(project)
    check_candidate(command.candidate, lead)
    prepared = LeadReplacementPrepared(
        programme_id=lead.programme_id,
        project_id=lead.project_id,
        unit_id=command.candidate.unit_id,
        reason=command.reason,
        prepared_by=command.by,
    )
    return () if prepared == project.put_forward else (prepared,)


def replace_lead(command: ReplaceLead, project: Project) -> Decision:
    """A leader who did not put the unit forward replaces the lead by it (AMB-12, X15)."""
    lead, prepared, candidate = led(project), project.put_forward, command.candidate
    if prepared is None and candidate.unit_id == lead.unit_id:
        return ()
    if prepared is None or prepared.unit_id != candidate.unit_id:
        raise NothingPutForward
    if prepared.prepared_by == command.by:
        raise AnotherApproves
    check_candidate(candidate, lead)
    replaced = LeadUnitReplaced(
        programme_id=lead.programme_id,
        project_id=lead.project_id,
        former_unit_id=lead.unit_id,
        unit_id=candidate.unit_id,
        reason=prepared.reason,
        prepared_by=prepared.prepared_by,
        approved_by=command.by,
    )
    return replaced, designation(lead, candidate, prepared.reason)


def cancel(command: CancelProject, project: Project) -> Decision:
    """A project without accepted results is given up once, for a reason."""
    if project.listed is None:
        raise ProjectUnknown
    if project.cancelled is not None:
        if project.cancelled.reason == command.reason:
            return ()
        raise CancelledAlready
    if command.results_accepted:
        raise ResultsAreAccepted
    cancelled = ProjectCancelled(
        programme_id=project.listed.programme_id,
        project_id=project.listed.project_id,
        reason=command.reason,
        by=command.by,
    )
    return (cancelled,)


def led(project: Project) -> LeadUnitDesignated:
    """Return the lead's designation, or refuse."""
    if project.lead is None:
        raise ProjectUnknown
    return project.lead


def check_candidate(candidate: Candidate, lead: LeadUnitDesignated) -> None:
    """A new lead is another unit, and no co-lead of the project (X2, AMB-36)."""
    if candidate.unit_id == lead.unit_id:
        raise LeadsItAlready
    if candidate.co_leads:
        raise CoLeadLeavesFirst


def designation(lead: LeadUnitDesignated, candidate: Candidate, reason: str) -> LeadUnitDesignated:
    """Return the designation of a unit without its application."""
    return replace(
        lead,
        unit_id=candidate.unit_id,
        executing_unit_id=candidate.executing_unit_id,
        basis="designation_without_application",
        as_printed=candidate.full_name,
        reason=reason,
    )


DECIDER: Decider[ProjectCommand, Project, ProjectEvent] = Decider(
    initial=Project(), decide=decide, evolve=evolve
)

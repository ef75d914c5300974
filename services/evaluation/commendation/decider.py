"""The rules of a commendation (REQ-51, REQ-54, X10, X15).

It names exactly the confirmed passes, never by hand. The staff draws it up, and somebody else lets it
go out once every decision stands, unless the rules let it go out in parts. What went out is never
changed: a correction is a version of its own, with the reason.
"""

from dataclasses import replace
from typing import assert_never

from shared.domain import Decider, Fault, Incomplete, NotFound, NotPermitted, Rejection, value
from shared.ids import AccountId, ProjectId

from .commands import (
    Commendable,
    CommendationCommand,
    CorrectCommendation,
    DraftCommendation,
    IssueCommendation,
)
from .events import (
    CommendationCorrected,
    CommendationDrafted,
    CommendationEvent,
    CommendationIssued,
)

type Decision = tuple[CommendationEvent, ...]

NOTHING_NEW: Decision = ()


class NoSuchCommendation(NotFound):
    zh = "没有可供您查看的通报。通报印发后可查看。"
    en = "There is no commendation for you to read. You may read it once it is issued."
    rule = "domain.md 4"


class OneCommendation(Rejection):
    zh = "本年度通报一次印发, 编号为1。如需分批通报, 请先在评审程序中设定。"
    en = "The programme has one commendation, numbered 1. Issuing in parts is a setting of the rules."
    rule = "REQ-51"


class NothingToCommend(Rejection):
    zh = "没有经确认的“通过”结论可列入通报。请在评审结论确认后再起草。"
    en = "No confirmed pass is left to be commended. Draft it once decisions are confirmed."
    rule = "REQ-51 REQ-54"


class DecisionsUnsettled(Incomplete):
    zh = "以下项目结论尚未确认或有异议未裁定, 不能印发通报。请先办结所列项目。"
    en = "Decisions are unconfirmed, in publicity or under objection. Settle what is listed first."
    rule = "REQ-51 AMB-27"


class NothingDrafted(Rejection):
    zh = "通报尚未起草。请工作人员先起草, 再印发。"
    en = "The commendation was not drafted. Let the staff draft it first."
    rule = "X15"


class DraftOutdated(Rejection):
    zh = "通报起草后评审结论或参与单位有变。请工作人员重新起草, 再印发。"
    en = "Decisions or units changed since the draft. Let the staff draft it anew."
    rule = "X10 REQ-51"


class DrafterCannotIssue(NotPermitted):
    zh = "起草人不能印发或更正自己起草的通报。请由另一位领导办理。"
    en = "Whoever drafted the commendation neither issues nor corrects it. Ask another leader."
    rule = "X15"


class CommendationIsIssued(Rejection):
    zh = "通报已经印发, 不能再改草稿。如有差错, 请办理更正。"
    en = "The commendation has been issued. Correct it instead."
    rule = "REQ-51"


class NotIssuedYet(Rejection):
    zh = "通报尚未印发, 无需更正。请重新起草。"
    en = "The commendation has not been issued: draft it anew instead of correcting it."
    rule = "REQ-51"


@value
class Commendation:
    """The draft, what was issued, and the last correction."""

    drafted: CommendationDrafted | None = None
    issued: CommendationIssued | None = None
    corrected: CommendationCorrected | None = None


def evolve(commendation: Commendation, event: CommendationEvent) -> Commendation:
    """Return the commendation as the event leaves it."""
    match event:
        case CommendationDrafted():
            return replace(commendation, drafted=event)
        case CommendationIssued():
            return replace(commendation, issued=event)
        case CommendationCorrected():
            return replace(commendation, corrected=event)
        case _:
            assert_never(event)


def decide(command: CommendationCommand, commendation: Commendation) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case DraftCommendation():
            return draft(command, commendation)
        case IssueCommendation():
            return issue(command, commendation)
        case CorrectCommendation():
            return correct(command, commendation)
        case _:
            assert_never(command)


def draft(command: DraftCommendation, commendation: Commendation) -> Decision:
    """A commendation is drawn up from the confirmed passes until it is issued."""
    if command.sequence != 1 and not command.commendable.in_parts:
        raise OneCommendation
    if commendation.issued is not None:
        raise CommendationIsIssued
    if not command.commendable.passes:
        raise NothingToCommend
    drafted = CommendationDrafted(
        programme_id=command.programme_id,
        sequence=command.sequence,
        programme_year=command.programme_year,
        document=command.document,
        projects=command.commendable.passes,
        drafted_by=command.by,
    )
    return NOTHING_NEW if drafted == commendation.drafted else (drafted,)


def issue(command: IssueCommendation, commendation: Commendation) -> Decision:
    """It goes out once everything stands, as drafted, by somebody else than the drafter."""
    if commendation.issued is not None:
        return NOTHING_NEW
    check_settled(command.commendable)
    drafted = commendation.drafted
    if drafted is None:
        raise NothingDrafted
    check_approver(command.by, drafted.drafted_by)
    if drafted.projects != command.commendable.passes:
        raise DraftOutdated
    issued = CommendationIssued(
        programme_id=drafted.programme_id,
        sequence=drafted.sequence,
        programme_year=drafted.programme_year,
        document=drafted.document,
        projects=drafted.projects,
        drafted_by=drafted.drafted_by,
        approved_by=command.by,
    )
    return (issued,)


def correct(command: CorrectCommendation, commendation: Commendation) -> Decision:
    """What went out goes out anew as things are now, for a reason; the former version stays (X10)."""
    issued, latest = commendation.issued, commendation.corrected
    if issued is None:
        raise NotIssuedYet
    check_approver(command.by, issued.drafted_by)
    stands, passes = latest or issued, command.commendable.passes
    document = replace(stands.document, number=command.document_number or stands.document.number)
    if latest is not None and (latest.projects, latest.document, latest.reason) == (
        passes,
        document,
        command.reason,
    ):
        return NOTHING_NEW
    corrected = CommendationCorrected(
        programme_id=issued.programme_id,
        sequence=issued.sequence,
        number=1 + (1 if latest is None else latest.number),
        document=document,
        projects=passes,
        removed=gone(stands, command.commendable),
        reason=command.reason,
        approved_by=command.by,
    )
    return (corrected,)


def gone(
    stands: CommendationIssued | CommendationCorrected, now: Commendable
) -> tuple[ProjectId, ...]:
    """Return the projects that the version in force names and that can no longer be commended."""
    left = {project.project_id for project in now.passes}
    return tuple(p.project_id for p in stands.projects if p.project_id not in left)


def check_settled(commendable: Commendable) -> None:
    """Nothing goes out while a decision is open, unless it goes out in parts (REQ-51)."""
    if commendable.unsettled and not commendable.in_parts:
        raise DecisionsUnsettled(
            faults=tuple(
                Fault(
                    field="", zh=f"项目{project}结论未定。", en=f"Project {project} is not settled."
                )
                for project in commendable.unsettled
            )
        )


def check_approver(by: AccountId, drafted_by: AccountId) -> None:
    """Who drafted the commendation does not decide on it (X15)."""
    if by == drafted_by:
        raise DrafterCannotIssue


DECIDER = Decider(initial=Commendation(), decide=decide, evolve=evolve)

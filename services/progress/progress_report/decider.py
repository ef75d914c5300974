"""The rules of a progress report (REQ-38).

The current lead of a project, or the unit that acts for it (AMB-13), files one report for each
reporting period, not before the period has begun. A second one is refused: who wants to change it waits
until the organiser returns it with advice, and then corrects it. The organiser's staff may enter a
form that came on paper (AMB-19). Whether a period is asked for, and whether the report is late,
is the deadline's to say.

Everything here is pure: no clock, no database, no log.
"""

from dataclasses import replace
from typing import Literal, assert_never

from shared.domain import Decider, Fault, Incomplete, NotFound, NotPermitted, Rejection, value

from .commands import (
    AcceptReport,
    CorrectReport,
    FileReport,
    Leading,
    ReportCommand,
    ReturnReport,
)
from .events import (
    ProgressReportAccepted,
    ProgressReportCorrected,
    ProgressReported,
    ProgressReportReturned,
    ReportContent,
    ReportEvent,
)

type Decision = tuple[ReportEvent, ...]
type Status = Literal["reported", "returned", "corrected", "accepted"]

NOTHING_NEW: Decision = ()


class OnlyTheLeadReports(NotPermitted):
    """Someone else than the current lead (or its executing unit) wants to report."""

    zh = "进展情况由本项目现任牵头领办单位报送。请由牵头单位的联络员提交。"
    en = "Only the project's current lead unit reports its progress. Ask its liaison to file it."
    rule = "REQ-38 AMB-13"


class AlreadyReported(Rejection):
    """There is one report for each project and period."""

    zh = "本期进展已经报送。如需修改, 请联系工委退回后提交更正。"
    en = "This period was reported already. To change it, ask the organiser to return it first."
    rule = "REQ-38"


class PeriodNotBegun(Rejection):
    """A report cannot tell of a period that lies ahead."""

    zh = "该报告期尚未开始, 不能报送或登记进展。请核对报告期和收件日期。"
    en = "That period had not begun at this date. Check the period and the date of receipt."
    rule = "REQ-38 AMB-07"


class PictureNotUploaded(Incomplete):
    """A report may hold only pictures that its filer has uploaded."""

    zh = "有图片尚未上传。请先上传图片, 再提交报告。"
    en = "Some pictures were not uploaded. Upload them first, then send the report."
    rule = "REQ-38"


class NoSuchReport(NotFound):
    """Nothing was reported for this project and period."""

    zh = "该项目本期尚无进展报告。请核对项目和报告期。"
    en = "There is no report of this project for this period."
    rule = "REQ-38"


class NotReturned(Rejection):
    """Only a returned report is corrected."""

    zh = "报告未被退回, 不能更正。如需修改, 请联系工委退回。"
    en = "The report was not returned. To change it, ask the organiser to return it first."
    rule = "REQ-38"


class AwaitsCorrection(Rejection):
    """A returned report is with the lead until it is corrected."""

    zh = "报告已退回, 请等待牵头单位更正后再办理。"
    en = "The report was returned and waits for the lead's correction."
    rule = "domain.md 3.2"


class AlreadyAccepted(Rejection):
    """An accepted report is on file."""

    zh = "报告已经受理, 不能再退回。"
    en = "The report was accepted and cannot be returned any more."
    rule = "domain.md 3.2"


@value
class Report:
    """What the rules need to remember. A report that was never filed has no filing."""

    filing: ProgressReported | None = None
    content: ReportContent | None = None
    status: Status = "reported"
    advice: str = ""


def evolve(report: Report, event: ReportEvent) -> Report:
    """Return the report as the event leaves it. A fact is never refused."""
    match event:
        case ProgressReported():
            return Report(filing=event, content=event.content)
        case ProgressReportReturned():
            return replace(report, status="returned", advice=event.advice)
        case ProgressReportCorrected():
            return replace(report, status="corrected", content=event.content)
        case ProgressReportAccepted():
            return replace(report, status="accepted")
        case _:
            assert_never(event)


def decide(command: ReportCommand, report: Report) -> Decision:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case FileReport():
            return file_report(command, report)
        case ReturnReport():
            return return_report(command, report)
        case CorrectReport():
            return correct_report(command, report)
        case AcceptReport():
            return accept_report(command, report)
        case _:
            assert_never(command)


def file_report(command: FileReport, report: Report) -> Decision:
    """The lead files once; the same report again changes nothing, another one is refused."""
    if not command.on_paper:
        _by_the_lead(command.from_unit, command.leading)
    if report.filing is not None:
        if report.filing.content == command.content:
            return NOTHING_NEW
        raise AlreadyReported
    if command.at < command.period_begins:
        raise PeriodNotBegun
    _pictures_handed_in(command.content, command.handed_in)
    reported = ProgressReported(
        project_id=command.project_id,
        period=command.period,
        unit_id=command.leading.unit_id,
        filed_by_unit_id=command.from_unit,
        on_paper=command.on_paper,
        content=command.content,
    )
    return (reported,)


def return_report(command: ReturnReport, report: Report) -> Decision:
    """The organiser returns a report that is not accepted yet, with advice."""
    filing = _filing(report)
    if report.status == "returned":
        if report.advice == command.advice:
            return NOTHING_NEW
        raise AwaitsCorrection
    if report.status == "accepted":
        raise AlreadyAccepted
    returned = ProgressReportReturned(
        project_id=filing.project_id, period=filing.period, advice=command.advice, by=command.by
    )
    return (returned,)


def correct_report(command: CorrectReport, report: Report) -> Decision:
    """The lead corrects what was returned; the same correction again changes nothing."""
    filing = _filing(report)
    _by_the_lead(command.from_unit, command.leading)
    if report.status == "corrected" and report.content == command.content:
        return NOTHING_NEW
    if report.status != "returned":
        raise NotReturned
    _pictures_handed_in(command.content, command.handed_in, report.content)
    corrected = ProgressReportCorrected(
        project_id=filing.project_id,
        period=filing.period,
        unit_id=command.leading.unit_id,
        filed_by_unit_id=command.from_unit,
        content=command.content,
    )
    return (corrected,)


def accept_report(command: AcceptReport, report: Report) -> Decision:
    """The organiser accepts a report that is not out for correction; again changes nothing."""
    filing = _filing(report)
    if report.status == "accepted":
        return NOTHING_NEW
    if report.status == "returned":
        raise AwaitsCorrection
    accepted = ProgressReportAccepted(
        project_id=filing.project_id, period=filing.period, by=command.by
    )
    return (accepted,)


def _filing(report: Report) -> ProgressReported:
    if report.filing is None:
        raise NoSuchReport
    return report.filing


def _by_the_lead(unit: str, leading: Leading) -> None:
    if not unit or unit not in (leading.unit_id, leading.executing_unit_id):
        raise OnlyTheLeadReports


def _pictures_handed_in(
    content: ReportContent, handed_in: frozenset[str], before: ReportContent | None = None
) -> None:
    """A picture was handed in by the filer, or has been in the report already."""
    known = handed_in | set(before.pictures if before else ())
    faults = [
        Fault(
            field=f"/body/pictures/{number}",
            zh="此图片尚未上传, 请先上传。",
            en="This picture was not uploaded. Upload it first.",
        )
        for number, picture in enumerate(content.pictures)
        if picture not in known
    ]
    if faults:
        raise PictureNotUploaded(faults=faults)


DECIDER = Decider(initial=Report(), decide=decide, evolve=evolve)

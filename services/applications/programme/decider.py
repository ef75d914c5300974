"""The rules of a programme.

It is drafted once, from its notice or by the rules of an earlier year (REQ-02). Once everything that a
notice needs is there (REQ-01), it is announced, one for a year (REQ-02); then every date is computed,
once, and stored (P5). A mistake in its text is put right with the reason, and the first text stays
readable.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import assert_never

from services.applications.days import years_later
from services.applications.differences import differences
from services.applications.periods import moved, reported
from services.applications.terms import Term, soft_term, term, working_day_before
from shared.domain import Decider, Fault, Incomplete, NotFound, Rejection, value
from shared.ids import ProgrammeId
from shared.timing.workdays import end_of
from shared.timing.zone import SHANGHAI

from .commands import Announce, CarryOver, Correct, DraftProgramme, ProgrammeCommand
from .events import (
    DatedFiling,
    DatedRule,
    Obligation,
    OwedByLeads,
    ProgrammeAnnounced,
    ProgrammeCorrected,
    ProgrammeDrafted,
    ProgrammeEvent,
    ProgrammeRulesSet,
)

LEADS_OWE: tuple[tuple[DatedFiling, OwedByLeads], ...] = (
    ("lead_application", "lead_application"),
    ("lead_scheme", "lead_scheme"),
    ("results", "results"),
)


class ProgrammeUnknown(NotFound):
    zh = "没有这个年度项目, 或尚未发布。请核对编号。"
    en = "There is no such programme, or it is not announced yet."
    rule = "REQ-01"


class ProgrammeDiffers(Rejection):
    zh = "该年度项目已起草, 内容与文件不同, 未作任何更改。请核对所列差异; 更正请走更正程序。"
    en = "This programme is drafted otherwise; nothing was changed. See what differs."
    rule = "REQ-01 REQ-05"


class AlreadyAnnounced(Rejection):
    zh = "{year} 年度项目已经发布, 不能重复发布。如需更正, 请走更正程序。"
    en = "The programme of {year} is announced already. Record a correction instead."
    rule = "REQ-02"


class NotReadyToAnnounce(Incomplete):
    zh = "通知要素不全, 不能发布。请补齐下列内容后再发布。"
    en = "The notice is not complete. Add what is listed and announce again."
    rule = "REQ-01 AMB-31"


class NotALaterYear(Rejection):
    zh = "沿用规则起草的新年度须晚于 {year} 年。请核对年度。"
    en = "A programme is carried over to a year after {year}. Check the year."
    rule = "REQ-02"


@value
class Programme:
    """What is known of a programme so far: `first` as it was drafted, `drafted` as it reads now."""

    first: ProgrammeDrafted | None = None
    drafted: ProgrammeDrafted | None = None
    rules: ProgrammeRulesSet | None = None
    announced: bool = False


def evolve(programme: Programme, event: ProgrammeEvent) -> Programme:
    """Return the programme as the event leaves it."""
    match event:
        case ProgrammeDrafted():
            return replace(programme, first=event, drafted=event)
        case ProgrammeRulesSet():
            return replace(programme, rules=event)
        case ProgrammeAnnounced():
            return replace(programme, announced=True)
        case ProgrammeCorrected():
            drafted = programme.drafted and replace(programme.drafted, **{event.field: event.text})
            return replace(programme, drafted=drafted)
        case _:
            assert_never(event)


def decide(command: ProgrammeCommand, programme: Programme) -> tuple[ProgrammeEvent, ...]:
    """Return what follows from a command, or raise the `Rejection` that stops it."""
    match command:
        case DraftProgramme():
            return draft(command, programme)
        case Announce():
            return announce(command, programme)
        case Correct():
            return correct(command, programme)
        case CarryOver():
            return carry_over(command, programme)
        case _:
            assert_never(command)


def draft(command: DraftProgramme, programme: Programme) -> tuple[ProgrammeEvent, ...]:
    """A programme is drafted once; the same draft again changes nothing, another is refused.

    A file is the same if it reads as the notice did first, or as it reads since it was put right.
    """
    if programme.drafted is None or programme.rules is None:
        return (command.programme, command.rules)
    is_first = command.programme == programme.first
    faults = () if is_first else differences(programme.drafted, command.programme)
    faults += differences(programme.rules, command.rules)
    if faults:
        raise ProgrammeDiffers(faults=faults)
    return ()


def announce(command: Announce, programme: Programme) -> tuple[ProgrammeEvent, ...]:
    """A complete draft is announced once, if no other programme of its year is."""
    drafted, rules = programme.drafted, programme.rules
    if drafted is None or rules is None:
        raise ProgrammeUnknown
    if programme.announced or command.announced is not None:
        raise AlreadyAnnounced(year=drafted.year)
    issue_date = command.issue_date or drafted.issue_date
    faults = tuple(missing(command, drafted, issue_date))
    if faults or issue_date is None:
        raise NotReadyToAnnounce(faults=faults)
    announced = ProgrammeAnnounced(
        programme_id=ProgrammeId(drafted.programme_id),
        year=drafted.year,
        title=drafted.title,
        document_number=drafted.document_number,
        issue_date=issue_date,
        projects=command.projects,
        obligations=obligations(rules, issue_date),
        applications_close_at=closing(rules, "co_lead_application"),
        addressees=command.addressees,
        supplementary_close_at=supplementary_closing(rules),
    )
    return (announced,)


def correct(command: Correct, programme: Programme) -> tuple[ProgrammeEvent, ...]:
    """A text of the notice is put right, before or after the announcement, with the reason."""
    if programme.drafted is None:
        raise ProgrammeUnknown
    was: str = getattr(programme.drafted, command.field)
    if was == command.text:
        return ()
    corrected = ProgrammeCorrected(
        programme_id=programme.drafted.programme_id,
        field=command.field,
        was=was,
        text=command.text,
        reason=command.reason,
    )
    return (corrected,)


def carry_over(command: CarryOver, programme: Programme) -> tuple[ProgrammeEvent, ...]:
    """A later year begins with the texts and rules of an earlier one, and with nobody taking part.

    Its notice has no number and no date yet, and no project is in its categories.
    """
    earlier, rules = command.earlier, command.rules
    if earlier is None or rules is None:
        raise ProgrammeUnknown
    if command.year <= earlier.year:
        raise NotALaterYear(year=earlier.year)
    drafted = replace(
        earlier,
        programme_id=command.programme_id,
        year=command.year,
        title=command.title,
        title_en=command.title_en,
        document_number="",
        issue_date=None,
    )
    carried = carried_over(rules, command.programme_id, command.year - earlier.year)
    return draft(DraftProgramme(programme=drafted, rules=carried), programme)


def carried_over(
    rules: ProgrammeRulesSet, programme_id: ProgrammeId, years: int
) -> ProgrammeRulesSet:
    """Return rules for a later year: the same days of that year, none of them stated by a notice yet."""
    until = rules.participation.supplementary_until
    return replace(
        rules,
        programme_id=programme_id,
        number=1,
        categories=tuple(replace(category, projects=()) for category in rules.categories),
        filings=tuple(
            replace(rule, due_on=years_later(rule.due_on, years), stated=False)
            for rule in rules.filings
        ),
        periods=tuple(moved(period, years) for period in rules.periods),
        participation=replace(
            rules.participation, supplementary_until=until and years_later(until, years)
        ),
    )


def missing(
    command: Announce, drafted: ProgrammeDrafted, issue_date: date | None
) -> Iterator[Fault]:
    """Name everything a notice needs and this one lacks (REQ-01)."""
    if not drafted.document_number:
        yield Fault(field="/document_number", zh="缺少文号。", en="The document number is missing.")
    if not drafted.title:
        yield Fault(field="/title", zh="缺少标题。", en="The title is missing.")
    if not drafted.issuer:
        yield Fault(field="/issuer", zh="缺少发文机关。", en="The issuer is missing.")
    if not command.projects:
        yield Fault(field="/projects", zh="至少要有一个项目。", en="There is no project.")
    if issue_date is None:
        yield Fault(field="/issue_date", zh="缺少发文日期。", en="The date of issue is missing.")
    elif issue_date > command.at.astimezone(SHANGHAI).date():
        yield Fault(
            field="/issue_date",
            zh="发文日期不能晚于今天。",
            en="The date of issue lies in the future.",
        )
    elif issue_date.year not in {drafted.year - 1, drafted.year}:
        yield Fault(
            field="/issue_date",
            zh=f"发文日期应在 {drafted.year} 年或其上一年。",
            en=f"The date of issue should be in {drafted.year} or the year before.",
        )


def filing(rules: ProgrammeRulesSet, kind: DatedFiling) -> DatedRule:
    """Return the rule for what is due on a day."""
    return next(rule for rule in rules.filings if rule.kind == kind)


def due_on(rules: ProgrammeRulesSet, kind: DatedFiling) -> date:
    """Return the last day of a filing; for results perhaps the working day before it (AMB-09)."""
    stated = filing(rules, kind).due_on
    shifted = kind == "results" and rules.results.shift != "none"
    return working_day_before(stated) if shifted else stated


def closing(rules: ProgrammeRulesSet, kind: DatedFiling) -> datetime:
    """Return the first moment, in UTC, at which a filing is late."""
    return end_of(filing(rules, kind).due_on).astimezone(UTC)


def supplementary_closing(rules: ProgrammeRulesSet) -> datetime | None:
    """Return the first moment, in UTC, at which the supplementary form is late (AMB-04)."""
    until = rules.participation.supplementary_until
    return end_of(until).astimezone(UTC) if until else None


def obligations(rules: ProgrammeRulesSet, issue_date: date) -> tuple[Obligation, ...]:
    """Return what every lead owes, with its dates, in the order of the dates."""
    owed = [
        obligation(kind, "", rule.label, term_of(replace(rule, due_on=due_on(rules, name))))
        for name, kind in LEADS_OWE
        for rule in (filing(rules, name),)
    ]
    merged, grace = rules.results.replace_last_report, rules.quarterly.grace_working_days
    for period in reported(rules.periods, issue_date, due_on(rules, "results"), merged=merged):
        label = f"{period.id[:4]}年{period.label}{rules.quarterly.label}"
        owed.append(obligation("progress_report", period.id, label, term(period.last_day, grace)))
    marked = (replace(each, late_within_grace=rules.results.marks_late(each.kind)) for each in owed)
    return tuple(sorted(marked, key=lambda each: each.due_at))


def term_of(rule: DatedRule) -> Term:
    """Return a rule's term; what is not hard only reminds (AMB-15)."""
    return term(rule.due_on, rule.grace_working_days) if rule.hard else soft_term(rule.due_on)


def obligation(kind: OwedByLeads, period: str, label: str, ending: Term) -> Obligation:
    """Return what every lead owes by a term."""
    return Obligation(
        kind=kind,
        period=period,
        label=label,
        due_at=ending.due_at,
        grace_until=ending.grace_until,
    )


DECIDER: Decider[ProgrammeCommand, Programme, ProgrammeEvent] = Decider(
    initial=Programme(), decide=decide, evolve=evolve
)

"""What is sent to set up a programme: its beginning and its rules, each field with its limits."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.applications import notice as file
from services.applications.programme.events import (
    Category,
    DatedFiling,
    DatedRule,
    MonthlyDay,
    PlanReaders,
    ProgrammeDrafted,
    ProgrammeRulesSet,
    QuarterlyRule,
)
from services.applications.rule_parts import (
    Approver,
    CoverageRule,
    Leaving,
    ParticipationRules,
    ReportingPeriod,
    ResultsRule,
    SupervisionRules,
)
from shared.http.validation import Line, Words
from shared.ids import PERIOD_PATTERN, ProgrammeId

Count = Annotated[int, Field(strict=True, ge=0, le=366)]
Some = Annotated[int, Field(strict=True, ge=1, le=999)]
Flag = file.Flag
Text = file.Long


class Part(BaseModel):
    """A part of what is set. Fields that nobody knows are faults."""

    model_config = ConfigDict(extra="forbid")


class InCategory(Part):
    """A category; projects are put in it as they are listed."""

    id: file.Slug
    name: Line
    name_en: Line
    outcome_orientation: Words = ""
    outcome_orientation_en: Words = ""
    projects: Annotated[list[file.Slug], Field(max_length=999)] = []


class Filing(Part):
    """What is due by a day."""

    kind: DatedFiling
    label: Line
    quote: Words = ""
    due_on: file.Day
    stated: Flag = True
    grace_working_days: Count = 0
    hard: Flag = True
    working_days_after_acceptance: Count = 0
    addressee: Annotated[Words, Field(max_length=200)] = ""


class Period(Part):
    """A period that leads report on."""

    id: Annotated[str, Field(pattern=PERIOD_PATTERN)]
    first_day: file.Day
    last_day: file.Day
    label: Annotated[Line, Field(max_length=40)]


class Quarterly(Part):
    """The report on each period."""

    label: Line
    quote: Words = ""
    grace_working_days: Count


class Form(file.ResultsForm):
    """What results of a category hold."""

    category: file.Slug


class Results(file.Results):
    """How results are handed in."""

    forms: Annotated[list[Form], Field(max_length=50)]


class Coverage(Part):
    """What counts as taking part."""

    executing_units_count: Flag
    children_roll_up: Flag


class Participation(Part):
    """How units come and go."""

    supplementary_until: file.Day | None
    supplementary_approver: Approver
    paper_accepted: Flag
    contacts_distinct: Flag
    leaving: Leaving
    opinion_before_leaving: Flag
    co_leads_expected: Count
    max_per_unit: Some | None
    unique_per_project: Flag


class Supervision(Part):
    """How the organiser follows up."""

    amber_days: Count
    reminder_cooldown_days: Some


class Settings(Part):
    """The rules for which the office has defaults."""

    plan_readers: PlanReaders | None = None
    monthly_day: MonthlyDay | None = None
    task_confirmation_working_days: Some | None = None
    practice_picture_required: Flag | None = None
    practice_channels_required: Literal["any", "all"] | None = None
    results: Results | None = None
    coverage: Coverage | None = None
    participation: Participation | None = None
    supervision: Supervision | None = None
    periods: Annotated[list[Period], Field(max_length=60)] | None = None

    def changes(self) -> dict[str, Any]:
        """Return what is to be set otherwise, as the values of the rules."""
        said = self.model_dump()
        asked = {name: part for name, part in said.items() if part is not None}
        return {
            name: SECTIONS[name].validate_python(part) if name in SECTIONS else part
            for name, part in asked.items()
        }


SECTIONS: Mapping[str, TypeAdapter[Any]] = {
    "categories": TypeAdapter(tuple[Category, ...]),
    "filings": TypeAdapter(tuple[DatedRule, ...]),
    "quarterly": TypeAdapter(QuarterlyRule),
    "results": TypeAdapter(ResultsRule),
    "coverage": TypeAdapter(CoverageRule),
    "participation": TypeAdapter(ParticipationRules),
    "supervision": TypeAdapter(SupervisionRules),
    "periods": TypeAdapter(tuple[ReportingPeriod, ...]),
}


class Rules(Settings):
    """The rules that are to be set otherwise; a section that is left out stays as it is."""

    categories: Annotated[list[InCategory], Field(max_length=50)] | None = None
    filings: Annotated[list[Filing], Field(max_length=20)] | None = None
    quarterly: Quarterly | None = None
    minimum_projects_per_unit: Count | None = None


class FirstRules(Settings):
    """The rules without which there is no draft; the others have the office's defaults."""

    categories: Annotated[list[InCategory], Field(min_length=1, max_length=50)]
    filings: Annotated[list[Filing], Field(min_length=1, max_length=20)]
    quarterly: Quarterly
    minimum_projects_per_unit: Count = 1


class NewProgramme(Part):
    """A programme that begins with nothing but its name and its rules."""

    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    title: Line
    title_en: Line
    document_number: Annotated[Words, Field(max_length=200)] = ""
    issue_date: file.Day | None = None
    addressees: Words = ""
    issuer_id: file.Slug
    issuer: Line
    issuer_short: Line
    method: Words = ""
    purpose: Words = ""
    legal_basis: Annotated[list[Text], Field(max_length=50)] = []
    participation_rule: Words = ""
    evaluation_rule: Words = ""
    rules: FirstRules

    def drafted(self, programme_id: ProgrammeId) -> ProgrammeDrafted:
        """Return the draft, as it begins."""
        return ProgrammeDrafted(
            programme_id=programme_id,
            legal_basis=tuple(self.legal_basis),
            annexes=(),
            report_to=(),
            copy_to=(),
            principles=(),
            duties=(),
            **self.model_dump(exclude={"rules", "legal_basis"}),
        )

    def first_rules(self, programme_id: ProgrammeId) -> ProgrammeRulesSet:
        """Return the first version of its rules."""
        return ProgrammeRulesSet(
            programme_id=programme_id,
            number=1,
            cut_off="24:00",
            time_zone="Asia/Shanghai",
            **self.rules.changes(),
        )

"""The file in which a programme's notice comes: schema "programme-notice/1".

Texts are kept byte for byte. What the office's rules do not need (annotations of whoever typed the
file) may stand in it and is not kept.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.http.validation import printable
from shared.ids import SLUG_PATTERN

ON_THE_ROLL = frozenset({"lead_unit", "parenthesised_unit"})
"""Kinds of bodies that are units; the others are bodies of the organiser."""


def visible(text: str) -> str:
    """Return the text if it shows anything."""
    if not text.strip():
        raise PydanticCustomError("string_too_short", "a text is missing here", {"min_length": 1})
    return printable(text)


def written(day: object) -> object:
    """Return the day if it is written as text: numbers are no dates."""
    if day is not None and not isinstance(day, str):
        raise PydanticCustomError("date_parsing", "a date is written as year-month-day")
    return day


Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=64)]
Short = Annotated[str, Field(max_length=300), AfterValidator(visible)]
Long = Annotated[str, Field(max_length=20_000), AfterValidator(visible)]
Number = Annotated[int, Field(strict=True, ge=1, le=999)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(written)]


class Part(BaseModel):
    """A part of the file. Fields that nobody knows are faults, not decoration."""

    model_config = ConfigDict(extra="forbid")


class Annex(Part):
    """An annex."""

    number: Number
    title: Short
    in_text: Flag


class Recipient(Part):
    """Who the notice is reported or copied to."""

    as_printed: Short
    role: Short | None = None
    unit_id: Slug | None = None
    note: object = None


class Head(Part):
    """The notice's own particulars."""

    id: Slug
    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    document_number: Short
    title: Short
    title_en: Short
    addressees: Short
    issuer_id: Slug
    issuer: Short
    issuer_short: Short
    issue_date: Day | None = None
    method: Long
    purpose: Long
    legal_basis: list[Long]
    annexes: list[Annex]
    report_to: list[Recipient]
    copy_to: list[Recipient]


class ResultsSection(Part):
    """A section of a results package."""

    id: Slug
    name: Short
    name_en: Short


class ResultsForm(Part):
    """What results of a category must hold."""

    sections: list[ResultsSection]
    required_kinds: list[Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]]
    every_target: Flag


class Results(Part):
    """How results are handed in (AMB-09, AMB-24, AMB-33, AMB-35)."""

    shift: Literal["none", "previous_working_day"]
    replace_last_report: Flag
    held_by_unit: Flag
    late_within_grace: Flag = True


class Category(Part):
    """A kind of outcome."""

    id: Slug
    name: Short
    name_en: Short
    outcome_orientation: Long
    outcome_orientation_en: Long
    projects: list[Slug]
    results: ResultsForm | None = None


class Principle(Part):
    """A principle."""

    id: Slug
    name: Short
    name_en: Short
    text: Long


class ParticipationRule(Part):
    """How many projects each unit takes part in at least."""

    quote: Long
    en: Long
    minimum: Number


type DeadlineId = Literal[
    "dl-lead-application",
    "dl-colead-application",
    "dl-colead-plan",
    "dl-results",
    "dl-quarterly-progress",
    "dl-good-practice",
    "dl-lead-scheme",
]


class Deadline(Part):
    """What is due, and by which day, if the notice says so."""

    id: DeadlineId
    label: Short
    date: Day | None
    precision: Short
    what_is_due: Long
    from_: Short = Field(alias="from")
    to: Short | None
    quote: Long
    note: object = None


class Duty(Part):
    """A duty."""

    id: Slug
    quote: Long
    en: Long


class Duties(Part):
    """The duties of each party."""

    lead_unit: list[Duty]
    co_lead_unit: list[Duty]
    organiser: list[Duty]


class Evaluation(BaseModel):
    """What is said about evaluation; only the sentence is kept."""

    quote: Long


class Lead(Part):
    """The lead of a project as the annex prints it."""

    unit_id: Slug
    unit_name: Short
    sub_organisation: Short | None
    parenthesised_unit: Short | None
    parenthesised_unit_id: Slug | None
    as_printed: Short


class Project(Part):
    """A row of Annex 1. Co-leads come by their own application only (REQ-18)."""

    id: Slug
    number: Number
    title: Short
    title_en: Short
    category: Slug
    category_basis: Short
    content_and_targets: Long
    suspected_typos: object = None
    lead: Lead
    co_leads_as_printed: Short
    co_leads: Annotated[list[object], Field(max_length=0)]


class Body(Part):
    """A body that the notice names: a unit, or a body of the organiser."""

    id: Slug
    name: Short
    name_en: Short
    kind: Literal[
        "lead_unit", "parenthesised_unit", "organiser", "organiser_division", "organiser_body"
    ]
    short_name: Short | None = None
    as_printed: Short | None = None
    parent: Slug | None = None
    party_organisation: Short | None = None
    full_name_as_printed: Short | None = None
    is_system: Flag = False
    leads_project: Slug | None = None
    named_in_project: Slug | None = None


class Notice(Part):
    """A programme's notice with its annex of projects and the bodies it names."""

    schema_: Literal["programme-notice/1"] = Field(alias="schema")
    source: object = None
    programme: Head
    categories: Annotated[list[Category], Field(min_length=1)]
    categories_note: object = None
    principles: list[Principle]
    participation_rule: ParticipationRule
    deadlines: list[Deadline]
    results: Results | None = None
    duties: Duties
    evaluation: Evaluation
    terminology: object = None
    projects: Annotated[list[Project], Field(min_length=1, max_length=999)]
    units: Annotated[list[Body], Field(min_length=1)]
    suspected_typos_in_body: object = None
    not_stated: object = None

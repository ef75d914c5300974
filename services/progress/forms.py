"""The forms of plans (F3 of domain.md 5.2), of progress reports (F4) and of results, as they are sent."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from shared.http.receipt import Day
from shared.http.validation import Line, Words, printable
from shared.ids import SLUG_PATTERN

MAX_PICTURES = 20
MAX_PASSAGES = 50
MAX_PARTS = 100
MAX_OCCURRENCES = 24


def first_of_month(month: object) -> object:
    """Return a month such as `2017-06` as its first day."""
    return f"{month}-01" if isinstance(month, str) else month


Month = Annotated[Day, BeforeValidator(first_of_month, json_schema_input_type=str)]
"""A month of this century, written as `2017-06`."""

Facts = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(printable),
]
Remark = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    AfterValidator(printable),
]
"""One line of text that may be left empty."""

SectionId = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=64)]
Total = Annotated[int, Field(strict=True, ge=0, le=9_999_999)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]


class Form(BaseModel):
    """Form F4: what was done, what stands in the way, what comes next; pictures are invited."""

    model_config = ConfigDict(extra="forbid")

    main_practices: Facts
    problems: Words = ""
    to_coordinate: Words = ""
    next_plan: Words = ""
    pictures: list[Digest] = Field(default=[], max_length=MAX_PICTURES)


class PaperForm(Form):
    """A form F4 that came on paper, with the true day of its receipt."""

    received_on: Day


class PlanForm(BaseModel):
    """A co-lead's plan, the short form F3. What may be empty here may still be required (REQ-23)."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    entry_point: Words = ""
    tasks: Words = ""
    schedule: Words = ""
    support_needed: Words = ""
    mobilisation: Words = ""
    addressed_to: Slug | None = None


class Part(BaseModel):
    """What the lead has one co-lead do."""

    model_config = ConfigDict(extra="forbid")

    unit_id: Slug
    entry_point: Words = ""
    task: Facts


class SchemeForm(BaseModel):
    """A lead's scheme, form F3. What may be empty here may still be required (REQ-10, REQ-26)."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    rules_relied_on: list[Facts] = Field(default=[], max_length=MAX_PASSAGES)
    targets: list[Facts] = Field(default=[], max_length=MAX_PASSAGES)
    parts: list[Part] = Field(default=[], max_length=MAX_PARTS)
    schedule: Words = ""
    resources: Words = ""
    mobilisation: Words = ""
    outcomes: Words = ""
    safeguards: Words = ""
    addressed_to: Slug | None = None


class OnDay(BaseModel):
    """On one day."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["day"]
    on: Day


class Between(BaseModel):
    """From a day to a day, both included (REQ-47)."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["range"]
    starts_on: Day
    ends_on: Day


class Monthly(BaseModel):
    """Once a month, on a weekday of its first week; `weekday` 1 is Monday (REQ-45)."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["monthly"]
    first_month: Month
    last_month: Month
    weekday: Annotated[int, Field(ge=1, le=7)]


class MilestoneForm(BaseModel):
    """What is to happen when. `activity_leads` lead the occurrences in turn; else the lead does."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
    title: Line
    outcome: Words = ""
    when: Annotated[OnDay | Between | Monthly, Field(discriminator="kind")]
    activity_leads: list[Slug] = Field(default=[], max_length=MAX_OCCURRENCES)


class ReachedForm(BaseModel):
    """When it took place, and what shows it."""

    model_config = ConfigDict(extra="forbid")

    reached_on: Day
    note: Words = ""
    ledger_item_id: Slug | None = None


class SkippedForm(BaseModel):
    """Why it will not take place."""

    model_config = ConfigDict(extra="forbid")

    reason: Facts


class Advice(BaseModel):
    """Why a report or a plan is returned, and what to do."""

    model_config = ConfigDict(extra="forbid")

    advice: Facts


class ResultsForm(BaseModel):
    """The results as the lead writes them: total figures, never lists of persons (REQ-15)."""

    model_config = ConfigDict(extra="forbid")

    summary: Facts
    sections: dict[SectionId, Facts] = Field(default={}, max_length=20)
    rules_relied_on: list[Line] = Field(default=[], max_length=50)
    party_organisations: Total
    party_members: Total


class Findings(BaseModel):
    """What the form check found missing, and what to do."""

    model_config = ConfigDict(extra="forbid")

    missing: list[Line] = Field(min_length=1, max_length=50)
    advice: Facts

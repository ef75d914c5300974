"""The forms of plans (F3 of domain.md 5.2) and of quarterly reports (F4), as they are sent."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from shared.http.validation import Line, Words, printable
from shared.ids import SLUG_PATTERN

MAX_PICTURES = 20
MAX_PASSAGES = 50
MAX_PARTS = 100

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""A day of this century: beyond it there is neither a programme nor a calendar."""

Facts = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(printable),
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


Unit = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]


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
    addressed_to: Unit | None = None


class Part(BaseModel):
    """What the lead has one co-lead do."""

    model_config = ConfigDict(extra="forbid")

    unit_id: Unit
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
    addressed_to: Unit | None = None


class Advice(BaseModel):
    """Why a report or a plan is returned, and what to do."""

    model_config = ConfigDict(extra="forbid")

    advice: Facts

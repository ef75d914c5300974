"""The quarterly form (F4 of domain.md 5.2) and the form of results as they are sent."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from shared.http.validation import Line, Words, printable
from shared.ids import SLUG_PATTERN

MAX_PICTURES = 20

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""A day of this century: beyond it there is neither a programme nor a calendar."""

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


class Advice(BaseModel):
    """Why a report is returned, and what to do."""

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

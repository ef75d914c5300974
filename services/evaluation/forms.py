"""What people send and read of a rubric and of the pass rule. Points have at most two decimals."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.evaluation.points import Points
from shared.http.validation import Line, Words
from shared.ids import SLUG_PATTERN

type Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
type Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class CriterionIn(BaseModel):
    """One thing that is judged. `kind`: system, method, effect or compliance."""

    model_config = ConfigDict(extra="forbid")

    id: Slug
    name: Line
    kind: Kind
    max_points: Points


class RubricIn(BaseModel):
    """What projects of a category are judged by; the maxima add up to 100 points."""

    model_config = ConfigDict(extra="forbid")

    category: Slug
    criteria: Annotated[list[CriterionIn], Field(min_length=1, max_length=30)]


class PassRuleIn(BaseModel):
    """The mean that passes (points of 100), and how many valid sheets it takes."""

    model_config = ConfigDict(extra="forbid")

    min_score: Points
    min_valid: Annotated[int, Field(ge=3, le=50)]
    reason: Words = ""


class CriterionOut(BaseModel):
    """One thing that is judged."""

    id: str
    name: str
    kind: str
    max_points: Points


class PassRuleOut(BaseModel):
    """What a pass is."""

    min_score: Points
    min_valid: int
    reason: str

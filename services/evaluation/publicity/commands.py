"""What can be asked of a result once the round is closed."""

from datetime import date, datetime
from typing import Literal

from services.evaluation.decision.events import Ground
from shared.domain import value
from shared.ids import AccountId

type Finding = Literal["fail", "as_scored", ""]


@value
class PubliciseResult:
    """Put a result before the public for so many working days (0: the rules do without)."""

    begins_on: date
    working_days: int
    by: AccountId
    at: datetime


@value
class ConfirmDecision:
    """Let a decision stand. `open_objections` is how many objections await their ruling."""

    working_days: int
    open_objections: int
    by: AccountId
    at: datetime


@value
class ReviseDecision:
    """Make a decision anew: without a reviewer's sheet (`voided`, or ""), or for a finding.

    A finding says that the project fails whatever its sheets say, or that they decide again. One on
    which the units were heard (`hearing` says how) stands at once; otherwise publicity starts anew
    for so many working days.
    """

    ground: Ground
    objection_id: str
    voided: str
    finding: Finding
    reason: str
    hearing: str
    working_days: int
    by: AccountId
    at: datetime


type PublicityCommand = PubliciseResult | ConfirmDecision | ReviseDecision

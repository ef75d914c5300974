"""What can be asked while a task is worked on. `from_unit` is the unit that asks, or ""."""

from datetime import datetime

from services.progress.parties import Parties
from shared.domain import value


@value
class AcceptTask:
    """Take the task on."""

    from_unit: str


@value
class ReportCompletion:
    """Report the task as done; the lead is to answer within so many working days."""

    result: str
    from_unit: str
    confirm_within: int
    at: datetime


@value
class ReturnTask:
    """Say that the task is not done yet, and what is missing."""

    advice: str
    parties: Parties
    from_unit: str


@value
class ConfirmTask:
    """Say that the task is done."""

    parties: Parties
    from_unit: str


type WorkCommand = AcceptTask | ReportCompletion | ReturnTask | ConfirmTask

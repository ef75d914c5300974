"""The supplementary form over HTTP."""

from fastapi import APIRouter

from services.applications.participation.api import (
    FILING,
    OF_UNIT,
    Addressed,
    Applicant,
    Application,
    file,
)
from services.applications.participation.commands import Supplement
from services.applications.participation.events import SupplementaryCase
from services.applications.standing import OnlyTheUnitItself
from services.applications.windows import (
    NoSupplementaryForm,
    OrdinaryFormSuffices,
    SupplementaryFormClosed,
)
from shared.http.problems import refusals
from shared.http.validation import Words
from shared.store.events import Receipt

router = APIRouter(prefix=OF_UNIT, tags=["participations"])

SUPPLEMENTING = (*FILING, OrdinaryFormSuffices, NoSupplementaryForm, SupplementaryFormClosed)


class SupplementaryForm(Application):
    """Form F1: an application, the case it is (late, additional, change) and why (AMB-04)."""

    case: SupplementaryCase
    reason: Words = ""


@router.put("/supplement", responses=refusals(*SUPPLEMENTING, OnlyTheUnitItself))
async def file_supplement(part: Addressed, form: SupplementaryForm, caller: Applicant) -> Receipt:
    """Apply after the cut-off, with a reason; a leader of the organiser decides on it (REQ-21)."""
    supplement = Supplement(case=form.case, reason=form.reason)
    return await file(part, form, caller, caller.unit, supplement)

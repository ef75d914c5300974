"""Forms on paper over HTTP.

A paper counts from the day on which it came in, whenever it is entered (REQ-58, AMB-19). It is the
unit's own application: nobody can enter one that did not come (X4).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from services.applications.participation.api import (
    FILING,
    OF_UNIT,
    Addressed,
    Application,
    Part,
    file,
)
from services.applications.participation.commands import Paper, Supplement
from services.applications.participation.events import SupplementaryCase
from services.applications.standing import PaperNotAccepted
from services.applications.windows import (
    ApplicationsClosed,
    NoSupplementaryForm,
    OrdinaryFormSuffices,
    SupplementaryFormClosed,
)
from shared.domain import NotPermitted
from shared.http.caller import Caller
from shared.http.problems import refusals
from shared.http.receipt import Day, ReceivedInTheFuture, received
from shared.http.requests import Now, may
from shared.http.rights import Capability, Role
from shared.http.validation import Words
from shared.store.events import Receipt

router = APIRouter(prefix=OF_UNIT + "/paper", tags=["participations"])


class OnlyTheOrganisersStaff(NotPermitted):
    """Who is handed the papers enters them."""

    zh = "纸质申报由工委工作人员登记。请将盖章原件送交组宣处。"
    en = "Only the organiser's staff enters forms on paper."
    rule = "REQ-58 AMB-19"


async def organiser_staff(
    caller: Annotated[Caller, Depends(may(Capability.CO_LEAD_APPLICATION, "C"))],
) -> Caller:
    """Return the caller if it is the organiser's staff; a unit files online."""
    if Role.STAFF not in caller.roles:
        raise OnlyTheOrganisersStaff
    return caller


Staff = Annotated[Caller, Depends(organiser_staff)]
ENTERING = (*FILING, OnlyTheOrganisersStaff, PaperNotAccepted, ReceivedInTheFuture)
Digest = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]


class PaperForm(Application):
    """An application on paper: the true day of its receipt, and the SHA-256 of its scan, or ""."""

    received_on: Day
    scan: Digest = ""


class PaperSupplement(PaperForm):
    """A supplementary form on paper."""

    case: SupplementaryCase
    reason: Words = ""


def on_its_day(part: Part, form: PaperForm, now: datetime) -> Part:
    """Return the part as of the day on which the paper came in, or refuse a day ahead.

    One that came on the day of the announcement came after it.
    """
    at, announced_at = received(form.received_on, now), part.project.announced_at
    if announced_at is not None and at < announced_at < at + timedelta(days=1):
        at = announced_at
    return replace(part, context=replace(part.context, occurred_at=at))


@router.put("/application", responses=refusals(*ENTERING, ApplicationsClosed))
async def enter_application(part: Addressed, form: PaperForm, caller: Staff, now: Now) -> Receipt:
    """Enter an application that came on paper; the day it came decides whether it is in time."""
    then = on_its_day(part, form, now)
    return await file(then, form, caller, by="", paper=Paper(scan=form.scan))


@router.put(
    "/supplement",
    responses=refusals(
        *ENTERING, OrdinaryFormSuffices, NoSupplementaryForm, SupplementaryFormClosed
    ),
)
async def enter_supplement(
    part: Addressed, form: PaperSupplement, caller: Staff, now: Now
) -> Receipt:
    """Enter a supplementary form that came on paper; the day it came decides whether it is in time."""
    then = on_its_day(part, form, now)
    supplement = Supplement(case=form.case, reason=form.reason)
    return await file(then, form, caller, by="", supplement=supplement, paper=Paper(scan=form.scan))

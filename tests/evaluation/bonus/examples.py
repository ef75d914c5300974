"""Ordinary bonus sheets."""

from collections.abc import Sequence
from uuid import UUID

from services.evaluation.bonus.commands import ApproveBonus, PrepareBonus
from services.evaluation.bonus.events import BonusPrepared
from services.evaluation.entitlement.commands import Due
from services.evaluation.lines import BonusLine, BonusRole
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
UNIT = UnitId("xingzheng-zhifa-ju")
TABLE = UUID("00000000-0000-4000-8000-000000000001")
STAFF, LEADER = AccountId("staff"), AccountId("leader")


def line(number: int, role: BonusRole, points: int, version: int = 2) -> BonusLine:
    """Return a line of so many hundredths from the project with this number."""
    return BonusLine(
        project_id=ProjectId(f"2017-p{number:02}"),
        role=role,
        points=points,
        decision_version=version,
        because=(UUID(int=number), UUID(int=100 + number), TABLE),
    )


def due(*lines: BonusLine, held: Sequence[str] = (), named: Sequence[str] = ()) -> Due:
    """Return what the unit should have: these lines, under a cap of 20 points."""
    return Due(
        year=2017,
        unit_id=UNIT,
        programme_id=PROGRAMME,
        lines=lines,
        held=tuple(ProjectId(project) for project in held),
        named=tuple(ProjectId(project) for project in named),
        cap=2000,
        cap_scope="unit_year",
        rules_event_id=TABLE,
    )


def prepare(wanted: Due, reason: str = "") -> PrepareBonus:
    return PrepareBonus(due=wanted, reason=reason, by=STAFF)


def approve(wanted: Due, by: AccountId = LEADER) -> ApproveBonus:
    return ApproveBonus(due=wanted, by=by)


def prepared(wanted: Due, reason: str = "") -> BonusPrepared:
    return BonusPrepared(
        year=2017,
        unit_id=UNIT,
        programme_id=PROGRAMME,
        lines=wanted.lines,
        held=wanted.held,
        named=wanted.named,
        reason=reason,
        prepared_by=STAFF,
    )


P01, P13, P18 = line(1, "lead", 1200), line(13, "co_lead", 600), line(18, "co_lead", 600)
ALL = due(P01, P13, P18)

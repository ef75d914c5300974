"""Ordinary commendations."""

from services.evaluation.commendation.commands import (
    Commendable,
    CorrectCommendation,
    DraftCommendation,
    IssueCommendation,
)
from services.evaluation.commendation.events import (
    CircularDocument,
    CommendationCorrected,
    CommendationDrafted,
    CommendationIssued,
    CommendedProject,
)
from shared.ids import AccountId, ProgrammeId, ProjectId, UnitId

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
STAFF, LEADER = AccountId("staff"), AccountId("leader")
DOCUMENT = CircularDocument(
    year=2018, number="〔2018〕1号", wording="commended", basis="机关党建年度考核办法"
)


def commended(number: int, lead: str, *co_leads: str) -> CommendedProject:
    """Return a project with this number as a commendation names it."""
    return CommendedProject(
        project_id=ProjectId(f"2017-p{number:02}"),
        number=number,
        title="一项创新",
        lead_unit_id=lead,
        executing_unit_id="",
        co_leads=tuple(UnitId(unit) for unit in co_leads),
        decision_version=3,
    )


def can_be(
    *passes: CommendedProject, unsettled: tuple[str, ...] = (), in_parts: bool = False
) -> Commendable:
    """Return what can be commended: these passes, if everything else is settled."""
    return Commendable(
        passes=passes,
        unsettled=tuple(ProjectId(project) for project in unsettled),
        in_parts=in_parts,
    )


P01, P16 = commended(1, "xingzheng-zhifa-ju"), commended(16, "weiji-wei", "minzheng-xitong")
BOTH = can_be(P01, P16)
DRAFT = DraftCommendation(
    programme_id=PROGRAMME,
    sequence=1,
    programme_year=2017,
    document=DOCUMENT,
    commendable=BOTH,
    by=STAFF,
)
DRAFTED = CommendationDrafted(
    programme_id=PROGRAMME,
    sequence=1,
    programme_year=2017,
    document=DOCUMENT,
    projects=(P01, P16),
    drafted_by=STAFF,
)
ISSUE = IssueCommendation(commendable=BOTH, by=LEADER)
ISSUED = CommendationIssued(
    programme_id=PROGRAMME,
    sequence=1,
    programme_year=2017,
    document=DOCUMENT,
    projects=(P01, P16),
    drafted_by=STAFF,
    approved_by=LEADER,
)
CORRECT = CorrectCommendation(
    commendable=can_be(P16), document_number="", reason="项目1经认定不通过", by=LEADER
)
CORRECTED = CommendationCorrected(
    programme_id=PROGRAMME,
    sequence=1,
    number=2,
    document=DOCUMENT,
    projects=(P16,),
    removed=(ProjectId("2017-p01"),),
    reason="项目1经认定不通过",
    approved_by=LEADER,
)

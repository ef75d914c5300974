"""Ordinary ends of a year."""

from services.applications.closing.commands import CloseProgramme, PrepareClosing, YearEnd
from services.applications.closing.events import ClosingPrepared, FinalProject, ProgrammeClosed
from shared.ids import AccountId, ProgrammeId, ProjectId

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
STAFF, LEADER = AccountId("zuxuanchu"), AccountId("lingdao")
P01, P02, P12 = (ProjectId(f"2017-p{number:02}") for number in (1, 2, 12))
FINAL = (
    FinalProject(project_id=P01, outcome="fail"),
    FinalProject(project_id=P02, outcome="pass"),
    FinalProject(project_id=P12, outcome="cancelled"),
)
YEAR_END = YearEnd(programme_id=PROGRAMME, final=FINAL, undecided=(), objected=())
PREPARE = PrepareClosing(year_end=YEAR_END, by=STAFF)
CLOSE = CloseProgramme(year_end=YEAR_END, by=LEADER)
PREPARED = ClosingPrepared(programme_id=PROGRAMME, prepared_by=STAFF)
CLOSED = ProgrammeClosed(
    programme_id=PROGRAMME, projects=FINAL, prepared_by=STAFF, closed_by=LEADER
)

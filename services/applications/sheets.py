"""The papers that are compiled for printing: the form as it was filed (F1), the summary sheets (F2)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from services.applications.catalogue.projection import CatalogueEntry, UnitInProject
from services.applications.coverage.projection import UnitCoverage
from services.applications.papers import ROLES
from services.applications.participation.projection import Participation
from services.applications.programme.projection import Programme
from services.applications.team.projection import Team
from services.applications.unit.projection import Unit
from services.applications.whole_programme import WholeProgramme
from shared.papers.paper import Filing, Grid, Paper, Signing, Table, day_in_words, moment_in_words
from shared.timing.zone import SHANGHAI

BASIS = {
    "annex": "附件指定",
    "self_application": "自行申报",
    "designation_without_application": "工委指定",
}
CASES = {"late": "逾期补报", "additional": "增报", "change": "变更"}
SUPPLEMENTARY = "(补报)"
LEAD_STATUS = {"designated": "牵头未确认", "declined": "牵头已谢绝", "confirmed": ""}
SUMMARY = (
    *("序号", "项目名称", "类别", "牵头单位", "执行单位", "申报参与单位", "确定方式"),
    *("受理日期", "补报标记", "备注"),
)
PEOPLE = ("联系领导", "直接责任人", "联络员")
COVERAGE = ("单位", "领办项目", "联办项目", "执行项目", "是否满足要求", "备注")


def application_paper(
    programme: Programme, entry: CatalogueEntry, unit: Unit, part: Participation, team: Team | None
) -> Paper:
    """Return an application as its form, with all that was filed and the places to sign (F1)."""
    came = moment_in_words(part.applied_at)
    case = CASES[part.supplementary_case] if part.supplementary_case else "首次申报"
    people = (team.responsible_leader, team.liaison, team.composition) if team else ("", "", "")
    responsible, liaison, composition = people
    rows = (
        (("申报单位", unit.full_name or unit.name),),
        (("申报项目", f"{entry.number}. {entry.title}"),),
        (("项目类别", _category(programme, entry)), ("申报类型", _ticked(part))),
        (("申报情形", case), ("事由", part.supplementary_reason)),
        (("工作职能和特长", part.functions_and_strengths),),
        (("切入点", part.entry_point),),
        (("工作计划要点", part.plan_outline),),
        (("可提供的资源和力量", part.resources),),
        (("工作班子", composition),),
        (("责任领导账号", responsible), ("联络员账号", liaison)),
        (("收件时间", came), ("收件方式", "纸质" if part.on_paper else "在线")),
    )
    return Paper(
        document_id=f"application~{part.project_id}~{part.unit_id}",
        kind="application",
        form="表 F1",
        title=_form_title(programme, supplementary=part.supplementary_case is not None),
        blocks=(
            Grid(rows=rows),
            Signing(places=("申报单位党组织意见", "牵头领办单位意见", "市直机关工委意见")),
        ),
        filing=Filing(
            number=f"{part.project_id}~{part.unit_id}", version=part.version, received_at=came
        ),
    )


def _ticked(part: Participation) -> str:
    return "　".join(f"{'☑' if role == part.role else '□'}{name}" for role, name in ROLES.items())


def _form_title(programme: Programme, *, supplementary: bool) -> str:
    """Return the form's title as the notice's annex has it; only a supplement is called one."""
    titles = [str(annex["title"]) for annex in programme.notice["annexes"]]
    title = next((title for title in titles if "申报表" in title), f"{programme.title}申报表")
    return title if supplementary else title.replace(SUPPLEMENTARY, "").replace("（补报）", "")


def _category(programme: Programme, entry: CatalogueEntry) -> str:
    names = {each["id"]: each["name"] for each in programme.rules.get("categories", ())}
    return names.get(entry.category, entry.category)


def summary_paper(programme: Programme, found: WholeProgramme, *, public: bool) -> Paper:
    """Return the summary of all projects; the public one leaves out who is in charge (F2 a)."""
    head = SUMMARY if public else (*SUMMARY[:5], *PEOPLE, *SUMMARY[5:])
    rows: list[tuple[str, ...]] = []
    for entry in found.entries:
        line = _line(programme, entry, found.parts.get(entry.project_id, ()))
        people = () if public else _people(entry, found)
        rows.append((*line[:5], *people, *line[5:]))
    suffix = "-public" if public else ""
    return Paper(
        document_id=f"summary{suffix}~{programme.programme_id}",
        kind=f"summary{suffix}",
        form="表 F2-1",
        title=f"{programme.title}项目汇总表" + ("（公开）" if public else ""),
        sideways=True,
        blocks=(Table(head=head, rows=tuple(rows)), Signing(places=("制表", "审核"))),
    )


def _line(
    programme: Programme, entry: CatalogueEntry, parts: Sequence[Participation]
) -> tuple[str, ...]:
    lead = next((part for part in parts if part.role == "lead" and part.accepted_at), None)
    added = sum(1 for part in parts if part.supplementary_case and part.status == "active")
    return (
        str(entry.number),
        entry.title,
        _category(programme, entry),
        entry.lead.name if entry.lead else "",
        entry.executing_unit.name if entry.executing_unit else "",
        entry.co_leads_as_printed,
        BASIS.get(entry.lead_basis, ""),
        _day(lead.accepted_at) if lead else "",
        f"补报{added}家" if added else "",
        LEAD_STATUS[entry.lead_status],
    )


def _day(moment: datetime | None) -> str:
    return day_in_words(moment.astimezone(SHANGHAI).date()) if moment else ""


def _people(entry: CatalogueEntry, found: WholeProgramme) -> tuple[str, ...]:
    teams = found.teams.get(entry.project_id, ())
    lead = next((team for team in teams if entry.lead and team.unit_id == entry.lead.unit_id), None)
    leader = found.contact_leaders[entry.project_id]
    return (leader, lead.responsible_leader, lead.liaison) if lead else (leader, "", "")


def coverage_paper(programme: Programme, found: WholeProgramme) -> Paper:
    """Return which unit leads, co-leads and executes what, and whether that is enough (F2 b)."""
    return Paper(
        document_id=f"coverage~{programme.programme_id}",
        kind="coverage",
        form="表 F2-2",
        title=f"{programme.title}单位参与情况表",
        sideways=True,
        blocks=(
            Table(head=COVERAGE, rows=tuple(coverage_lines(programme, found))),
            Signing(places=("制表", "审核")),
        ),
    )


def coverage_lines(programme: Programme, found: WholeProgramme) -> Iterator[tuple[str, ...]]:
    """Return a line for each unit of the roll."""
    minimum: int = programme.rules["minimum_projects_per_unit"]
    for unit in found.coverage:
        yield (
            unit.name,
            *("、".join(numbers) for numbers in _numbers(unit, found.entries)),
            "是" if len(unit.projects) >= minimum else "否",
            "列入未参与名单" if unit.gap == "open" else "",
        )


def _numbers(unit: UnitCoverage, entries: Sequence[CatalogueEntry]) -> tuple[list[str], ...]:
    """Return the numbers of the projects that a unit leads, co-leads and executes."""
    led = [str(each.number) for each in entries if _is(unit, each.lead)]
    joined = [str(each.number) for each in entries if any(_is(unit, one) for one in each.co_leads)]
    run = [str(each.number) for each in entries if _is(unit, each.executing_unit)]
    return led, joined, run


def _is(unit: UnitCoverage, other: UnitInProject | None) -> bool:
    return other is not None and other.unit_id == unit.unit_id

"""How judgements and points are laid out as papers: forms F6 and F8 (domain.md 5.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.evaluation.bonus.projection import SheetRow
from services.evaluation.decision.projection import DecisionRow, ListedDecision
from services.evaluation.letterhead import Printed
from services.evaluation.lines import RULE_OF
from services.evaluation.points import points
from shared.papers.paper import Filing, Grid, Paper, Prose, Signing, Table, moment_in_words

OUTCOMES = {"pass": "通过", "fail": "未通过", "not_submitted": "未报送成果"}
STAGES = {
    "evaluated": "已评审",
    "in_publicity": "公示中",
    "confirmed": "已确认",
    "revised": "已修订",
}
STANDINGS = {
    "counted": "计入",
    "highest": "去掉（最高）",
    "lowest": "去掉（最低）",
    "barred": "回避",
    "voided": "作废",
}
DUTIES = {
    "open": "未完成",
    "met": "按时",
    "within_grace": "宽限期内",
    "missed": "逾期未交",
    "met_late": "逾期完成",
    "waived": "已免除",
}
ROLES = {"lead": "牵头", "executing": "执行", "co_lead": "联办", "": ""}
KINDS = {
    "award": "加分",
    "revocation": "撤销",
    "adjustment": "调整",
    "cut": "超限扣减",
}
SIGNED = ("制表", "审核", "批准")


def bonus_paper(printed: Printed, sheet: SheetRow, cap: int | None) -> Paper:
    """Return a unit's points of a year with its own lines only (F8)."""
    rows = tuple(
        (
            *_project(printed, entry["project_id"]),
            ROLES.get(entry["role"], ""),
            KINDS[entry["kind"]],
            said(entry["points"]),
            RULE_OF[entry["kind"]],
            entry["reason"],
        )
        for entry in sheet.entries
    )
    head = ("项目序号", "项目名称", "角色", "事项", "分值", "依据条款", "备注")
    sums = Grid(
        rows=(
            (("小计", said(sheet.raw)), ("上限", "" if cap is None else said(cap))),
            (("超限扣减", said(sheet.raw - sheet.total)), ("实得分", said(sheet.total))),
        )
    )
    number = f"{printed.letterhead.programme_id}~{sheet.unit_id}"
    return Paper(
        document_id=f"bonus~{number}",
        kind="bonus",
        form="表 F8",
        title=f"{sheet.year}年度加分明细表",
        sideways=True,
        blocks=(
            Grid(rows=((("单位", printed.called(sheet.unit_id)),),)),
            Table(head=head, rows=rows),
            sums,
            Signing(places=SIGNED),
        ),
    )


def _project(printed: Printed, project_id: str) -> tuple[str, str]:
    project = printed.projects.get(project_id)
    return (str(project.number), project.title) if project else ("", project_id)


def said(in_hundredths: int) -> str:
    """Return points as papers write them: 12, 8.5."""
    return f"{points(in_hundredths).normalize():f}"


def bonus_summary_paper(printed: Printed, sheets: Sequence[SheetRow], year: int) -> Paper:
    """Return every unit's points of a year on one sheet, for the annual assessment (F8)."""
    rows = tuple(
        (
            str(place),
            printed.called(sheet.unit_id),
            said(sheet.raw),
            said(sheet.raw - sheet.total),
            said(sheet.total),
        )
        for place, sheet in enumerate(sheets, 1)
    )
    head = ("序号", "单位", "小计", "超限扣减", "实得分")
    return Paper(
        document_id=f"bonus-summary~{printed.letterhead.programme_id}",
        kind="bonus-summary",
        form="表 F8 汇总",
        title=f"{year}年度加分汇总表",
        sideways=True,
        blocks=(Table(head=head, rows=rows), Signing(places=SIGNED)),
    )


def results_paper(printed: Printed, decisions: Sequence[ListedDecision]) -> Paper:
    """Return the results of all projects on one sheet, for the panel to sign (F6 summary)."""
    rows = tuple(
        (
            str(each.number),
            each.title,
            said(each.mean),
            OUTCOMES[each.outcome],
            STAGES[each.status],
            each.reason,
        )
        for each in sorted(decisions, key=lambda each: each.number)
    )
    head = ("序号", "项目名称", "平均分", "结论", "状态", "说明")
    return Paper(
        document_id=f"results~{printed.letterhead.programme_id}",
        kind="results",
        form="表 F6 汇总",
        title="评审汇总表",
        sideways=True,
        blocks=(Table(head=head, rows=rows), Signing(places=("组长", "评审小组全体成员"))),
    )


def scores_paper(
    printed: Printed, decision: DecisionRow, rubric: Sequence[Mapping[str, Any]]
) -> Paper:
    """Return a project's opened score sheets by reviewer number, without names (F6)."""
    criteria = [(str(each["id"]), str(each["name"])) for each in rubric]
    rows = tuple(
        (
            f"评委{place}",
            *(said(sheet["marks"].get(criterion, 0)) for criterion, _ in criteria),
            said(sheet["total"]),
            STANDINGS[sheet["standing"]],
        )
        for place, sheet in enumerate(by_commitment(decision), 1)
    )
    number, title = _project(printed, decision.project_id)
    facts = tuple(
        (("过程情况", f"{each['label']}：{DUTIES[each['status']]}"),) for each in decision.facts
    )
    came = moment_in_words(decision.evaluated_at)
    return Paper(
        document_id=f"scores~{decision.project_id}",
        kind="scores",
        form="表 F6",
        title="评审打分表",
        sideways=True,
        blocks=(
            Grid(rows=((("项目", f"{number}. {title}"),), (("评审时间", came),), *facts)),
            Table(head=("评委编号", *(name for _, name in criteria), "合计", "计分"), rows=rows),
            Grid(
                rows=(
                    (("平均分", said(decision.mean)), ("结论", OUTCOMES[decision.outcome])),
                    (("说明", decision.reason),),
                )
            ),
            Prose(heading="评审意见", paragraphs=_advice(decision)),
            Signing(places=("组长", "评审小组全体成员")),
        ),
        filing=Filing(number=decision.project_id, version=decision.version, received_at=came),
    )


def by_commitment(decision: DecisionRow) -> Sequence[Mapping[str, Any]]:
    """Return the sheets in the order of their commitments, which says nothing about who wrote them."""
    return sorted(decision.sheets, key=lambda sheet: str(sheet["commitment"]))


def _advice(decision: DecisionRow) -> tuple[str, ...]:
    sheets = enumerate(by_commitment(decision), 1)
    return tuple(f"评委{place}：{sheet['advice']}" for place, sheet in sheets if sheet["advice"])

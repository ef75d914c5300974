"""The commendation as an official document: the circular (F7), under the office's red head."""

from collections.abc import Iterator
from datetime import datetime

from services.evaluation.commendation.projection import CommendationRow
from services.evaluation.letterhead import Printed
from shared.papers.paper import Block, Closing, Paper, Prose, Table, day_in_words
from shared.timing.zone import SHANGHAI

WORDINGS = {"commended": "表彰", "praised": "表扬"}
"""通报表彰 needs an approval that not every office can have; 通报表扬 does not (PRA-14)."""


def circular_paper(printed: Printed, row: CommendationRow) -> Paper:
    """Return a commendation as the circular that goes out in the issuer's name (REQ-57).

    Its document year is not the programme's (AMB-34). Until a leader has issued it, it is a draft
    without a date, and goes to nobody.
    """
    head, draft = printed.letterhead, row.status == "drafted"
    closing = Closing(
        issuer=head.issuer,
        dated=dated(row),
        report_to=tuple(head.report_to),
        copy_to=tuple(head.copy_to),
    )
    return Paper(
        document_id=f"commendation~{row.programme_id}~{row.sequence}",
        kind="commendation",
        title=f"关于通报{WORDINGS[row.document['wording']]}{row.programme_year}年度优秀项目的通报",
        red_head=head.issuer,
        number=row.document["number"],
        blocks=(*_body(printed, row), closing, _annex(printed, row)),
        draft=draft,
        report_to=() if draft else tuple(head.report_to),
        copy_to=() if draft else tuple(head.copy_to),
    )


def dated(row: CommendationRow) -> str:
    """Return the day on which the version in force went out; "" for a draft."""
    if not row.versions:
        return ""
    return day_in_words(datetime.fromisoformat(row.versions[-1]["at"]).astimezone(SHANGHAI).date())


def _body(printed: Printed, row: CommendationRow) -> Iterator[Block]:
    head, wording = printed.letterhead, WORDINGS[row.document["wording"]]
    yield Prose(paragraphs=(head.addressees.rstrip("：:") + "：",))
    said = [
        (
            f"根据《{head.title}》，经评审、公示和确认，现对{len(row.projects)}个项目的"
            f"牵头领办单位和联办单位予以通报{wording}（名单附后）。"
        )
    ]
    if row.document["basis"]:
        said.append(f"本通报依据：{row.document['basis']}。")
    if row.versions and row.versions[-1]["reason"]:
        said.append(f"本通报为更正后重新印发，更正原因：{row.versions[-1]['reason']}。")
    yield Prose(paragraphs=tuple(said))
    yield Prose(paragraphs=(f"附件：1. 通报{wording}项目名单",))


def _annex(printed: Printed, row: CommendationRow) -> Table:
    wording = WORDINGS[row.document["wording"]]
    lines = tuple(
        (
            str(each["number"]),
            each["title"],
            printed.called(each["lead_unit_id"]),
            "、".join(printed.called(unit) for unit in each["co_leads"]),
        )
        for each in row.projects
    )
    head = ("序号", "项目名称", "牵头领办单位", "联办单位")
    return Table(caption=f"附件1　通报{wording}项目名单", head=head, rows=lines)

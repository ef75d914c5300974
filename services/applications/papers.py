"""The papers that belong to an act: the notice as it is announced, the receipt of what came in.

Pure: what is registered at the act and what is printed later are the same words, and so the same check
code. What is compiled for printing only is in `sheets.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shared.ids import ProgrammeId, ProjectId, UnitId
from shared.papers.paper import (
    Block,
    Closing,
    Filing,
    Grid,
    Paper,
    Prose,
    Signing,
    day_in_words,
    moment_in_words,
)

ORDER = "一二三四五六七八九十"
PARTIES = {"lead_unit": "牵头领办单位", "co_lead_unit": "联办单位", "organiser": "市直机关工委"}
ROLES: Mapping[str, str] = {"lead": "牵头领办", "co_lead": "联办"}


def roles_of(recipients: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the roles that recipients hold, as they are named (AMB-29)."""
    return tuple(recipient["role"] or recipient["as_printed"] for recipient in recipients)


def notice_paper(
    programme_id: ProgrammeId, notice: Mapping[str, Any], issue_date: date | None
) -> Paper:
    """Return a programme's notice as the official document that is issued in the issuer's name."""
    report_to, copy_to = roles_of(notice["report_to"]), roles_of(notice["copy_to"])
    closing = Closing(
        issuer=notice["issuer"],
        dated=day_in_words(issue_date),
        report_to=report_to,
        copy_to=copy_to,
    )
    return Paper(
        document_id=f"notice~{programme_id}",
        kind="notice",
        title=notice["title"],
        red_head=notice["issuer"],
        number=notice["document_number"],
        blocks=(*_body(notice), closing),
        report_to=report_to,
        copy_to=copy_to,
    )


def _body(notice: Mapping[str, Any]) -> Iterator[Block]:
    yield Prose(paragraphs=(notice["addressees"].rstrip("：:") + "：",))
    yield Prose(paragraphs=tuple(text for text in (notice["purpose"], notice["method"]) if text))
    parts = (
        ("原则", tuple(f"{each['name']}。{each['text']}" for each in notice["principles"])),
        ("任务分工", tuple(_duties(notice["duties"]))),
        ("参与和评价", (notice["participation_rule"], notice["evaluation_rule"])),
    )
    for numeral, (heading, paragraphs) in zip(ORDER, parts, strict=False):
        yield Prose(heading=f"{numeral}、{heading}", paragraphs=paragraphs)
    annexes = tuple(
        f"{'附件：' if place == 0 else '　　　'}{annex['number']}. {annex['title']}"
        for place, annex in enumerate(notice["annexes"])
    )
    yield Prose(paragraphs=annexes)


def _duties(duties: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for party, name in PARTIES.items():
        said = "；".join(each["quote"].strip("。；，") for each in duties if each["party"] == party)
        if said:
            yield f"{name}：{said}。"


def receipt_paper(
    project_id: ProjectId,
    unit_id: UnitId,
    unit_name: str,
    role: str,
    received_at: datetime,
) -> Paper:
    """Return the receipt of an application: who handed in what, and when it came (REQ-58)."""
    came = moment_in_words(received_at)
    return Paper(
        document_id=f"receipt~{project_id}~{unit_id}",
        kind="receipt",
        title="申报材料收件回执",
        blocks=(
            Grid(
                rows=(
                    (("申报单位", unit_name),),
                    (("项目编号", project_id), ("申报类型", ROLES[role])),
                    (("收件时间", came),),
                )
            ),
            Prose(paragraphs=("以上申报材料已收到并登记, 是否受理另行通知。",)),
            Signing(places=("经办人",)),
        ),
        filing=Filing(number=f"{project_id}~{unit_id}", version=1, received_at=came),
    )

"""What a paper says, how it looks, and when it is a new version."""

from dataclasses import replace

import pytest

from shared.ids import AccountId
from shared.papers.paper import (
    Block,
    Closing,
    Filing,
    Grid,
    Paper,
    Prose,
    Signing,
    Table,
)
from shared.papers.printing import printed
from shared.papers.register import DECIDER, DocumentRendered, RenderDocument

HOSTILE = "<script>alert('张')</script>\"&"
ESCAPED = "&lt;script&gt;alert(&#39;张&#39;)&lt;/script&gt;&#34;&amp;"
PAPER = Paper(
    document_id="progress-report~2017-p08~2017q2",
    kind="progress-report",
    form="表 F4",
    title="季度进展反馈表",
    blocks=(
        Grid(rows=((("项目", "企业党建"),), (("季度", "2017Q2"), ("填报单位", "市国资委")))),
        Table(caption="节点", head=("事项", "完成情况"), rows=(("调研", "已完成"),)),
        Prose(heading="主要做法", paragraphs=("走访企业",)),
        Signing(places=("直接责任人",)),
    ),
    filing=Filing(number="2017-p08~2017q2", version=1, received_at="2017年6月29日 09:00"),
)
PRINT = RenderDocument(paper=PAPER, by=AccountId("guozi-wei-liaison"))


def rendered(paper: Paper = PAPER, version: int = 1) -> DocumentRendered:
    return DocumentRendered(
        document_id=paper.document_id,
        kind=paper.kind,
        version=version,
        title=paper.title,
        check_code=paper.check_code,
        report_to=(),
        copy_to=(),
        by=AccountId("guozi-wei-liaison"),
    )


def outcome(command: RenderDocument, *history: DocumentRendered) -> list[DocumentRendered]:
    return list(DECIDER.decide(command, DECIDER.fold(history)))


@pytest.mark.covers("REQ-58", "AMB-19")
def test_a_paper_shows_every_field_its_receipt_its_version_and_its_check_code() -> None:
    page = printed(PAPER, 1)

    for text in ("企业党建", "2017Q2", "市国资委", "调研", "已完成", "主要做法", "走访企业"):
        assert text in page
    for text in ("表 F4", "季度进展反馈表", "直接责任人", "签字（盖章）", "年　　月　　日"):
        assert text in page
    assert "系统回执 2017-p08~2017q2" in page
    assert "2017年6月29日 09:00" in page
    assert f"校验码 {PAPER.check_code}" in page
    assert "第 1 版" in page
    assert "草稿" not in page


@pytest.mark.covers("REQ-58")
def test_the_same_paper_is_the_same_bytes_and_another_content_another_check_code() -> None:
    other = replace(PAPER, blocks=PAPER.blocks[1:])

    assert printed(PAPER, 1) == printed(replace(PAPER), 1)
    assert other.check_code != PAPER.check_code
    assert len(PAPER.check_code) == 64


@pytest.mark.covers("REQ-57")
def test_what_is_not_registered_or_not_approved_bears_a_draft_mark() -> None:
    mark = '<div class="draft">草稿</div>'

    assert mark in printed(PAPER, 0)
    assert mark in printed(replace(PAPER, draft=True), 1)


@pytest.mark.parametrize(
    "block",
    [
        Grid(rows=(((HOSTILE, HOSTILE),),)),
        Table(caption=HOSTILE, head=(HOSTILE,), rows=((HOSTILE,),)),
        Prose(heading=HOSTILE, paragraphs=(HOSTILE,)),
        Signing(places=(HOSTILE,)),
        Closing(issuer=HOSTILE, dated=HOSTILE, report_to=(HOSTILE,), copy_to=(HOSTILE,)),
    ],
    ids=lambda block: block.block,
)
def test_what_a_person_wrote_is_text_wherever_it_stands(block: Block) -> None:
    page = printed(replace(PAPER, title=HOSTILE, red_head=HOSTILE, blocks=(block,)), 1)

    assert "<script" not in page
    assert ESCAPED in page


def test_a_paper_is_a4_with_the_type_area_of_an_official_document_and_asks_nobody() -> None:
    upright, sideways = printed(PAPER, 1), printed(replace(PAPER, sideways=True), 1)

    assert "size: A4;" in upright
    assert "margin: 37mm 26mm 35mm 28mm;" in upright  # leaves 156 x 225 mm
    assert "size: A4 landscape;" in sideways
    assert "counter(page)" in upright
    assert "counter(pages)" in upright
    assert not {"http:", "https:", "url(", "<script", "<link", "<img"} & set(upright.split())


@pytest.mark.covers("REQ-55", "REQ-56", "REQ-57")
def test_an_official_document_has_a_red_head_a_number_a_place_for_the_seal_and_its_lines() -> None:
    closing = Closing(
        issuer="中共金华市直属机关工作委员会",
        dated="2017年5月2日",
        report_to=("市委秘书长",),
        copy_to=("工委各委员",),
    )
    page = printed(
        replace(PAPER, red_head=closing.issuer, number="金直委发〔2017〕20号", blocks=(closing,)), 1
    )

    assert page.count(closing.issuer) == 2
    for text in ("金直委发〔2017〕20号", "（印章）", "2017年5月2日"):
        assert text in page
    assert "@page :right" in page
    assert 'content: "— " counter(page) " —"' in page
    assert "报：市委秘书长。" in page
    assert "抄：工委各委员。" in page


def test_a_table_without_lines_says_so() -> None:
    empty = Table(head=("序号", "题名"), rows=())

    assert '<td colspan="2">（无）</td>' in printed(replace(PAPER, blocks=(empty,)), 1)


@pytest.mark.covers("REQ-58")
def test_a_content_is_registered_once_as_the_next_version() -> None:
    other = replace(PAPER, title="季度进展反馈表（更正）")

    assert outcome(PRINT) == [rendered()]
    assert outcome(PRINT, rendered()) == []
    assert outcome(replace(PRINT, paper=other), rendered()) == [rendered(other, 2)]
    assert outcome(PRINT, rendered(), rendered(other, 2)) == [rendered(PAPER, 3)]

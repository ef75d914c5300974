"""What two versions say otherwise."""

from services.progress.comparison import SectionChange, changes, passages

BEFORE = {
    "title": "计划",
    "tasks": "一\n二",
    "targets": ["甲", "乙"],
    "parts": [{"unit_id": "gongan-ju", "entry_point": "", "task": "秩序"}],
}


def test_what_is_the_same_is_not_named() -> None:
    assert changes(BEFORE, BEFORE) == []


def test_lost_and_gained_passages_are_named_by_section() -> None:
    after = {**BEFORE, "tasks": "一\n三", "targets": ["甲"], "parts": []}

    assert changes(BEFORE, after) == [
        SectionChange(section="tasks", before=["二"], after=["三"]),
        SectionChange(section="targets", before=["乙"], after=[]),
        SectionChange(section="parts", before=["gongan-ju; 秩序"], after=[]),
    ]


def test_another_order_is_a_change_though_no_passage_was_lost_or_gained() -> None:
    after = {**BEFORE, "targets": ["乙", "甲"]}

    assert changes(BEFORE, after) == [SectionChange(section="targets", before=[], after=[])]


def test_a_section_is_read_line_by_line() -> None:
    assert passages("一\n二") == ["一", "二"]
    assert passages("") == []

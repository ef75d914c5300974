"""The table of requirements says which tests show what, and nothing that no test says."""

from pathlib import Path

from tools.requirements_page import covering, refusals, table

TESTS = """
import pytest

@pytest.mark.covers("REQ-24", "AMB-06")
class TestPlans:
    @pytest.mark.covers("REQ-23")
    def test_a_plan_has_an_entry_point(self): ...

    def helper(self): ...

@pytest.mark.parametrize("x", ["REQ-99"])
async def test_something_else(x): ...

@pytest.mark.covers("REQ-24")
async def test_the_lead_gets_it():
    plan.when(x).then_rejected(NotTheLead)
"""


def test_markers_and_refusals_are_found(tmp_path: Path) -> None:
    (tmp_path / "progress").mkdir()
    (tmp_path / "progress" / "test_plan.py").write_text(TESTS)

    code = tmp_path / "code"
    code.mkdir()
    (code / "decider.py").write_text('class NotTheLead(Rejection):\n    rule = "X5 AMB-32"\n')

    assert covering(tmp_path, refusals(code)) == {
        "REQ-24": [
            "progress/test_plan.py: test_a_plan_has_an_entry_point",
            "progress/test_plan.py: test_the_lead_gets_it",
        ],
        "AMB-06": ["progress/test_plan.py: test_a_plan_has_an_entry_point"],
        "AMB-32": ["progress/test_plan.py: test_the_lead_gets_it"],
        "REQ-23": ["progress/test_plan.py: test_a_plan_has_an_entry_point"],
    }


def test_what_no_test_shows_is_named() -> None:
    lines = list(table("Requirements", [("REQ-1", "a|b"), ("REQ-2", "c")], {"REQ-1": ["t.py: x"]}))

    assert lines[0] == "\n## Requirements: 1 of 2 covered\n"
    assert lines[2:] == ["| REQ-1 | a/b | `t.py: x` |", "| REQ-2 | c | **nothing yet** |"]

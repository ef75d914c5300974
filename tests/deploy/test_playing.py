"""The season's script is played on an office of its own, and what is not as it says is found."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from deploy.playing.player import MOVES
from deploy.playing.scenario import Step, script, steps
from deploy.playing.season import ACTS
from deploy.playing.stage import played
from tests.deploy.installation import PATIENCE, ROOT

TABLES = {
    "bonus_at_award": "expected_bonus_at_award",
    "bonus_at_close": "expected_bonus_after_p01_revised_to_fail",
}


def test_the_script_has_159_steps_in_the_order_of_their_times() -> None:
    script = steps()

    assert len(script) == 159
    assert script == sorted(script, key=lambda step: step.at)
    assert ACTS
    assert MOVES.keys() <= {step.id for step in script}


async def test_a_step_that_goes_otherwise_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = steps()
    wrong = {**{name: getattr(first, name) for name in Step.__slots__}, "events": ["NeverHappens"]}
    monkeypatch.setattr("deploy.playing.player.steps", lambda: [Step(**wrong)])
    monkeypatch.setattr("deploy.playing.player.SETTLED_WITHIN", 0.5)

    report = await played(tmp_path, None, lambda *_: None)

    assert [each.verdict for each in report.played] == ["otherwise"]
    assert "NeverHappens" in report.played[0].why


@pytest.mark.covers("REQ-51", "REQ-52", "REQ-53", "REQ-54")
def test_the_season_goes_as_the_script_says() -> None:
    output = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "season", "play", "--json"],
        cwd=ROOT,
        capture_output=True,
        timeout=5 * PATIENCE,
        check=False,
    )
    report = orjson.loads(output.stdout)

    assert report["otherwise"] == {}
    assert report["unequal_read_models"] == []
    assert report["parked"] == []
    assert output.returncode == 0
    assert report["steps"] == 159
    assert report["as_expected"] + len(report["in_part"]) == len(MOVES)
    for table, expected in TABLES.items():
        assert report[table] == {
            unit: {"raw": sheet["raw"], "awarded": sheet["awarded"]}
            for unit, sheet in script()[expected].items()
        }
    assert len(report["commended"]) == 15
    assert "2017-p01" not in report["commended"]

import asyncio
import sys

import orjson

COLUMNS = {
    "bench",
    "figure",
    "value",
    "unit",
    "baseline_name",
    "baseline",
    "ratio",
    "goal",
    "reached",
    "rounds",
}


async def test_every_figure_is_one_line_beside_its_baseline() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.load.bench",
        "append",
        "replays",
        "--quick",
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    lines = [orjson.loads(line) for line in output.splitlines()]

    assert process.returncode == 0
    assert [line["bench"] for line in lines] == ["append"] * 6 + ["replays"] * 2
    for line in lines:
        assert line.keys() >= COLUMNS
        assert line["value"] > 0
        assert line["baseline"] > 0
        assert isinstance(line["reached"], bool) == bool(line["goal"])

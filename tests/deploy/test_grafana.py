"""deploy/grafana: the dashboard asks only for what is counted."""

import json
import re
from pathlib import Path

from prometheus_client.metrics import MetricWrapperBase

from shared.telemetry import metrics

DASHBOARD = Path(__file__).parents[2] / "deploy/grafana/lingban.json"


def test_every_figure_it_shows_is_counted() -> None:
    counted = {
        family.name
        for metric in vars(metrics).values()
        if isinstance(metric, MetricWrapperBase)
        for family in metric.describe()
    }
    queries = [
        target["expr"]
        for panel in json.loads(DASHBOARD.read_text())["panels"]
        for target in panel["targets"]
    ]
    shown = {name for query in queries for name in re.findall(r"lingban_\w+", query)}

    assert shown
    assert {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in shown} <= counted

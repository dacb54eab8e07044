"""The dashboard: its queries under Prometheus's own parser, and that its parts fit together. No Grafana runs here."""

import json
import re
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from tests.parts import needs
from tests.seed import PROJECT
from toolchain import part
from verify.metrics import METRICS

TEXT = (PROJECT / "monitoring" / "dashboard.json").read_text()
DASHBOARD: dict[str, Any] = json.loads(TEXT)
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]


def queries() -> list[str]:
    return [target["expr"] for panel in PANELS for target in panel["targets"]]


@needs("promtool")
def test_prometheus_can_read_every_query(tmp_path: Path) -> None:
    rules = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(queries())]
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    done = subprocess.run(
        [part("promtool"), "check", "rules", tmp_path / "rules.yaml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_documented_metrics_are_shown_and_with_labels_that_they_have() -> None:
    assert set(re.findall(r"bgp_coexist_\w+", TEXT)) <= METRICS.keys()
    for panel in PANELS:
        for target in panel["targets"]:
            labels = set(re.findall(r"{{(\w+)}}", target["legendFormat"]))
            (name, *_) = re.findall(r"bgp_coexist_\w+", target["expr"])
            assert labels <= set(METRICS[name][0]), panel["title"]


def test_every_query_is_of_the_chosen_stack_and_data_source() -> None:
    assert [query for query in queries() if query.count("bgp_coexist_") != query.count('{stack="$stack"')] == []
    asked = [each["datasource"] for panel in PANELS for each in (panel, *panel["targets"])]
    assert {each["uid"] for each in asked} == {"${datasource}"}
    assert [each["name"] for each in DASHBOARD["templating"]["list"]] == ["datasource", "stack"]


def test_no_panel_lies_on_another_one() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    places = [panel["gridPos"] for panel in PANELS]
    assert [place for place in places if place["x"] + place["w"] > 24] == []
    assert [(one, other) for one, other in combinations(places, 2) if _meet(one, other)] == []


def _meet(one: dict[str, int], other: dict[str, int]) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "w"), ("y", "h"))
    )

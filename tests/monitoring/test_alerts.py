"""The alert rules under Prometheus's own promtool: their cases, and that they ask for nothing that is not there."""

import re
import subprocess

import yaml

from tests.parts import needs
from tests.seed import PROJECT
from toolchain import part
from verify.metrics import METRICS

RULES = PROJECT / "monitoring" / "alerts.yaml"
CASES = PROJECT / "tests" / "monitoring" / "alerts_test.yaml"


def promtool(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([part("promtool"), *words], capture_output=True, text=True, timeout=60, check=False)


def rules() -> list[dict[str, str]]:
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    return list(group["rules"])


@needs("promtool")
def test_prometheus_takes_the_rules() -> None:
    done = promtool("check", "rules", str(RULES))
    assert (done.returncode, f"SUCCESS: {len(rules())} rules found" in done.stdout) == (0, True), done.stderr


@needs("promtool")
def test_what_alerts_and_what_does_not() -> None:
    done = promtool("test", "rules", str(CASES))
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_case_in_which_it_fires() -> None:
    cases = yaml.safe_load(CASES.read_text())["tests"]
    fired = {each["alertname"] for case in cases for each in case["alert_rule_test"] if each.get("exp_alerts")}
    assert fired == {rule["alert"] for rule in rules()}


def test_only_documented_metrics_are_asked_for() -> None:
    asked = set(re.findall(r"bgp_coexist_\w+", RULES.read_text() + CASES.read_text()))
    assert asked <= METRICS.keys()

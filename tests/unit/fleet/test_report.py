"""The outcomes of a fleet as text, JSON, JUnit XML, a page and metrics."""

import json
from argparse import Namespace
from pathlib import Path
from xml.etree import ElementTree

from prometheus_client.parser import text_string_to_metric_families

from errors import CoexistError
from fleet import outcome, report
from fleet.outcome import Done, Outcome
from fleet.page import page
from fleet.words import exit_code
from plan.preview import steps_in
from tests.seed import PROJECT
from verify.check import Cause, Result, Verdict
from verify.look import Look, SeenSession

HOSTILE = "<script>alert(1)</script>\x1b[2J"


def check(actual: str, verdict: Verdict) -> Result:
    cause = Cause("the node is not ready") if verdict is Verdict.FAIL else None
    return Result("edge", "pods", "sessions Established", "2 of 2", actual, verdict, cause=cause)


def outcomes() -> list[Outcome]:
    """A stack of each kind."""
    waves = {"lab": "canary", "oslo": "wave 1", "rome": "wave 1", "paris": "wave 1", "berlin": "wave 2"}
    sound, wrong, failed, silent, left = (Outcome(name, wave, ("edge",)) for name, wave in waves.items())
    sessions = [SeenSession("edge", "pods", "10.0.0.1", "node1", "calico", "Established", 3)]
    sound.add(outcome.done(outcome.APPLIED, {"create": 9, "same": 2}), 20.0)
    sound.add(Done([check("2 of 2", Verdict.PASS)], Look("lab", [], sessions, {"edge": True}, 1.0, 0.5)), 1.5)
    wrong.add(outcome.done(outcome.APPLIED, {"same": 11}), 3.0)
    wrong.add(Done([check(f"1 of 2: {HOSTILE}", Verdict.FAIL)]), 1.0)
    failed.add(outcome.failed(outcome.APPLIED, CoexistError("edge: no", "yes")), 2.0)
    silent.add(outcome.not_looked(outcome.APPLIED, "not begun: no answer from 10.0.0.9 port 22"), 5.0)
    left.add(outcome.not_started(outcome.APPLIED, "not started: oslo is not as it should be"), 0.0)
    return [sound, wrong, failed, silent, left]


TEXT = """\
ok    lab     canary   21.5 s  applied: 9 create, 1 of 1 checks hold
FAIL  oslo    wave 1    4.0 s  applied: no change, 0 of 1 checks hold
      FAIL  edge  pods  sessions Established  1 of 2: <script>alert(1)</script>\\x1b[2J  (expected 2 of 2)
            cause: the node is not ready
FAIL  rome    wave 1    2.0 s  applied: failed
      FAIL  pulumi  stack  applied  edge: no   hint: yes  (expected success)
?     paris   wave 1    5.0 s  applied: not begun: no answer from 10.0.0.9 port 22
-     berlin  wave 2    0.0 s  applied: not started: oslo is not as it should be
1 of 5 stacks as they should be, 2 not as they should be, 1 could not be looked at, 1 not started"""


def test_each_stack_is_a_line_with_what_is_wrong_below_it() -> None:
    assert report.text(outcomes()) == TEXT


def test_the_exit_code_is_that_of_the_worst_stack_and_one_that_was_not_started_is_none() -> None:
    sound, wrong, _, silent, left = outcomes()
    codes = [exit_code(each) for each in ([sound, left], [sound, silent, left], [sound, wrong, silent])]
    assert codes == [0, 2, 1]


def test_json_has_every_stack_with_its_outcome_and_its_results() -> None:
    found = json.loads(report.as_json("up", outcomes()))
    assert (found["command"], found["exitCode"]) == ("up", 1)
    assert {each["stack"]: each["outcome"] for each in found["stacks"]} == {
        "lab": "ok",
        "oslo": "fail",
        "rome": "fail",
        "paris": "could-not-look",
        "berlin": "not-started",
    }
    assert [each["what"] for each in found["stacks"][0]["results"]] == ["applied", "sessions Established"]


def test_what_is_checked_again_counts_as_it_was_found_last() -> None:
    wrong = outcomes()[1]
    wrong.add(Done([check("2 of 2", Verdict.PASS)]), 1.0)
    assert (wrong.code, len(wrong.results)) == (0, 2)


def test_a_preview_says_what_it_does_to_sessions_and_has_the_plan() -> None:
    recorded = (PROJECT / "tests/unit/plan/recorded/password.json").read_text()
    each = Outcome("lab", "canary")
    each.add(outcome.previewed({"update": 2, "same": 9}, steps_in(recorded)), 1.0)
    assert each.results[0].actual == "2 update; ends: 2 sessions; begins: 2 sessions; restarts: 3 sessions"
    assert "     + " in each.plan
    assert page("preview", [each]).count("<pre ") == 1


def options(**files: Path | None) -> Namespace:
    return Namespace(**{"command": "up", "junit": None, "html": None, "metrics": None, **files})


def test_junit_has_a_suite_for_each_stack(tmp_path: Path) -> None:
    report.write(options(junit=tmp_path / "fleet.xml"), outcomes())
    suites = ElementTree.parse(tmp_path / "fleet.xml").getroot()
    counts = {each.get("name"): (each.get("tests"), each.get("failures"), each.get("errors")) for each in suites}
    assert suites.tag == "testsuites"
    assert counts == {
        "bgp-coexist lab": ("2", "0", "0"),
        "bgp-coexist oslo": ("2", "1", "0"),
        "bgp-coexist rome": ("1", "1", "0"),
        "bgp-coexist paris": ("1", "0", "1"),
        "bgp-coexist berlin": ("1", "0", "0"),
    }


def test_metrics_have_the_checks_and_the_sessions_of_every_stack(tmp_path: Path) -> None:
    report.write(options(metrics=tmp_path / "fleet.prom"), outcomes())
    text = (tmp_path / "fleet.prom").read_text()
    families = {family.name: family.samples for family in text_string_to_metric_families(text)}
    passes = {(s.labels["stack"], s.labels["what"]): s.value for s in families["bgp_coexist_check_pass"]}
    assert passes[("lab", "applied")] == passes[("lab", "sessions Established")] == 1
    assert (passes[("oslo", "sessions Established")], passes[("rome", "applied")]) == (0, 0)
    assert [sample.labels["stack"] for sample in families["bgp_coexist_session_up"]] == ["lab"]


def test_the_page_escapes_what_others_wrote_and_has_no_script(tmp_path: Path) -> None:
    text = page("up", outcomes())
    assert "<script" not in text
    assert "\x1b" not in text
    assert text.count("<details open>") == 3
    assert "1 of 5 stacks as they should be, 2 not as they should be" in text

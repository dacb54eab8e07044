"""The published form of the results: the JSON Schema of `--json`, and the elements of JUnit XML of docs/results.md."""

import json
import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from tests.seed import PROJECT, seed_stack
from tests.unit.verify.sources import NODES, Parts, session
from verify import report
from verify.catalog import checks_of
from verify.check import Cause, Result, Verdict
from verify.evidence import Evidence
from verify.runner import run

SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "schema" / "verify.json").read_text())
PAGE = (PROJECT / "docs" / "results.md").read_text()
SKIPPED = Result("edge", "k8s-calico", "sessions Established", "", "not checked: no host", Verdict.SKIPPED)


def faults(text: str) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(text))]


def results() -> list[Result]:
    """Results with every verdict, all but the skipped one of a network that is partly down."""
    parts = Parts()
    parts.router.overruled["k8s-calico", NODES["worker3"]] = session(NODES["worker3"], 65002, "Idle")
    good = run(checks_of(seed_stack()), parts.sources())
    parts.router.down = True
    unseen = run(checks_of(seed_stack()), parts.sources())
    evidence, cause = (Evidence("csr1000v", "show", "text"),), Cause("the AS differs", "metallb.asn")
    return [*(replace(each, evidence=evidence, cause=cause) for each in good), *unseen, SKIPPED]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("brief", [False, True])
def test_the_results_of_every_verdict_are_as_the_schema_says(brief: bool) -> None:
    assert {each.verdict for each in results()} == set(Verdict)
    assert faults(report.as_json(results(), brief)) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda one: one.pop("actual"), "'actual' is a required property"),
        (lambda one: one.update(verdict="ok"), "'ok' is not one of ['pass', 'fail', 'could-not-look', 'skipped']"),
        (lambda one: one.update(expected=""), "'' should be non-empty"),
        (lambda one: one.update(evidence=[{"who": "csr1000v"}]), "'command' is a required property"),
        (lambda one: one.pop("seconds"), "'seconds' is a dependency of 'evidence'"),
        (lambda one: one.update(cause="because"), "'because' is not valid under any of the given schemas"),
    ],
)
def test_what_is_not_so_is_no_result(spoil: Callable[[dict[str, Any]], object], said: str) -> None:
    (one, *_) = json.loads(report.as_json(results()))
    spoil(one)
    assert said in faults(json.dumps([one]))


@pytest.mark.parametrize(("kind", "at"), [(Result, ()), (Evidence, ("evidence", "items")), (Cause, ("cause", "oneOf"))])
def test_every_field_is_in_the_schema(kind: type[Any], at: tuple[str, ...]) -> None:
    place: Any = SCHEMA["items"]
    for word in at:
        place = (place["properties"] if word in ("evidence", "cause") else place)[word]
    properties = (place[1] if isinstance(place, list) else place)["properties"]
    assert list(properties) == [field.name for field in fields(kind)]


def test_the_page_has_every_exit_code_of_the_results() -> None:
    every = [results(), [each for each in results() if each.verdict is not Verdict.FAIL], [SKIPPED]]
    assert [report.exit_code(each) for each in every] == [1, 2, 0]
    assert re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE) == ["0", "1", "2", "130"]


def test_junit_has_the_elements_of_the_page_and_no_others() -> None:
    rows = re.findall(r"^\| `(\w+)`(?:, the root)? \| (.*?) \|", PAGE, re.MULTILINE)
    allowed = {name: set(re.findall(r"`([a-z]+)`", about)) for name, about in rows}
    root = ElementTree.fromstring(report.as_junit(results(), "bgp-coexist dev"))
    assert {each.tag for each in root.iter()} == allowed.keys()
    for each in root.iter():
        assert set(each.attrib) == allowed[each.tag], each.tag
    assert root.get("name") == "bgp-coexist dev"
    counts = {tag: len(list(root.iter(tag))) for tag in ("testcase", "failure", "error", "skipped")}
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == list(map(str, counts.values()))
    for case, result in zip(root, results(), strict=True):
        assert (case.get("classname"), case.get("name")) == (f"{result.who}.{result.where}", result.what)
        assert [each.get("message") for each in case] == ([] if result.verdict is Verdict.PASS else [result.actual])

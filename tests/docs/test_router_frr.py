"""The page about FRR: its plans are what the program makes, and every test that it names exists.

A section's fences are `running` (a running configuration; the page's `base` where there is none), `wanted` (YAML:
`type`, `values`, where they matter `previous`, `before`, `remove`), and `commands` (the plan) or `refused` (why there
is none), and `tests`. With BGP_COEXIST_WRITE_GOLDEN=1 the outcomes are written into the page instead of compared.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from errors import PlanError
from platforms.frr.configuration import LINKS, parse
from platforms.frr.object_types import BY_NAME
from platforms.plan import Plan
from tests.engine import PROJECT
from tests.unit.platforms.iosxe.objects.test_golden import shown

PAGE = PROJECT / "docs" / "router-frr.md"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTCOMES = ("commands", "refused")


@dataclass(frozen=True)
class Example:
    """One section of the page."""

    title: str
    fences: dict[str, str]
    base: str

    def outcome(self) -> tuple[str, str]:
        """The name of the fence that the section must have, and its text."""
        try:
            plan = self._plan()
        except PlanError as error:
            return "refused", f"{error.what}\n"
        return "commands", shown(plan.commands, plan.notes) or "(nothing)\n"

    def _plan(self) -> Plan:
        wanted: dict[str, Any] = yaml.safe_load(self.fences["wanted"])
        object_type, tree = BY_NAME[wanted["type"]], parse(self.fences.get("running", self.base))
        values = object_type.values.model_validate(wanted["values"])
        before = object_type.history.model_validate(wanted.get("before", {}))
        if wanted.get("remove"):
            return object_type.removal(tree, values, before)
        previous = wanted.get("previous")
        return object_type.plan(tree, values, previous and object_type.values.model_validate(previous), before)


def _sections() -> Iterator[tuple[str, str]]:
    for text in re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]:
        yield text.partition("\n")[0], text


def _examples() -> list[Example]:
    base = dict(_FENCE.findall(PAGE.read_text()))["base"]
    found = [Example(title, dict(_FENCE.findall(text)), base) for title, text in _sections()]
    return [example for example in found if "wanted" in example.fences]


EXAMPLES = _examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.title for example in EXAMPLES])
def test_what_the_page_shows_is_what_is_planned(example: Example) -> None:
    name, text = example.outcome()
    if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
        page = PAGE.read_text()
        start = page.index(f"## {example.title}\n")
        section = page[start:].partition("\n## ")[0]
        (old,) = {each for each in OUTCOMES if each in example.fences}
        new = section.replace(f"```{old}\n{example.fences[old]}```", f"```{name}\n{text}```")
        PAGE.write_text(page.replace(section, new))
    else:
        assert {key: example.fences.get(key) for key in OUTCOMES} == dict.fromkeys(OUTCOMES) | {name: text}


def test_the_kernels_interfaces_are_in_the_form_of_a_session() -> None:
    assert [line for line in PAGE.read_text().splitlines() if line.startswith("! links") and LINKS not in line] == []


def test_every_rule_has_an_example_or_tests_and_these_exist() -> None:
    for title, text in _sections():
        fences = dict(_FENCE.findall(text))
        assert "tests" in fences or "wanted" in fences or not title[0].isdigit(), title
        for test in fences.get("tests", "").split():
            path, _, function = test.partition("::")
            assert (PROJECT / path).exists(), test
            assert not function or f"\ndef {function}(" in (PROJECT / path).read_text(), test

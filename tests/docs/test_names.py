"""What the pages name is there: targets of make, files, stacks, and what a mistake is answered with."""

import re
from pathlib import Path

import pytest
import yaml

from cli.__main__ import SUBCOMMANDS
from errors import IntentError
from model.load import stack_from
from tests.docs.readme import PAGES, code, shown
from tests.engine import PROJECT

TARGETS = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
# The reader's own stack, in the guide to a network of their own.
READERS_OWN = {"prod"}

pages = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(PROJECT)) for page in PAGES])


@pages
def test_every_target_of_make_exists(page: Path) -> None:
    named = set(re.findall(r"\bmake (?:-s )?([a-z][a-z-]*)\b(?!:)", code(page)))  # IOS says `make sure: …`
    assert named - TARGETS == set()


@pages
def test_every_subcommand_of_the_command_line_exists(page: Path) -> None:
    assert set(re.findall(r"\bbgp-coexist ([a-z][a-z-]*)", code(page))) - SUBCOMMANDS.keys() == set()


@pages
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@pages
def test_every_file_or_folder_of_ours_that_is_named_exists(page: Path) -> None:
    folders = {path.name for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    named = [word for word in re.findall(r"`([\w./-]+)`", page.read_text()) if "/" in word]
    ours = [word for word in named if word.split("/")[0] in folders]
    assert [word for word in ours if not (PROJECT / word).exists()] == []


@pages
def test_every_stack_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"--stack ([a-z]+)", code(page))) | set(re.findall(r"Pulumi\.(\w+)\.yaml", page.read_text()))
    assert {name for name in named - READERS_OWN if not (PROJECT / f"Pulumi.{name}.yaml").exists()} == set()


def test_the_mistake_in_the_readme_is_answered_like_that() -> None:
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())["config"]
    own = {key.removeprefix("bgp-coexist:"): value for key, value in config.items() if key.startswith("bgp-coexist:")}
    values = {key: value for key, value in own.items() if key != "routerPassword"}
    values["calico"]["peers"] = ["10.0.0.254"]
    with pytest.raises(IntentError) as caught:
        stack_from(values)
    lines = [line.removeprefix("    ") for line in shown("has 1 problem").splitlines()]
    assert "\n".join(lines).removeprefix("error: ") == str(caught.value)

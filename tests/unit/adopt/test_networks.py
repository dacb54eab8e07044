"""The networks people have, on both platforms: the stack and the sentences to the letter, and that nothing is lost.

With BGP_COEXIST_WRITE_GOLDEN=1 what is printed is written instead of compared: read the difference before keeping it.
"""

import os
from pathlib import Path

import pytest

from adopt.objects import objects_of
from model.checks import hints_of
from model.load import stack_from
from platforms.passwords import fingerprint
from platforms.registry import platform_named
from tests.unit.adopt.configured import NETWORKS, OTHERS, TESTS, Adopted, Configured
from tests.unit.adopt.node_lines import node_lines, unsaid, with_line

GOLDEN = TESTS / "golden" / "adopt"
# Lines that a neighbor may have besides, none of which a stack sets.
FURTHER = (
    *("description old", "weight 50", "advertisement-interval 5", "next-hop-self", "send-community both"),
    *("soft-reconfiguration inbound", "allowas-in 2", "remove-private-as", "maximum-prefix 100 80", "timers 7 21"),
    *("default-originate", "route-map X in", "local-as 65099", "ttl-security hops 2", "transport path-mtu-discovery"),
    *("disable-connected-check", "fall-over bfd single-hop", "password 7 0822455D0A16", "ao KEYS include-tcp-options"),
)


def shown(made: Adopted) -> str:
    return f"exit code {made.code}\n--- standard error\n{made.error}--- standard output\n{made.text}"


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.name)
def test_a_network_has_its_stack_and_its_sentences(network: Configured) -> None:
    path, made = GOLDEN / f"{network.name}.txt", shown(network.adopted())
    if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
        path.write_text(made)
    assert made == path.read_text()


def test_every_golden_file_is_of_a_network() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {network.name for network in NETWORKS}


@pytest.mark.parametrize("network", [*NETWORKS, *OTHERS], ids=lambda each: each.name)
def test_exit_code_0_means_that_up_sends_nothing(network: Configured) -> None:
    made, platform = network.adopted(), platform_named(network.platform)
    if made.code:
        assert made.error
        return
    stack = stack_from(made.values)
    tree = platform.parse(network.text).tree
    for object_type, values in objects_of(stack, next(iter(stack.routers)), {"bgpPassword": fingerprint("cisco")}):
        assert object_type.plan(tree, values, None, object_type.before(tree, values)).commands == ()


@pytest.mark.parametrize("network", [*NETWORKS, *OTHERS], ids=lambda each: each.name)
def test_every_line_of_a_node_is_in_the_stack_or_stays_or_is_named(network: Configured) -> None:
    made = network.adopted()
    assert unsaid(network, made) == []
    assert made.code == 2 or node_lines(network.text, made.values)


def test_no_hint_says_that_nothing_filters_where_route_maps_do() -> None:
    network = next(each for each in NETWORKS if each.name == "ios-xe-route-maps")
    hints = {hint.code for hint in hints_of(stack_from(network.adopted().values))}
    assert not hints & {"HINT03", "HINT13"}


def test_the_guide_quotes_a_sentence_as_it_is() -> None:
    network = next(each for each in NETWORKS if each.name == "ios-xe-local-as")
    assert network.adopted().error.splitlines()[0] in (TESTS.parent / "docs" / "adopting.md").read_text()


@pytest.mark.parametrize("tail", FURTHER)
@pytest.mark.parametrize("name", ["both-lists", "home-group", "policy-templates"])
def test_any_further_line_of_a_node_stays_or_is_named_too(tmp_path: Path, name: str, tail: str) -> None:
    network = next(each for each in NETWORKS if each.name == f"ios-xe-{name}")
    first = next(iter(network.adopted().values["cluster"]["nodes"].values()))
    more = Configured(network.platform, tmp_path / "more.cfg")
    more.path.write_text(with_line(network.text, first, tail))
    assert unsaid(more, more.adopted()) == []

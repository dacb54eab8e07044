"""A node's entry is changed in its place, and everything else in the file stays as it is."""

import pytest
import yaml

from drain.node_entry import with_drained, without_drained
from errors import CoexistError

FILE = """\
config:
  bgp-coexist:cluster: # the cluster
    nodes:
      plain: 10.0.0.1 # in the first rack
      quoted: "10.0.0.2"
      flow: {address: 10.0.0.3, labels: {rack: b}} # in the second one
      block:
        address: 10.0.0.4
        labels: {rack: c}
      last: {address: 10.0.0.5}
    podCidr: 192.168.0.0/16
"""


def nodes(text: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(text)["config"]["bgp-coexist:cluster"]["nodes"]
    return found


@pytest.mark.parametrize(
    ("node", "line"),
    [
        ("plain", "      plain: {address: 10.0.0.1, drained: true} # in the first rack"),
        ("quoted", '      quoted: {address: "10.0.0.2", drained: true}'),
        ("flow", "      flow: {address: 10.0.0.3, labels: {rack: b}, drained: true} # in the second one"),
        ("block", "        drained: true"),
    ],
)
def test_a_node_is_drained_in_its_line_and_the_file_is_as_before_without(node: str, line: str) -> None:
    drained = with_drained(FILE, node)
    changed = [each for each in drained.splitlines() if each not in FILE.splitlines()]
    assert changed == [line]
    assert nodes(drained) == {**nodes(FILE), node: nodes(drained)[node]}
    assert without_drained(drained, node) == FILE


def test_an_entry_with_its_address_alone_is_that_address_again() -> None:
    assert without_drained(with_drained(FILE, "last"), "last") == FILE.replace("{address: 10.0.0.5}", "10.0.0.5")


@pytest.mark.parametrize(
    "entry", ["{drained: true, address: 10.0.0.1, labels: {a: b}}", "{drained: false, address: 1}"]
)
def test_a_key_at_another_place_goes_as_well(entry: str) -> None:
    text = FILE.replace("10.0.0.1", entry)
    kept = yaml.safe_load(entry)
    del kept["drained"]
    assert nodes(without_drained(text, "plain"))["plain"] == (kept if len(kept) > 1 else kept["address"])


def test_a_node_that_is_drained_stays_as_it_is() -> None:
    drained = with_drained(FILE, "flow")
    assert with_drained(drained, "flow") == drained
    assert with_drained(drained.replace("drained: true", "drained: false"), "flow") == drained


def test_a_node_that_is_not_drained_stays_as_it_is() -> None:
    assert without_drained(FILE, "flow") == FILE


@pytest.mark.parametrize(
    ("text", "node"),
    [
        (FILE.replace("10.0.0.1", "&one {address: 10.0.0.1}").replace('"10.0.0.2"', "*one"), "plain"),
        (FILE.replace("10.0.0.1", "&one {address: 10.0.0.1}").replace('"10.0.0.2"', "*one"), "quoted"),
        (FILE.replace("      plain:", "      <<: {merged: 10.0.0.9}\n      plain:"), "merged"),
        (FILE.replace("nodes:", "other:"), "plain"),
    ],
)
def test_an_entry_of_several_places_is_left_to_the_user(text: str, node: str) -> None:
    with pytest.raises(CoexistError, match=rf"^cluster\.nodes\.{node}: its entry is not written once"):
        with_drained(text, node)

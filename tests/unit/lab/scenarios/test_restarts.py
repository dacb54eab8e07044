"""The scenario of restarted sessions: its changes are valid stacks, and what its looks say about a session."""

from typing import Any

import yaml

from lab.fabric.places import REPOSITORY
from lab.scenarios.ios_xe.session_looks import Looks, sessions
from lab.scenarios.restarts import changes
from model.load import stack_from

SESSION = ("k8s-calico", "10.0.0.1")


def dev() -> dict[str, Any]:
    """The configuration of the lab's stack, without its secrets."""
    config = yaml.safe_load((REPOSITORY / "Pulumi.dev.yaml").read_text())["config"]
    keys = {key.removeprefix("bgp-coexist:"): value for key, value in config.items()}
    return {key: keys[key] for key in ("routers", "cluster", "calico", "metallb", "verification")}


def looks(row: str) -> Looks:
    """A look each second; a dot is one without the session."""
    return Looks([(float(when), frozenset([SESSION] if sign == "+" else [])) for when, sign in enumerate(row)])


def test_each_change_is_a_valid_stack_and_differs_from_the_one_before() -> None:
    stacks = [stack_from(dev() | values) for _, values in changes(dev())]
    assert len(stacks) == 6
    assert all(one != other for one, other in zip([stack_from(dev()), *stacks], stacks, strict=False))


def test_a_session_is_away_from_the_first_look_without_it_to_the_next_one_with_it() -> None:
    assert [looks(row).away(SESSION) for row in ("+++", "+..+.+", "+..", "", ".+")] == [0, 2, 1, 0, 1]


def test_a_session_is_back_only_by_a_look_after_the_change() -> None:
    wanted = frozenset([SESSION])
    assert [looks("+.++").back(wanted, since) for since in (2.5, 3.0)] == [True, False]
    assert not looks("++.").back(wanted, 0.5)
    assert not Looks().back(wanted, 0)


def test_the_time_between_two_looks_is_told() -> None:
    assert Looks([(0.0, frozenset()), (1.0, frozenset()), (5.0, frozenset())]).blind() == 4


def test_every_node_has_a_session_in_each_vrf() -> None:
    assert SESSION in sessions(["k8s-calico", "k8s-metallb"])
    assert len(sessions(["k8s-calico", "k8s-metallb"])) == 8

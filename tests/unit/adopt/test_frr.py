"""A configured router of FRR as a stack: applied, it sends nothing."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from adopt.__main__ import main
from preflight.findings import findings

CONFIGURED = Path(__file__).parents[1] / "platforms" / "frr" / "configured.txt"

OTHERS = "".join(
    f"in VRF k8s-calico neighbor 10.0.0.{number} has the nodes' AS and no place in the stack ({why})\n"
    for number, why in ((12, "has other settings than the nodes"), (13, "is shut down"))
)
RANGE = (
    "VRF k8s-calico takes neighbors by 'bgp listen range 10.0.9.0/24 peer-group NODES': which they are is not in the "
    "configuration; if nodes are among them, name every node with --node NAME=ADDRESS"
)


@pytest.fixture
def adopted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """The exit code, the YAML, and what must be done before it is applied."""
    monkeypatch.setenv("BGP_COEXIST_METALLB_PASSWORD", "secretword")
    code = main(["--platform", "frr", "--from", str(CONFIGURED), "admin@10.0.0.254"])
    text, error = capsys.readouterr()
    return code, text, error


def values_of(text: str) -> dict[str, Any]:
    config = yaml.safe_load(text)["config"]
    return {key.partition(":")[2]: value for key, value in config.items() if key.startswith("bgp-coexist:")}


def test_nothing_is_left_to_do_and_what_is_no_node_is_named(adopted: tuple[int, str, str]) -> None:
    assert (adopted[0], adopted[2]) == (0, f"{OTHERS}{RANGE}\n")


def test_its_router_is_of_frr_and_has_the_kernels_interfaces(adopted: tuple[int, str, str]) -> None:
    router = values_of(adopted[1])["routers"]["edge"]
    assert router["platform"] == "frr"
    assert {name: vrf["interfaces"] for name, vrf in router["vrfs"].items()} == {
        "k8s-calico": {"k8s-calico": "1.1.1.2/32", "eth2": "10.0.1.254/24"},
        "k8s-metallb": {"eth1": "10.0.0.254/24"},
    }


def test_the_stack_has_no_problem(adopted: tuple[int, str, str]) -> None:
    values = values_of(adopted[1])
    secrets = {"routerPassword", "metallbPassword"}
    assert findings(values, {*values, *secrets}, secrets, None)[1] == []


def test_foreign_lines_are_named(adopted: tuple[int, str, str]) -> None:
    start = "# not taken over: "
    left = [line.removeprefix(start) for line in adopted[1].splitlines() if line.startswith(start)]
    instance = "router bgp 65000 vrf"
    assert set(left) == {
        "interface eth1 / description nodes",
        f"{instance} k8s-calico / neighbor NODES peer-group",
        f"{instance} k8s-calico / neighbor 10.0.0.12 remote-as 65002",
        f"{instance} k8s-calico / neighbor 10.0.0.13 remote-as 65002",
        f"{instance} k8s-calico / neighbor 10.0.0.13 shutdown",
        f"{instance} k8s-calico / bgp listen range 10.0.9.0/24 peer-group NODES",
        f"{instance} k8s-calico / neighbor 10.0.0.12 peer-group NODES",
        "ip prefix-list mine",
        "vrf k8s-calico / ip route 10.200.0.0/16 10.0.1.1",
        f"{instance} others",
    }

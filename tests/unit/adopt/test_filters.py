"""The neighbors' filters of a configured router, as the stack that adopt prints has them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from adopt.__main__ import main

SEED = (Path(__file__).parents[1] / "emulator" / "seed.txt").read_text()
NODES = ("10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13")
OUT = "deny-all-routes"
LIST = "ip prefix-list {} seq 5 permit 192.168.0.0/16 le 32\n"


def with_inbound(text: str, lists: dict[str, str]) -> str:
    """The seed with an inbound list of neighbors of Calico's VRF, which is the first one."""
    for node, name in lists.items():
        line = f"  neighbor {node} prefix-list {OUT} out\n"
        text = text.replace(line, f"  neighbor {node} prefix-list {name} in\n{line}", 1)
    return text


def with_lists(text: str, *names: str) -> str:
    first = f"ip prefix-list {OUT} "
    return text.replace(first, "".join(map(LIST.format, names)) + first, 1)


def printed(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> dict[str, Any]:
    """The router of the stack that is printed for a configuration."""
    (folder / "running.cfg").write_text(text)
    main(["admin@10.0.0.254", "--from", str(folder / "running.cfg"), "--name", "r"])
    router: dict[str, Any] = yaml.safe_load(capsys.readouterr().out)["config"]["bgp-coexist:routers"]["r"]
    return router


@pytest.mark.parametrize(
    ("lists", "defined", "filters"),
    [
        ({}, (), {"accept": "all"}),
        (dict.fromkeys(NODES, "PODS"), ("PODS",), {"prefixListIn": "PODS"}),
        (dict.fromkeys(NODES, "PODS"), (), {"accept": "all"}),
        (dict.fromkeys(NODES[:2], "PODS"), ("PODS",), {"accept": "all"}),
        (dict(zip(NODES, "ABCD", strict=True)), ("A", "B", "C", "D"), {"accept": "all"}),
        (dict.fromkeys(NODES, "coexist-in-k8s-calico"), ("coexist-in-k8s-calico",), {}),
    ],
    ids=["none", "one", "one that is missing", "of some", "of each another", "the generated one"],
)
def test_the_inbound_filter_is_what_all_neighbors_have(
    lists: dict[str, str],
    defined: tuple[str, ...],
    filters: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    router = printed(capsys, tmp_path, with_lists(with_inbound(SEED, lists), *defined))
    assert router["vrfs"]["k8s-calico"]["neighbors"] == {"ebgpMultihop": 32, **filters, "prefixListOut": OUT}
    named = {"PODS"} & set(filters.values())
    assert set(router["prefixLists"]) == {OUT} | named


def test_a_generated_outbound_filter_stays_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = SEED.replace(OUT, "coexist-out-x")
    router = printed(capsys, tmp_path, text)
    assert router["vrfs"]["k8s-metallb"]["neighbors"] == {"accept": "all", "advertise": "nothing"}
    assert "prefixLists" not in router
